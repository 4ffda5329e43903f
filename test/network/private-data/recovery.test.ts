/** What private data survive on the embedded network: stops, kill -9, a lost state database, nobody there to ask. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { peer } from '@hyperledger/fabric-protos';
import { retry } from '../../../network/admin/retry.js';
import { TestNetwork } from '../../support/embedded-network.js';
import { type Call, PrivateDataNetwork } from '../../support/private-data-network.js';

jest.setTimeout(120_000);

const { VALID } = peer.TxValidationCode;
const harbor: Call = { by: 'HarborMSP', at: ['HarborMSP'] };
const cityPark: Call = { by: 'CityParkMSP', at: ['CityParkMSP'] };
const both: Call = { by: 'HarborMSP', at: ['HarborMSP', 'CityParkMSP'] };

/** Whether any file below a folder has these bytes in it. */
function isOnDisk(folder: string, text: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text),
  );
}

describe('private data of a peer that stops and starts', () => {
  let network: PrivateDataNetwork;
  const submit = (...args: Parameters<PrivateDataNetwork['submit']>) => network.submit(...args);
  const evaluate = (...args: Parameters<PrivateDataNetwork['evaluate']>) => network.evaluate(...args);
  const folderOf = (slug: string) => join(network.dataDir, 'embedded', 'peers', slug);
  const eventually = (check: () => Promise<void>) =>
    retry({ what: 'see it', timeoutMs: 10_000, intervalMs: 50 }, check);

  beforeAll(async () => {
    network = await PrivateDataNetwork.start('embedded');
  });

  afterAll(async () => {
    await network?.close();
  });

  test('a lost state database is rebuilt with its private part: kept, purged, expired, raised by metadata', async () => {
    const secret = 'rebuilt';
    for (const key of ['kept', 'purged', 'guarded']) await submit({ ...both, secret }, 'put', 'terms', key);
    await submit(both, 'purge', 'terms', 'purged');
    await submit(both, 'requirePeersOf', 'terms', 'guarded', 'HarborMSP');
    await submit({ ...both, secret }, 'put', 'brief', 'expired');
    for (let blocks = 0; blocks < 3; blocks += 1) await submit(both, 'fill');
    await submit({ ...both, secret }, 'put', 'brief', 'not yet');
    await network.stopPeer('CityParkMSP');
    rmSync(join(folderOf('citypark'), 'channels', 'points', 'ledger', 'rows'), { recursive: true });
    await network.startPeer('CityParkMSP');
    const read = async (collection: string, key: string) => evaluate(cityPark, 'get', collection, key);
    expect(await read('terms', 'kept')).toBe(secret);
    expect(await read('terms', 'purged')).toBe('');
    expect(await read('terms', 'guarded')).toBe(secret);
    expect(await read('brief', 'expired')).toBe('');
    expect(await read('brief', 'not yet')).toBe(secret);
    for (let blocks = 0; blocks < 3; blocks += 1) await submit(both, 'fill');
    expect(await read('brief', 'not yet')).toBe('');
  });

  test('what nobody has when a member commits is missing, and comes when somebody returns', async () => {
    await network.stopPeer('CityParkMSP');
    expect(await submit({ ...harbor, secret: 'late' }, 'put', 'shared', 'late')).toBe(VALID);
    await network.stopPeer('HarborMSP');
    await network.startPeer('CityParkMSP');
    await expect(evaluate(cityPark, 'get', 'shared', 'late')).rejects.toThrow(/is not available/);
    await network.startPeer('HarborMSP');
    await eventually(async () => expect(await evaluate(cityPark, 'get', 'shared', 'late')).toBe('late'));
  });

  test('of what was missing, keys that were purged meanwhile or written again do not come back', async () => {
    await network.stopPeer('CityParkMSP');
    await submit({ ...harbor, secret: 'first' }, 'putBatch', 'shared', '3');
    await submit(harbor, 'purge', 'shared', 'batch-0');
    await submit({ ...harbor, secret: 'second' }, 'put', 'shared', 'batch-1');
    await network.stopPeer('HarborMSP');
    await network.startPeer('CityParkMSP');
    await network.startPeer('HarborMSP');
    await eventually(async () =>
      expect(JSON.parse(await evaluate(cityPark, 'getBatch', 'shared', '3'))).toEqual(['', 'second', 'first']),
    );
    expect(await evaluate(cityPark, 'get', 'shared', 'batch-0')).toBe('');
  });

  test('values are in no file of a non-members peer', async () => {
    const secret = 'only-for-the-pair';
    await submit({ ...both, secret }, 'put', 'terms', 'pair');
    expect(isOnDisk(folderOf('harbor'), secret)).toBe(true);
    expect(isOnDisk(folderOf('citypark'), secret)).toBe(true);
    for (const other of [folderOf('greenmart'), folderOf('auditor'), join(network.dataDir, 'embedded', 'ordering')]) {
      expect(isOnDisk(other, secret)).toBe(false);
    }
  });

  test('a purged value is in no file of its members peers', async () => {
    const secret = 'soon-to-be-forgotten';
    await submit({ ...both, secret }, 'put', 'terms', 'forgotten');
    expect(await submit(both, 'purge', 'terms', 'forgotten')).toBe(VALID);
    await eventually(async () => expect(isOnDisk(network.dataDir, secret)).toBe(false));
  });

  test('a member that joins a collection later gets what was written before, and not what was purged', async () => {
    const greenMart: Call = { by: 'GreenMartMSP', at: ['GreenMartMSP'] };
    await submit({ ...both, secret: 'early' }, 'put', 'shared', 'early');
    await submit({ ...both, secret: 'purged' }, 'put', 'shared', 'purged');
    expect(await submit(both, 'purge', 'shared', 'purged')).toBe(VALID);
    await network.redefine({
      shared: { policy: "OR('HarborMSP.member', 'CityParkMSP.member', 'GreenMartMSP.member')", maxPeerCount: 2 },
    });
    expect(await submit({ ...harbor, secret: 'then' }, 'put', 'shared', 'then')).toBe(VALID);
    await eventually(async () => expect(await evaluate(greenMart, 'get', 'shared', 'then')).toBe('then'));
    await eventually(async () => expect(await evaluate(greenMart, 'get', 'shared', 'early')).toBe('early'));
    expect(await evaluate(greenMart, 'get', 'shared', 'purged').catch(() => '')).toBe('');
    expect(await evaluate(cityPark, 'get', 'shared', 'early')).toBe('early');
  });
});

describe('private data and kill -9', () => {
  let network: TestNetwork;
  const collection = 'terms-CityParkMSP-HarborMSP';

  beforeAll(async () => {
    network = await TestNetwork.start('private-data-chaincode.cjs');
  });

  afterAll(async () => {
    await network?.close();
  });

  test('every acknowledged value is with both members after a kill during load', async () => {
    const acknowledged = new Map<string, string>();
    for (let round = 0; round < 3; round += 1) {
      const contract = network.contract(network.connect());
      let isOver = false;
      const clients = Array.from({ length: 8 }, async (_, client) => {
        for (let n = 0; !isOver; n += 1) {
          const key = `r${round} c${client} n${n}`;
          const value = `value of ${key}`;
          const sent = await contract
            .submit('put', {
              arguments: [collection, key],
              transientData: { value },
              endorsingOrganizations: ['HarborMSP', 'CityParkMSP'],
            })
            .then(
              () => true,
              () => false,
            );
          if (!sent) return;
          acknowledged.set(key, value);
        }
      });
      const before = acknowledged.size;
      while (acknowledged.size < before + 20) await pause(10);
      await network.kill();
      isOver = true;
      await Promise.all(clients);
      await network.startPeers();
    }
    for (const mspId of ['HarborMSP', 'CityParkMSP']) {
      const contract = network.contract(network.connect(mspId));
      const options = { arguments: [collection, '', ''], endorsingOrganizations: [mspId] };
      await retry({ what: 'read all values', timeoutMs: 15_000, intervalMs: 100 }, async () => {
        const answer = Buffer.from(await contract.evaluate('range', options)).toString();
        const rows = new Map(JSON.parse(answer) as [string, string][]);
        const lost = [...acknowledged].filter(([key, value]) => rows.get(key) !== value);
        expect(lost).toEqual([]);
      });
    }
  });
});
