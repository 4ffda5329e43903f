/** Receipts that name the lots which their transaction took and made, as the chaincode's do. */
import type { LotPart, OperationRow, RowWrite } from '../../audit/src/ledger-rows.js';

const takers: readonly string[] = ['redeem', 'expire', 'hold', 'transfer', 'exchange'];
const givers: readonly string[] = ['issue', 'void', 'reverse', 'transfer', 'exchange'];

/** The writes of one transaction that takes from one lot of an account at the most, and makes one. */
export function withLots(writes: readonly RowWrite[]): RowWrite[] {
  const lots = writes.filter(({ key }) => key[0] === 'lot');
  const lotOf = (accountId: string, programId: string, isThere: boolean): RowWrite | undefined =>
    lots.find(({ key, value }) => key[1] === accountId && key[2] === programId && (value !== undefined) === isThere);
  const part = (lot: RowWrite | undefined, amount: string): LotPart[] =>
    lot === undefined || amount === '0' ? [] : [{ lotId: lot.key.slice(3).join('.'), amount }];
  return writes.map((write) => {
    const row = write.value as OperationRow | undefined;
    if (write.key[0] !== 'op' || row === undefined) return write;
    const { kind, accountId, programId, toAccountId = accountId, targetProgramId = programId, amount } = row;
    const taken = lotOf(accountId, programId, false);
    const made = lotOf(toAccountId, targetProgramId, true);
    const consumed = takers.includes(kind) ? part(taken, row.taken ?? amount) : [];
    const rest = kind === 'capture' && taken === undefined ? (made?.value as LotPart | undefined)?.amount : undefined;
    const created = givers.includes(kind) ? part(made, row.received ?? amount) : part(made, rest ?? '0');
    return { key: write.key, value: { consumed, created, ...row } };
  });
}
