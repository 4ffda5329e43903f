/** SQLite's log is moved into the file beside the event loop, while transactions go on. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../../gateway-api/src/store/database.js';
import { GroupCommit } from '../../../gateway-api/src/store/group-commit.js';
import { startMover } from '../../../gateway-api/src/store/move-log.js';
import { moverScript } from '../../support/mover-script.js';

const folder = mkdtempSync(join(tmpdir(), 'commonpoint-move-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tables = [{ version: 1, sql: 'CREATE TABLE t (id INTEGER PRIMARY KEY, value TEXT NOT NULL)' }];
const PAGE = 4_096;
const PAGES_MIN = 1_200;
const ROWS_AT_ONCE = 50;
const megabytesOf = (path: string): number => statSync(path).size / 2 ** 20;

/** Writes so many pages' worth of rows, as requests do. */
async function write(database: Database, pages: number): Promise<number> {
  const commits = new GroupCommit(database);
  const put = database.sqlite.prepare('INSERT INTO t (value) VALUES (?)');
  const value = 'x'.repeat(PAGE - 100);
  const count = Math.ceil(pages / ROWS_AT_ONCE);
  for (let n = 0; n < count; n++) {
    await commits.run(() => {
      for (let at = 0; at < ROWS_AT_ONCE; at++) put.run(value);
    });
  }
  return count * ROWS_AT_ONCE;
}

it('however much is written, the log stays short, and all that was written is there', async () => {
  const path = join(folder, 'long.db');
  const database = new Database(path, tables, startMover(moverScript, PAGES_MIN));
  const rows = await write(database, 10 * PAGES_MIN);
  // It was moved, and began again at its beginning: so much more was written meanwhile at the most.
  expect(megabytesOf(path)).toBeGreaterThan((5 * PAGES_MIN * PAGE) / 2 ** 20);
  expect(megabytesOf(`${path}-wal`)).toBeLessThan((3 * PAGES_MIN * PAGE) / 2 ** 20);
  await database.stopMoving();
  database.close();
  const again = new Database(path, tables);
  expect(again.sqlite.prepare('SELECT count(*) AS count FROM t').get()).toEqual({ count: rows });
  again.close();
});

it('where more is written than the thread can move beside it, writers wait for it', async () => {
  const path = join(folder, 'slow.db');
  const script = join(folder, 'slow.cjs');
  // It never comes to an end of what it moves while more comes.
  writeFileSync(
    script,
    `const { parentPort, workerData } = require('node:worker_threads');
    const sqlite = new (require('node:sqlite').DatabaseSync)(workerData.databasePath);
    parentPort.on('message', (message) => {
      if (message !== 'finish') return;
      sqlite.prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
      parentPort.postMessage('finished');
    });`,
  );
  const database = new Database(path, tables, startMover(script, PAGES_MIN));
  const rows = await write(database, 40 * PAGES_MIN);
  // It is looked at ten times a second: so much comes in between.
  expect(megabytesOf(`${path}-wal`)).toBeLessThan((15 * PAGES_MIN * PAGE) / 2 ** 20);
  await database.stopMoving();
  expect(database.sqlite.prepare('SELECT count(*) AS count FROM t').get()).toEqual({ count: rows });
  database.close();
});

it.each([
  ['throws', `throw new Error('no such module');`],
  ['gives no answer', `parentPort.on('message', () => undefined);`],
  ['never finishes', `parentPort.on('message', (message) => message === 'look' && parentPort.postMessage('nearly'));`],
])('with a thread that %s transactions go on', async (name, text) => {
  const script = join(folder, `${name.replaceAll(' ', '-')}.cjs`);
  writeFileSync(script, `const { parentPort } = require('node:worker_threads');\n${text}`);
  const path = join(folder, `${name.replaceAll(' ', '-')}.db`);
  const database = new Database(path, tables, startMover(script, PAGES_MIN));
  const rows = await write(database, PAGES_MIN * 1.5);
  expect(database.sqlite.prepare('SELECT count(*) AS count FROM t').get()).toEqual({ count: rows });
  await database.stopMoving();
  database.close();
});
