/** Imported lines that are looked at together are found to be wrong as they are one by one, whatever is wrong with them. */
import { PlainImports } from '../../audit/src/plain-imports.js';
import { StateFile } from '../../audit/src/state-file.js';
import { randomBy, type Random } from '../support/malformed-bytes.js';
import {
  accountOf,
  at,
  audited,
  call,
  chainOf,
  change,
  EXPIRY,
  first,
  H,
  key,
  lotSpoils,
  programOf,
  row,
  rowsOf,
  type Row,
  type Sent,
  some,
  type Spoil,
  TIME,
  txIdOf,
} from './spoiled-chains.js';

jest.setTimeout(120_000);

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
const rounds = Number(process.env['ROUNDS'] ?? 40);

/** What an importing gateway makes of a file: lines in hundreds, alike credits in one lot, sums. */
function imported(n: number, random: Random, used: { sum: number }): Sent {
  const txId = txIdOf(n);
  const file = `im-${String(n).padStart(40, '0')}`;
  const lots = new Map<string, { number: string; points: number; line: number }>();
  const rows: Row[] = [];
  const count = 1 + random(140);
  let total = 0;
  for (let stretch = 0; stretch * 100 < count; stretch += 1) {
    const entries: string[] = [];
    for (let line = stretch * 100; line < Math.min(count, stretch * 100 + 100); line += 1) {
      const [account, points] = [accountOf(random(30)), 1 + random(50)];
      const number = String(lots.size).padStart(5, '0');
      const lot = lots.get(account) ?? { number, points: 0, line };
      lots.set(account, { ...lot, points: lot.points + points });
      entries.push(`${line} ${account} ${points} ${Number(lot.number)}`);
      total += points;
    }
    const of = { programId: 'harbor', expiry: EXPIRY, lane: 0, rows: entries, txId, txTime: TIME };
    rows.push(row(['imported', H, file, String(stretch)], of));
  }
  for (const [account, { number, points, line }] of lots) {
    const origin = random(2) === 0 ? {} : { originId: `${file}-${line}`, originMspId: H };
    rows.push(row(['lot', account, 'harbor', EXPIRY, txId, number], { amount: String(points), ...origin }));
  }
  used.sum += total;
  rows.push(row(['quota', 'harbor', '00'], { granted: '1000000000000', used: String(used.sum) }));
  const sums = { issued: String(total), redeemed: '0', expired: '0', reversed: '0' };
  rows.push(row(['supply', 'harbor', TIME.slice(0, 10), txId], sums));
  rows.sort((a, b) => (a.key.join('\0') < b.key.join('\0') ? -1 : 1));
  return { txId, made: call('Points:Post', { lines: { file, programId: 'harbor', lanes: [0], rows: [] } }), rows };
}

const entry = (with_: (parts: string[], random: Random) => string): Spoil =>
  change('imported', ({ rows }, random) => {
    const entries = [...(rows as string[])];
    const at = random(entries.length);
    entries[at] = with_(entries[at]!.split(' '), random);
    return { rows: entries };
  });
const spoils: Readonly<Record<string, Spoil>> = {
  ...lotSpoils({ accounts: 30, transactions: 12, lots: 40 }),
  'a lot that is gone': (sent, random) => {
    const of = rowsOf(sent, 'lot');
    if (of.length > 0) some(of, random).text = undefined;
  },
  'one lot less': (sent, random) => {
    const of = rowsOf(sent, 'lot');
    if (of.length > 0) sent.rows.splice(sent.rows.indexOf(some(of, random)), 1);
  },
  'one lot more': (sent, random) => {
    const of = { amount: String(1 + random(9)) };
    sent.rows.push(row(['lot', accountOf(random(30)), 'harbor', EXPIRY, sent.txId, `0${3_000 + random(9)}`], of));
  },
  'a lot twice': (sent, random) => {
    const of = rowsOf(sent, 'lot');
    if (of.length > 0) sent.rows.push({ ...some(of, random) });
  },
  'hundreds twice': (sent, random) => void sent.rows.unshift({ ...some(rowsOf(sent, 'imported'), random) }),
  'hundreds that are deleted': (sent, random) => (some(rowsOf(sent, 'imported'), random).text = undefined),
  'a line of more': entry(([line, account, , lot]) => `${line} ${account} 51 ${lot}`),
  'a line of another account': entry(([line, , points, lot], random) =>
    [line, accountOf(random(30)), points, lot].join(' '),
  ),
  'a line in another lot': entry(([line, account, points], random) => [line, account, points, random(40)].join(' ')),
  'another line': entry(([, ...rest], random) => [random(300), ...rest].join(' ')),
  'a line with a day of its own': entry((parts) => [...parts, some(['2028-11-23', '2029-01-31'], () => 1)].join(' ')),
  'a line that is none': entry(() => 'nothing'),
  'lines of another file': key(
    'imported',
    at(2, () => `im-${'0'.repeat(39)}1`),
  ),
  'lines of a migration': key(
    'imported',
    at(2, () => 'mg-old'),
  ),
  'lines of another hundred': key(
    'imported',
    at(3, (random) => String(random(4))),
  ),
  'lines of another merchant': key(
    'imported',
    at(1, () => 'CityParkMSP'),
  ),
  'lines of another programme': change('imported', () => ({ programId: 'citypark' })),
  'lines of another transaction': change('imported', (_value, random) => ({ txId: txIdOf(random(12)) })),
  'lines with another day': change('imported', () => ({ expiry: '2028-11-24' })),
  'lines that are to mature': change('imported', () => ({ maturesOn: '2026-12-24' })),
  'lines of another time': change('imported', () => ({ txTime: '2026-11-24T10:00:00.000Z' })),
  'lines of no time': change('imported', () => ({ txTime: 'soon' })),
  'lines with a campaign': change('imported', () => ({ campaign: 'spring' })),
  'lines that say whose they are': change('imported', () => ({ mspId: 'CityParkMSP' })),
  'another sum': change('supply', () => ({ issued: '7' })),
  'other quota': change('quota', () => ({ used: '3' })),
  'a row of another kind': (sent, random) => {
    const others = [
      row(['account', accountOf(random(30))], { accountId: accountOf(random(30)), custodian: H, status: 'frozen' }),
      row(['op', H, 'x'], { id: 'x', mspId: H, kind: 'redeem', programId: 'harbor', txId: sent.txId, txTime: TIME }),
      row(['clearing', '2026-11', H, 'CityParkMSP', 'harbor', sent.txId], { amount: '1' }),
      programOf(),
    ];
    sent.rows.push(some(others, random));
  },
  'another client': (sent) => (sent.made = { ...sent.made, mspId: 'CityParkMSP' }),
  'another call': (sent) => (sent.made = { ...sent.made, name: 'Programs:Create' }),
  'days that were asked for': (sent) => {
    const [, , file] = rowsOf(sent, 'imported')[0]!.key;
    const operations = [{ id: `${file}-0`, kind: 'issue', maturesOn: '2026-12-24' }];
    sent.made = { ...sent.made, request: JSON.stringify({ operations }) };
  },
};

const order = (of: object): Row =>
  row([`order`, `${H}:o-1`], {
    ...{ orderId: `${H}:o-1`, effect: { kind: 'stop-credits' }, reasonHash: 'ab', from: TIME, basis: 'emergency' },
    ...{ scope: of, issuedBy: H, issuedAt: TIME, until: '2026-11-25T10:00:00.000Z', status: 'issued' },
  });
const accountIs = (n: number, more: object): Row =>
  row(['account', accountOf(n)], { accountId: accountOf(n), custodian: H, kind: 'member', status: 'active', ...more });
/** What a ledger has that says something of lines. */
const standing: readonly (readonly [string, Row])[] = [
  ['nothing', row(['reference', `${H}:r`], { accountId: accountOf(1) })],
  ['a suspended programme', programOf({ status: 'suspended' })],
  ['limits', programOf({ limits: { operations: { issue: { min: '10', max: '40' } } } })],
  ['limits by day', programOf({ limits: { perAccountDay: { creditedMax: '60' } } })],
  ['points that mature', programOf({ rules: { maturityDays: 3 } })],
  ['points that end otherwise', programOf({ expiryMonths: 12 })],
  ['terms to accept', programOf({ termsOfUse: { version: 1, hash: 'ab', since: TIME, acceptBy: TIME } })],
  ['a frozen account', accountIs(3, { status: 'frozen' })],
  ['an account with a key', accountIs(3, { publicKey: { kty: 'EC', x: 'a', y: 'b' } })],
  ['an account that owes', accountIs(3, { clawbacks: [{ programId: 'harbor', amount: '5' }] })],
  [
    'a receipt that leaves something owed back',
    row(['op', H, 'r'], {
      ...{ id: 'r', mspId: H, kind: 'reverse', programId: 'harbor', accountId: accountOf(3), amount: '5' },
      ...{ txId: txIdOf(9), txTime: TIME, reverses: 'none', shortfall: '5', clawback: '5' },
    }),
  ],
  ['an order about an account', order({ kind: 'account', accountId: accountOf(3) })],
  ['an order about a programme', order({ kind: 'program', programId: 'harbor' })],
  ['an order about a merchant', order({ kind: 'organization', mspId: H })],
  ['lots of a transaction to come', row(['lot', accountOf(3), 'harbor', EXPIRY, txIdOf(5), '00003'], { amount: '7' })],
];

const nameOf = ({ key: [kind] }: Row): string => (kind === 'op' ? 'Points:Post' : 'Accounts:Open');

/** Whoever is asked about one operation looks at all of them one by one. */
const oneByOne = { about: { kind: 'operation', mspId: H, id: 'none' } } as const;

function differing(blocks: readonly Uint8Array[], at: string): number {
  const together = jest.spyOn(PlainImports.prototype, 'apply');
  let times = 0;
  for (const trustsPeer of [false, true]) {
    const expected = { at, trustsPeer, ...audited(blocks, { trustsPeer, ...oneByOne }) };
    expect(together).not.toHaveBeenCalled();
    expect({ at, trustsPeer, ...audited(blocks, { trustsPeer }) }).toEqual(expected);
    if (!trustsPeer) {
      expect({ at, trustsPeer, ...audited(blocks, {}, true) }).toEqual(expected);
      const store = StateFile.unnamed({ changesMax: 50, cachedMax: 100 });
      const { sums, ...inFile } = audited(blocks, { store }, true);
      const sorted = (all: typeof sums): unknown[] => all.map((each) => [...each].sort());
      const left = [...inFile.left].sort((a, b) => (a.text < b.text ? -1 : 1));
      const { sums: expectedSums, ...rest } = expected;
      expect({ at, trustsPeer, ...inFile, left, sums: sorted(sums) }).toEqual({
        ...rest,
        left: [...rest.left].sort((a, b) => (a.text < b.text ? -1 : 1)),
        sums: sorted(expectedSums),
      });
      store.close();
    }
    times = together.mock.calls.length;
    together.mockClear();
  }
  together.mockRestore();
  return times;
}

it('lines as gateways import them are looked at together, and nothing is wrong', () => {
  const random = randomBy(seed);
  const used = { sum: 0 };
  const blocks = chainOf([first(), ...[1, 2, 3, 4].map((n) => imported(n, random, used))], random);
  const { found } = audited(blocks, { trustsPeer: true });
  expect(found.flat()).toEqual([]);
  expect([seed, found.flat().filter(({ about }) => about === 'ledger')]).toEqual([seed, []]);
  expect(differing(blocks, `SEED=${seed}`)).toBe(4);
});

it.each(Object.entries(spoils))('finds the same with %s', (what, spoil) => {
  for (let round = 0; round < 4; round += 1) {
    const random = randomBy(seed + round);
    const used = { sum: 0 };
    const transactions = [1, 2, 3].map((n) => imported(n, random, used));
    spoil(transactions[1]!, random);
    differing(chainOf([first(), ...transactions], random), `${what}, SEED=${seed + round}`);
  }
});

it.each(standing)('finds the same with %s on the ledger', (what, stands) => {
  for (let round = 0; round < 4; round += 1) {
    const random = randomBy(seed + round);
    const used = { sum: 0 };
    const before: Sent = { txId: txIdOf(9), made: call(nameOf(stands)), rows: [stands] };
    const transactions = [imported(1, random, used), before, ...[2, 5].map((n) => imported(n, random, used))];
    differing(chainOf([first(), ...transactions], random), `${what}, SEED=${seed + round}`);
  }
});

it(`finds the same in ${rounds} chains with this and that, SEED=${seed}`, () => {
  let together = 0;
  for (let round = 0; round < rounds; round += 1) {
    const random = randomBy(seed + round);
    const used = { sum: 0 };
    const transactions: Sent[] = [first()];
    for (let n = 1; n < 8; n += 1) {
      const sent = imported(n, random, used);
      for (let times = random(3); times > 0; times -= 1) some(Object.values(spoils), random)(sent, random);
      transactions.push(sent);
      if (random(5) === 0) {
        const [, stands] = some(standing, random);
        transactions.push({ txId: txIdOf(100 + n), made: call(nameOf(stands)), rows: [stands] });
      }
    }
    together += differing(chainOf(transactions, random), `SEED=${seed + round} ROUNDS=1`);
  }
  expect(together).toBeGreaterThan(rounds / 4);
});
