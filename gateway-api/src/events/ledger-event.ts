/**
 * Events: what happened on the ledger, told in the order in which it did. Each follows from a row that a block wrote and
 * from nothing else, so every gateway tells the same ones under the same ids. They are thin, and name no member.
 */
import { revisionOf, type Receipt, type Row, type RowType } from '@commonpoint/catalogue';

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
} as const satisfies Record<Receipt['kind'], string>;

/** Everything that is told. */
export const eventTypes = [
  ...Object.values(operationEvents),
  ...['account.opened', 'account.changed', 'account.frozen', 'account.closed'],
  ...['program.created', 'program.changed', 'program.suspended', 'program.accepted', 'program.acceptance-ended'],
  ...['rate.proposed', 'rate.accepted', 'rate.suspended', 'rate.withdrawn'],
  ...['cycle.cut-off-agreed', 'cycle.closing', 'cycle.closed'],
  ...['settlement.due', 'settlement.instructed', 'settlement.confirmed', 'settlement.disputed'],
  ...['terms.proposed', 'terms.accepted', 'terms.superseded', 'terms.withdrawn', 'statement.made'],
  ...['member.candidate', 'member.active', 'member.suspended', 'member.leaving', 'member.left'],
  ...['constitution.changed', 'epoch.begun', 'agreement.adopted', 'agreement.accepted'],
  ...['proposal.open', 'proposal.passed', 'proposal.failed', 'proposal.stopped', 'proposal.withdrawn'],
  ...['proposal.dropped', 'proposal.expired', 'proposal.executed', 'proposal.voted', 'proposal.objected'],
  ...['order.issued', 'order.lifted'],
  ...['points.matured', 'points.expiring', 'certificate.due'],
  ...['network.changed', 'network.organization-joined', 'network.organization-left'],
  ...['network.orderer-joined', 'network.orderer-left'],
] as const;

/** What is told of other rows: of each the type, and what it is about. */
export interface StateEvent {
  readonly type: string;
  readonly programId?: string;
  readonly accountId?: string;
  readonly mspId?: string;
  readonly [member: string]: string | number | undefined;
}

type Tell<T extends RowType> = (row: Row<T>, key: readonly string[]) => StateEvent;

const opened = (row: { readonly revision?: number | undefined }): boolean => revisionOf(row) === 1;

/** The types of rows of which something is told; others are parts of an operation, or say nothing new. */
const tellers: { readonly [T in RowType]?: Tell<T> } = {
  account: (row) => ({
    type: opened(row) ? 'account.opened' : `account.${row.status === 'active' ? 'changed' : row.status}`,
    accountId: row.accountId,
  }),
  program: (row) => ({
    type: opened(row) ? 'program.created' : `program.${row.status === 'active' ? 'changed' : row.status}`,
    programId: row.programId,
    mspId: row.issuer,
  }),
  acceptance: (row) => ({
    type: row.endedAt === undefined ? 'program.accepted' : 'program.acceptance-ended',
    programId: row.programId,
    mspId: row.mspId,
  }),
  rate: (row) => ({
    type: `rate.${row.status}`,
    programId: row.sourceProgramId,
    targetProgramId: row.targetProgramId,
    version: row.version,
  }),
  'cut-off': (_row, [, cycle, mspId]) => ({ type: 'cycle.cut-off-agreed', cycle, mspId: mspId! }),
  cycle: (row) => ({ type: `cycle.${row.status}`, cycle: row.cycle }),
  settlement: (row, [, cycle, debtor, creditor]) => ({ type: `settlement.${row.status}`, cycle, debtor, creditor }),
  terms: (row, [, first, second]) => ({
    type: `terms.${row.status}`,
    mspId: first!,
    counterparty: second,
    version: row.version,
  }),
  statement: (_row, [, cycle, first, second]) => ({
    type: 'statement.made',
    cycle,
    mspId: first!,
    counterparty: second,
  }),
  org: (row) => ({ type: `member.${row.status}`, mspId: row.mspId }),
  constitution: () => ({ type: 'constitution.changed' }),
  epoch: (row) => ({ type: 'epoch.begun', number: row.number }),
  agreement: (row) => ({ type: 'agreement.adopted', version: row.version }),
  adherence: (_row, [, version, mspId]) => ({ type: 'agreement.accepted', version: Number(version), mspId: mspId! }),
  proposal: (row) => ({ type: `proposal.${row.status}`, proposalId: row.proposalId, mspId: row.proposer }),
  vote: (row, [, proposalId, mspId]) => ({ type: 'proposal.voted', proposalId, mspId: mspId!, vote: row.vote }),
  objection: (_row, [, proposalId, mspId]) => ({ type: 'proposal.objected', proposalId, mspId: mspId! }),
  order: (row) => ({ type: `order.${row.status}`, orderId: row.orderId }),
};

/** Whether anything is told of rows of this type. */
export const isTold = (type: string): boolean => Object.hasOwn(tellers, type);

/** What a row that was written tells; the row makes sense. */
export function stateEvent(key: readonly string[], row: unknown): StateEvent {
  return (tellers[key[0] as RowType] as Tell<RowType>)(row as never, key);
}

/** What an operation's receipt tells. Nothing of it changes when the operation is reversed later. */
export function operationEvent(receipt: Receipt): StateEvent {
  const { kind, mspId, id, programId, accountId, toAccountId, acceptor, amount } = receipt;
  const { shortfall, clawback, paidOff, targetProgramId, taken, received, remainder } = receipt;
  const { reverses, reversesMspId, holdId, holdMspId, orderId, maturesOn, expiry } = receipt;
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
