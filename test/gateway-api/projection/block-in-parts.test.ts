/** A large block is applied between its transactions in several steps, and goes on where a run that was killed has left it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelBlock } from '../../../gateway-api/src/channel/channel.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { createBlockApplier } from '../../../gateway-api/src/projection/apply-block.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { subjects } from '../../../gateway-api/src/subjects/index.js';
import { rows as pointRows } from '../../../gateway-api/src/subjects/points/tables.js';
import { caller, issue, openAccount, redeem, startWorld, type World } from '../writes/gateway-world.js';

let world: World;
let folder: string;
let blocks: ChannelBlock[];
beforeAll(async () => {
  world = await startWorld();
  folder = mkdtempSync(join(tmpdir(), 'commonpoint-parts-'));
  const { gateway } = world.open('harbor');
  const accountId = await openAccount(gateway, 'harbor', 'm-1');
  const submit = (...operations: ReturnType<typeof issue>[]) =>
    gateway.operations.submit(caller('harbor'), operations, { waitMs: 20_000 });
  for (let n = 0; n < 12; n++) {
    await submit(...Array.from({ length: 10 }, (_, at) => issue(`op-${n}-${at}`, accountId, 5)));
    await submit(redeem(`r-${n}`, accountId, 7));
    await submit({ kind: 'hold', id: `h-${n}`, programId: 'harbor', accountId, amount: '2', expiresAt: inAnHour });
  }
  blocks = [oneBlock(world.network.blocks)];
});
afterAll(async () => {
  await world.end();
  rmSync(folder, { recursive: true });
});

const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const appliers = subjects.flatMap((subject) => subject.rows ?? []);

/** All transactions in one block, which a channel could have cut that way. */
function oneBlock(all: readonly ChannelBlock[]): ChannelBlock {
  const transactions = all.flatMap((block) => block.transactions).map((each, index) => ({ ...each, index: index * 2 }));
  return { number: 0, hash: 'f'.repeat(64), time: 1, transactions };
}

/** What stands in all tables. */
function contentsOf(database: Database): unknown {
  const { sqlite } = database;
  const names = sqlite.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`).all();
  return names.map(({ name }) => [name, sqlite.prepare(`SELECT * FROM ${String(name)}`).all()]);
}

const open = (name: string) => new Database(join(folder, `${name}.db`), tables);

it('in parts, by runs that are killed between them, it comes to the same as in one', () => {
  const whole = open('whole');
  whole.transaction('rebuildable', () => createBlockApplier(whole, appliers)(blocks[0]!));
  const expected = contentsOf(whole);
  whole.close();

  let from: number | undefined = 0;
  let runs = 0;
  while (from !== undefined) {
    const database = open('parts');
    const { part } = database.sqlite.prepare('SELECT part FROM checkpoint').get() as { part: number };
    expect(part).toBe(from);
    const apply = createBlockApplier(database, appliers);
    let transactions = 0;
    from = database.transaction('rebuildable', () => apply(blocks[0]!, part, () => ++transactions >= 3));
    runs += 1;
    if (from === undefined) expect(contentsOf(database)).toEqual(expected);
    database.close();
  }
  // One in which no transaction is left, where the last three were enough.
  expect(runs).toBe(Math.floor(blocks[0]!.transactions.length / 3) + 1);
});

it('a part that is rolled back is applied again from where it began', () => {
  const whole = open('again-whole');
  whole.transaction('rebuildable', () => createBlockApplier(whole, appliers)(blocks[0]!));
  const database = open('again');
  const apply = createBlockApplier(database, appliers);
  const next = database.transaction('rebuildable', () => apply(blocks[0]!, 0, () => true));
  expect(() =>
    database.transaction('rebuildable', () => {
      apply(blocks[0]!, next);
      throw new Error('the disk is full');
    }),
  ).toThrow('full');
  database.transaction('rebuildable', () => apply(blocks[0]!, next));
  const seqs = (of: Database) =>
    of.sqlite
      .prepare('SELECT operation_id FROM receipts ORDER BY seq')
      .all()
      .map(({ operation_id: id }) => id);
  expect(seqs(database)).toEqual(seqs(whole));
  for (const each of [whole, database]) each.close();
});

it('the rest of a block that is rolled back with the block after it loses nothing', () => {
  const whole = open('next-whole');
  whole.transaction('rebuildable', () => createBlockApplier(whole, appliers)(blocks[0]!));
  const database = open('next');
  const passedOver: unknown[] = [];
  const apply = createBlockApplier(database, appliers, (each) => passedOver.push(each));
  let transactions = 0;
  const next = database.transaction('rebuildable', () =>
    apply(blocks[0]!, 0, () => ++transactions >= blocks[0]!.transactions.length / 2),
  );
  const after = { number: 1, hash: '1'.repeat(64), time: 2, transactions: [] };
  expect(() =>
    database.transaction('rebuildable', () => {
      apply(blocks[0]!, next);
      apply(after);
      const [last] = blocks[0]!.transactions
        .filter(({ writes }) => writes.some(({ key }) => key[0] === 'op'))
        .slice(-1);
      apply({ ...after, number: 2, transactions: [{ ...last!, txId: 'e'.repeat(64) }] });
      throw new Error('the disk is full');
    }),
  ).toThrow('full');
  database.transaction('rebuildable', () => apply(blocks[0]!, next));
  expect(passedOver).toEqual([]);
  const rows = (of: Database) => [
    of.sqlite.prepare('SELECT operation_id, seq, value FROM receipts ORDER BY seq').all(),
    of.sqlite.prepare('SELECT * FROM holds ORDER BY 1, 2').all(),
  ];
  expect(rows(database)).toEqual(rows(whole));
  for (const each of [whole, database]) each.close();
});

it('however often a block is rolled back, what comes behind it is behind it', () => {
  const database = open('often');
  const apply = createBlockApplier(database, [pointRows]);
  const imported = (number: number): ChannelBlock => {
    const value = { programId: 'harbor', expiry: '2028-11-30', lane: 0, txId: 't', txTime: '2026-11-23T10:00:00.000Z' };
    const rows = Array.from({ length: 100 }, (_, line) => `${line} HarborMSP:00000001 5 ${line}`);
    const writes = Array.from({ length: 100 }, (_, n) => ({
      key: ['imported', 'HarborMSP', `im-${String(100 * number + n).padStart(40, '0')}`, '0'],
      value: Buffer.from(JSON.stringify({ ...value, rows })),
    }));
    const transaction = { txId: 't', index: 0, validationCode: 0, writes, hashedWrites: [] };
    return { number, hash: String(number).repeat(64), time: 1, transactions: [transaction] };
  };
  const full = (): void =>
    database.transaction('rebuildable', () => {
      apply(imported(0));
      throw new Error('the disk is full');
    });
  for (let time = 0; time < 150; time++) expect(full).toThrow('full');
  for (const number of [0, 1]) database.transaction('rebuildable', () => apply(imported(number)));
  const rows = database.sqlite.prepare('SELECT block, count(*) AS count FROM imported_rows GROUP BY seq / 1000000');
  expect(rows.all()).toEqual([0, 1].map((block) => ({ block, count: 100 })));
  database.close();
});
