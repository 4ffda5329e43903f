/** What the write half asks of the projection about the operations at hand. */
import {
  countsPerDay,
  quote,
  rateOf,
  type Hold,
  type Operation,
  type QuotaLane,
  type Rate,
  type RateReference,
  type Receipt,
  type Side,
} from '@commonpoint/catalogue';
import type { PointsLedger } from './points-ledger.js';

export interface LedgerLookup {
  readonly mspId: string;
  /** The receipt of an operation, as of one that is to be reversed; of the own organisation, if none is named. */
  receipt(operationId: string, mspId?: string): Receipt | undefined;
  /** A hold; of the own organisation, if none is named. */
  hold(mspId: string | undefined, holdId: string): Hold | undefined;
  /** An own operation that was accepted and has no outcome yet. */
  underWay(operationId: string): Operation | undefined;
  rate(reference: RateReference): Rate | undefined;
  /** Whether the programme counts what an account does in a day. */
  countsPerDay(programId: string, side: Side): boolean;
}

/** For this long the gateway does without asking anew: what it is wrong about then costs a conflict, and no more. */
const REMEMBERED_MS = 1_000;

export function createLedgerLookup(
  projection: PointsLedger,
  mspId: string,
  underWay: LedgerLookup['underWay'] = () => undefined,
): LedgerLookup {
  const counting = new Map<string, { readonly untilMs: number; readonly debit: boolean; readonly credit: boolean }>();
  const countingOf = (programId: string): { debit: boolean; credit: boolean } => {
    const known = counting.get(programId);
    if (known && known.untilMs > performance.now()) return known;
    const program = projection.program(programId);
    const found = {
      untilMs: performance.now() + REMEMBERED_MS,
      debit: program !== undefined && countsPerDay(program, 'debit'),
      credit: program !== undefined && countsPerDay(program, 'credit'),
    };
    // An id that no programme has is not worth remembering: clients could make them up.
    if (known || program) counting.set(programId, found);
    return found;
  };
  return {
    mspId,
    underWay,
    receipt: (operationId, ofMspId = mspId) => projection.receipt(ofMspId, operationId)?.receipt,
    hold: (holdMspId, holdId) => projection.hold(holdMspId ?? mspId, holdId),
    rate: (reference) => projection.rate(reference),
    countsPerDay: (programId, side) => countingOf(programId)[side],
  };
}

/** What an operation draws from quota lanes: of a programme that issues, or of a rate. */
export interface Draw {
  /** The programme's id, or the rate's name. */
  readonly owner: string;
  readonly amount: bigint;
}

/** Programme ids have no spaces, so that no rate is taken for one. */
export const rateOwner = ({ sourceProgramId, targetProgramId, version }: RateReference): string =>
  `${sourceProgramId} ${targetProgramId} ${version}`;

export function drawOf(operation: Operation, lookup: LedgerLookup): Draw | undefined {
  if (operation.kind === 'issue') return { owner: operation.programId, amount: BigInt(operation.amount) };
  if (operation.kind !== 'exchange') return undefined;
  const reference = rateOf(operation);
  const rate = lookup.rate(reference);
  return rate && { owner: rateOwner(reference), amount: quote(rate, BigInt(operation.amount)).received };
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
      return 0n;
    case 'exchange': {
      const rate = lookup.rate(rateOf(operation));
      return rate ? quote(rate, BigInt(operation.amount)).taken : BigInt(operation.amount);
    }
    default:
      return BigInt(operation.amount);
  }
}

/** The lanes of a programme that the organisation issues, or of a rate; none where it is not for us to draw. */
export function lanesOf(projection: PointsLedger, mspId: string, owner: string): readonly QuotaLane[] {
  const [sourceProgramId, targetProgramId, version] = owner.split(' ') as [string, ...string[]];
  if (targetProgramId !== undefined) {
    return projection.rateLanes({ sourceProgramId, targetProgramId, version: Number(version) });
  }
  return projection.program(owner)?.issuer === mspId ? projection.lanes(owner) : [];
}
