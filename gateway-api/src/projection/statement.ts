/** What an operation did to one account, as a line of its statement. */
import type { Receipt } from '@commonpoint/chaincode/catalogue';
import type { StatementEntry } from '../ports.js';
import type { StatementRow } from './queries.js';

export function toStatementEntry(accountId: string, { receipt, block }: StatementRow): StatementEntry {
  const { toAccountId } = receipt;
  const counterpartAccountId = toAccountId === accountId ? receipt.accountId : toAccountId;
  return {
    operationId: receipt.id,
    mspId: receipt.mspId,
    kind: receipt.kind,
    programId: receipt.programId,
    change: isCredit(accountId, receipt) || receipt.amount === '0' ? receipt.amount : `-${receipt.amount}`,
    counterpartAccountId,
    acceptor: receipt.acceptor,
    campaign: receipt.campaign,
    reverses: receipt.reverses,
    txId: receipt.txId,
    txTime: receipt.txTime,
    blockNumber: block,
  };
}

function isCredit(accountId: string, receipt: Receipt): boolean {
  switch (receipt.kind) {
    case 'issue':
      return true;
    case 'redeem':
    case 'expire':
      return false;
    case 'transfer':
      return receipt.toAccountId === accountId;
    case 'reverse':
      // Of a transfer it moves the points back; of a redemption it creates lots, of an issuance it only takes some.
      return receipt.toAccountId ? receipt.toAccountId === accountId : receipt.created !== undefined;
  }
}
