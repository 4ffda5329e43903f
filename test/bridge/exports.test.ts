/** Balances for a migration, from a query of the legacy database, and a later export compared with an earlier one. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvLine, csvRecords } from '../../bridge/src/balance-file.js';
import { ConfigError, readQuery, type BridgeConfig } from '../../bridge/src/config.js';
import { compareExports, exportBalances } from '../../bridge/src/export-balances.js';
import { LegacyTrouble } from '../../bridge/src/legacy-store.js';
import { noPostgres, Postgres } from '../support/postgres.js';
import { SqliteLegacy } from './bridge-world.js';
import { PostgresLegacy } from './postgres-world.js';

jest.setTimeout(60_000);
const folder = mkdtempSync(join(tmpdir(), 'bridge-exports-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, `${name}.csv`);
const configOf = (kind: 'sqlite' | 'postgres', legacyUrl: string) =>
  ({ legacy: { kind, outbox: 'commonpoint_outbox' }, legacyUrl }) as unknown as BridgeConfig;
const query = 'SELECT number AS customer_id, stamps AS points FROM card ORDER BY number';

describe('from SQLite', () => {
  let legacy: SqliteLegacy;
  let config: BridgeConfig;
  let named = 0;
  beforeEach(async () => {
    legacy = await new SqliteLegacy(folder, `legacy-${++named}`).prepare();
    config = configOf('sqlite', legacy.path);
    legacy.card('card 0001', 120);
    legacy.card('a "card", quoted', 7);
    legacy.card('big', Number.MAX_SAFE_INTEGER);
    legacy.db.exec("UPDATE card SET stamps = 999999999999999999 WHERE number = 'big'");
  });
  afterEach(() => legacy.db.close());

  it('has every balance as it is written, its count and its total', async () => {
    const note = await exportBalances(config, query, file('first'));
    expect(readFileSync(file('first'), 'utf8')).toBe(
      'customer_id,points\n"a ""card"", quoted",7\nbig,999999999999999999\ncard 0001,120\n',
    );
    expect(note).toMatchObject({ balances: 3, total: '1000000000000000126', crossed: {} });
  });

  it.each<[string, string, RegExp]>([
    [
      'a column that no snapshot has',
      'SELECT number AS customer_id, stamps AS points, 1 AS colour FROM card',
      /colour/,
    ],
    ['no points', 'SELECT number AS customer_id FROM card', /no column points/],
    ['half a point', 'SELECT number AS customer_id, 0.5 AS points FROM card', /row 1 has 0.5 points/],
    ['a member without a name', 'SELECT NULL AS customer_id, 5 AS points', /row 1 has no customer_id/],
    ['no row', `${query} LIMIT 0`, /gives no row/],
  ])('is refused with %s, and leaves no file', async (_what, odd, said) => {
    await expect(exportBalances(config, odd.replace('ORDER BY number LIMIT', 'LIMIT'), file('odd'))).rejects.toThrow(
      said,
    );
    expect(readdirSync(folder).filter((name) => name.startsWith('odd'))).toEqual([]);
  });

  it('is trouble where the query cannot be made', async () => {
    await expect(exportBalances(config, 'SELECT nothing FROM nowhere', file('odd'))).rejects.toThrow(LegacyTrouble);
  });

  it('a later one is an earlier one and what the bridge did, or says whose is not', async () => {
    const say = (row: string, state: string) =>
      legacy.db.prepare('UPDATE commonpoint_outbox SET state = ? WHERE id = ?').run(state, row);
    const spend = (card: string, stamps: number) =>
      legacy.db.prepare('UPDATE card SET stamps = stamps - ? WHERE number = ?').run(stamps, card);
    // Debited before the first export: it is in that already.
    say(legacy.ask('in', 'card 0001', 10), 'debited');
    spend('card 0001', 10);
    await exportBalances(config, query, file('before'));
    say(legacy.ask('in', 'card 0001', 30), 'done');
    spend('card 0001', 30);
    say(legacy.ask('out', 'big', 5), 'captured');
    say(legacy.ask('in', 'big', 5), 'returned');
    await exportBalances(config, query, file('after'));
    expect(await compareExports(file('before'), file('after'))).toMatchObject({ crossed: '-30', different: [] });
    spend('a "card", quoted', 1);
    await exportBalances(config, query, file('odd'));
    expect((await compareExports(file('before'), file('odd'))).different).toEqual([
      { member: 'a "card", quoted', before: '7', crossed: '0', after: '6' },
    ]);
  });

  it('is not compared where a file is not as it was exported, or has no note', async () => {
    await exportBalances(config, query, file('whole'));
    await exportBalances(config, query, file('short'));
    writeFileSync(file('short'), readFileSync(file('short'), 'utf8').replace('120', '121'));
    await expect(compareExports(file('whole'), file('short'))).rejects.toThrow('is not as it was exported');
    rmSync(`${file('short')}.json`);
    await expect(compareExports(file('whole'), file('short'))).rejects.toThrow('cannot read what was noted');
  });
});

(noPostgres === undefined ? it : it.skip)(
  'PostgreSQL gives days and numbers as they are, in many pieces, as of one moment',
  async () => {
    const server = await Postgres.start();
    try {
      const legacy = await PostgresLegacy.make(server, 'balances');
      await legacy.query(
        "INSERT INTO card SELECT 'card ' || lpad(n::text, 6, '0'), n FROM generate_series(1, 12001) n",
      );
      await legacy.query(
        "INSERT INTO commonpoint_outbox (direction, member, points, state) VALUES ('in', 'card 000007', 3, 'done')",
      );
      const sql =
        "SELECT number AS customer_id, stamps AS points, DATE '2028-06-30' AS expires_on FROM card ORDER BY number";
      const note = await exportBalances(configOf('postgres', legacy.url), sql, file('pg'));
      expect(note).toMatchObject({
        balances: 12_001,
        total: String((12_001 * 12_002) / 2),
        crossed: { 'card 000007': '-3' },
      });
      const [header, first] = readFileSync(file('pg'), 'utf8').split('\n');
      expect([header, first]).toEqual(['customer_id,points,expires_on', 'card 000001,1,2028-06-30']);
      await expect(
        exportBalances(configOf('postgres', legacy.url), 'SELECT 1/0 AS points', file('none')),
      ).rejects.toThrow(LegacyTrouble);
    } finally {
      await server.stop();
    }
  },
);

it('a file of CSV is read as it is written, in whatever pieces', async () => {
  const records = [
    ['customer_id', 'points'],
    ['a "b", c', '5'],
    ['two\nlines', ''],
    ['', 'x'],
  ];
  const text = records.map(csvLine).join('');
  for (const size of [1, 2, 3, 7, 1_000]) {
    const pieces = async function* () {
      for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
    };
    const found: string[][] = [];
    for await (const record of csvRecords(pieces())) found.push(record);
    expect(found).toEqual(records);
  }
});

it('a query is one SELECT', () => {
  const path = join(folder, 'query.sql');
  const read = (text: string) => (writeFileSync(path, text), readQuery(path));
  expect([read('SELECT 1;\n'), read('with x as (select 1) select * from x')]).toEqual([
    'SELECT 1',
    'with x as (select 1) select * from x',
  ]);
  for (const odd of ['', 'DELETE FROM card', 'SELECT 1; DROP TABLE card']) expect(() => read(odd)).toThrow(ConfigError);
});
