/** Operations and keys that a gateway of before wrote are the same to one of now, in the order in which they came. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Operation } from '@commonpoint/catalogue';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { createIdempotencyRows } from '../../../gateway-api/src/store/idempotency.js';
import { createOperationRows } from '../../../gateway-api/src/writes/operation-rows.js';

const BEFORE = tables.filter(({ version }) => version < 20);
const folder = mkdtempSync(join(tmpdir(), 'commonpoint-rows-'));
const path = join(folder, 'gateway.db');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const operation = (id: string): Operation => ({
  id,
  kind: 'redeem',
  programId: 'harbor',
  accountId: `HarborMSP:${'0'.repeat(32)}`,
  amount: '1',
});
const asked = (id: string) => ({ operation: operation(id), role: 'operator' as const, chain: id });
const claimOf = (key: string, fingerprint = 'as it was') => ({
  scope: 'harbor till POST /v1/redemptions',
  key,
  fingerprint,
});

function writeBefore(at = path): Record<string, unknown>[] {
  const database = new Database(at, BEFORE);
  const { sqlite } = database;
  const columns = `(id, seq, role, chain, content, state, tx_id, block, code, detail, field, existed, traceparent, request,
    client, key_id, reference, metadata, bridge_id)`;
  const insert = sqlite.prepare(`INSERT INTO operations ${columns} VALUES (${'?, '.repeat(18)}?)`);
  const write = (id: string, seq: number, state: string, all: boolean): void => {
    const last = all
      ? ['tx', 7, 'CODE', 'a detail', 'amount', 1, 'trace', 'request', 'till', 'key-1', 'R-1', '{"a":"b"}', 'bridge']
      : [null, null, null, null, null, 0, null, null, null, null, null, null, null];
    insert.run(id, seq, 'operator', id, JSON.stringify(operation(id)), state, ...(last as (string | number | null)[]));
  };
  // Their names are in another order than their arrival.
  write('c', 1_000, 'accepted', false);
  write('a', 2_000, 'rejected', true);
  write('b', 3_000, 'accepted', false);
  const key = sqlite.prepare(
    'INSERT INTO idempotency_keys (scope, key, fingerprint, reply, used_at) VALUES (?, ?, ?, ?, ?)',
  );
  const reply = JSON.stringify({ status: 201, headers: { location: '/x' }, body: { a: 1 } });
  key.run(claimOf('z').scope, 'z', 'as it was', reply, 1);
  key.run(claimOf('y').scope, 'y', 'as it was', null, 2);
  const rows = sqlite.prepare('SELECT * FROM operations ORDER BY id').all();
  database.close();
  return rows;
}

test('a file of before has all its operations and keys, and what a client sends again means what it meant', () => {
  const before = writeBefore();
  const database = new Database(path, tables);
  const rows = createOperationRows(database);
  expect(['a', 'b', 'c'].map((id) => ({ ...rows.find(id) }))).toEqual(before.map((row) => ({ ...row })));
  expect(rows.unfinished().map(({ id }) => id)).toEqual(['c', 'b']);
  expect(rows.after(0, 10).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  const keys = createIdempotencyRows(database);
  expect(keys.claim(claimOf('z'))).toEqual({
    kind: 'replay',
    reply: { status: 201, headers: { location: '/x' }, body: { a: 1 } },
  });
  expect(keys.claim(claimOf('y'))).toEqual({ kind: 'replay' });
  expect(keys.claim(claimOf('y'))).toEqual({ kind: 'in-flight' });
  expect(keys.claim(claimOf('z', 'another'))).toEqual({ kind: 'conflict' });
  expect(keys.forgetBefore(new Date(2))).toBe(1);
  database.close();
});

test.each([
  ['ends before it is done', 'SELECT * FROM nowhere;', [], /no such table/],
  ['finds no room for it', 'PRAGMA max_page_count = 1;', ['first'], /full/],
])('a start that %s leaves the file as it was, and the next one does it', (what, sql, [isFirst], why) => {
  const at = join(folder, `${what}.db`);
  const before = writeBefore(at);
  const fault = { version: 20, sql };
  expect(() => new Database(at, isFirst ? [fault, ...tables] : [...tables, fault])).toThrow(why);
  const untouched = new Database(at, BEFORE);
  expect(untouched.sqlite.prepare('SELECT * FROM operations ORDER BY id').all()).toEqual(before);
  untouched.close();
  const database = new Database(at, tables);
  const rows = createOperationRows(database);
  expect(['a', 'b', 'c'].map((id) => ({ ...rows.find(id) }))).toEqual(before.map((row) => ({ ...row })));
  expect(createIdempotencyRows(database).claim(claimOf('y'))).toEqual({ kind: 'replay' });
  database.close();
});

test('an operation has one row, whoever writes it again', () => {
  const database = new Database(':memory:', tables);
  const rows = createOperationRows(database);
  expect(rows.insert({ ...asked('a'), request: 'first' })).toBe(true);
  rows.finish({ operationId: 'a', kind: 'redeem', state: 'committed', txId: 'tx', blockNumber: 3 });
  expect(rows.insert({ ...asked('a'), request: 'second' })).toBe(false);
  expect(rows.find('a')).toMatchObject({ state: 'committed', tx_id: 'tx', request: 'first' });
  expect(rows.after(0, 10)).toHaveLength(1);
  database.close();
});

test('a key that was let go is new again, and one under way is not, although nothing of it is written', () => {
  const database = new Database(':memory:', tables);
  const keys = createIdempotencyRows(database);
  expect(keys.claim(claimOf('k'))).toEqual({ kind: 'new' });
  expect(keys.claim(claimOf('k', 'another'))).toEqual({ kind: 'conflict' });
  keys.release(claimOf('k'));
  expect(keys.claim(claimOf('k', 'another'))).toEqual({ kind: 'new' });
  expect(keys.forgetBefore(new Date(Date.now() + 1_000))).toBe(1);
  expect(keys.claim(claimOf('k'))).toEqual({ kind: 'in-flight' });
  database.close();
});
