/**
 * Events: what happened on the ledger, told in the order in which it did. Each follows from a row that a block wrote and
 * from nothing else, so every gateway tells the same ones under the same ids. They are thin, and name no member.
 */
import { type Receipt, rowKinds, type RowType, stateEvents, type StateEvent } from '@commonpoint/catalogue';

/** What of operations is told, by their kind. */
export const operationEvents = {
  issue: 'points.issued',
  transfer: 'points.transferred',
  redeem: 'points.redeemed',
  reverse: 'points.reversed',
  expire: 'points.expired',
  exchange: 'points.exchanged',
  extend: 'points.extended',
  consolidate: 'points.consolidated',
  seize: 'points.seized',
  hold: 'hold.made',
  capture: 'hold.captured',
  void: 'hold.voided',
  'buy-note': 'note.sold',
  'redeem-note': 'note.redeemed',
  'transfer-note': 'note.transferred',
  'pledge-note': 'note.pledged',
} as const satisfies Record<Receipt['kind'], string>;

/** Everything that is told. */
export const eventTypes = [
  ...Object.values(operationEvents),
  ...stateEvents,
  ...['credit.80', 'credit.95'],
  ...['points.matured', 'points.expiring', 'certificate.due'],
  ...['network.changed', 'network.organization-joined', 'network.organization-left'],
  ...['network.orderer-joined', 'network.orderer-left'],
] as const;

/** The types of rows of which something is told; others are parts of an operation, or say nothing new. */
type Told = {
  [T in keyof typeof rowKinds]: (typeof rowKinds)[T] extends { tells: unknown } ? T : never;
}[keyof typeof rowKinds];

/** Whether anything is told of rows of this type. */
export const isTold = (type: string): type is Told => type in rowKinds && 'tells' in rowKinds[type as RowType];

/** What a row that was written tells; the row makes sense. */
export function stateEvent(key: readonly string[], row: unknown): StateEvent {
  const tells = rowKinds[key[0] as Told].tells as (row: unknown, key: readonly string[]) => StateEvent;
  return tells(row, key);
}

/** What an operation's receipt tells. Nothing of it changes when the operation is reversed later. */
export function operationEvent(receipt: Receipt): StateEvent {
  const { kind, mspId, id, programId, accountId, toAccountId, acceptor, amount } = receipt;
  const { shortfall, clawback, paidOff, targetProgramId, taken, received, remainder } = receipt;
  const { reverses, reversesMspId, holdId, holdMspId, orderId, maturesOn, expiry } = receipt;
  const { offerId, until, noteId, noteMspId, interest, lineId } = receipt;
  return {
    type: operationEvents[kind],
    mspId,
    operationId: id,
    programId,
    accountId,
    ...given({
      toAccountId,
      acceptor,
      amount,
      shortfall,
      clawback,
      paidOff,
      targetProgramId,
      taken,
      received,
      remainder,
    }),
    ...given({ reverses, reversesMspId, holdId, holdMspId, orderId, maturesOn, expiry }),
    ...given({ offerId, until, noteId, noteMspId, interest, lineId }),
  };
}

function given(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Room for so many events of a block; the first half is for operations. */
export const EVENTS_PER_BLOCK = 1_000_000;
const STATES_FROM = EVENTS_PER_BLOCK / 2;

/** The place of an event among all: its block, and its number there; operations have the lower ones. */
export const stateSeq = (block: number, n: number): number => block * EVENTS_PER_BLOCK + STATES_FROM + n;
export const eventId = (seq: number): string => `${Math.floor(seq / EVENTS_PER_BLOCK)}:${seq % EVENTS_PER_BLOCK}`;

/** The place that an id names; undefined if it is none. */
export function seqOf(id: string): number | undefined {
  const match = /^(0|[1-9]\d{0,8}):(0|[1-9]\d{0,5})$/.exec(id);
  return match ? Number(match[1]) * EVENTS_PER_BLOCK + Number(match[2]) : undefined;
}
