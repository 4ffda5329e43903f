/** What a client asked to be done with points, by the argument of its transaction. It is read when it is asked for. */
import type { Call } from './block-contents.js';
import type { OperationRow } from './ledger-rows.js';

export interface PostedOperation {
  readonly id: string;
  readonly kind: string;
  readonly programId?: string;
  readonly amount?: string;
  readonly preimage?: string;
  readonly earnedOn?: string;
  readonly expiresOn?: string;
  readonly maturesOn?: string;
  readonly migration?: { readonly status: string };
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
    const sent = (byId ??= read(argument)).get(row.id) ?? [];
    if (sent.length < 2) return sent;
    const could = sent.filter((operation) => explains(operation, row));
    return could.length > 0 ? could : sent;
  };
}

function explains(operation: PostedOperation, row: OperationRow): boolean {
  return Object.entries(operation).every(([field, value]) => {
    const says = told[field];
    return says === undefined || row[says] === undefined || row[says] === value;
  });
}

function read(argument: string): Map<string, PostedOperation[]> {
  try {
    const { operations } = JSON.parse(argument) as { operations: PostedOperation[] };
    return Map.groupBy(operations, ({ id }) => id);
  } catch {
    return new Map();
  }
}
