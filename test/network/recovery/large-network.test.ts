/** A network whose files are large starts with what it reads of their ends; what is damaged before these is found and mended while it runs. */
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { damages } from '../../support/damage.js';
import { eventually } from '../../support/eventually.js';
import { TestNetwork } from '../../support/embedded-network.js';

const LONG_MS = 300_000;
const LARGE_BYTES = 32 * 1024 * 1024;
/** With which a network asks to be started again. */
const START_AGAIN = 75;

let network: TestNetwork;
const embedded = (...names: string[]) => join(network.dataDir, 'embedded', ...names);
const peerPath = (slug: string, name: string) => embedded('peers', slug, 'channels', 'points', 'ledger', name);
const write = (key: string, value: string) => network.contract(network.connect()).submitTransaction('put', key, value);
const read = async (mspId: string, key: string) =>
  Buffer.from(await network.contract(network.connect(mspId)).evaluateTransaction('get', key)).toString();

beforeAll(async () => {
  network = await TestNetwork.start();
  // Blocks are longer than what of one file is read at once.
  for (let number = 0; number < 36; number++) await write(`large ${number}`, `${number} `.padEnd(1_000_000, 'x'));
  await network.terminate();
}, LONG_MS);
afterAll(() => network.close());

it(
  'a block that was damaged long ago: all commit and read meanwhile, it ends by itself, and the next start mends it',
  async () => {
    const blocks = peerPath('harbor', 'blocks');
    expect(statSync(blocks).size).toBeGreaterThan(LARGE_BYTES);
    damages.flipped(blocks, () => 0.1);
    await network.startPeers();
    const [code] = (await once(network.process, 'exit')) as [number];
    expect(code).toBe(START_AGAIN);
    expect(existsSync(`${blocks}.damaged`)).toBe(false);
    await network.startPeers();
    expect(existsSync(`${blocks}.damaged`)).toBe(true);
    await write('after', 'it was mended');
    await eventually(
      () => read('HarborMSP', 'after'),
      (value) => value === 'it was mended',
    );
    expect((await read('HarborMSP', 'large 3')).length).toBe(1_000_000);
    await network.terminate();
  },
  LONG_MS,
);

it(
  'kill -9 leaves nothing that is read for long: the next start has every block, and looks at the rest afterwards',
  async () => {
    await network.startPeers();
    await write('before', 'the kill');
    await network.kill();
    await network.startPeers();
    for (const mspId of ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'])
      expect(await read(mspId, 'before')).toBe('the kill');
    await write('after', 'the kill');
    expect(existsSync(embedded('read-all'))).toBe(false);
    await network.terminate();
  },
  LONG_MS,
);
