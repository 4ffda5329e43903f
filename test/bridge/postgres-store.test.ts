/** The outbox in a real PostgreSQL: transactions, the lease, and a database that is away, slow, or has another schema. */
import { LeaseTaken, LegacyTrouble } from '../../bridge/src/legacy-store.js';
import type { PostgresStore } from '../../bridge/src/postgres-store.js';
import { noPostgres, Postgres } from '../support/postgres.js';
import { crossingOf, reconciled, startBridgeWorld, untilStill, type BridgeWorld } from './bridge-world.js';
import { PostgresLegacy } from './postgres-world.js';

jest.setTimeout(60_000);
if (noPostgres !== undefined) console.warn(`skipped: ${noPostgres}`);
const suite = noPostgres === undefined ? describe : describe.skip;

suite('with PostgreSQL', () => {
  let server: Postgres;
  let world: BridgeWorld;
  let legacy: PostgresLegacy;
  let store: PostgresStore;
  let accountId: string;
  const card = 'card 1';
  beforeAll(async () => {
    [server, world] = await Promise.all([Postgres.start(), startBridgeWorld()]);
    legacy = await PostgresLegacy.make(server, 'stamps');
    await legacy.card(card, 100);
    accountId = await world.member(card);
    store = await legacy.open();
  });
  afterAll(async () => {
    await store.close();
    await world.end();
    await server.stop();
  });
  const entry = (points: number) => ({ kind: 'debit', member: card, points: String(points), operation: 'x' }) as const;

  it('a row becomes points, and points become a row’s', async () => {
    const into = await legacy.ask('in', card, 70);
    await untilStill(crossingOf(store, world.ledger));
    const out = await legacy.ask('out', card, 20);
    await untilStill(crossingOf(store, world.ledger));
    expect([await legacy.stateOf(into), await legacy.stateOf(out)]).toEqual(['done', 'done']);
    expect([await legacy.stampsOf(card), await world.pointsOf(accountId)]).toEqual([50, { available: 50, held: 0 }]);
    const { wrong, sums } = await reconciled(store, world.ledger);
    expect([wrong, sums.in.outbox, sums.out.counted]).toEqual([
      [],
      { points: '70', count: 1 },
      { points: '20', count: 1 },
    ]);
  });

  it('a row and its debit change together, or neither does', async () => {
    const id = await legacy.ask('in', card, 5);
    const row = (await store.page(undefined, 100)).find((each) => each.id === id)!;
    const before = await legacy.stampsOf(card);
    expect(await store.move(row, { state: 'debited' }, entry(1_000))).toEqual({ refused: 'its debit changes no row' });
    expect([await legacy.stateOf(id), await legacy.stampsOf(card)]).toEqual(['requested', before]);
    expect(await store.wouldRefuse(entry(5))).toBeUndefined();
    expect(await legacy.stampsOf(card)).toBe(before);
    await legacy.query('UPDATE commonpoint_outbox SET points = 6 WHERE id = $1', [id]);
    expect(await store.move(row, { state: 'debited' }, entry(5))).toBe('changed');
    expect(await legacy.stampsOf(card)).toBe(before);
    await legacy.query('DELETE FROM commonpoint_outbox WHERE id = $1', [id]);
  });

  it('of two bridges one is at work; the other has its turn when the first one’s connection is gone', async () => {
    await expect(legacy.open()).rejects.toThrow(LeaseTaken);
    await legacy.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'commonpoint-bridge'",
    );
    const other = await legacy.open();
    // The first one has heard of it by the next thing that it asks for, and changes nothing.
    await expect(store.pending(1)).rejects.toThrow(LegacyTrouble);
    await expect(store.pending(1)).rejects.toThrow(LegacyTrouble);
    await store.close();
    store = other;
  });

  it('a database that is slow is trouble, and leaves things as they were', async () => {
    const id = await legacy.ask('in', card, 5);
    await store.close();
    store = await legacy.open(true, 300);
    const blocking = legacy.query('BEGIN; UPDATE card SET stamps = stamps; SELECT pg_sleep(1.5); COMMIT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expect(untilStill(crossingOf(store, world.ledger))).rejects.toThrow(LegacyTrouble);
    expect(await legacy.stateOf(id)).toBe('requested');
    await blocking;
    await store.close();
    store = await legacy.open();
    await untilStill(crossingOf(store, world.ledger));
    expect(await legacy.stateOf(id)).toBe('done');
  });

  it('another schema is trouble: of the outbox, and of the legacy table', async () => {
    const before = await legacy.stampsOf(card);
    const id = await legacy.ask('in', card, 5);
    for (const [change, back] of [
      ['ALTER TABLE card RENAME TO cards', 'ALTER TABLE cards RENAME TO card'],
      [
        'ALTER TABLE commonpoint_outbox RENAME COLUMN seal TO stamp',
        'ALTER TABLE commonpoint_outbox RENAME COLUMN stamp TO seal',
      ],
    ] as const) {
      await legacy.query(change);
      await expect(untilStill(crossingOf(store, world.ledger))).rejects.toThrow(/does not exist \(42/);
      await legacy.query(back);
      expect([await legacy.stateOf(id), await legacy.stampsOf(card)]).toEqual(['requested', before]);
    }
    await untilStill(crossingOf(store, world.ledger));
    expect(await legacy.stampsOf(card)).toBe(before - 5);
  });

  it('what a trigger of the legacy programme raises refuses that row alone', async () => {
    await legacy.query(`CREATE FUNCTION no() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'card is blocked'; END $$ LANGUAGE plpgsql;
      CREATE TRIGGER no BEFORE UPDATE ON card FOR EACH ROW WHEN (OLD.number = 'blocked') EXECUTE FUNCTION no()`);
    await legacy.card('blocked', 50);
    await world.member('blocked', 30);
    const rows = [
      await legacy.ask('in', 'blocked', 5),
      await legacy.ask('out', 'blocked', 5),
      await legacy.ask('in', card, 1),
    ];
    await untilStill(crossingOf(store, world.ledger));
    expect(await Promise.all(rows.map((row) => legacy.stateOf(row)))).toEqual([
      'refused LEGACY_REFUSED',
      'returned LEGACY_REFUSED',
      'done',
    ]);
  });

  it('killed as power fails, it has what was committed, and the bridge goes on', async () => {
    const id = await legacy.ask('in', card, 3);
    await server.kill();
    await expect(store.pending(1)).rejects.toThrow(LegacyTrouble);
    await store.close();
    await server.startAgain();
    store = await legacy.open();
    await untilStill(crossingOf(store, world.ledger));
    expect(await legacy.stateOf(id)).toBe('done');
  });
});
