/**
 * Any one file of the embedded network's ledgers is damaged: afterwards orderers and peers have every block that there
 * was, with the same commit hashes, and the copies of the first block are what they were.
 */
import { hash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createPeerLedger } from '../../../network/embedded/ledger/peer-ledger.js';
import { BlockChain } from '../../../network/embedded/orderer/block-chain.js';
import { committedDefinitions } from '../../../network/embedded/peer/deployed-chaincodes.js';
import { mendNetwork } from '../../../network/embedded/recovery/mend-network.js';
import { toHex } from '../../../network/embedded/wire/bytes.js';
import { damageKinds, damages, filesBelow, seeded } from '../../support/damage.js';
import { TestNetwork } from '../../support/embedded-network.js';

const SEED = Number(process.env['SEED'] ?? 20_261);
const START_MS = 120_000;

let network: TestNetwork;
/** The data folder as the network left it. */
let saved: string;
let whole: Facts;
let files: string[];

interface Facts {
  readonly ordered: number;
  readonly ends: readonly string[];
}

const write = async (key: string) => network.contract(network.connect()).submitTransaction('put', key, 'x');

/** What the start does, without ports. */
async function opened(dataDir: string): Promise<Facts> {
  await mendNetwork(network.topology, dataDir, () => undefined);
  const embedded = join(dataDir, 'embedded');
  const { channel } = network.topology;
  const chain = await BlockChain.open(join(embedded, 'ordering', channel, 'blocks'));
  const ends: string[] = [];
  for (const { slug } of network.topology.organizations) {
    const folder = join(embedded, 'peers', slug, 'channels', channel);
    const ledger = await createPeerLedger({
      folder: join(folder, 'ledger'),
      genesisBlockBytes: new Uint8Array(readFileSync(join(folder, 'genesis.block'))),
      definitions: committedDefinitions,
      orderedHeight: chain.height,
    });
    while (ledger.height < chain.height) await ledger.commit(await chain.read(ledger.height));
    ends.push(`${ledger.height} ${toHex(ledger.commitHash)}`);
    await ledger.close();
  }
  await chain.close();
  return { ordered: chain.height, ends };
}

beforeAll(async () => {
  network = await TestNetwork.start();
  for (const key of ['a', 'b', 'c', 'd']) await write(key);
  await network.terminate();
  saved = mkdtempSync(join(tmpdir(), 'commonpoint-saved-'));
  for (const part of ['embedded', 'channel'])
    cpSync(join(network.dataDir, part), join(saved, part), { recursive: true });
  whole = await inCopy((copy) => opened(copy));
  // When nodes were started is said to who renews certificates, and nothing is opened by it.
  const stamps = join('embedded', 'started');
  files = filesBelow(saved)
    .map((path) => relative(saved, path))
    .filter((path) => !path.startsWith(stamps));
}, START_MS);

afterAll(async () => {
  await network.close();
  rmSync(saved, { recursive: true });
}, START_MS);

async function inCopy<T>(work: (copy: string) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), 'commonpoint-damaged-'));
  try {
    cpSync(saved, copy, { recursive: true });
    return await work(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

const firstBlocks = (folder: string) =>
  filesBelow(folder)
    .filter((path) => /genesis\.block$|points\.block$/.test(path))
    .map((path) => `${relative(folder, path)} ${hash('sha256', readFileSync(path))}`)
    .sort();

describe('a ledger’s files', () => {
  it.each(damageKinds)(
    `any one of them %s (seed ${SEED}): nothing is lost`,
    async (kind) => {
      const random = seeded(SEED + damageKinds.indexOf(kind));
      // Each peer has the same kinds of files: the orderers', and those of one peer chosen anew for each file.
      const slugs = network.topology.organizations.map(({ slug }) => slug);
      const own = files.filter((path) => !path.includes('/peers/') || path.includes(`/peers/${slugs[0]}/`));
      expect(own.length).toBeGreaterThan(12);
      for (const path of own) {
        const chosen = path.replace(`/${slugs[0]}/`, `/${slugs[Math.floor(random() * slugs.length)]}/`);
        const target = files.includes(chosen) ? chosen : path;
        await inCopy(async (copy) => {
          damages[kind](join(copy, target), random);
          const after = await opened(copy).catch((error: unknown) => String(error));
          expect([target, after]).toEqual([target, whole]);
          expect(firstBlocks(copy)).toEqual(firstBlocks(saved));
        });
      }
    },
    START_MS,
  );

  it('of the orderers are written again when all are gone', async () => {
    await inCopy(async (copy) => {
      rmSync(join(copy, 'embedded', 'ordering'), { recursive: true });
      rmSync(join(copy, 'channel'), { recursive: true });
      expect(await opened(copy)).toEqual(whole);
    });
  });

  it('that nobody has whole any more are refused with a sentence', async () => {
    await inCopy(async (copy) => {
      const blockFiles = filesBelow(copy).filter((path) => path.endsWith('/blocks'));
      expect(blockFiles).toHaveLength(5);
      for (const path of blockFiles) damages.cut(path, () => 0.99);
      await expect(opened(copy)).rejects.toThrow(
        /no block file of peers or orderers has more than \d+ of them: put back/,
      );
    });
  });

  it(
    'of two ledgers put together are refused with a sentence',
    async () => {
      const other = await TestNetwork.start();
      try {
        await inCopy(async (copy) => {
          const ordering = join('embedded', 'ordering');
          rmSync(join(copy, ordering), { recursive: true });
          cpSync(join(other.dataDir, ordering), join(copy, ordering), { recursive: true });
          await expect(opened(copy)).rejects.toThrow(/hold different ledgers .*: put back the whole data folder/);
        });
      } finally {
        await other.close();
      }
    },
    START_MS,
  );
});

describe('a network that starts again', () => {
  const ordering = join('embedded', 'ordering', 'points');
  const peerFile = (pattern: RegExp) => files.find((path) => path.includes('/peers/harbor/') && pattern.test(path))!;

  it.each<[string, () => string, keyof typeof damages]>([
    ['100 bytes cut from the orderers’ blocks', () => join(ordering, 'blocks'), 'cut'],
    ['an octet of the orderers’ blocks flipped', () => join(ordering, 'blocks'), 'flipped'],
    ['the sign that an orderer has joined removed', () => join(ordering, 'joined-harbor'), 'removed'],
    ['a chaincode package emptied', () => peerFile(/tar\.gz$/), 'emptied'],
    ['an empty CURRENT', () => peerFile(/rows\/CURRENT$/), 'emptied'],
    ['the first block of a peer flipped', () => peerFile(/genesis\.block$/), 'flipped'],
  ])(
    'with %s commits',
    async (_, path, kind) => {
      for (const part of ['embedded', 'channel']) {
        rmSync(join(network.dataDir, part), { recursive: true });
        cpSync(join(saved, part), join(network.dataDir, part), { recursive: true });
      }
      const target = join(network.dataDir, path());
      expect(existsSync(target)).toBe(true);
      const length = readFileSync(target).length;
      damages[kind](target, () => (kind === 'flipped' ? 0.5 : (length - 100) / length));
      const damaged = existsSync(target) ? readFileSync(target) : Buffer.alloc(0);
      await network.startPeers();
      // Who wants to know what happened finds it beside the file that was made whole.
      if (target.endsWith('blocks') && kind === 'flipped')
        expect(readFileSync(`${target}.damaged`).equals(damaged)).toBe(true);
      await write('e');
      expect(Buffer.from(await network.contract(network.connect()).evaluateTransaction('get', 'a')).toString()).toBe(
        'x',
      );
      await network.terminate();
    },
    START_MS,
  );
});
