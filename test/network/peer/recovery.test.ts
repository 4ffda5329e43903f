import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { TestNetwork } from '../../support/embedded-network.js';

jest.setTimeout(120_000);

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the embedded network, stopped and started', () => {
  let network: TestNetwork;

  beforeEach(async () => {
    network = await TestNetwork.start();
  });
  afterEach(() => network.close());

  test('a clean stop has exit code 0, and what was written is there afterwards', async () => {
    await network.contract(network.connect()).submitTransaction('put', 'a', 'one');
    expect(await network.terminate()).toBe(0);
    await network.startPeers();
    expect(text(await network.contract(network.connect()).evaluateTransaction('get', 'a'))).toBe('one');
  });

  test('kill -9 during load, three times: every acknowledged write is there, none is there twice, all peers agree', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const contract = network.contract(network.connect());
      let isOver = false;
      const before = acknowledged.length;
      const clients = Array.from({ length: 16 }, async (_, client) => {
        for (let n = 0; !isOver; n += 1) {
          const key = `r${round} c${client} n${n}`;
          const sent = await contract.submitTransaction('put', key, 'written').then(
            () => true,
            () => false,
          );
          if (!sent) return;
          acknowledged.push(key);
        }
      });
      // However busy the machine is: in the middle of writes, some of which were acknowledged.
      while (acknowledged.length === before) await pause(10);
      await pause(100 + 100 * round);
      await network.kill();
      isOver = true;
      await Promise.all(clients);
      await network.startPeers();
    }
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const mspId of ['HarborMSP', 'CityParkMSP', 'GreenMartMSP']) {
      const contract = network.contract(network.connect(mspId));
      const rows = JSON.parse(text(await contract.evaluateTransaction('range', 'r', 's'))) as [string, string][];
      const found = new Set(rows.map(([key]) => key));
      expect(acknowledged.filter((key) => !found.has(key))).toEqual([]);
      const [first] = acknowledged;
      expect(JSON.parse(text(await contract.evaluateTransaction('history', first!)))).toHaveLength(1);
    }
    await network.contract(network.connect()).submitTransaction('put', 'after', 'recovery');
  });

  test('a port that is taken: it says which, and ends', async () => {
    await network.terminate();
    const { host, port } = network.organization('GreenMartMSP').orderer;
    const other = createServer().listen(port, host);
    await once(other, 'listening');
    await expect(network.startPeers()).rejects.toThrow(`${host}:${port} is in use by another program`);
    other.close();
    await network.startPeers();
  });

  test('killed while it is being brought up for the first time, it goes on where it was', async () => {
    await network.terminate();
    await rm(network.dataDir, { recursive: true });
    for (const afterMs of [150, 300, 450, 600, 750, 900]) {
      const started = network.startPeers().catch(() => undefined);
      await pause(afterMs);
      await network.kill();
      await started;
    }
    await network.startPeers();
    await network.contract(network.connect()).submitTransaction('put', 'a', 'one');
  });

  test('the chaincode process dies and comes back: calls fail clearly, then work', async () => {
    const contract = network.contract(network.connect());
    await contract.submitTransaction('put', 'a', 'one');
    await network.chaincode.stop();
    const error = await contract.evaluateTransaction('get', 'a').then(
      () => undefined,
      (reason: unknown) => reason as { details: { message: string }[] },
    );
    expect(error?.details.map(({ message }) => message).join()).toMatch(/could not launch chaincode|stream terminated/);
    await network.startChaincode();
    await pause(500);
    expect(text(await contract.evaluateTransaction('get', 'a'))).toBe('one');
  });
});
