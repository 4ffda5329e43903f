/** What an operation did to one account, as lines of its statement. */
import type { Receipt } from '@commonpoint/catalogue';
import type { AccountLine } from './account-line.js';
import type { AccountEntry } from './views.js';

export interface PositionedEntry {
  /** Order within the statement, for pages. */
  readonly position: number;
  readonly entry: AccountEntry;
}

/** One line, or two of an exchange, which moves points of two programmes; the newest first. */
export function toPositionedEntries(accountId: string, { receipt, block, seq }: AccountLine): PositionedEntry[] {
  const { toAccountId, kind } = receipt;
  const isHold = kind === 'hold' || kind === 'pledge-note';
  const common = {
    operationId: receipt.id,
    mspId: receipt.mspId,
    kind,
    counterpartAccountId: toAccountId === accountId ? receipt.accountId : toAccountId,
    acceptor: receipt.acceptor,
    campaign: receipt.campaign,
    reverses: receipt.reverses,
    reversesMspId: receipt.reversesMspId,
    holdMspId: isHold ? receipt.mspId : receipt.holdMspId,
    holdId: isHold ? receipt.id : receipt.holdId,
    lineId: receipt.lineId,
    captured: kind === 'capture' ? receipt.amount : undefined,
    beneficiary: receipt.beneficiary,
    noteMspId: kind === 'buy-note' ? receipt.mspId : receipt.noteMspId,
    noteId: kind === 'buy-note' ? receipt.id : receipt.noteId,
    interest: receipt.interest,
    txId: receipt.txId,
    txTime: receipt.txTime,
    blockNumber: block,
  };
  const entry = (part: 0 | 1, programId: string, change: bigint): PositionedEntry => ({
    position: 2 * seq + part,
    entry: { ...common, programId, change: String(change) },
  });
  if (kind !== 'exchange') return [entry(0, receipt.programId, changeOf(accountId, receipt))];
  return [
    entry(1, receipt.targetProgramId!, BigInt(receipt.received!)),
    entry(0, receipt.programId, -BigInt(receipt.taken!)),
  ];
}

/** What the operation did to the points that the account may spend. */
function changeOf(accountId: string, receipt: Receipt): bigint {
  const amount = BigInt(receipt.amount);
  const created = (): bigint => (receipt.created ?? []).reduce((sum, lot) => sum + BigInt(lot.amount), 0n);
  switch (receipt.kind) {
    case 'issue':
      return amount - BigInt(receipt.paidOff ?? 0);
    case 'redeem':
    case 'expire':
    case 'hold':
    case 'buy-note':
      return -amount;
    case 'redeem-note':
    case 'capture':
    case 'void':
      return created();
    case 'transfer':
    case 'seize':
      return receipt.toAccountId === accountId ? amount : -amount;
    case 'exchange':
      return -BigInt(receipt.taken!);
    case 'reverse': {
      // Of a transfer it moves the points back; of a redemption it creates lots, of an issuance it only takes some.
      if (receipt.toAccountId) return receipt.toAccountId === accountId ? amount : -amount;
      return receipt.created === undefined ? -amount : created();
    }
    case 'transfer-note':
    case 'pledge-note':
    case 'extend':
    case 'consolidate':
      return 0n;
  }
}
