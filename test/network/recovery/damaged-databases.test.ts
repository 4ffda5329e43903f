/** A peer's private store is refused when something of it is lost; LevelDB's own files are read as LevelDB wrote them. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClassicLevel } from 'classic-level';
import { openPrivateStore } from '../../../network/embedded/ledger/open-databases.js';
import { PrivateStore } from '../../../network/embedded/ledger/private-store.js';
import type { Savepoint } from '../../../network/embedded/ledger/state-database.js';
import { findLevelDbDamage } from '../../../network/embedded/leveldb/find-damage.js';
import { isWholeTable } from '../../../network/embedded/leveldb/table.js';
import { damageKinds, damages, filesBelow, seeded } from '../../support/damage.js';

const SEED = Number(process.env['SEED'] ?? 20_262);
let folder: string;
let work: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonpoint-store-'));
  work = join(folder, 'work');
});
afterEach(() => rmSync(folder, { recursive: true }));

const isData = (path: string) => /(\.log|\.ldb|CURRENT|MANIFEST-\d+)$/.test(path);

describe('a private store', () => {
  const savepoint = (privateBlock?: number): Savepoint => ({
    height: 9,
    fileOffset: 0,
    lastConfigBlock: 0,
    commitHash: '',
    blockHash: '',
    previousBlockHash: '',
    ...(privateBlock !== undefined && { privateBlock }),
  });
  const missing = (block: number) => ({
    txId: 't',
    version: { block, tx: 0 },
    namespace: 'points',
    collection: 'figures',
    hash: new Uint8Array(32),
    expiresAt: Number.POSITIVE_INFINITY,
  });

  async function filled(): Promise<string> {
    const saved = join(folder, 'ledger', 'private');
    const store = await PrivateStore.open(saved);
    for (const number of [3, 5]) await store.commit({ number, stored: [], missing: [missing(number)], purged: [] });
    await store.close();
    return saved;
  }

  it.each(damageKinds)(`any file of it %s is refused (seed ${SEED}), and what to do is said`, async (kind) => {
    const saved = await filled();
    const random = seeded(SEED);
    for (const path of filesBelow(saved).filter(isData)) {
      if (readFileSync(path).length === 0) continue;
      cpSync(saved, work, { recursive: true });
      damages[kind](path.replace(saved, work), random);
      await expect(openPrivateStore(work, savepoint(5), false)).rejects.toThrow(
        /work (is damaged|has lost|cannot be read).*: put back the whole data folder from a backup, or remove /,
      );
      rmSync(work, { recursive: true });
    }
  });

  it('that is gone is refused when blocks had brought something to it, and made when none had', async () => {
    await expect(openPrivateStore(work, savepoint(5), false)).rejects.toThrow('has lost what blocks up to 5 brought');
    await (await openPrivateStore(work, savepoint(), false)).close();
    expect(existsSync(work)).toBe(true);
  });

  it('that is whole opens, also with more than the state knows of', async () => {
    const saved = await filled();
    for (const known of [5, 3, undefined]) {
      const store = await openPrivateStore(saved, savepoint(known), false);
      expect(store.lastBlock).toBe(5);
      await store.close();
    }
  });
});

it(`a damaged table of LevelDB is found wherever the damage is (seed ${SEED})`, async () => {
  const saved = join(folder, 'level');
  const level = new ClassicLevel<string, string>(saved, { writeBufferSize: 64 * 1024 });
  const random = seeded(SEED);
  for (let row = 0; row < 6_000; row++) await level.put(`row ${row}`, `${random()}`.repeat(3));
  await level.compactRange('', '~');
  await level.put('last', 'in the log');
  await level.close();
  expect(await findLevelDbDamage(saved)).toBeUndefined();
  const table = filesBelow(saved).find((path) => path.endsWith('.ldb'))!;
  const whole = readFileSync(table);
  for (let round = 0; round < 40; round++) {
    cpSync(saved, work, { recursive: true });
    const copy = table.replace(saved, work);
    damages[round % 2 === 0 ? 'flipped' : 'cut'](copy, random);
    // Between the two handles and the magic at its end, a footer is filled up with nothing.
    const left = readFileSync(copy);
    const differs = whole.findIndex((byte, at) => byte !== left[at]);
    if (differs < whole.length - 40) expect(await findLevelDbDamage(work)).toBe(copy.slice(work.length + 1));
  }
});

describe('a table that a compaction was writing when its process was killed', () => {
  async function withTables(): Promise<string> {
    const saved = join(folder, 'level');
    const level = new ClassicLevel<string, string>(saved, { writeBufferSize: 64 * 1024 });
    for (let row = 0; row < 3_000; row++) await level.put(`row ${row}`, `${row}`.repeat(20));
    await level.compactRange('', '~');
    await level.close();
    return saved;
  }
  const tablesOf = (of: string): string[] => filesBelow(of).filter((path) => path.endsWith('.ldb'));

  it('is no damage: it does not belong to the database', async () => {
    const saved = await withTables();
    writeFileSync(join(saved, '000999.ldb'), readFileSync(tablesOf(saved)[0]!).subarray(0, 1_000));
    writeFileSync(join(saved, '000001.log'), 'an old log that was not removed');
    expect(await findLevelDbDamage(saved)).toBeUndefined();
    const level = new ClassicLevel<string, string>(saved);
    expect(await level.get('row 2999')).toBe('2999'.repeat(20));
    await level.close();
    expect(existsSync(join(saved, '000999.ldb'))).toBe(false);
  });

  it.each([
    ['is gone', (path: string) => rmSync(path)],
    ['is shorter', (path: string) => truncateSync(path, 100)],
    ['is another one', (path: string) => writeFileSync(path, '')],
  ])('is damage if it belongs to it, and %s', async (_how, harm) => {
    const saved = await withTables();
    const [table = ''] = tablesOf(saved);
    harm(table);
    expect(await findLevelDbDamage(saved)).toBe(basename(table));
  });
});

it('a process that is killed while it writes and compacts leaves no damage behind', async () => {
  const saved = join(folder, 'level');
  const program = `
    const { ClassicLevel } = require(${JSON.stringify(require.resolve('classic-level'))});
    const level = new ClassicLevel(${JSON.stringify(saved)}, { writeBufferSize: 32 * 1024 });
    (async () => {
      for (let n = 0; ; n++) {
        const rows = Array.from({ length: 200 }, () => ({ type: 'put', key: String(Math.random()), value: 'x'.repeat(200) }));
        await level.batch(rows);
        if (n === 20) process.stdout.write('writing');
      }
    })();`;
  const random = seeded(SEED);
  let leftOver = 0;
  for (let kill = 0; kill < 12 || (leftOver === 0 && kill < 60); kill++) {
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await sleep(random() * 60);
    child.kill('SIGKILL');
    await ended;
    const tables = filesBelow(saved).filter((path) => path.endsWith('.ldb'));
    leftOver += Number(tables.some((path) => !isWholeTable(readFileSync(path))));
    expect(await findLevelDbDamage(saved)).toBeUndefined();
  }
  // Otherwise none was killed at the moment that this is about.
  expect(leftOver).toBeGreaterThan(0);
}, 120_000);
