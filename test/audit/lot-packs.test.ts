/** Lots that stand together in rows of the audit's file are found and taken out one by one, whatever they are called. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LotBalances } from '../../audit/src/lot-balances.js';
import { FoundSoFar } from '../../audit/src/findings.js';
import { StateFile } from '../../audit/src/state-file.js';
import { inMemory, type Store } from '../../audit/src/store.js';

const TX = 'ab'.repeat(32);
const lotOf = (n: number | string, { account = 'HarborMSP:1', expiry = '2027-01-01', madeBy = TX } = {}): string[] => [
  account,
  'harbor',
  expiry,
  madeBy,
  typeof n === 'string' ? n : String(n).padStart(5, '0'),
];

/** One who writes and deletes lots, each time in a transaction of its own unless it is said. */
function ledgerOf(store: Store = inMemory()) {
  const found = new FoundSoFar();
  const lots = new LotBalances(found, store);
  let transactions = 0;
  const inOne = (txId: string, ...changes: [parts: string[], amount?: number, maturesOn?: string][]): string[] => {
    for (const [parts, amount, maturesOn] of changes)
      lots.apply(
        txId,
        parts,
        amount === undefined ? undefined : { amount: String(amount), ...(maturesOn && { maturesOn }) },
      );
    lots.takeMoved();
    return found.take().map(({ text }) => text);
  };
  return {
    lots,
    inOne,
    delete: (parts: string[]): string[] => inOne(`tx ${(transactions += 1)}`, [parts]),
    balance: (account = 'HarborMSP:1') => lots.balances.get(`${account} harbor`),
  };
}

it('finds each lot of a transaction, and none a second time', () => {
  const ledger = ledgerOf();
  const numbers = Array.from({ length: 100 }, (_, n) => n);
  expect(ledger.inOne(TX, ...numbers.map((n): [string[], number] => [lotOf(n), n + 1]))).toEqual([]);
  expect(ledger.balance()).toBe(5050n);
  for (const n of [99, 0, 31, 32, 33]) expect(ledger.delete(lotOf(n))).toEqual([]);
  expect(ledger.balance()).toBe(5050n - 100n - 1n - 32n - 33n - 34n);
  for (const n of [99, 32]) expect(ledger.delete(lotOf(n)).join()).toContain('deleted a lot that is not there');
  for (const n of [1, 98]) expect(ledger.delete(lotOf(n))).toEqual([]);
});

it.each([
  ['another account', lotOf(1, { account: 'HarborMSP:2' })],
  ['an account that begins alike', lotOf(1, { account: 'HarborMSP:' })],
  ['another day', lotOf(1, { expiry: '2027-01-02' })],
  ['a day that begins alike', lotOf(1, { expiry: '2027-01' })],
  ['another transaction', lotOf(1, { madeBy: 'cd'.repeat(32) })],
  ['another number', lotOf(2)],
  ['a number in other digits', lotOf('1')],
  ['a number that is none', lotOf('0000x')],
])('knows a lot of %s from it', (_what, other) => {
  const ledger = ledgerOf();
  ledger.inOne(TX, [lotOf(1), 5]);
  expect(ledger.delete(other).join()).toContain('deleted a lot that is not there');
  expect(ledger.inOne('other', [other, 7])).toEqual([]);
  expect(ledger.inOne('again', [other, 8]).join()).toContain('wrote a lot a second time');
  expect(ledger.delete(lotOf(1))).toEqual([]);
  expect(ledger.delete(other)).toEqual([]);
});

it('takes lots apart that have one number in a transaction, and lots whose names have spaces or lines', () => {
  const ledger = ledgerOf();
  const [one, two] = [lotOf(1), lotOf(1, { account: 'HarborMSP:2' })];
  const odd = lotOf(1, { account: 'a b' });
  const line = lotOf(3, { account: `x harbor 2027-01-01 9\n00004 y` });
  expect(ledger.inOne(TX, [one, 5], [two, 6], [odd, 7], [line, 8])).toEqual([]);
  expect(ledger.delete(lotOf(4, { account: 'y' })).join()).toContain('deleted a lot that is not there');
  for (const parts of [two, line, one, odd]) {
    expect(ledger.delete(parts)).toEqual([]);
    expect(ledger.delete(parts).join()).toContain('deleted a lot that is not there');
  }
});

it('keeps many lots that have one number out of one text, which would be searched through for each of them', () => {
  const packs = new Map<string, string>();
  const store: Store = {
    kept: <T>(table: string) => (table === 'lot-packs' ? (packs as Map<string, unknown>) : new Map()) as Map<string, T>,
    settle: () => undefined,
  };
  const ledger = ledgerOf(store);
  const many = Array.from({ length: 500 }, (_, n): [string[], number] => [lotOf(1, { account: `a${n}` }), 1]);
  ledger.inOne(TX, ...many);
  ledger.inOne('later', ...many.map(([[, ...rest]], n): [string[], number] => [[`b${n}`, ...rest], 1]));
  expect(packs.size).toBe(1);
  expect(Math.max(...[...packs.values()].map((text) => text.length))).toBeLessThan(200);
  expect(ledger.delete(lotOf(1, { account: 'a499' }))).toEqual([]);
  expect(ledger.delete(lotOf(1, { account: 'b499' }))).toEqual([]);
});

it('says when a lot is written again, in its transaction or in a later one, and counts the last one', () => {
  const ledger = ledgerOf();
  expect(ledger.inOne(TX, [lotOf(1), 5], [lotOf(1), 6]).join()).toContain('wrote a lot a second time');
  expect(ledger.inOne('later', [lotOf(1), 7]).join()).toContain('wrote a lot a second time');
  ledger.delete(lotOf(1));
  expect(ledger.balance()).toBe(11n);
});

it('tells of lots that are to mature, made and deleted', () => {
  const ledger = ledgerOf();
  ledger.inOne(TX, [lotOf(1), 5, '2026-12-01'], [lotOf(2), 6]);
  ledger.lots.apply('tx', lotOf(1), undefined);
  ledger.lots.apply('tx', lotOf(2), undefined);
  expect(ledger.lots.takeMaturing().map(({ amount, maturesOn }) => [amount, maturesOn])).toEqual([
    [5n, '2026-12-01'],
    [-5n, '2026-12-01'],
  ]);
});

it('has them in a file, of which little is in memory, also when it is opened again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lot-packs-'));
  const path = join(folder, 'state');
  const bounds = { changesMax: 160, cachedMax: 320 };
  try {
    const store = new StateFile(path, 'process', bounds);
    const ledger = ledgerOf(store);
    for (let at = 0; at < 60; at += 1) {
      const madeBy = `tx${at}`;
      const made = Array.from({ length: 100 }, (_, n): [string[], number] => [lotOf(n, { madeBy }), 1]);
      expect(ledger.inOne(madeBy, ...made)).toEqual([]);
      store.settle();
      if (at > 20) expect(ledger.delete(lotOf(7, { madeBy: `tx${at - 20}` }))).toEqual([]);
      // Bulky values count for many.
      expect(store.valuesHeld).toBeLessThan(60);
    }
    store.close();
    const again = new StateFile(path, 'process', bounds);
    const later = ledgerOf(again);
    expect(later.delete(lotOf(7, { madeBy: 'tx2' })).join()).toContain('deleted a lot that is not there');
    for (let n = 0; n < 100; n += 1) if (n !== 7) expect(later.delete(lotOf(n, { madeBy: 'tx2' }))).toEqual([]);
    expect(later.delete(lotOf(7, { madeBy: 'tx59' }))).toEqual([]);
    expect(later.balance()).toBe(60n * 100n - 39n - 100n);
    again.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('says so where another transaction wrote a lot before, as if this one had made it', () => {
  const ledger = ledgerOf();
  expect(ledger.inOne('an earlier one', [lotOf(3), 7], [lotOf(40), 7])).toEqual([]);
  const said = ledger.inOne(TX, [lotOf(2), 1], [lotOf(3), 5], [lotOf(39), 1], [lotOf(40), 6], [lotOf(70), 1]);
  expect(said).toEqual([
    expect.stringMatching(/wrote a lot a second time: .* 00003$/),
    expect.stringMatching(/wrote a lot a second time: .* 00040$/),
  ]);
  for (const n of [2, 3, 39, 40, 70]) expect(ledger.delete(lotOf(n))).toEqual([]);
  for (const n of [3, 40]) expect(ledger.delete(lotOf(n)).join()).toContain('deleted a lot that is not there');
});
