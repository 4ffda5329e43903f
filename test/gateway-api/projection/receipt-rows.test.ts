/** Receipts of the projection, in rows of their own and among imported lines: one order, and each found by its id. */

import { importedReceipt } from '@commonpoint/catalogue';
import { createBlockApplier } from '../../../gateway-api/src/projection/apply-block.js';
import { receiptRows } from '../../../gateway-api/src/projection/receipt-rows.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { rows } from '../../../gateway-api/src/subjects/points/tables.js';

const H = 'HarborMSP';
const FILE = `im-${'0'.repeat(40)}`;
const txTime = '2026-11-23T10:00:00.000Z';
const common = { programId: 'harbor', expiry: '2028-11-30', lane: 0, txId: 't', txTime };
const hundred = (lines: readonly number[], stretch = 0) => ({
  key: ['imported', H, FILE, String(stretch)],
  row: { ...common, rows: lines.map((line) => `${line} ${H}:a-${line} 5 0`) },
});
const op = (id: string, more: object = {}) => ({
  key: ['op', H, id],
  row: {
    id,
    mspId: H,
    kind: 'issue',
    programId: 'harbor',
    accountId: `${H}:a`,
    amount: '5',
    txId: 't',
    txTime,
    ...more,
  },
});

function projected(...blocks: { key: string[]; row: object }[][]) {
  const database = new Database(':memory:', tables);
  const apply = createBlockApplier(database, [rows]);
  blocks.forEach((written, number) =>
    database.transaction('rebuildable', () =>
      apply({
        number,
        hash: '',
        transactions: [
          {
            txId: 't',
            index: 0,
            validationCode: 0,
            writes: written.map(({ key, row }) => ({ key, value: Buffer.from(JSON.stringify(row)) })),
            hashedWrites: [],
          },
        ],
      }),
    ),
  );
  return receiptRows(database);
}
const ids = (found: readonly { receipt: { id: string } }[]) => found.map(({ receipt }) => receipt.id.replace(FILE, ''));

test('one order, from either end and in pages', () => {
  const receipts = projected([op('o-1'), hundred([2, 3, 9]), op('o-2')], [hundred([100], 1)], [op('o-3')]);
  const order = ['o-1', '-2', '-3', '-9', 'o-2', '-100', 'o-3'];
  expect(ids(receipts.after(-1, 100))).toEqual(order);
  expect(ids(receipts.below(Number.MAX_SAFE_INTEGER, 100))).toEqual(order.toReversed());
  const [paged, back]: [string[], string[]] = [[], []];
  for (let seq = -1, [next] = receipts.after(seq, 1); next !== undefined; [next] = receipts.after(seq, 1)) {
    paged.push(...ids([next]));
    seq = next.seq;
    expect(receipts.at(seq)).toEqual(next);
    expect(receipts.byId(H, next.receipt.id)).toEqual(next);
  }
  for (let seq = 1e15, page = receipts.below(seq, 2); page.length > 0; page = receipts.below(seq, 2)) {
    back.push(...ids(page));
    seq = page.at(-1)!.seq;
  }
  expect([paged, back]).toEqual([order, order.toReversed()]);
  expect(receipts.lastSeq()).toBe(2_000_000);
  expect(projected([op('o-1'), hundred([2, 3, 9])]).lastSeq()).toBe(3);
  expect(receipts.at(3_000_000)).toBeUndefined();
});

test('a line that was taken back is as its own row says, in its place', () => {
  const before = importedReceipt({ mspId: H, file: FILE }, hundred([]).row, `3 ${H}:a-3 5 0`);
  const receipts = projected(
    [hundred([2, 3, 4])],
    [op('v', { kind: 'reverse' }), op(`${FILE}-3`, { ...before, reversed: '5' })],
  );
  expect(ids(receipts.after(-1, 10))).toEqual(['-2', '-3', '-4', 'v']);
  expect(receipts.after(-1, 10)[1]).toMatchObject({ seq: 1, block: 0, receipt: { reversed: '5' } });
  expect(receipts.byId(H, `${FILE}-3`)).toMatchObject({ seq: 1, block: 0, receipt: { reversed: '5' } });
  expect(receipts.written(H, `${FILE}-3`)).toMatchObject({ key: ['op', H, `${FILE}-3`], written: 1 });
  expect(receipts.written(H, `${FILE}-2`)).toMatchObject({ key: ['imported', H, FILE, '0'], written: 0 });
  expect(JSON.parse(receipts.written(H, `${FILE}-2`)!.value)).toEqual(hundred([2]).row);
});

test('nobody else’s, and no other line', () => {
  const receipts = projected([hundred([2])]);
  expect(receipts.byId('CityParkMSP', `${FILE}-2`)).toBeUndefined();
  expect(receipts.byId(H, `${FILE}-22`)).toBeUndefined();
  expect(receipts.byId(H, `${FILE}-102`)).toBeUndefined();
});

test('how many stand after a place is right however the place and the end move on', () => {
  const database = new Database(':memory:', tables);
  const receipts = receiptRows(database);
  const apply = createBlockApplier(database, [rows]);
  const seqs: number[] = [];
  const bring = (number: number, count: number): void => {
    const lines = Array.from({ length: 100 }, (_, line) => line);
    const rows = [
      ...Array.from({ length: count }, (_, at) => op(`o-${number}-${at}`)),
      ...Array.from({ length: number % 3 }, (_, stretch) => hundred(lines, 100 * number + stretch)),
    ];
    const writes = rows.map(({ key, row }) => ({ key, value: Buffer.from(JSON.stringify(row)) }));
    const transaction = { txId: 't', index: 0, validationCode: 0, writes, hashedWrites: [] };
    database.transaction('rebuildable', () => apply({ number, hash: '', transactions: [transaction] }));
    // A hundred where it begins.
    seqs.splice(
      0,
      seqs.length,
      ...receipts.after(-1, 5_000).flatMap(({ seq, hundred: at = seq }) => (at === seq ? seq : [])),
    );
    begins = new Set(receipts.after(-1, 5_000).flatMap(({ hundred: at }) => at ?? []));
  };
  let begins = new Set<number>();
  // Forwards and backwards, to places with a receipt and beyond the last one, and asked for few and many.
  const places = [-1, -1, 3, 3, 20, 7, 40, -1, 1e12, 12];
  for (const [number, place] of places.entries()) {
    bring(number, 5 + number);
    const seq = place < 0 || place >= 1e12 ? place : seqs[Math.min(place, seqs.length - 1)]!;
    const after = seqs.filter((each) => each > seq);
    const waiting = after.reduce((sum, each) => sum + (begins.has(each) ? 100 : 1), 0);
    for (const count of [1, waiting, waiting + 1, 5_000, 2])
      expect([place, count, receipts.areMoreAfter(seq, count)]).toEqual([place, count, waiting >= count]);
  }
});
