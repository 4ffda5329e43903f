/**
 * The ledger's keys. Each is one of Fabric's composite keys: U+0000, the object type, U+0000, then every part followed
 * by U+0000. A `Key<T>` remembers in its type what its row holds.
 */
import {
  type Acceptance,
  type Account,
  type Disclosure,
  type Figure,
  figureKeyParts,
  figuresKeyParts,
  type Hold,
  type Lot,
  type MoneyStatement,
  type Organization,
  type Parties,
  type PrivateTerms,
  type Program,
  type Rate,
  type RateReference,
  type Receipt,
  type Settlement,
  type StatementRecord,
  type TermsRecord,
} from '@commonpoint/catalogue';
import type { ClearingRow } from '../../domain/clearing/clearing.js';
import type { CycleRow } from '../../domain/clearing/close-cycle.js';
import type { FiguresRow } from '../../domain/figures/figures.js';
import type { AccountDay } from '../../domain/programs/limits.js';
import type { LaneRow } from '../../domain/programs/quota.js';
import type { SupplyRow, SupplyTotal } from '../../domain/programs/supply.js';
import type { PrivateSettlement } from '../../domain/terms/settle-statement.js';
import type { TermsPair } from '../../domain/terms/terms.js';

declare const holds: unique symbol;
export type Key<T> = string & { readonly [holds]?: T };

/** All rows whose key begins with these parts. */
export interface Range<T> {
  readonly objectType: string;
  readonly parts: readonly string[];
  readonly [holds]?: T;
}

const SEPARATOR = '\u0000';

/** The Node shim accepts U+0000 inside a part, and two different keys could collide; so parts are checked here again. */
const safePart = /^[\x21-\x7e]+$/;

function key<T>(objectType: string, ...parts: string[]): Key<T> {
  let text = SEPARATOR + objectType + SEPARATOR;
  for (const part of parts) {
    if (!safePart.test(part)) throw new TypeError(`a key part of ${objectType} is not printable ASCII`);
    text += part + SEPARATOR;
  }
  return text;
}

function range<T>(objectType: string, ...parts: string[]): Range<T> {
  return { objectType, parts };
}

/** The text that all keys of a range begin with. */
export function rangePrefix(of: Range<unknown>): string {
  return key(of.objectType, ...of.parts);
}

/** The parts of a key, without its object type. */
export function keyParts(of: string): string[] {
  return of.split(SEPARATOR).slice(2, -1);
}

/** Quota lanes are numbered with two digits, so that a range lists them in order. */
function laneNumber(lane: number): string {
  return String(lane).padStart(2, '0');
}

export const organizationKey = (mspId: string) => key<Organization>('org', mspId);
export const organizations = () => range<Organization>('org');

export const programKey = (programId: string) => key<Program>('program', programId);
export const programs = () => range<Program>('program');

export const laneKey = (programId: string, lane: number) => key<LaneRow>('quota', programId, laneNumber(lane));

export const acceptanceKey = (programId: string, mspId: string) => key<Acceptance>('acceptance', programId, mspId);
export const acceptances = (programId: string) => range<Acceptance>('acceptance', programId);

export const accountKey = (accountId: string) => key<Account>('account', accountId);

export const accountDayKey = (accountId: string, programId: string) =>
  key<AccountDay>('account-day', accountId, programId);

/** `lotId` is `expiry.txId.n`; its three parts are the last three of the key. */
export const lotKey = (accountId: string, programId: string, lotId: string) =>
  key<Lot>('lot', accountId, programId, ...lotId.split('.'));
/** `expiry.txId.n` of a lot's key. */
export const lotIdOf = (lotsKey: string) => keyParts(lotsKey).slice(2).join('.');
export const lots = (accountId: string, ...programId: [] | [string]) => range<Lot>('lot', accountId, ...programId);

export const receiptKey = (mspId: string, operationId: string) => key<Receipt>('op', mspId, operationId);

export const holdKey = (mspId: string, holdId: string) => key<Hold>('hold', mspId, holdId);
/** One row for each open hold of an account, so that what is held is told without a row that all holds would write. */
export interface OpenHoldRow {
  amount: string;
}
export const openHoldKey = (accountId: string, programId: string, mspId: string, holdId: string) =>
  key<OpenHoldRow>('open-hold', accountId, programId, mspId, holdId);
export const openHolds = (accountId: string) => range<OpenHoldRow>('open-hold', accountId);

/** Versions are numbered with six digits, so that a range lists them in order. */
const versionNumber = (version: number) => String(version).padStart(6, '0');

const rateParts = ({ sourceProgramId, targetProgramId, version }: RateReference) =>
  [sourceProgramId, targetProgramId, versionNumber(version)] as const;
export const rateKey = (reference: RateReference) => key<Rate>('rate', ...rateParts(reference));
export const rates = (...programIds: (string | undefined)[]) =>
  range<Rate>('rate', ...programIds.filter((programId) => programId !== undefined));
export const rateLaneKey = (reference: RateReference, lane: number) =>
  key<LaneRow>('rate-quota', ...rateParts(reference), laneNumber(lane));

export const supplyKey = (programId: string, period: string, txId: string) =>
  key<SupplyRow>('supply', programId, period, txId);
export const supplyRows = (programId: string, ...period: [] | [string]) =>
  range<SupplyRow>('supply', programId, ...period);
export const supplyTotalKey = (programId: string) => key<SupplyTotal>('supply-total', programId);

export const clearingKey = (cycle: string, debtor: string, creditor: string, programId: string, txId: string) =>
  key<ClearingRow>('clearing', cycle, debtor, creditor, programId, txId);
export const clearingRows = (cycle: string) => range<ClearingRow>('clearing', cycle);

/**
 * Of a month that merchants cut or that is being closed: the part of it that what is done now counts to, and whether its
 * closing has begun. It is the only row that operations and closing share, and closing writes it once: what goes on in a
 * month does not meet the steps by which an earlier part of it is folded.
 */
export interface CurrentCycleRow {
  cycle: string;
  closed?: true;
}
export const currentCycleKey = (month: string) => key<CurrentCycleRow>('current-cycle', month);

/** A merchant's agreement to end a cycle before its month does. */
export interface CutOffRow {
  agreedAt: string;
}
export const cutOffKey = (cycle: string, mspId: string) => key<CutOffRow>('cut-off', cycle, mspId);
export const cutOffs = (cycle: string) => range<CutOffRow>('cut-off', cycle);

export const cycleKey = (cycle: string) => key<CycleRow>('cycle', cycle);

export const settlementKey = ({ cycle, debtor, creditor }: Pick<Settlement, 'cycle' | 'debtor' | 'creditor'>) =>
  key<Settlement>('settlement', cycle, debtor, creditor);
export const settlements = (...cycle: (string | undefined)[]) =>
  range<Settlement>('settlement', ...cycle.filter((part) => part !== undefined));

export const termsPairKey = (parties: Parties) => key<TermsPair>('terms-pair', ...parties);
export const termsPairs = () => range<TermsPair>('terms-pair');
export const termsKey = (parties: Parties, version: number) =>
  key<TermsRecord>('terms', ...parties, versionNumber(version));
export const terms = (...parties: [] | Parties) => range<TermsRecord>('terms', ...parties);
/** In the pair's collection. */
export const privateTermsKey = (version: number) => key<PrivateTerms>('terms', versionNumber(version));

export const statementKey = (cycle: string, parties: Parties) => key<StatementRecord>('statement', cycle, ...parties);
export const statements = (cycle: string) => range<StatementRecord>('statement', cycle);
/** In the pair's collection. */
export const privateStatementKey = (cycle: string) => key<MoneyStatement>('statement', cycle);
export const privateSettlementKey = (cycle: string) => key<PrivateSettlement>('settlement', cycle);

/** In the owner's collection. */
export const figureKey = (period: string, name: string) => key<Figure>(...figureKeyParts(period, name));
export const figuresKey = (period: string) => key<FiguresRow>(...figuresKeyParts(period));

/** In the auditor's collection. */
export const disclosureKey = ({ id, figure: { owner, period, name, revision } }: Pick<Disclosure, 'id' | 'figure'>) =>
  key<Disclosure>('disclosure', owner, period, name, id, String(revision));
export const disclosures = (...parts: (string | undefined)[]) =>
  range<Disclosure>('disclosure', ...parts.filter((part) => part !== undefined));
