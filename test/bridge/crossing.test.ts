/** Rows that cross, over a real gateway and SQLite: both directions, and what is refused. */
import { LeaseTaken } from '../../bridge/src/legacy-store.js';
import { workRound } from '../../bridge/src/work-round.js';
import {
  crossingOf,
  cutOffAt,
  reconciled,
  type SqliteLegacy,
  startBridgeWorld,
  startLegacy as start,
  untilStill,
  type BridgeWorld,
} from './bridge-world.js';

jest.setTimeout(60_000);

let world: BridgeWorld;
beforeAll(async () => {
  world = await startBridgeWorld();
});
afterAll(() => world.end());

test('points come from the legacy programme and go there', async () => {
  const { legacy, card, accountId } = await start(world);
  const store = legacy.open();
  const into = legacy.ask('in', card, 70);
  expect(await untilStill(crossingOf(store, world.ledger))).toBe(0);
  expect([legacy.stampsOf(card), (await world.pointsOf(accountId)).available]).toEqual([30, 70]);
  const out = legacy.ask('out', card, 50);
  await untilStill(crossingOf(store, world.ledger));
  expect([legacy.stampsOf(card), await world.pointsOf(accountId)]).toEqual([80, { available: 20, held: 0 }]);
  expect([legacy.stateOf(into), legacy.stateOf(out)]).toEqual(['done', 'done']);
  await store.close();
});

test.each<[string, 'in' | 'out', number, (legacy: SqliteLegacy, card: string) => void, string]>([
  ['more than the legacy programme owes', 'in', 101, () => undefined, 'refused LEGACY_REFUSED'],
  ['more than the account has', 'out', 101, () => undefined, 'refused INSUFFICIENT_POINTS'],
  [
    'points of nobody here',
    'in',
    5,
    (legacy) => legacy.db.exec("UPDATE commonpoint_outbox SET member = 'nobody'"),
    'refused ACCOUNT_UNKNOWN',
  ],
  [
    'a reference that is none',
    'in',
    5,
    (legacy) => legacy.db.exec('UPDATE commonpoint_outbox SET member = char(10)'),
    'refused ACCOUNT_UNKNOWN',
  ],
  [
    'points for a card that is gone there',
    'out',
    5,
    (legacy) => legacy.db.exec('DELETE FROM card'),
    'returned LEGACY_REFUSED',
  ],
])('nothing moves for %s', async (_what, direction, points, prepare, state) => {
  const { legacy, card, accountId } = await start(world, 100);
  const row = legacy.ask(direction, card, points);
  prepare(legacy, card);
  const store = legacy.open();
  await untilStill(crossingOf(store, world.ledger));
  expect(legacy.stateOf(row)).toBe(state);
  expect(await world.pointsOf(accountId)).toEqual({ available: 100, held: 0 });
  if (state !== 'returned LEGACY_REFUSED') expect(legacy.stampsOf(card)).toBe(100);
  await store.close();
});

test('what the ledger refuses for good is given back in the legacy programme, once', async () => {
  const { legacy, card, accountId } = await start(world);
  const row = legacy.ask('in', card, 60);
  const { send } = world.served;
  const change = async (verb: string): Promise<void> => {
    const reply = await send('operator', 'POST', `/v1/accounts/${accountId}/${verb}`, {
      key: `${verb}-${accountId.slice(-8)}`,
    });
    expect(reply.status).toBe(200);
  };
  await change('freeze');
  const store = legacy.open();
  await untilStill(crossingOf(store, world.ledger));
  expect([legacy.stateOf(row), legacy.stampsOf(card)]).toEqual(['returned ACCOUNT_FROZEN', 100]);
  await change('unfreeze');
  await untilStill(crossingOf(store, world.ledger));
  expect([legacy.stampsOf(card), await world.pointsOf(accountId)]).toEqual([100, { available: 0, held: 0 }]);
  await store.close();
});

test('rows wait for room under the caps, oldest first, and nothing is debited for them', async () => {
  const { legacy, card } = await start(world);
  const { crossed } = await world.ledger.bridge();
  const room = Number(crossed?.in.today ?? 0) + 50;
  await world.setBridge({ in: { perDay: String(room), inAll: '100000' } });
  const rows = [30, 30, 20].map((points) => legacy.ask('in', card, points));
  const store = legacy.open();
  expect(await untilStill(crossingOf(store, world.ledger))).toBe(1);
  expect(rows.map((row) => legacy.stateOf(row))).toEqual(['done', 'requested', 'done']);
  expect(legacy.stampsOf(card)).toBe(50);
  await world.setBridge({ status: 'closed' });
  expect(await untilStill(crossingOf(store, world.ledger))).toBe(1);
  await world.setBridge();
  expect(await untilStill(crossingOf(store, world.ledger))).toBe(0);
  await store.close();
});

test('a row that is changed after it was taken crosses as it was taken, and is told of', async () => {
  const { legacy, card, accountId } = await start(world);
  const other = await world.member('card of a friend');
  const row = legacy.ask('in', card, 60);
  const counter = { calls: 0 };
  const first = legacy.open();
  // After the debit, which is the fifth call: pending, the bridge, the account, the operation, the debit.
  const { troubles } = await workRound(
    crossingOf(cutOffAt(first, counter, 11), cutOffAt(world.ledger, counter, 11)),
    1,
  );
  expect([troubles[0]?.error.message, legacy.stateOf(row)]).toEqual(['killed after', 'debited']);
  legacy.db.exec("UPDATE commonpoint_outbox SET points = 90, member = 'card of a friend', direction = 'out'");
  await untilStill(crossingOf(first, world.ledger));
  expect([(await world.pointsOf(accountId)).available, (await world.pointsOf(other)).available]).toEqual([60, 0]);
  expect((await reconciled(first, world.ledger)).wrong).toContainEqual(
    expect.stringContaining('changed after it was taken'),
  );
  await first.close();
});

test('whoever keeps the legacy database has nothing cross twice, nor more than was taken', async () => {
  const { legacy, card, accountId } = await start(world);
  const row = legacy.ask('in', card, 60);
  const store = legacy.open();
  await untilStill(crossingOf(store, world.ledger));
  const attempts: [string, string][] = [
    ["state = 'requested'", 'disputed ROW_ALTERED'],
    ["state = 'requested', taken = NULL, seal = NULL, code = NULL", 'disputed ROW_ALTERED'],
    [`state = 'debited', taken = replace(taken, '"60"', '"90"'), seal = seal`, 'disputed ROW_ALTERED'],
    ["state = 'debited', taken = NULL, seal = NULL", 'disputed ROW_ALTERED'],
    ["state = 'no such state'", 'disputed ROW_ALTERED'],
  ];
  const { taken = '', seal = '' } = (await store.page(undefined, 10))[0]!;
  for (const [change, state] of attempts) {
    legacy.db.prepare('UPDATE commonpoint_outbox SET taken = ?, seal = ?').run(taken, seal);
    legacy.db.exec(`UPDATE commonpoint_outbox SET ${change}`);
    await untilStill(crossingOf(store, world.ledger));
    expect([change, legacy.stateOf(row)]).toEqual([change, state]);
    expect([legacy.stampsOf(card), (await world.pointsOf(accountId)).available]).toEqual([40, 60]);
  }
  // As it was before the issuance, with the bridge's own seal: the issuance is the same one, and is done already.
  legacy.db
    .prepare("UPDATE commonpoint_outbox SET state = 'debited', code = NULL, taken = ?, seal = ?")
    .run(taken, seal);
  await untilStill(crossingOf(store, world.ledger));
  expect([legacy.stateOf(row), (await world.pointsOf(accountId)).available]).toEqual(['done', 60]);
  legacy.db.exec('DELETE FROM commonpoint_outbox');
  const { wrong } = await reconciled(store, world.ledger);
  expect(wrong).toContainEqual(`operation br-stamps-in-${row} is on the ledger, and in no row of the outbox`);
  await store.close();
});

test('what is under way is seen first, however many rows wait before it', async () => {
  const { legacy, card } = await start(world);
  for (let n = 0; n < 5; n += 1) legacy.ask('in', card, 1);
  const taken = legacy.ask('out', card, 1);
  legacy.db.prepare("UPDATE commonpoint_outbox SET state = 'held' WHERE id = ?").run(taken);
  const store = legacy.open();
  expect((await store.pending(3)).map(({ state }) => state)).toEqual(['held', 'requested', 'requested']);
  await store.close();
});

test('of two bridges one is at work', async () => {
  const { legacy } = await start(world);
  const store = legacy.open();
  expect(() => legacy.open()).toThrow(LeaseTaken);
  await store.close();
  await legacy.open().close();
});

test('a database that has another table is trouble, and nothing is done', async () => {
  const { legacy, card, accountId } = await start(world, 50);
  legacy.ask('out', card, 5);
  const store = legacy.open();
  legacy.db.exec('ALTER TABLE card RENAME COLUMN stamps TO stickers');
  await expect(workRound(crossingOf(store, world.ledger), 1)).rejects.toThrow('no such column: stamps');
  legacy.db.exec('ALTER TABLE card RENAME COLUMN stickers TO stamps');
  await untilStill(crossingOf(store, world.ledger));
  expect([legacy.stampsOf(card), await world.pointsOf(accountId)]).toEqual([105, { available: 45, held: 0 }]);
  await store.close();
});
