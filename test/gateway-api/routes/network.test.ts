/** What a gateway tells of nodes, certificates, findings and its own keys. */
import { OrdererSignatures } from '../../../gateway-api/src/projection/orderer-signatures.js';
import type { ChannelBlock } from '../../../gateway-api/src/channel/channel.js';
import type { StartJudge } from '../../../gateway-api/src/watch/judge.js';
import { keyOf, startApp, until } from '../start-app.js';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('GET /v1/network', () => {
  it('has nothing to say before the first configuration came', async () => {
    const app = await startApp();
    const { body } = await app.operator('get', '/v1/network').expect(503);
    expect(body).toMatchObject({ code: 'PEER_UNAVAILABLE' });
  });

  it('knows up to which block each orderer signed', () => {
    const signatures = new OrdererSignatures((id) => `HarborMSP:${id}`);
    const sign = (number: number, signedBy?: number[]): void =>
      signatures.apply({ number, ...(signedBy && { signedBy }) } as unknown as ChannelBlock);
    sign(7, [2, 1]);
    sign(8, [1]);
    sign(9);
    expect(signatures.all()).toEqual([
      { orderer: 'HarborMSP:1', block: 8 },
      { orderer: 'HarborMSP:2', block: 7 },
    ]);
  });
});

it('GET /v1/certificates lists what ends first, and says how soon', async () => {
  const known = [
    { name: 'operator', endsAt: new Date(Date.now() + 400 * DAY_MS) },
    { name: 'peer-tls', endsAt: new Date(Date.now() + 6 * DAY_MS) },
    { name: 'admin', endsAt: new Date(Date.now() - 1_000) },
  ];
  const certificates = { known: () => known, seeNodes: () => Promise.resolve() };
  const app = await startApp({ parts: { certificates } });
  const { body } = await app.operator('get', '/v1/certificates').expect(200);
  expect(body.certificates).toEqual([
    { name: 'admin', endsAt: known[2]!.endsAt.toISOString(), withinDays: 0 },
    { name: 'peer-tls', endsAt: known[1]!.endsAt.toISOString(), withinDays: 7 },
    { name: 'operator', endsAt: known[0]!.endsAt.toISOString() },
  ]);
});

describe('GET /v1/findings', () => {
  it('has nothing where nobody recomputes', async () => {
    await (await startApp()).operator('get', '/v1/findings').expect(200, { state: 'off', count: 0, findings: [] });
  });

  it('has what was found with its text, newest first, and not for tills', async () => {
    const finding = (block: number) => ({
      block,
      about: 'supply',
      text: `block ${block} is wrong`,
      programs: ['harbor'],
    });
    const startJudge: StartJudge = ({ ready }) => {
      setImmediate(() => ready({ next: 3, found: [finding(1), finding(2)], actedOn: 2, isAnew: false }));
      return { judge: () => undefined, keep: () => undefined, stop: () => Promise.resolve() };
    };
    const app = await startApp({ parts: { watch: { startJudge, suspendOnForgery: false } } });
    await until(async () => (await app.operator('get', '/v1/findings')).body.count === 2);
    const { body } = await app.operator('get', '/v1/findings').expect(200);
    expect(body).toMatchObject({ count: 2, findings: [finding(2), finding(1)] });
    await app.cashier('get', '/v1/findings').expect(403);
  });
});

it('GET /v1/keys tells whose keys there are, never what they are', async () => {
  const keys = [
    { id: 'till-4', client: 'till-4', role: 'cashier', createdAt: '2026-11-29T10:00:00.000Z' },
    { id: 'old', client: 'old', role: 'cashier', revokedAt: '2026-11-29T11:00:00.000Z' },
  ] as const;
  const app = await startApp({ parts: { apiKeys: () => keys } });
  await app.anonymous
    .get('/v1/keys')
    .set('authorization', `Bearer ${keyOf('admin')}`)
    .expect(200, { keys });
  await app.operator('get', '/v1/keys').expect(403);
});
