/** A peer's private store is refused when something of it is lost; LevelDB's own files are read as LevelDB wrote them. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { openPrivateStore } from '../../../network/embedded/ledger/open-databases.js';
import { PrivateStore } from '../../../network/embedded/ledger/private-store.js';
import type { Savepoint } from '../../../network/embedded/ledger/state-database.js';
import { findLevelDbDamage } from '../../../network/embedded/leveldb/find-damage.js';
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
