/** What the write half asks of the projection about the operations at hand. */
import {
  countsPerDay,
  interestMaxOf,
  quote,
  rateOf,
  type Hold,
  type Note,
  type NoteOffer,
  type NoteOfferReference,
  type Operation,
  type QuotaLane,
  type Rate,
  type RateReference,
  type Receipt,
  type Side,
} from '@commonpoint/catalogue';
import { isOwnLane } from './own-lanes.js';
import type { PointsLedger } from './points-ledger.js';

export interface LedgerLookup {
  readonly mspId: string;
  /** The receipt of an operation, as of one that is to be reversed; of the own organisation, if none is named. */
  receipt(operationId: string, mspId?: string): Receipt | undefined;
  /** A hold; of the own organisation, if none is named. */
  hold(mspId: string | undefined, holdId: string): Hold | undefined;
  /** A note; of the own organisation, if none is named. */
  note(mspId: string | undefined, noteId: string): Note | undefined;
  noteOffer(reference: NoteOfferReference): NoteOffer | undefined;
  /** An own operation that was accepted and has no outcome yet. */
  underWay(operationId: string): Operation | undefined;
  rate(reference: RateReference): Rate | undefined;
  /** Whether the programme counts what an account does in a day. */
  countsPerDay(programId: string, side: Side): boolean;
  /** The merchant that becomes a creditor by the operation and limits what it is owed. */
  limitingCreditor(operation: Operation): string | undefined;
}

/** For this long the gateway does without asking anew: what it is wrong about then costs a conflict, and no more. */
const REMEMBERED_MS = 1_000;

export function createLedgerLookup(
  projection: PointsLedger,
  mspId: string,
  underWay: LedgerLookup['underWay'] = () => undefined,
): LedgerLookup {
  const countingOf = remembering((programId: string) => {
    const program = projection.program(programId);
    // An id that no programme has is not worth remembering: clients could make them up.
    if (program === undefined) return undefined;
    return { debit: countsPerDay(program, 'debit'), credit: countsPerDay(program, 'credit') };
  });
  const issuerOf = remembering((programId: string) => projection.program(programId)?.issuer);
  const isLimited = remembering((name: string): boolean => {
    const [programId = '', creditor = ''] = name.split('>');
    const limit = projection.creditLimit(programId, creditor);
    return limit !== undefined && limit.endedAt === undefined;
  });
  return {
    mspId,
    underWay,
    receipt: (operationId, ofMspId = mspId) => projection.receipt(ofMspId, operationId)?.receipt,
    hold: (holdMspId, holdId) => projection.hold(holdMspId ?? mspId, holdId),
    note: (noteMspId, noteId) => projection.note(noteMspId ?? mspId, noteId),
    noteOffer: (reference) => projection.noteOffer(reference),
    rate: (reference) => projection.rate(reference),
    countsPerDay: (programId, side) => countingOf(programId)?.[side] === true,
    limitingCreditor(operation) {
      const creditor = creditorOf(operation, issuerOf);
      if (creditor === undefined || !('programId' in operation)) return undefined;
      const issuer = issuerOf(operation.programId);
      if (issuer === undefined || issuer === creditor) return undefined;
      return isLimited(creditOwner(operation.programId, creditor)) === true ? creditor : undefined;
    },
  };
}

/** Asks for what there is a moment at most. */
function remembering<T>(ask: (name: string) => T | undefined): (name: string) => T | undefined {
  const known = new Map<string, { readonly untilMs: number; readonly found: T }>();
  return (name) => {
    const before = known.get(name);
    if (before && before.untilMs > performance.now()) return before.found;
    const found = ask(name);
    if (found === undefined) known.delete(name);
    else known.set(name, { untilMs: performance.now() + REMEMBERED_MS, found });
    return found;
  };
}

/** Whom an operation makes a creditor, or promises to. */
function creditorOf(operation: Operation, issuerOf: (programId: string) => string | undefined): string | undefined {
  switch (operation.kind) {
    case 'redeem':
      return operation.acceptor;
    case 'hold':
      // What is pledged draws on no credit.
      return operation.lineId === undefined ? operation.beneficiary : undefined;
    case 'exchange':
      return issuerOf(operation.targetProgramId);
    default:
      return undefined;
  }
}

/** What an operation draws from lanes: of a programme that issues, of a rate, of an offer of notes, or of a credit. */
export interface Draw {
  /** The programme's id, or the name of the rate, the offer of notes or the credit. */
  readonly owner: string;
  readonly amount: bigint;
  /** What it is refused with if too little is left. */
  readonly exhausted: 'QUOTA_EXHAUSTED' | 'CREDIT_EXHAUSTED';
}

/** Programme ids have neither spaces nor such signs, so that no rate, no offer and no credit is taken for one. */
export const rateOwner = ({ sourceProgramId, targetProgramId, version }: RateReference): string =>
  `${sourceProgramId} ${targetProgramId} ${version}`;
const creditOwner = (programId: string, mspId: string): string => `${programId}>${mspId}`;

export const offerOwner = ({ programId, offerId }: NoteOfferReference): string => `${programId} ${offerId}`;

/** What of a programme's or a rate's quota; undefined where none is drawn. */
function quotaDraw(operation: Operation, lookup: LedgerLookup): Draw | undefined {
  const exhausted = 'QUOTA_EXHAUSTED';
  if (operation.kind === 'buy-note') {
    const offer = lookup.noteOffer(operation);
    const amount = offer && interestMaxOf(BigInt(operation.amount), offer.ppmMax, offer.days);
    return amount === undefined ? undefined : { owner: offerOwner(operation), amount, exhausted };
  }
  if (operation.kind === 'issue') return { owner: operation.programId, amount: BigInt(operation.amount), exhausted };
  if (operation.kind !== 'exchange') return undefined;
  const reference = rateOf(operation);
  const rate = lookup.rate(reference);
  return rate && { owner: rateOwner(reference), amount: quote(rate, BigInt(operation.amount)).received, exhausted };
}

/** The same of what a merchant lets the issuer owe it. */
function creditDraw(operation: Operation, lookup: LedgerLookup): Draw | undefined {
  const creditor = lookup.limitingCreditor(operation);
  if (creditor === undefined || !('programId' in operation)) return undefined;
  const owner = creditOwner(operation.programId, creditor);
  return { owner, amount: amountTaken(operation, lookup), exhausted: 'CREDIT_EXHAUSTED' };
}

export function drawsOf(operation: Operation, lookup: LedgerLookup): Draw[] {
  return [quotaDraw(operation, lookup) ?? [], creditDraw(operation, lookup) ?? []].flat();
}

/** What an operation needs of the account that it debits; of an exchange not the whole offer, but what its points cost. */
export function amountTaken(operation: Operation, lookup: LedgerLookup): bigint {
  switch (operation.kind) {
    case 'reverse':
    case 'capture':
    case 'void':
    case 'expire':
    case 'extend':
    case 'consolidate':
    case 'seize':
    case 'redeem-note':
    case 'transfer-note':
    case 'pledge-note':
      return 0n;
    case 'exchange': {
      const rate = lookup.rate(rateOf(operation));
      return rate ? quote(rate, BigInt(operation.amount)).taken : BigInt(operation.amount);
    }
    default:
      return BigInt(operation.amount);
  }
}

/** The lanes of a programme that the organisation issues, of a rate, of an offer or of a credit; none where it is not for us to draw. */
export function lanesOf(projection: PointsLedger, mspId: string, owner: string): readonly QuotaLane[] {
  const [programId, creditor] = owner.split('>') as [string, ...string[]];
  if (creditor !== undefined) return projection.creditLanes(programId, creditor);
  const [sourceProgramId, targetProgramId, version] = owner.split(' ') as [string, string?, string?];
  if (targetProgramId !== undefined && version === undefined)
    return projection.noteLanes({ programId: sourceProgramId, offerId: targetProgramId });
  if (targetProgramId !== undefined) {
    return projection.rateLanes({ sourceProgramId, targetProgramId, version: Number(version) });
  }
  return projection.program(owner)?.issuer === mspId ? projection.lanes(owner) : [];
}

/** Lanes that others draw on too are the gateway's own to begin with, or not; all of the others are. */
export const ownLanesOf = (
  projection: PointsLedger,
  mspId: string,
): ((owner: string, lane: number, lanes: number) => boolean) => {
  const merchants = remembering(() => projection.merchants());
  return (owner, lane, lanes) => !owner.includes('>') || isOwnLane(lane, lanes, merchants('') ?? [], mspId);
};
