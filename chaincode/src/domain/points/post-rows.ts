/** What a batch of operations reads of the ledger. */
import type {
  Acceptance,
  Account,
  Bridge,
  BridgeUse,
  Constitution,
  CreditLine,
  Hold,
  Lot,
  Migration,
  Note,
  NoteOffer,
  NoteOfferReference,
  Order,
  Organization,
  Program,
  Rate,
  RateReference,
  Receipt,
  Row,
  Standing,
} from '@commonpoint/catalogue';
import type { LaneRow } from '../programs/quota.js';

/** What an account did on the last day that counted. */
export type AccountDay = Row<'account-day'>;

/** The rows that a batch needs, as they stand on the ledger. What is not there does not exist. */
export interface PostRows {
  /** Receipts of the batch's operations and of those that it reverses, by {@link receiptName}. */
  receipts: ReadonlyMap<string, Receipt>;
  /** The rows of imported lines that are there, by {@link importedName}; what they hold of the batch's operations is among the receipts. */
  importedRows: ReadonlySet<string>;
  programs: ReadonlyMap<string, Program>;
  accounts: ReadonlyMap<string, Account>;
  organizations: ReadonlyMap<string, Organization>;
  lanes: readonly { programId: string; lane: number; row: LaneRow }[];
  /** Rates that exchanges are made at, by {@link rateName}, and lanes of their quota. */
  rates: ReadonlyMap<string, Rate>;
  rateLanes: readonly { rate: RateReference; lane: number; row: LaneRow }[];
  /** Offers that notes are sold under, and of those that are redeemed, by {@link noteOfferName}; lanes of their ceilings. */
  noteOffers: ReadonlyMap<string, NoteOffer>;
  noteLanes: readonly { offer: NoteOfferReference; lane: number; row: LaneRow }[];
  /** Notes that are redeemed, by {@link holdName}. */
  notes: ReadonlyMap<string, Note>;
  /** Read where an operation is of a kind that members switch on by a vote. */
  constitution: Constitution | undefined;
  /** Lanes of what merchants let issuers owe them. */
  creditLanes: readonly { credit: CreditReference; lane: number; row: LaneRow }[];
  /** Lots that were named or found; `open` ones may be drawn on by operations that name no inputs. */
  lots: readonly { accountId: string; programId: string; lotId: string; row: Lot | undefined; open: boolean }[];
  /** Accounts' holdings of a programme, by {@link holdingName}, of which `lots` has all there are. */
  wholeHoldings: ReadonlySet<string>;
  /** The last day of which supply rows were folded, by programme. */
  foldedThrough: ReadonlyMap<string, string>;
  /** What accounts did on the last day that counted, by {@link accountDayName}; of programmes with such limits. */
  accountDays: ReadonlyMap<string, AccountDay>;
  /** Which programmes merchants accept that would become creditors in them, by {@link acceptanceName}. */
  acceptances: ReadonlyMap<string, Acceptance>;
  /** Pairs of merchants that have accepted private terms, each as its two MSP ids in order. */
  pairsOnTerms: ReadonlySet<string>;
  /** The clearing cycle that the transaction falls in, and whether its closing has begun. */
  cycle: string;
  cycleClosed: boolean;
  /** Holds that are captured or voided, by {@link holdName}. */
  holds: ReadonlyMap<string, Hold>;
  /** Credit lines that points are pledged for, by {@link lineName}. */
  lines: ReadonlyMap<string, CreditLine>;
  /** The orders on programmes and on organisations, by {@link standingName}; an account’s stand in its row. */
  standings: ReadonlyMap<string, Standing>;
  /** Orders that points are seized on, by id. */
  orders: ReadonlyMap<string, Order>;
  /** Migrations of the caller’s organisation of which balances are claimed, or claims taken back, by id. */
  migrations: ReadonlyMap<string, Migration>;
  /** Bridges that points cross, and what has crossed them, by {@link bridgeName}. */
  bridges: ReadonlyMap<string, Bridge>;
  bridgeUses: ReadonlyMap<string, BridgeUse>;
}

/** At which merchant points of which programme are spent. */
export interface CreditReference {
  readonly programId: string;
  readonly mspId: string;
}
