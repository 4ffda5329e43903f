/** An answer's receipt is the one that the transaction wrote under the own organisation's name; what it did not write is looked up. */
import type { Receipt } from '@commonpoint/catalogue';
import type { RowWrite } from '../../../gateway-api/src/channel/channel.js';
import { writtenReceipts } from '../../../gateway-api/src/writes/written-receipts.js';

const row = (id: string, amount: string) => ({ id, amount }) as Receipt;
const written = (key: readonly string[], value?: unknown): RowWrite => {
  // As in a block: a view of memory that others share.
  const bytes = Buffer.from(`before${JSON.stringify(value)}behind`).subarray(6, -6);
  return { key, ...(value !== undefined && { value: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) }) };
};

const kept = row('op-1', 'of the file');
const lookedUp: string[] = [];
const receiptOf = writtenReceipts(
  [
    written(['lot', 'wallet', 'harbor', '2027-01-01', 'tx', '1'], { amount: '5' }),
    written(['op', 'HarborMSP', 'op-1'], row('op-1', 'of the block')),
    written(['op', 'CityParkMSP', 'op-2'], row('op-2', 'of another organisation')),
    written(['op', 'HarborMSP', 'op-3']),
  ],
  {
    mspId: 'HarborMSP',
    receipt: (operationId) => {
      lookedUp.push(operationId);
      return operationId === 'op-4' ? undefined : kept;
    },
  },
);

it('takes the block’s own, and looks up another organisation’s, a deleted one and one that is not there', () => {
  expect(receiptOf('op-1')).toEqual(row('op-1', 'of the block'));
  expect(lookedUp).toEqual([]);
  expect(['op-2', 'op-3', 'op-4'].map(receiptOf)).toEqual([kept, kept, undefined]);
  expect(lookedUp).toEqual(['op-2', 'op-3', 'op-4']);
});
