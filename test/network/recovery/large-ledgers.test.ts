/**
 * A start reads the ends of large files, whatever stands before them, and what it leaves is looked at afterwards: damage is found and mended all
 * the same. Ledgers here are small, and count as large by what is asked of a start.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { BlockFile, placesPath } from '../../../network/embedded/ledger/block-file.js';
import type { PeerLedger } from '../../../network/embedded/ledger/types.js';
import { BlockChain } from '../../../network/embedded/orderer/block-chain.js';
import { findDamaged } from '../../../network/embedded/recovery/find-damaged.js';
import { LaterLook, readAllPath } from '../../../network/embedded/recovery/later-look.js';
import { type Looks, newLooks } from '../../../network/embedded/recovery/looks.js';
import { mendBlocks } from '../../../network/embedded/recovery/mend-blocks.js';
import { toHex } from '../../../network/embedded/wire/bytes.js';
import { damageKinds, damages, filesBelow, seeded } from '../../support/damage.js';
import { type ChannelFixture, CHAINCODE, createChannelFixture } from '../ledger/channel-fixture.js';

const SEED = Number(process.env['SEED'] ?? 20_263);
const LONG_MS = 300_000;
const THREAD = join(__dirname, '..', '..', '..', 'network', 'dist', 'embedded', 'recovery', 'look-thread.js');
const BLOCKS = 30;
const quiet = (): void => undefined;
const everythingIsRead = (path: string): void => {
  throw new Error(`${path} cannot be read`);
};

let channel: ChannelFixture;
let work: string;
/** With {@link BLOCKS} blocks, and with ten times as many. */
let small: string;
let large: string;

const chainPath = (folder: string) => join(folder, 'ordering', 'blocks');
const ledgerPath = (folder: string) => join(folder, 'peer');

/** An orderers' chain and a peer's ledger, with some kilobytes in each block, as a clean end leaves them. */
async function makeLedger(blocks: number): Promise<string> {
  const folder = channel.temporaryFolder();
  const ledger = await channel.openLedger(ledgerPath(folder));
  const chain = await BlockChain.open(chainPath(folder));
  await chain.append((await ledger.getBlock(0))!.bytes);
  const random = seeded(SEED);
  for (let number = 1; number < blocks; number++) {
    const value = Buffer.from(Array.from({ length: 4_000 }, () => random() * 256));
    const write = { does: (set: { write(...it: unknown[]): void }) => set.write(CHAINCODE, `key ${number}`, value) };
    const block = channel.nextBlock(ledger, [channel.transaction(write).envelope]);
    await chain.append(block);
    await ledger.commit(block);
  }
  await chain.close();
  await ledger.close();
  // What a run wrote is in LevelDB's log until it is opened once more.
  await (await channel.openLedger(ledgerPath(folder))).close();
  return folder;
}

interface Facts {
  readonly ordered: number;
  readonly end: string;
}

/** What the start does with them. */
async function opened(folder: string, looks: Looks): Promise<Facts> {
  await mendBlocks(chainPath(folder), [join(ledgerPath(folder), 'blocks')], quiet, looks);
  const chain = await BlockChain.open(chainPath(folder));
  let ledger: PeerLedger | undefined;
  try {
    ledger = await channel.openLedger(ledgerPath(folder), { orderedHeight: chain.height, looks });
    while (ledger.height < chain.height) await ledger.commit(await chain.read(ledger.height));
    return { ordered: chain.height, end: `${ledger.height} ${toHex(ledger.commitHash)}` };
  } finally {
    await chain.close();
    await ledger?.close();
  }
}

beforeAll(async () => {
  channel = await createChannelFixture();
  [small, large] = [await makeLedger(BLOCKS), await makeLedger(10 * BLOCKS)];
}, LONG_MS);
afterAll(() => channel.remove());
beforeEach(() => {
  work = join(mkdtempSync(join(tmpdir(), 'commonpoint-large-')), 'work');
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(join(work, '..'), { recursive: true });
});

/** How many bytes are read by what is done. */
async function counted(action: () => Promise<unknown>): Promise<number> {
  const handle = await files.open(__filename);
  const prototype = Object.getPrototypeOf(handle) as files.FileHandle;
  await handle.close();
  let bytes = 0;
  const { read } = prototype;
  const { readFile } = files;
  jest.spyOn(prototype, 'read').mockImplementation(async function (this: files.FileHandle, ...given: unknown[]) {
    const result = await (read as (...it: unknown[]) => Promise<{ bytesRead: number }>).apply(this, given);
    bytes += result.bytesRead;
    return result as never;
  });
  jest.spyOn(files, 'readFile').mockImplementation(async (...given) => {
    const content = await readFile(...given);
    bytes += content.length;
    return content;
  });
  await action();
  jest.restoreAllMocks();
  return bytes;
}

describe('a start', () => {
  it(
    'reads no more of a ledger with ten times as many blocks',
    async () => {
      const atOnce = 16 * 1024;
      const some = async (folder: string) => counted(() => opened(folder, newLooks('some', atOnce)));
      const [ofSmall, ofLarge] = [await some(small), await some(large)];
      const all = await counted(() => opened(large, newLooks('all')));
      expect(all).toBeGreaterThan(10 * BLOCKS * 3 * 4_000);
      expect(ofLarge).toBeLessThan(1.3 * ofSmall);
      expect(ofLarge).toBeLessThan(all / 4);
    },
    LONG_MS,
  );

  it('reads one that is not large whole, and leaves nothing', async () => {
    const looks = newLooks('some');
    await opened(small, looks);
    expect(looks.left).toEqual([]);
    expect(looks.holds).toEqual([]);
  });

  it('leaves blocks up to where they end, and tables but the newest', async () => {
    const looks = newLooks('some', 0);
    await opened(large, looks);
    const { size } = statSync(chainPath(large));
    expect(looks.left).toContainEqual({ kind: 'blocks', path: chainPath(large), end: size });
    expect(looks.left.filter(({ kind }) => kind === 'blocks')).toHaveLength(2);
    expect(looks.left.filter(({ kind }) => kind === 'table').length).toBeGreaterThan(0);
    expect(findDamaged(looks.left, everythingIsRead)).toBeUndefined();
  });

  it(
    `mends any file that was damaged, at once or when it was looked at (seed ${SEED})`,
    async () => {
      const whole = await opened(small, newLooks('all'));
      const random = seeded(SEED);
      const found = { atOnce: 0, later: 0 };
      const targets = filesBelow(small).map((path) => relative(small, path));
      for (const target of targets.flatMap((path) => (path.endsWith('blocks') ? [path, path, path] : [path]))) {
        for (const kind of damageKinds) {
          cpSync(small, work, { recursive: true });
          damages[kind](join(work, target), random);
          const some = newLooks('some', 0);
          // A start that fails reads everything and begins again.
          const first = await opened(work, some).catch(() => undefined);
          const damaged = first === undefined ? undefined : findDamaged(some.left, everythingIsRead);
          found[damaged === undefined ? 'atOnce' : 'later'] += 1;
          const after =
            first === undefined || damaged !== undefined ? await opened(work, newLooks('all')).catch(String) : first;
          expect([target, kind, after]).toEqual([target, kind, whole]);
          // Nothing is left that only everything together shows.
          expect([target, kind, await opened(work, newLooks('all')).catch(String)]).toEqual([target, kind, whole]);
          rmSync(work, { recursive: true });
        }
      }
      expect(found.later).toBeGreaterThan(3);
    },
    LONG_MS,
  );

  it('reads all of them where their ends do not fit together', async () => {
    cpSync(small, work, { recursive: true });
    // The orderers lost their last blocks whole, and the peer has them.
    const file = await BlockFile.open(chainPath(work));
    const { end } = await file.survey('all');
    await file.close();
    truncateSync(chainPath(work), end - 10_000);
    const looks = newLooks('some', 0);
    expect(await opened(work, looks)).toEqual(await opened(small, newLooks('all')));
    expect(looks.left.filter(({ kind }) => kind === 'blocks')).toEqual([]);
  });
});

describe('where blocks lie', () => {
  /** All blocks by their numbers, and how far the file is whole. */
  async function facts(path: string): Promise<unknown> {
    const file = await BlockFile.open(path);
    const survey = await file.survey('end');
    const blocks: string[] = [];
    for (let number = 0; number < survey.count; number++) blocks.push(toHex(await file.block(number)).slice(-40));
    await file.close();
    return { ...survey, blocks };
  }
  let path: string;
  let whole: unknown;
  beforeEach(async () => {
    cpSync(small, work, { recursive: true });
    path = chainPath(work);
    whole = await facts(path);
  });

  it.each<[string, (places: string, round: number) => void]>([
    ['was removed', (places) => rmSync(places)],
    ['was cut anywhere', (places, round) => truncateSync(places, Math.floor((statSync(places).size * round) / 25))],
    ['has an octet flipped anywhere', (places, round) => damages.flipped(places, seeded(SEED + round))],
    ['ends in zeros, as after a power cut', (places, round) => zeroEnd(places, 18 * round + (round % 18))],
    ['is of a ledger with other blocks', (places) => cpSync(placesPath(chainPath(large)), places)],
    [
      'is of another file of the same blocks',
      (places) => cpSync(placesPath(join(ledgerPath(small), 'blocks')), places),
    ],
    ['has more behind its end', (places) => writeFileSync(places, Buffer.alloc(200, 7), { flag: 'a' })],
  ])('is found all the same when the file that says so %s', async (_how, harm) => {
    const before = readFileSync(placesPath(path));
    for (let round = 0; round < 25; round++) {
      writeFileSync(placesPath(path), before);
      harm(placesPath(path), round);
      expect([round, await facts(path)]).toEqual([round, whole]);
    }
  });

  it('is known of blocks that came after a kill, and of the last one that a crash cut', async () => {
    const file = await BlockFile.open(path);
    await file.survey('end');
    const more = Array.from({ length: 70 }, (_, at) => Buffer.alloc(100 + at, at));
    for (const bytes of more) await file.append(bytes);
    // Killed: what was noted of the last ones is not in the file.
    cpSync(path, `${path}.killed`);
    cpSync(placesPath(path), placesPath(`${path}.killed`));
    await file.close();
    truncateSync(`${path}.killed`, statSync(path).size - 3);
    const again = await BlockFile.open(`${path}.killed`);
    expect((await again.survey('end')).count).toBe(BLOCKS + 69);
    for (const [at, bytes] of more.slice(0, -1).entries()) {
      expect(Buffer.from(await again.block(BLOCKS + at)).equals(bytes)).toBe(true);
    }
    await expect(again.block(BLOCKS + 69)).rejects.toThrow('there is no block');
    await again.close();
  });

  function zeroEnd(of: string, bytes: number): void {
    const content = readFileSync(of);
    writeFileSync(of, content.fill(0, Math.max(0, content.length - bytes)));
  }
});

describe('what a start left', () => {
  const look = (dataDir: string, damaged: (path: string) => void = () => undefined, log = quiet) =>
    new LaterLook({ dataDir, log, damaged, atOnceBytes: 0 }, THREAD);

  it('is looked at by a thread, and what is damaged has the next start read everything, however often it is killed', async () => {
    cpSync(small, work, { recursive: true });
    const blocks = join(ledgerPath(work), 'blocks');
    damages.flipped(blocks, () => 0.3);
    const told: string[] = [];
    const first = look(work, (path) => told.push(path));
    const whole = await opened(small, newLooks('all'));
    expect(await opened(work, first.looks)).toEqual(whole);
    await first.begin();
    expect(told).toEqual([blocks]);
    expect(existsSync(readAllPath(work))).toBe(true);
    for (let kill = 0; kill < 2; kill++) expect(look(work).looks.atOnceBytes).toBe(Infinity);
    const second = look(work, (path) => told.push(path));
    expect(await opened(work, second.looks)).toEqual(whole);
    await second.begin();
    expect(existsSync(`${blocks}.damaged`)).toBe(true);
    const third = look(work, (path) => told.push(path));
    expect(third.looks.atOnceBytes).toBe(0);
    await opened(work, third.looks);
    await third.begin();
    expect(told).toEqual([blocks]);
  });
});
