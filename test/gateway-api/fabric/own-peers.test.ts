/** Which of the organisation's own peers is used: with servers that come and go. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { OwnPeers } from '../../../gateway-api/src/fabric/own-peers.js';
import { createCertificateAuthority } from '../../../network/identities/certificate-authority.js';
import { eventually } from '../../support/eventually.js';
import { freePorts } from '../../support/start-tiny-chaincode.js';

let folder: string;
let credentials: ServerCredentials;
let tlsRootCertPath: string;
const servers = new Map<number, Server>();
let basePort: number;
let peers: OwnPeers | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'own-peers-'));
  tlsRootCertPath = join(folder, 'root.pem');
  const authority = await createCertificateAuthority('tlsca', 'Harbor');
  const { certPem, keyPem } = await authority.issueTls({ commonName: 'peer', hosts: ['peer'] });
  writeFileSync(tlsRootCertPath, authority.certPem);
  credentials = ServerCredentials.createSsl(null, [
    { cert_chain: Buffer.from(certPem), private_key: Buffer.from(keyPem) },
  ]);
  basePort = await freePorts(2);
});
afterEach(() => {
  peers?.close();
  for (const server of servers.values()) server.forceShutdown();
  servers.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(number: number): Promise<void> {
  const server = new Server();
  await new Promise<void>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${basePort + number}`, credentials, (error) => (error ? reject(error) : resolve())),
  );
  servers.set(number, server);
}
const stop = (number: number): void => servers.get(number)!.forceShutdown();
const open = (changed = (): void => undefined): OwnPeers => {
  const address = (number: number) => ({
    endpoint: `127.0.0.1:${basePort + number}`,
    hostname: 'peer',
    tlsRootCertPath,
  });
  return (peers = new OwnPeers([address(0), address(1)], changed));
};
const inUse = (): number => Number(peers!.address.endpoint.split(':')[1]) - basePort;
const uses = (number: number): Promise<number> =>
  eventually(
    () => Promise.resolve(inUse()),
    (each) => each === number,
  );
const lost = (): Promise<never> => Promise.reject(new Error('lost'));

it('the next call of one that is lost goes to the other, which stays in use when the first is back', async () => {
  await Promise.all([start(0), start(1)]);
  let changes = 0;
  open(() => changes++);
  await eventually(
    () => Promise.resolve(peers!.client.getChannel().getConnectivityState(false)),
    (state) => state === 2,
  );
  expect(inUse()).toBe(0);
  const asked: number[] = [];
  const answer = peers!.ask(
    () => {
      asked.push(inUse());
      if (inUse() === 1) return Promise.resolve('here');
      stop(0);
      return lost();
    },
    () => true,
  );
  expect(await answer).toBe('here');
  expect(asked).toEqual([0, 1]);
  expect(changes).toBe(1);
  await start(0);
  expect(inUse()).toBe(1);
  stop(1);
  await uses(0);
});

it('begins with whichever is there', async () => {
  await start(1);
  open();
  await uses(1);
});

it('what is no loss of the peer is asked once', async () => {
  await Promise.all([start(0), start(1)]);
  open();
  let asked = 0;
  const refused = peers!.ask(
    () => {
      asked++;
      return lost();
    },
    () => false,
  );
  await expect(refused).rejects.toThrow('lost');
  expect(asked).toBe(1);
});

it('one that is connected and of no use is left: in no channel, or behind what was seen', async () => {
  await Promise.all([start(0), start(1)]);
  let changes = 0;
  open(() => changes++);
  // Until both are connected there is no other one.
  await eventually(
    () => Promise.resolve(peers!.saw(undefined)),
    () => inUse() === 1,
  );
  peers!.saw(100);
  for (let count = 0; count < 10; count++) peers!.saw(40);
  // The other one was of no use a moment ago.
  expect(inUse()).toBe(1);
  expect(changes).toBe(1);
});

const bothConnected = (): Promise<unknown> =>
  eventually(
    () => Promise.resolve(peers!.connected),
    (each) => each === 2,
  );
/** The same peers over new connections. */
const again = (how: 'same' | 'next'): void => {
  const before = peers!;
  peers = before.again(how);
  before.close();
};

/** Whoever is to begin has a second; where all of this took longer, on a busy machine, the other one is rightly in use, and it begins anew. */
async function inTime(begin: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 10; tries++) {
    const since = performance.now();
    await begin();
    if (performance.now() - since < 1_000) return;
    peers!.close();
  }
  throw new Error('two peers are not connected within a second');
}

it('new connections stay with the peer in use, and leave it for what was seen before them', async () => {
  await Promise.all([start(0), start(1)]);
  let changes = 0;
  await inTime(async () => {
    changes = 0;
    open(() => changes++);
    await bothConnected();
    peers!.saw(100);
    again('same');
    await bothConnected();
  });
  expect([inUse(), changes]).toEqual([0, 0]);
  for (let count = 0; count < 3; count++) peers!.saw(40);
  expect([inUse(), changes]).toEqual([1, 1]);
  again('same');
  await bothConnected();
  expect([inUse(), changes]).toEqual([1, 1]);
});

it('new connections because of silence begin with the next peer, which is of no use while it is behind', async () => {
  await Promise.all([start(0), start(1)]);
  await inTime(async () => {
    open();
    await bothConnected();
    peers!.saw(100);
    again('next');
    await bothConnected();
  });
  expect(inUse()).toBe(1);
  for (let count = 0; count < 3; count++) peers!.saw(40);
  expect(inUse()).toBe(0);
});
