import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Audit } from '@commonpoint/audit/audit-channel';
import { Complaint } from '../../consortium/terminal/complaint.js';
import { money, tableLines, whole } from '../../consortium/terminal/print.js';
import { lookingRoleOf } from '../../consortium/demonstration/peer-state.js';
import type { Week } from '../../consortium/demonstration/purchases.js';
import { differencesFromAudit, differencesOf, type View } from '../../consortium/demonstration/same-view.js';
import { WeekBook } from '../../consortium/demonstration/week-book.js';

const position = { debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '30' };
const supply = {
  programId: 'harbor',
  cap: '1000',
  issued: '100',
  interest: '0',
  outstanding: '60',
  held: '5',
  redeemed: '30',
  expired: '3',
  reversed: '2',
};
const view = (mspId: string, changes: Partial<View> = {}): View => ({
  mspId,
  peer: { height: 9, blockHash: 'b', stateDigest: 's' },
  supply: [supply],
  positions: [position],
  settlements: [{ status: 'confirmed' }],
  onLedger: { supply: [supply], positions: [position] },
  ...changes,
});
const audit = (changes: Partial<Audit> = {}): Audit => ({
  blocks: 9,
  transactions: 9,
  invalidTransactions: 0,
  operations: 3,
  balances: new Map(),
  heldBalances: new Map(),
  supply: new Map([['harbor', { issued: 100n, redeemed: 30n, expired: 3n, reversed: 2n, held: 5n, interest: 0n }]]),
  clearing: new Map([
    ['2026-11 HarborMSP CityParkMSP harbor', 30n],
    ['2026-11 HarborMSP GreenMartMSP harbor', 0n],
    ['2026-11.02 HarborMSP CityParkMSP harbor', 7n],
  ]),
  findings: [],
  ...changes,
});

describe('views', () => {
  it('that are the same have no differences', () => {
    expect(differencesOf([view('HarborMSP'), view('AuditorMSP')])).toEqual([]);
    expect(differencesFromAudit(audit(), view('HarborMSP'), '2026-11')).toEqual([]);
  });

  it.each<[string, Partial<View>]>([
    ['peer', { peer: { height: 9, blockHash: 'b', stateDigest: 'other' } }],
    ['peer', { peer: { height: 10, blockHash: 'b', stateDigest: 's' } }],
    ['supply', { supply: [{ ...supply, held: '6' }] }],
    ['positions', { positions: [] }],
    ['settlements', { settlements: [{ status: 'due' }] }],
  ])('that differ in %s are found', (part, changes) => {
    const found = differencesOf([view('HarborMSP'), view('CityParkMSP'), view('AuditorMSP', changes)]);
    expect(found).toContain(`AuditorMSP differs from HarborMSP in ${part}`);
  });

  it('in which a gateway says something else than its peer are found', () => {
    const onLedger = { supply: [supply], positions: [{ ...position, amount: '31' }] };
    expect(differencesOf([view('HarborMSP', { onLedger })])).toEqual([
      "HarborMSP's gateway records something else than its peer answers",
    ]);
  });

  it('of nobody are not the same', () => {
    expect(differencesOf([])).not.toEqual([]);
  });

  it.each<[string, Partial<Audit>, string]>([
    ['a finding', { findings: ['a lot too many'] }, 'the audit found: a lot too many'],
    ['another height', { blocks: 8 }, 'the audit read 8 blocks of 9'],
    ['another supply', { supply: new Map() }, 'harbor: issued is 100, by recomputation 0'],
    ['no position', { clearing: new Map() }, 'HarborMSP CityParkMSP harbor is 30, by recomputation 0'],
    [
      'one position more',
      { clearing: new Map([...audit().clearing, ['2026-11 CityParkMSP HarborMSP citypark', 1n]]) },
      'CityParkMSP HarborMSP citypark is 0, by recomputation 1',
    ],
  ])('are compared with the recomputed ledger: %s', (_, changes, difference) => {
    expect(differencesFromAudit(audit(changes), view('HarborMSP'), '2026-11').join('\n')).toContain(difference);
  });
});

describe('the book of weeks', () => {
  const weeks = ['1997-01-06', '1997-01-13'].map((name): Week => ({
    name,
    purchases: { harbor: [], citypark: [], greenmart: [] },
  }));
  let folder: string;
  let book: WeekBook;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'commonpoint-weeks-'));
    book = new WeekBook(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const record = (week: string, finished: boolean) => ({ week, cycle: '2026-11', rateVersion: 1, finished });

  it('begins with the first week and goes on with the next', () => {
    expect(book.unfinished()).toBeUndefined();
    expect(book.nextOf(weeks).name).toBe('1997-01-06');
    book.write(record('1997-01-06', false));
    expect(new WeekBook(folder).unfinished()).toEqual(record('1997-01-06', false));
    book.write(record('1997-01-06', true));
    expect(book.unfinished()).toBeUndefined();
    expect(book.nextOf(weeks).name).toBe('1997-01-13');
  });

  it('says so when there is no week left', () => {
    for (const { name } of weeks) book.write(record(name, true));
    expect(() => book.nextOf(weeks)).toThrow(Complaint);
  });

  it('does not guess what a damaged file said', () => {
    writeFileSync(join(folder, 'demo-weeks.json'), '[{');
    expect(() => book.unfinished()).toThrow(/demo-weeks\.json is not JSON/);
  });
});

describe('what is printed', () => {
  it.each([
    ['0', '0.00 USD'],
    ['1000000', '0.01 USD'],
    ['900000', '0.009 USD'],
    ['652500000', '6.525 USD'],
    ['-4905000000000001', '-49,050,000.00000001 USD'],
    ['-1', '-0.00000001 USD'],
    ['123456789012345678', '1,234,567,890.12345678 USD'],
  ])('%s millionths of a cent are %s', (millionths, text) => {
    expect(money(millionths, 'USD')).toBe(text);
  });

  it('is a table as wide as its cells', () => {
    expect(
      tableLines(
        ['name', 'points'],
        [
          ['Harbor', '5'],
          ['X', '1,000,000'],
        ],
      ),
    ).toEqual(['name        points', '──────────────────', 'Harbor           5', 'X        1,000,000']);
  });

  it('sets thousands apart', () => {
    expect(whole('1234567')).toBe('1,234,567');
  });
});

test.each([
  ['merchant', 'operator'],
  ['auditor', 'auditor'],
  ['regulator', 'regulator'],
] as const)('somebody of a %s looks as %s', (kind, role) => {
  const organizations = { SomeMSP: { kind } } as unknown as Parameters<typeof lookingRoleOf>[1]['organizations'];
  expect(lookingRoleOf('SomeMSP', { organizations })).toBe(role);
});
