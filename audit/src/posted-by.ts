/**
 * Whose an operation is. Two merchants' peers can endorse whatever they like, also a whole set of rows and a receipt in the
 * name of a third one; the signature of that one's client they have not.
 */
import type { MemberRow, OperationRow } from './ledger-rows.js';

/** What takes points out of an account is its custodian's to post, or its successor's once that has left, but for what is past its day. */
export const custodians: readonly string[] = [
  ...['redeem', 'transfer', 'hold', 'exchange'],
  ...['buy-note', 'transfer-note', 'pledge-note'],
];

/** What is wrong with a receipt in a transaction that a client of `mspId` signed; where that is not known, nothing is. */
export function usurpedBy(
  mspId: string,
  name: string,
  row: OperationRow,
  successorOf: (custodian: string) => MemberRow['successor'] = () => undefined,
): string[] {
  const found: string[] = [];
  if (mspId !== '' && row.mspId !== mspId) found.push(`the receipt ${name} is of ${row.mspId}, and ${mspId} posted it`);
  // Names from before they said whose they are say nothing.
  const [custodian, pseudonym] = row.accountId.split(':');
  const isServedBy = custodian === row.mspId || successorOf(custodian ?? '') === row.mspId;
  if (pseudonym !== undefined && !isServedBy && custodians.includes(row.kind)) {
    found.push(`${name} takes points of ${row.accountId}, which is not in the custody of ${row.mspId}`);
  }
  return found;
}
