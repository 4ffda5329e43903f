/** A bridge between a real gateway over the contracts in memory and a legacy programme, with members of both. */
import { Client } from '@commonpoint/client';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Crossing } from '../../bridge/src/cross-row.js';
import type { LegacyStore } from '../../bridge/src/legacy-store.js';
import { createLedger, type Ledger } from '../../bridge/src/ledger.js';
import type { OutboxRow } from '../../bridge/src/outbox-row.js';
import { reconcile, type Reconciliation } from '../../bridge/src/reconcile.js';
import { createSeals } from '../../bridge/src/seal.js';
import { SqliteStore } from '../../bridge/src/sqlite-store.js';
import { workRound } from '../../bridge/src/work-round.js';
import { bearer, serveGateway, type Served } from '../gateway-api/served-gateway.js';

export const statements = {
  debit: 'UPDATE card SET stamps = stamps - :points WHERE number = :member AND stamps >= :points',
  credit: 'UPDATE card SET stamps = stamps + :points WHERE number = :member',
};
export const seals = createSeals(Buffer.alloc(32, 7), 'stamps');
export const legacySql = `CREATE TABLE card (number TEXT PRIMARY KEY, stamps INTEGER NOT NULL CHECK (stamps >= 0))`;

export interface BridgeWorld {
  readonly served: Served;
  readonly url: string;
  readonly ledger: Ledger;
  /** A member of both, with an account that has this much. */
  member(card: string, points?: number): Promise<string>;
  setBridge(more?: object): Promise<void>;
  pointsOf(accountId: string): Promise<{ available: number; held: number }>;
  end(): Promise<void>;
}

export async function startBridgeWorld(): Promise<BridgeWorld> {
  const served = await serveGateway();
  const url = `http://127.0.0.1:${served.port}`;
  let keys = 0;
  const send = async (role: 'admin' | 'operator', path: string, body: unknown) => {
    const reply = await served.send(role, 'POST', path, { body, key: `world-${++keys}` });
    if (reply.status >= 300) throw new Error(JSON.stringify(reply.body));
    return reply.body;
  };
  const client = new Client({ url, apiKey: bearer('bridge'), timeoutMs: 2_000 });
  const world: BridgeWorld = {
    served,
    url,
    ledger: createLedger(client, 'harbor', 'stamps'),
    async member(card, points = 0) {
      const { accountId } = (await send('operator', '/v1/accounts', { memberRef: card })) as { accountId: string };
      if (points > 0)
        await send('operator', '/v1/issuances', { programId: 'harbor', accountId, amount: String(points) });
      return accountId;
    },
    async setBridge(more = {}) {
      const caps = { perDay: '10000', inAll: '100000' };
      const body = { legacyName: 'Stamps', in: caps, out: caps, status: 'open', ...more };
      await send('admin', '/v1/programs/harbor/bridges/stamps', body);
    },
    async pointsOf(accountId) {
      const { body } = await served.send('admin', 'GET', `/v1/accounts/${accountId}/balances`, {
        headers: { consistency: 'ledger' },
      });
      const { balances = [] } = body as { balances?: { available: string; held: string }[] };
      const { available = '0', held = '0' } = balances[0] ?? {};
      return { available: Number(available), held: Number(held) };
    },
    end: () => served.end(),
  };
  await world.setBridge();
  return world;
}

/** A legacy programme in SQLite. */
export class SqliteLegacy {
  readonly path: string;
  readonly db: DatabaseSync;

  constructor(folder: string, name: string) {
    this.path = join(folder, `${name}.db`);
    this.db = new DatabaseSync(this.path);
    this.db.exec(legacySql);
  }

  open(lease = true): SqliteStore {
    return new SqliteStore({ path: this.path, table: 'commonpoint_outbox', ...statements, lease });
  }

  async prepare(): Promise<this> {
    const store = this.open(false);
    await store.prepare();
    await store.close();
    return this;
  }

  card(number: string, stamps: number): void {
    this.db.prepare('INSERT INTO card VALUES (?, ?)').run(number, stamps);
  }

  stampsOf(number: string): number {
    return (this.db.prepare('SELECT stamps FROM card WHERE number = ?').get(number) as { stamps: number }).stamps;
  }

  ask(direction: 'in' | 'out', member: string, points: number): string {
    const sql = 'INSERT INTO commonpoint_outbox (direction, member, points) VALUES (?, ?, ?)';
    return String(this.db.prepare(sql).run(direction, member, points).lastInsertRowid);
  }

  stateOf(row: string): string {
    const found = this.db.prepare('SELECT state, code FROM commonpoint_outbox WHERE id = ?').get(row)!;
    return [found['state'], found['code']].filter((part) => part !== null).join(' ');
  }
}

export const crossingOf = (store: LegacyStore, ledger: Ledger, more: Partial<Crossing> = {}): Crossing => ({
  store,
  ledger,
  seals,
  bridgeId: 'stamps',
  holdSeconds: 3_600,
  now: Date.now,
  ...more,
});

/** Rounds until nothing moves any more. @returns what was open in the last one */
export async function untilStill(crossing: Crossing): Promise<number> {
  for (;;) {
    const { moved, troubles, open } = await workRound(crossing, 8);
    if (troubles.length > 0) throw troubles[0]!.error;
    if (moved.length === 0) return open;
  }
}

export async function reconciled(store: LegacyStore, ledger: Ledger): Promise<Reconciliation> {
  const rows: OutboxRow[] = await store.page(undefined, 1_000);
  const operations = [];
  for await (const each of ledger.operations()) operations.push(each);
  return reconcile({ bridge: await ledger.bridge(), rows, operations, seals, at: new Date() });
}

let named = 0;
/** A legacy programme of its own; cards have names that no other has. */
export async function startLegacy(world: BridgeWorld, points = 0, stamps = 100) {
  const name = `${++named}`;
  const legacy = await new SqliteLegacy(world.served.world.folder, `legacy-${name}`).prepare();
  // Rows of one outbox are not those of another.
  legacy.db.exec(`INSERT INTO sqlite_sequence (name, seq) VALUES ('commonpoint_outbox', ${named * 1000})`);
  const card = `card ${name}`;
  legacy.card(card, stamps);
  const accountId = await world.member(card, points);
  return { legacy, card, accountId };
}

/** Every call of both sides is numbered; before or after the one with this number the process is gone. */
export function cutOffAt<T extends object>(of: T, counter: { calls: number }, at: number): T {
  return new Proxy(of, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || name === 'close') return value;
      return async (...args: unknown[]): Promise<unknown> => {
        const number = ++counter.calls * 2;
        if (number === at) throw new Error('killed before');
        const result: unknown = await value.apply(target, args);
        if (number + 1 === at) throw new Error('killed after');
        return result;
      };
    },
  });
}
