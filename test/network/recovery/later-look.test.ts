/** What a start left is looked at while everything works: whatever else happens to the files, to the thread and to the disk meanwhile. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { BlockFile, placesPath } from '../../../network/embedded/ledger/block-file.js';
import { openPrivateStore, openStateDatabase } from '../../../network/embedded/ledger/open-databases.js';
import { PrivateStore } from '../../../network/embedded/ledger/private-store.js';
import { BYTES_OF_BLOCK_MIN, StateDatabase } from '../../../network/embedded/ledger/state-database.js';
import { surveyLevelDb } from '../../../network/embedded/leveldb/find-damage.js';
import { findDamaged } from '../../../network/embedded/recovery/find-damaged.js';
import { LaterLook, readAllPath } from '../../../network/embedded/recovery/later-look.js';
import { newLooks } from '../../../network/embedded/recovery/looks.js';
import { damages, filesBelow } from '../../support/damage.js';
import { createChannelFixture } from '../ledger/channel-fixture.js';

/** Rows that were put there by hand have their values. */
const noBlocks = {
  part: (): never => {
    throw new Error('no row has its value in a block');
  },
};
const THREAD = join(__dirname, '..', '..', '..', 'network', 'dist', 'embedded', 'recovery', 'look-thread.js');

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'commonpoint-later-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(work, { recursive: true });
});

/** One that tells what it says, and of what it finds. */
function look(script = THREAD) {
  const [lines, damaged]: [string[], string[]] = [[], []];
  const log = (line: string): void => void lines.push(line);
  const later = new LaterLook({ dataDir: work, log, damaged: (path) => damaged.push(path), atOnceBytes: 0 }, script);
  return { later, lines, damaged };
}

/** A block file with a block that is damaged. */
async function damagedBlocks() {
  const path = join(work, 'blocks');
  const file = await BlockFile.open(path);
  for (const content of ['first', 'second']) await file.append(Buffer.from(content));
  const end = file.size;
  await file.close();
  writeFileSync(path, readFileSync(path, 'latin1').replace('first', 'fired'), 'latin1');
  return { kind: 'blocks', path, end } as const;
}

describe('a later look', () => {
  it('at what cannot be read tells of it, and goes on with the others', async () => {
    const { later, lines, damaged } = look();
    const others = await damagedBlocks();
    // As of a disk that does not answer.
    mkdirSync(join(work, 'sick.ldb'));
    later.looks.left.push(
      { kind: 'table', path: join(work, 'sick.ldb') },
      { kind: 'blocks', path: join(work, 'nowhere'), end: 1 },
      others,
    );
    await later.begin();
    expect(lines).toEqual([
      expect.stringMatching(/sick\.ldb could not be looked at: .*EISDIR/),
      expect.stringMatching(/nowhere could not be looked at: .*ENOENT/),
    ]);
    expect(damaged).toEqual([others.path]);
  });

  it.each([
    ['that is not there', join('/', 'nowhere', 'thread.js')],
    ['that cannot be begun', 'thread.js'],
  ])('without a thread, as for one %s, is told of, and ends nothing', async (_why, script) => {
    const { later, lines, damaged } = look(script);
    let released = 0;
    later.looks.left.push({ kind: 'table', path: join(work, 'table') }, await damagedBlocks());
    later.looks.holds.push(async () => void (released += 1));
    await later.begin();
    expect(lines).toEqual(Array(2).fill(expect.stringMatching(/^files could not be looked at: /)));
    expect([released, damaged]).toEqual([1, []]);
  });

  it('that found damage has the next start read everything, also if a peer is started while the process ends', async () => {
    const { later, damaged } = look();
    later.looks.left.push(await damagedBlocks());
    await later.begin();
    await later.begin();
    expect(damaged).toHaveLength(1);
    expect(existsSync(readAllPath(work))).toBe(true);
  });
});

/** A database with some tables, which have rows of the same range. */
async function fill(folder: string): Promise<string[]> {
  const level = new ClassicLevel<string, string>(folder, { writeBufferSize: 64 * 1024, compression: false });
  for (let row = 0; row < 2_500; row++) await level.put(`row ${(row * 7919) % 2_500}`, `secret ${row} `.repeat(5));
  await level.close();
  // What was in the log is in a table then. They are too few for LevelDB to compact them by itself.
  await level.open();
  await level.close();
  const tables = filesBelow(folder).filter((path) => path.endsWith('.ldb'));
  expect(tables.length).toBeGreaterThan(1);
  return tables;
}
const gone = (tables: readonly string[]): string[] => tables.filter((path) => !existsSync(path));

describe('tables that are to be looked at', () => {
  it('of the state stay on the disk until then, though the database has replaced them, and go at once afterwards', async () => {
    const tables = await fill(work);
    const database = await StateDatabase.open(work, noBlocks);
    const release = database.holdFiles();
    await database.compact({ gte: '', lt: '~' });
    expect(gone(tables)).toEqual([]);
    await release();
    // Rows that were to be forgotten meanwhile are in them.
    expect(gone(tables)).toEqual(tables);
    await database.close();
  });

  it('of the state stay there from the moment on in which it is open', async () => {
    const tables = await fill(work);
    jest.spyOn(StateDatabase.prototype, 'isComplete').mockImplementation(async function (this: StateDatabase) {
      await this.compact({ gte: '', lt: '~' });
      return true;
    });
    const looks = newLooks('some', 0);
    const database = await openStateDatabase(work, noBlocks, () => undefined, looks);
    expect(looks.left.map(({ path }) => path).sort()).toEqual(tables);
    expect(gone(tables)).toEqual([]);
    for (const release of looks.holds) await release();
    expect(gone(tables)).toEqual(tables);
    await database.close();
  });

  it('of private data too: what a disk damaged in them is in no block, and would be written anew with checksums that are right', async () => {
    const tables = await fill(work);
    const looks = newLooks('some', 0);
    const store = await openPrivateStore(work, undefined, false, looks);
    expect(looks.left.map(({ path }) => path).sort()).toEqual(tables);
    const purged = { namespace: 'points', collection: 'terms', keyHash: 'aa', version: { block: 1, tx: 0 } };
    await store.commit({ number: 1, stored: [], missing: [], purged: [purged] });
    expect(gone(tables)).toEqual([]);
    for (const release of looks.holds) await release();
    expect(gone(tables)).toEqual(tables);
    await store.close();
    const again = await PrivateStore.open(work);
    expect(again.lastBlock).toBe(1);
    await again.close();
  });
});

describe('a start', () => {
  it('reads the newest tables of a database, and of the others that they are there and as long as they were', async () => {
    const tables = await fill(work);
    const survey = () => surveyLevelDb(work, undefined, 1);
    const names = tables.map((path) => basename(path));
    const [older, newest] = [tables.slice(0, -1), tables.at(-1)!];
    expect(await survey()).toEqual({ damaged: undefined, left: names.slice(0, -1).toReversed() });
    const flipped = async (path: string): Promise<unknown> => {
      const before = readFileSync(path);
      damages.flipped(path, () => 0.4);
      const { damaged } = await survey();
      writeFileSync(path, before);
      return damaged;
    };
    expect(await flipped(newest)).toBe(basename(newest));
    for (const path of older) {
      expect(await flipped(path)).toBeUndefined();
      const before = readFileSync(path);
      writeFileSync(path, before.subarray(1));
      expect((await survey()).damaged).toBe(basename(path));
      rmSync(path);
      expect((await survey()).damaged).toBe(basename(path));
      writeFileSync(path, before);
    }
  });

  it('counts as many blocks as logs may have brought: the smallest leaves no less in them than is reckoned with', async () => {
    const channel = await createChannelFixture();
    const folder = channel.temporaryFolder();
    const ledger = await channel.openLedger(folder);
    const logs = () => filesBelow(join(folder, 'rows')).filter((path) => path.endsWith('.log'));
    const bytes = () => logs().reduce((sum, path) => sum + statSync(path).size, 0);
    for (const envelopes of [[], [Buffer.from('no envelope')]]) {
      const before = bytes();
      await ledger.commit(channel.nextBlock(ledger, envelopes));
      expect(bytes() - before).toBeGreaterThan(BYTES_OF_BLOCK_MIN);
    }
    await ledger.close();
    channel.remove();
  });
});

describe('where blocks lie', () => {
  const contents = ['first', 'second', 'third'].map((text) => Buffer.from(text));
  const open = async () => {
    const file = await BlockFile.open(join(work, 'blocks'));
    await file.survey('end');
    return file;
  };

  it('is noted anew of what was cut off and written again', async () => {
    const file = await open();
    const places = [];
    for (const content of contents) places.push(await file.append(content));
    await file.truncate(places[1]!.offset);
    await file.append(Buffer.from('the second one, which is longer'));
    expect(Buffer.from(await file.block(1)).toString()).toBe('the second one, which is longer');
    await file.close();
  });

  it('is found where what is noted is lost, also when nothing can be noted', async () => {
    const file = await open();
    for (const content of contents) await file.append(content);
    await file.close();
    const path = placesPath(join(work, 'blocks'));
    writeFileSync(path, readFileSync(path).fill(0));
    const again = await BlockFile.open(join(work, 'blocks'));
    jest.spyOn(await handlePrototype(), 'write').mockRejectedValue(new Error('EIO'));
    expect(Buffer.from(await again.block(2)).toString()).toBe('third');
    jest.restoreAllMocks();
    await again.close();
  });
});

describe('a length that a disk changed, in a file of gigabytes', () => {
  /** Two blocks, of which the first says that it is as long as no block is; behind them much, which takes no room on the disk. */
  async function changed() {
    const path = join(work, 'blocks');
    const file = await BlockFile.open(path);
    for (const content of ['first', 'second']) await file.append(Buffer.from(content));
    await file.close();
    const handle = await files.open(path, 'r+');
    await handle.write(Buffer.from([0x80, 0, 0, 5]), 0, 4, 0);
    await handle.truncate(3 * 2 ** 30);
    await handle.close();
    return path;
  }

  it('is damage at a start', async () => {
    const file = await BlockFile.open(await changed());
    expect(await file.survey('all')).toEqual({ count: 0, end: 0, isDamaged: true });
    await file.close();
  });

  it('ends nothing where blocks are asked for whose places are lost', async () => {
    const path = await changed();
    rmSync(placesPath(path));
    const file = await BlockFile.open(path);
    for (const number of [0, 1]) await expect(file.block(number)).rejects.toThrow(/is not as long as it says|no block/);
    await expect(file.append(new Uint8Array(2 ** 30 + 1))).rejects.toThrow('no block is as long');
    await file.close();
  });

  it('is damage when it is looked at afterwards', async () => {
    const left = { kind: 'blocks', path: await changed(), end: 3 * 2 ** 30 } as const;
    const unreadable: unknown[] = [];
    expect(findDamaged([left], (...it) => unreadable.push(it))).toBe(left.path);
    expect(unreadable).toEqual([]);
  });
});

async function handlePrototype(): Promise<files.FileHandle> {
  const handle = await files.open(__filename);
  await handle.close();
  return Object.getPrototypeOf(handle) as files.FileHandle;
}
