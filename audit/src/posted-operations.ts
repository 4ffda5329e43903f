/** What a client asked to be done with points, by the argument of its transaction. It is read when it is asked for. */
import type { Call } from './block-contents.js';
import { isUnderOwnId, type ClaimedPlace } from './claimed-leaves.js';
import type { OperationRow, RowWrite } from './ledger-rows.js';

export interface PostedOperation {
  readonly id: string;
  readonly kind: string;
  readonly programId?: string;
  readonly amount?: string;
  readonly preimage?: string;
  readonly offerId?: string;
  readonly lineId?: string;
  readonly beneficiary?: string;
  readonly noteMspId?: string;
  readonly noteId?: string;
  readonly early?: true;
  readonly toAccountId?: string;
  readonly parts?: { readonly of: number; readonly given: number };
  readonly earnedOn?: string;
  readonly expiresOn?: string;
  readonly maturesOn?: string;
  readonly migration?: ClaimedPlace & { readonly status: string };
  readonly authorization?: { readonly nonce: string; readonly expiresAt: string; readonly signature: string };
}

/** What a receipt says of an operation and its client said too. */
const told: Readonly<Record<string, keyof OperationRow>> = {
  kind: 'kind',
  programId: 'programId',
  accountId: 'accountId',
  fromAccountId: 'accountId',
  toAccountId: 'toAccountId',
  targetProgramId: 'targetProgramId',
  amount: 'amount',
  acceptor: 'acceptor',
  holdId: 'holdId',
  offerId: 'offerId',
  noteMspId: 'noteMspId',
  noteId: 'noteId',
  expiresOn: 'expiry',
  maturesOn: 'maturesOn',
  earnedOn: 'earnedOn',
};

/**
 * Several operations of one transaction may have one id: one of them takes effect, and the others are refused. Those come
 * first that could have made this receipt.
 */
export function postedOperations({ argument }: Call): (row: OperationRow) => readonly PostedOperation[] {
  let byId: Map<string, PostedOperation[]> | undefined;
  return (row) => {
    const sent = (byId ??= Map.groupBy(read(argument), ({ id }) => id)).get(row.id) ?? [];
    if (sent.length < 2) return sent;
    const could = sent.filter((operation) => explains(operation, row));
    return could.length > 0 ? could : sent;
  };
}

function explains(operation: PostedOperation, row: OperationRow): boolean {
  const { id, migration } = operation;
  if (migration?.migrationId !== row.migrationId) return false;
  if (migration !== undefined && !isUnderOwnId({ id, migration })) return false;
  return Object.entries(operation).every(([field, value]) => {
    const says = told[field];
    return says === undefined || row[says] === undefined || row[says] === value;
  });
}

/** What is done with notes and pledges makes sense after what was done with them before. */
function isOfOrder({ key, value }: RowWrite): boolean {
  const { kind = '', lineId } = ((key[0] === 'op' ? value : undefined) as Partial<OperationRow>) ?? {};
  return kind.endsWith('-note') || lineId !== undefined;
}

/** Rows come in the order of their keys, but receipts that bear on each other in the order in which their operations were sent. */
export function inOrderSent(rows: readonly RowWrite[], { argument }: Call): readonly RowWrite[] {
  const [first, second] = rows.filter(isOfOrder);
  if (first === undefined || second === undefined) return rows;
  const operations = read(argument);
  const placeOf = (row: OperationRow): number => {
    const could = operations.findIndex((each) => each.id === row.id && explains(each, row));
    return could === -1 ? operations.findIndex(({ id }) => id === row.id) : could;
  };
  const receipts = rows.filter(({ key, value }) => key[0] === 'op' && value !== undefined);
  const placed = receipts
    .map((row) => ({ row, place: placeOf(row.value as OperationRow) }))
    .sort((a, b) => a.place - b.place);
  let next = 0;
  return rows.map((row) => (row.key[0] === 'op' && row.value !== undefined ? placed[next++]!.row : row));
}

function read(argument: string): PostedOperation[] {
  try {
    const { operations } = JSON.parse(argument) as { operations?: PostedOperation[] };
    return Array.isArray(operations) ? operations.filter((each) => typeof each === 'object' && each !== null) : [];
  } catch {
    return [];
  }
}
