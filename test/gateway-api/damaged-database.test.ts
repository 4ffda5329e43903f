/** A `gateway.db` that is not what SQLite wrote: the sentence names it and says what to do. */
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKED_AT_ONCE_BYTES, checkFile, isCheckedAtOnce } from '../../gateway-api/src/store/check-file.js';
import { Database } from '../../gateway-api/src/store/database.js';

const tables = [{ version: 1, sql: 'CREATE TABLE kept (id TEXT PRIMARY KEY, text TEXT)' }];
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonpoint-database-'));
  path = join(folder, 'gateway.db');
  const database = new Database(path, tables);
  const insert = database.sqlite.prepare('INSERT INTO kept VALUES (?, ?)');
  database.transaction('synced', () => {
    for (let row = 0; row < 2_000; row++) insert.run(`${row}`, 'x'.repeat(100));
  });
  database.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

const damages: Readonly<Record<string, () => void>> = {
  'with a wrong head': () => {
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(3) ^ 1, 3);
    writeFileSync(path, bytes);
  },
  'cut in half': () => truncateSync(path, Math.floor(readFileSync(path).length / 2)),
  'with zeros in its middle': () => {
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0, 8_192, bytes.length / 2));
  },
};

it.each(Object.keys(damages))('%s is refused', (how) => {
  damages[how]!();
  expect(() => new Database(path, tables)).toThrow(/gateway\.db is damaged: remove it together with .*-wal/);
});

describe('when it is large', () => {
  const script = join(__dirname, '../../gateway-api/dist/store/check-file-thread.js');

  it('is looked at by a thread, which finds what is wrong', async () => {
    expect(await checkFile(path, script)).toBe(true);
    damages['with zeros in its middle']!();
    expect(await checkFile(path, script)).toBe(false);
    damages['with a wrong head']!();
    expect(await checkFile(path, script)).toBe(false);
  });

  it.each([
    ['is none', '/nowhere/thread.js'],
    ['cannot be begun', 'thread.js'],
  ])('is taken for well if its thread %s', async (_how, nothing) => {
    expect(await checkFile(path, nothing)).toBe(true);
  });

  it('is not looked at before the start', () => {
    expect(isCheckedAtOnce(path)).toBe(true);
    expect(isCheckedAtOnce(path, 100_000)).toBe(false);
    expect(isCheckedAtOnce(join(folder, 'none.db'), 0)).toBe(true);
    damages['with zeros in its middle']!();
    truncateSync(path, CHECKED_AT_ONCE_BYTES + 1);
    expect(isCheckedAtOnce(path)).toBe(false);
    new Database(path, tables).close();
  });
});

it('that was emptied or removed begins anew', () => {
  for (const damage of [() => truncateSync(path, 0), () => rmSync(path)]) {
    damage();
    const database = new Database(path, tables);
    expect(database.sqlite.prepare('SELECT count(*) AS n FROM kept').get()).toEqual({ n: 0 });
    database.close();
  }
});
