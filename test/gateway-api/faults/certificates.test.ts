/** Certificates that end: told of in time, by the role when it has happened, replaced while the gateway runs, nothing left in doubt. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { common, gateway as messages } from '@hyperledger/fabric-protos';
import { Registry } from 'prom-client';
import { noCertificates, noticeOf, type Certificate } from '../../../gateway-api/src/channel/certificates.js';
import { toFailure } from '../../../gateway-api/src/channel/failures.js';
import { openFabricChannel } from '../../../gateway-api/src/fabric/fabric-channel.js';
import { watchCertificates } from '../../../gateway-api/src/jobs/watch-certificates.js';
import { configuredIn, EndorserCertificates, presentedBy } from '../../../gateway-api/src/fabric/node-certificates.js';
import { goldenChain } from '../../support/golden-chain.js';
import { selfSigned } from '../../support/self-signed.js';
import { available, caller, issue, openAccount, post, silent, startWorld } from '../writes/gateway-world.js';

const DAY = 24 * 60 * 60 * 1000;
const ending = (days: number): Certificate => ({ name: 'operator', endsAt: new Date(Date.now() + days * DAY) });

it.each([
  [31, undefined],
  [29.9, 30],
  [6.9, 7],
  [0.9, 1],
  [-0.1, 0],
])('with %p days left the notice is that of %p', (days, notice) => {
  expect(noticeOf(ending(days))).toBe(notice);
});

it('each notice is logged once, and the metric has what is left of each certificate', async () => {
  const registry = new Registry();
  const lines: string[] = [];
  const log = {
    ...silent,
    warn: (_fields: object, text: string) => lines.push(text),
    error: (_: object, text: string) => lines.push(text),
  };
  const start = Date.now();
  const certificate = ending(40);
  const { run } = watchCertificates({ ...noCertificates, known: () => [certificate] }, log, registry);
  const now = jest.spyOn(Date, 'now');
  for (const day of [0, 10.5, 20, 33.5, 34, 39.5, 39.9, 40.5, 41]) {
    now.mockReturnValue(start + day * DAY);
    await run(new AbortController().signal);
  }
  now.mockReturnValue(start + 10 * DAY);
  const text = await registry.metrics();
  now.mockRestore();
  expect(lines).toEqual([
    'A certificate ends within 30 days',
    'A certificate ends within 7 days',
    'A certificate ends within a day',
    'A certificate has ended',
  ]);
  expect(text).toMatch(/commonpoint_certificate_expires_in_seconds\{certificate="operator"\} 2592000\b/);
});

describe('the channel to Fabric', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'commonpoint-certificates-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A wallet's identity that is good for so long from now. */
  async function put(role: string, forMs: number): Promise<string> {
    const credentials = await selfSigned(role, new Date(Date.now() + forMs));
    const identity = { type: 'X.509', version: 1, mspId: 'HarborMSP', credentials };
    writeFileSync(join(folder, `${role}.id`), JSON.stringify(identity));
    return credentials.certificate;
  }

  it('names the role whose certificate has ended, and takes a new one without a restart', async () => {
    const root = join(folder, 'root.pem');
    writeFileSync(root, await put('operator', -DAY));
    await put('admin', 50 * DAY);
    const channel = await openFabricChannel({
      mspId: 'HarborMSP',
      channel: 'points',
      chaincode: 'points',
      peer: { endpoint: '127.0.0.1:9', hostname: 'peer0', tlsRootCertPath: root },
      walletPath: folder,
      endorsers: ['HarborMSP', 'CityParkMSP'],
    });
    const ask = (): Promise<string> =>
      channel.endorse('operator', 'Points:Post', '{}').then(
        () => 'done',
        (error: unknown) => `${toFailure(error).code}: ${toFailure(error).message}`,
      );
    expect(await ask()).toMatch(/^CERTIFICATE_EXPIRED: The certificate of the role operator ended on 20\S+Z; nothing/);
    expect(channel.certificates.known().map(({ name }) => name)).toEqual(['admin', 'operator', 'peer-tls-root']);

    await put('operator', 50 * DAY);
    await channel.renew();
    expect(await ask()).toMatch(/^PEER_UNAVAILABLE/);
    // One that cannot be read changes nothing.
    writeFileSync(join(folder, 'admin.id'), 'no identity');
    await expect(channel.renew()).rejects.toThrow('admin');
    expect(
      channel.certificates
        .known()
        .every(({ endsAt, name }) => name === 'peer-tls-root' || endsAt.getTime() > Date.now()),
    ).toBe(true);
    channel.close();
  });
});

describe('those of peers and orderers', () => {
  const { bytes } = goldenChain('points');
  const envelopesOf = (block: Buffer) => common.Block.deserializeBinary(block).getData()!.getDataList_asU8();

  it('are read from the channel’s configuration, authorities’ among them', () => {
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(envelopesOf(bytes[0]!)[0]!).getPayload_asU8(),
    );
    const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()!;
    const { certificates, orderers } = configuredIn(config.serializeBinary());
    const names = certificates.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['orderer:HarborMSP:1', 'orderer-tls:HarborMSP:1']);
    expect(new Set(names.map((name) => name.split(':')[0]))).toEqual(
      new Set(['orderer', 'orderer-tls', 'authority', 'authority-tls']),
    );
    expect(names).toHaveLength(orderers.size * 4);
    expect(new Set(names).size).toBe(names.length);
    expect(orderers.get(1)).toBe('HarborMSP:1');
    for (const { endsAt } of certificates) expect(endsAt.getTime()).toBeGreaterThan(Date.parse('2026-01-01'));
  });

  it('are those that endorsers sign with', () => {
    const seen = new EndorserCertificates();
    for (const envelope of bytes.flatMap(envelopesOf)) {
      const prepared = new messages.PreparedTransaction();
      prepared.setEnvelope(common.Envelope.deserializeBinary(envelope));
      seen.see([String(Math.random())], prepared.serializeBinary());
    }
    expect(seen.all.map(({ name }) => name)).toContain('peer:HarborMSP');
  });

  it('is the one that the own peer presents, also when it has ended', async () => {
    const endsAt = new Date(Math.floor((Date.now() - DAY) / 1000) * 1000);
    const { certificate, privateKey } = await selfSigned('peer0', endsAt);
    const server = createServer({ cert: certificate, key: privateKey, ALPNProtocols: ['h2'] });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const address = { endpoint: `127.0.0.1:${port}`, hostname: 'peer0', tlsRootCertPath: '' };
    expect(await presentedBy(address)).toEqual({ name: 'peer-tls', endsAt });
    await new Promise((resolve) => server.close(resolve));
    await expect(presentedBy(address)).rejects.toThrow('ECONNREFUSED');
  });

  it('are looked at again soon while the peer is away, and told of like the gateway’s own', async () => {
    const lines: object[] = [];
    const log = { ...silent, error: (fields: object) => lines.push(fields) };
    let isThere = false;
    const seeNodes = () => (isThere ? Promise.resolve() : Promise.reject(new Error('away')));
    const certificates = () => (isThere ? [{ name: 'orderer-tls:CityParkMSP:2', endsAt: new Date(0) }] : []);
    const job = watchCertificates({ known: certificates, seeNodes }, log);
    await job.run(new AbortController().signal);
    expect([job.pauseMs(1) <= 10_000, lines]).toEqual([true, []]);
    isThere = true;
    await job.run(new AbortController().signal);
    expect(job.pauseMs(2)).toBeGreaterThan(60_000);
    expect(lines).toEqual([{ certificate: 'orderer-tls:CityParkMSP:2', endsAt: '1970-01-01T00:00:00.000Z' }]);
  });
});

it.each(['signer-expired', 'signer-refused'] as const)(
  'what is in doubt when orderers say %s is made anew, and done once',
  async (how) => {
    const world = await startWorld();
    const { gateway, channel } = world.open('harbor', { sender: { expiredMs: 300 } });
    const accountId = await openAccount(gateway, 'harbor', 'm-1');
    channel.submitAccidents.push('lost');
    const posted = post(gateway, 'harbor', issue('op-1', accountId, 50));
    while (channel.submitted.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    channel.expireSigners(how);
    expect((await posted)[0]).toMatchObject({ operationId: 'op-1', state: 'committed' });
    expect(await available(gateway, accountId)).toBe('50');
    // Nothing of it stops the others.
    expect(gateway.health.readiness()).toMatchObject({ orderingAvailable: true });
    await world.end();
  },
);

it('a gateway that is started again with it in doubt does not recover for ever', async () => {
  const world = await startWorld();
  const first = world.open('harbor');
  const accountId = await openAccount(first.gateway, 'harbor', 'm-1');
  first.channel.submitAccidents.push('lost', 'lost', 'lost');
  const options = { waitMs: 0 };
  await first.gateway.operations.submit(caller('harbor'), [issue('op-1', accountId, 50)], options);
  while (first.channel.submitted.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await first.gateway.close(0);
  world.gateways.delete(first.gateway);
  const { gateway, channel } = world.open('harbor', { sender: { expiredMs: 300 } });
  channel.expireSigners('signer-refused', first.channel.endorsed);
  for (const until = Date.now() + 15_000; gateway.health.readiness().recovering && Date.now() < until;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(gateway.health.readiness()).toMatchObject({ recovering: false });
  expect((await post(gateway, 'harbor', issue('op-1', accountId, 50)))[0]).toMatchObject({ state: 'committed' });
  expect(await available(gateway, accountId)).toBe('50');
  await world.end();
});
