/** The gateway's file: transactions, durability in groups, keys. */
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Database } from '../../../gateway-api/src/store/database.js';
import { GroupCommit } from '../../../gateway-api/src/store/group-commit.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { Projection } from '../../../gateway-api/src/projection/projection.js';
import { programQueries } from '../../../gateway-api/src/subjects/programs/reads.js';
import { createIdempotencyRows, createIdempotencyStore } from '../../../gateway-api/src/store/idempotency.js';

let database: Database;
beforeEach(() => (database = new Database(':memory:', tables)));
afterEach(() => database.close());

const count = (): number => (database.sqlite.prepare('SELECT count(*) AS n FROM programs').get() as { n: number }).n;
const put = (id: string) => database.sqlite.prepare('INSERT INTO programs VALUES (?, ?)').run(id, '{}');

test('a transaction that throws leaves nothing', () => {
  expect(() =>
    database.transaction('synced', () => {
      put('a');
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(count()).toBe(0);
});

test('a file is migrated once and opens again; one of a newer version is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'database-'));
  const path = join(folder, 'deep', 'gateway.db');
  new Database(path, tables).close();
  const again = new Database(path, tables);
  again.sqlite.exec('PRAGMA user_version = 999');
  again.close();
  expect(() => new Database(path, tables)).toThrow('newer version');
  rmSync(folder, { recursive: true });
});

test('a file of an earlier version: of pledges that went back in part, or are of notes, amounts are what is held', () => {
  const folder = mkdtempSync(join(tmpdir(), 'database-'));
  const path = join(folder, 'gateway.db');
  const earlier = new Database(
    path,
    tables.filter(({ version }) => version < 16),
  );
  const hold = earlier.sqlite.prepare(`INSERT INTO holds VALUES ('HarborMSP', ?, 'a', 'p', ?, NULL, NULL, 0, ?, ?, ?)`);
  const note = { mspId: 'HarborMSP', noteId: 'n' };
  hold.run('part', 400, 'open', 1, JSON.stringify({ amount: '300', lots: [] }));
  hold.run('in a note', 400, 'open', 2, JSON.stringify({ amount: '400', note }));
  hold.run('ended', 0, 'open', 3, JSON.stringify({ amount: '400', note, lots: [] }));
  hold.run('taken', 0, 'captured', 4, JSON.stringify({ amount: '400', note }));
  earlier.close();
  const now = new Database(path, tables);
  const amounts = now.sqlite.prepare('SELECT amount FROM holds ORDER BY made').all();
  now.close();
  expect(amounts.map(({ amount }) => amount)).toEqual([300, 0, 400, 400]);
  rmSync(folder, { recursive: true });
});

test('a file and its log are for their owner alone, also those that an earlier version made', () => {
  const before = process.umask(0o022);
  const folder = mkdtempSync(join(tmpdir(), 'database-'));
  const path = join(folder, 'deep', 'gateway.db');
  const open = (): Database => {
    const file = new Database(path, tables);
    file.transaction('synced', () => file.sqlite.exec('CREATE TABLE IF NOT EXISTS any_table (x)'));
    return file;
  };
  const modes = () =>
    [path, `${path}-wal`, `${path}-shm`].filter((file) => existsSync(file)).map((file) => statSync(file).mode & 0o777);
  try {
    const first = open();
    expect(modes()).toEqual([0o600, 0o600, 0o600]);
    first.close();
    chmodSync(path, 0o644);
    const second = open();
    expect(modes()).toEqual([0o600, 0o600, 0o600]);
    second.close();
    expect(statSync(join(folder, 'deep')).mode & 0o777).toBe(0o700);
  } finally {
    process.umask(before);
    rmSync(folder, { recursive: true });
  }
});

test('a file of the first version keeps its rows, and has held nothing yet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'database-'));
  const path = join(folder, 'gateway.db');
  const first = new DatabaseSync(path);
  first.exec(tables.flatMap(({ version, sql }) => (version === 1 ? sql : [])).join('\n'));
  first.exec(`PRAGMA user_version = 1; INSERT INTO supply VALUES ('harbor', '10', '4', '0', '0');
    INSERT INTO programs VALUES ('harbor', '{"cap":"100","capOn":"issued"}');`);
  first.close();
  const opened = new Database(path, tables);
  expect(new Projection(opened).of(programQueries).supply('harbor')).toEqual({
    programId: 'harbor',
    cap: '100',
    capOn: 'issued',
    issued: '10',
    interest: '0',
    outstanding: '6',
    redeemed: '4',
    expired: '0',
    reversed: '0',
    held: '0',
  });
  opened.close();
  rmSync(folder, { recursive: true });
});

describe('group commit', () => {
  test('work that arrives together shares a transaction', async () => {
    const commits = new GroupCommit(database);
    let transactions = 0;
    const transaction = database.transaction.bind(database);
    database.transaction = (durability, work) => {
      transactions++;
      return transaction(durability, work);
    };
    const results = await Promise.all(
      [1, 2, 3].map((n) =>
        commits.run(() => {
          put(`p${n}`);
          return n;
        }),
      ),
    );
    expect(results).toEqual([1, 2, 3]);
    expect([transactions, count()]).toEqual([1, 3]);
  });

  test('work that fails does not take the others with it', async () => {
    const commits = new GroupCommit(database);
    const results = await Promise.allSettled([
      commits.run(() => put('a')),
      commits.run(() => {
        throw new Error('no');
      }),
      commits.run(() => put('b')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(count()).toBe(2);
  });
});

describe('idempotency keys', () => {
  const claim = { scope: 'harbor POST /v1/programs', key: 'k', fingerprint: 'f' };
  const reply = { status: 201, headers: {}, body: { a: 1 } };

  test.each<[string, (rows: ReturnType<typeof createIdempotencyRows>) => void, object]>([
    ['never seen', () => undefined, { kind: 'new' }],
    ['under way', (rows) => void rows.claim(claim), { kind: 'in-flight' }],
    [
      'ended without a reply',
      (rows) => {
        rows.claim(claim);
        rows.end(claim);
      },
      { kind: 'replay' },
    ],
    [
      'completed',
      (rows) => {
        rows.claim(claim);
        rows.complete(claim, reply);
      },
      { kind: 'replay', reply },
    ],
    [
      'released',
      (rows) => {
        rows.claim(claim);
        rows.release(claim);
      },
      { kind: 'new' },
    ],
    [
      'of another request',
      (rows) => {
        rows.claim({ ...claim, fingerprint: 'g' });
      },
      { kind: 'conflict' },
    ],
    [
      'of another scope',
      (rows) => {
        rows.claim({ ...claim, scope: 'other' });
      },
      { kind: 'new' },
    ],
    [
      'forgotten',
      (rows) => {
        rows.claim(claim);
        rows.end(claim);
        rows.forgetBefore(new Date(Date.now() + 1000));
      },
      { kind: 'new' },
    ],
  ])('%s', (_name, before, outcome) => {
    const rows = createIdempotencyRows(database);
    before(rows);
    expect(rows.claim(claim)).toEqual(outcome);
  });

  test('a claim that is rolled back with others may be made again', async () => {
    const commits = new GroupCommit(database);
    const store = createIdempotencyStore(createIdempotencyRows(database), commits);
    const failing = commits.run(() => {
      throw new Error('no');
    });
    const outcome = store.begin(claim);
    await expect(failing).rejects.toThrow('no');
    expect(await outcome).toEqual({ kind: 'new' });
    expect(await store.begin(claim)).toEqual({ kind: 'in-flight' });
  });
});

it('a log that grew beside a reader is cut to 160 MiB when it begins anew', () => {
  const folder = mkdtempSync(join(tmpdir(), 'database-'));
  const path = join(folder, 'long.db');
  const long = new Database(path, [{ version: 1, sql: 'CREATE TABLE big (id INTEGER PRIMARY KEY, value BLOB)' }]);
  const logBytes = (): number => statSync(`${path}-wal`).size;
  const write = (): void => {
    long.transaction('rebuildable', () =>
      long.sqlite.prepare('INSERT OR REPLACE INTO big VALUES (1, randomblob(20000000))').run(),
    );
  };
  const reader = new DatabaseSync(path);
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM big').get();
  for (let at = 0; at < 10; at += 1) write();
  expect(logBytes()).toBeGreaterThan(190_000_000);
  reader.exec('COMMIT');
  reader.close();
  long.sqlite.exec('PRAGMA wal_checkpoint(RESTART)');
  write();
  expect(logBytes()).toBeLessThanOrEqual(160 * 1024 * 1024);
  long.close();
  rmSync(folder, { recursive: true });
});
