/** Rows that two dishonest peers endorsed: none of them stops what follows, nor what is read of the rest. */
import type { ChannelBlock, RowWrite } from '../../../gateway-api/src/channel/channel.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { createBlockApplier } from '../../../gateway-api/src/projection/apply-block.js';
import { nonsenseOf } from '../../../gateway-api/src/projection/sensible-rows.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { accountLineQueries } from '../../../gateway-api/src/subjects/accounts/account-lines.js';
import { accountQueries } from '../../../gateway-api/src/subjects/accounts/reads.js';
import { rows } from '../../../gateway-api/src/subjects/accounts/tables.js';
import { creditEntryQueries } from '../../../gateway-api/src/subjects/credit/credit-entries.js';
import { creditQueries } from '../../../gateway-api/src/subjects/credit/reads.js';
import { rows as creditRows } from '../../../gateway-api/src/subjects/credit/tables.js';
import { eachBlock } from '../../../gateway-api/src/subjects/credit/told.js';
import { rows as pointRows } from '../../../gateway-api/src/subjects/points/tables.js';
import { rows as programRows } from '../../../gateway-api/src/subjects/programs/tables.js';
import { programQueries } from '../../../gateway-api/src/subjects/programs/reads.js';

const MOST = '9'.repeat(18);
const lot = (n: number, amount: string, maturesOn = '2028-01-01'): RowWrite => ({
  key: ['lot', 'HarborMSP:00000001', 'harbor', '2028-11-30', 'a'.repeat(64), String(n).padStart(5, '0')],
  value: Buffer.from(JSON.stringify({ amount, maturesOn, originMspId: 'HarborMSP', originId: 'origin' })),
});
const removed = ({ key }: RowWrite): RowWrite => ({ key });
const block = (number: number, writes: readonly RowWrite[]): ChannelBlock => ({
  number,
  hash: String(number),
  time: 1,
  transactions: [{ txId: String(number), index: 0, validationCode: 0, writes, hashedWrites: [] }],
});
const numbers = Array.from({ length: 12 }, (_, n) => n);

/** What lots are left of these blocks, and what sums of them are read. */
function applied(blocks: readonly ChannelBlock[]) {
  const database = new Database(':memory:', tables);
  const apply = createBlockApplier(database, [rows], ({ why }) => {
    throw new Error(why);
  });
  for (const each of blocks) database.transaction('rebuildable', () => apply(each));
  const types = database.sqlite.prepare(
    'SELECT typeof(amount) AS type FROM ends UNION SELECT typeof(amount) FROM maturing',
  );
  const found = {
    lots: database.sqlite.prepare('SELECT count(*) AS count FROM lots').get()?.['count'],
    types: types.all().map(({ type }) => type),
    ends: programQueries(database).ends('harbor'),
  };
  database.close();
  return found;
}

// The first test: nothing was read before it.
it('the first row of all that a gateway reads is looked at as any other is', () => {
  const key = ['lot', 'HarborMSP:00000001', 'harbor', '2028-11-30', '', '00001'];
  expect(nonsenseOf(key, undefined)).toBe('its key makes no sense');
});

it.each<[string, readonly ChannelBlock[]]>([
  [
    'in one block',
    [
      block(
        0,
        numbers.map((n) => lot(n, MOST)),
      ),
    ],
  ],
  ['in one after the other', numbers.map((n) => block(n, [lot(n, MOST)]))],
  [
    'of less than nothing',
    [
      block(
        0,
        numbers.map((n) => lot(n, `-${MOST}`)),
      ),
    ],
  ],
  ['of less than nothing, in one after the other', numbers.map((n) => block(n, [lot(n, `-${MOST}`)]))],
])('lots of more points than there are numbers, %s', (_where, blocks) => {
  const { lots, types, ends } = applied(blocks);
  expect(lots).toBe(12);
  expect(types).toEqual(['integer']);
  expect(ends).toEqual([{ expiry: '2028-11-30', amount: expect.any(BigInt) }]);
});

it('lots that go again leave no sums behind, as long as there are numbers for these', () => {
  const few = numbers.slice(0, 9).map((n) => lot(n, MOST));
  expect(applied([block(0, few), block(1, few.map(removed))])).toEqual({ lots: 0, types: ['integer'], ends: [] });
});

it('an account’s balance is read, whatever it comes to', () => {
  const database = new Database(':memory:', tables);
  const apply = createBlockApplier(database, [rows]);
  database.transaction('rebuildable', () =>
    apply(
      block(
        0,
        numbers.map((n) => lot(n, MOST)),
      ),
    ),
  );
  const balances = accountQueries(database).balances('HarborMSP:00000001', '2026-11-30');
  const all = String(12n * BigInt(MOST));
  expect(balances).toMatchObject([{ programId: 'harbor', pending: all }]);
  database.close();
});

const TIME = '2026-11-30T10:00:00.000Z';
const credit = (limit: string): RowWrite => ({
  key: ['acceptance', 'harbor', 'CityParkMSP'],
  value: Buffer.from(
    JSON.stringify({
      ...{ programId: 'harbor', mspId: 'CityParkMSP', valueMin: '1', sinceCycle: '2026-11', acceptedAt: TIME },
      credit: { limit, lanes: 1, grantedAt: TIME },
    }),
  ),
});
const lane = (n: number, used: string): RowWrite => ({
  key: ['credit-quota', 'harbor', 'CityParkMSP', String(n).padStart(5, '0')],
  value: Buffer.from(JSON.stringify({ granted: MOST, used })),
});
const back = (n: number): RowWrite => ({
  key: ['credit-back', 'harbor', 'CityParkMSP', String(n).padStart(64, '0')],
  value: Buffer.from(JSON.stringify({ amount: MOST })),
});

it.each<[string, readonly (readonly RowWrite[])[], bigint]>([
  ['used', [numbers.map((n) => lane(n, MOST))], 12n],
  ['used, in one block after the other', numbers.map((n) => [lane(n, MOST)]), 12n],
  ['given back', [numbers.map(back)], -12n],
  ['given back, in one block after the other', numbers.map((n) => [back(n)]), -12n],
  ['used less than nothing and given back', [numbers.map((n) => lane(n, `-${MOST}`)), numbers.map(back)], -24n],
])('credits of which more is %s than there are numbers: blocks go on, and are told of', (_how, writes, times) => {
  const database = new Database(':memory:', tables);
  const apply = createBlockApplier(database, [programRows, creditRows], ({ why }) => {
    throw new Error(why);
  });
  const told: string[] = [];
  const tell = eachBlock(database);
  for (const [number, each] of [[credit('100')], ...writes].entries()) {
    database.transaction('rebuildable', () => {
      apply(block(number, each));
      told.push(...tell().map(({ type }) => type));
    });
  }
  const used = times * BigInt(MOST);
  expect(creditQueries(database).credit('harbor', 'CityParkMSP').used).toBe(String(used));
  expect(
    creditEntryQueries(database).creditEntries({ programId: 'harbor', mspId: 'CityParkMSP' }, 1e9, 1),
  ).toMatchObject([{ entry: { used: String(used) } }]);
  expect(told).toEqual(used > 0n ? ['credit.80', 'credit.95'] : []);
  database.close();
});

it('what ended of all programmes is read, whatever there is of one', () => {
  const database = new Database(':memory:', tables);
  const put = database.sqlite.prepare('INSERT INTO ends (program_id, expiry, amount) VALUES (?, ?, ?)');
  put.run('citypark', '2026-01-31', 7);
  for (const month of ['01', '02', '03']) put.run('harbor', `2026-${month}-28`, 2n ** 63n - 1n);
  const both = `citypark 7,harbor ${3n * (2n ** 63n - 1n)}`;
  expect(programQueries(database).ended('2026-11-30')).toBe(both);
  database.close();
});

it('what a day came to is read as whole numbers, whatever it comes to', () => {
  const database = new Database(':memory:', tables);
  const apply = createBlockApplier(database, [programRows], ({ why }) => {
    throw new Error(why);
  });
  const supply = (n: number, issued: string): RowWrite => ({
    key: ['supply', 'harbor', '2026-11-30', String(n).padStart(64, '0')],
    value: Buffer.from(JSON.stringify({ issued, held: issued })),
  });
  database.transaction('rebuildable', () =>
    apply(
      block(
        0,
        numbers.map((n) => supply(n, MOST)),
      ),
    ),
  );
  const [day] = programQueries(database).supplyDays('harbor', 1);
  expect([day?.issued, day?.held, day?.redeemed]).toEqual([expect.any(BigInt), expect.any(BigInt), 0n]);
  database.transaction('rebuildable', () => apply(block(1, [supply(99, '-5')])));
  expect(programQueries(database).supplyDays('harbor', 1)[0]?.issued).toBe(day!.issued - 5n);
  database.close();
});

it('statements are written, whatever receipts of one account come to', async () => {
  const database = new Database(':memory:', tables);
  const apply = createBlockApplier(database, [pointRows]);
  const issued = (accountId: string, n: number, amount: string): RowWrite => ({
    key: ['op', 'HarborMSP', `${accountId}-${n}`],
    value: Buffer.from(
      JSON.stringify({
        ...{ kind: 'issue', programId: 'harbor', accountId, amount, txId: 'a'.repeat(64), txTime: TIME },
        created: [{ expiry: '2028-11-30', amount }],
      }),
    ),
  });
  const [one, other] = ['HarborMSP:1', 'HarborMSP:2'];
  database.transaction('rebuildable', () =>
    apply(block(0, [...numbers.map((n) => issued(one, n, MOST)), issued(other, 1, '5')])),
  );
  const statements = accountLineQueries(database);
  const of = async (accountId: string) => (await statements.lines(accountId, {}, 1e15, 100)).length;
  expect([await of(one), await of(other)]).toEqual([12, 1]);
  expect(await statements.changesBefore(other, '2027-01-01')).toMatchObject([{ programId: 'harbor', balance: 5n }]);
  database.close();
});
