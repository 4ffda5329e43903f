/** Whether a gateway's file is one of an earlier version, and how long the first start with it may take. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { rearrangingMayTakeMs } from '../../../gateway-api/src/store/rearranging.js';

const tables = [
  { version: 1, sql: '' },
  { version: 3, sql: '' },
];
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rearranging-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function fileOf(version: number): string {
  const path = join(folder, `${version}.db`);
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA user_version = ${version}; CREATE TABLE some (value BLOB)`);
  database.prepare('INSERT INTO some VALUES (?)').run(new Uint8Array(50_000));
  database.close();
  return path;
}

it('of an earlier version: longer the larger it is', () => {
  const path = fileOf(2);
  expect(rearrangingMayTakeMs(path, tables)).toBe(Math.ceil(statSync(path).size / 1_000));
});

it('of this one, of a later one, of none yet, and what is no file of SQLite: nothing is to be done', () => {
  const broken = join(folder, 'broken');
  writeFileSync(broken, 'x'.repeat(5_000));
  const asked = [fileOf(3), fileOf(4), join(folder, 'none'), broken];
  expect(asked.map((path) => rearrangingMayTakeMs(path, tables))).toEqual([undefined, undefined, undefined, undefined]);
});
