/** Whether a receipt says what a member signed. */
import type { OperationRow } from './ledger-rows.js';
import type { PostedOperation } from './posted-operations.js';

/** What a member signed is what was done. */
export function isSame(each: PostedOperation, row: OperationRow): boolean {
  if (each.kind !== row.kind) return false;
  // A note of whom one does not say is one's own.
  const { noteMspId = row.noteId === undefined ? undefined : row.mspId, noteId } = each;
  if (noteMspId !== row.noteMspId || noteId !== row.noteId) return false;
  if (row.kind === 'transfer-note') return isSameTransfer(each, row);
  if (row.kind === 'redeem-note') return each.early === true;
  if (each.lineId !== row.lineId || each.beneficiary !== row.beneficiary) return false;
  if (row.kind === 'pledge-note') return true;
  return each.amount === row.amount && each.programId === row.programId && each.offerId === row.offerId;
}

function isSameTransfer({ toAccountId, parts }: PostedOperation, row: OperationRow): boolean {
  return toAccountId === row.toAccountId && parts?.of === row.parts?.of && parts?.given === row.parts?.given;
}
