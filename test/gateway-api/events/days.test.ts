/** What a new day, and a change of the channel's configuration, bring: the same at every gateway. */
import type { ChannelBlock, NetworkConfig } from '../../../gateway-api/src/channel/channel.js';
import { EventFeed, type LedgerEvent } from '../../../gateway-api/src/events/event-feed.js';
import { eventTables } from '../../../gateway-api/src/events/event-log.js';
import { decodeBlock } from '../../../gateway-api/src/fabric/block-decoding.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { Misassembled } from '../../../gateway-api/src/store/origin.js';
import { goldenChain } from '../../support/golden-chain.js';
import { databaseAt, prepare, startApp, type StartedApp } from '../start-app.js';

const day = (text: string): void => jest.setSystemTime(Date.parse(`${text}T10:00:00.000Z`));

describe('points', () => {
  let app: StartedApp;
  let accountId: string;
  const post = (path: string, amount: string, programId = 'harbor-slow') =>
    app.operator('post', path).send({ programId, accountId, amount }).expect(201);
  const feedOf = async (from: StartedApp, types = ''): Promise<LedgerEvent[]> => {
    const events: LedgerEvent[] = [];
    for (let after: string | undefined; ;) {
      const query = { ...(types && { types }), ...(after !== undefined && { after }) };
      const { body } = await from.as('admin')('get', '/v1/events').query(query).expect(200);
      events.push(...(body.events as LedgerEvent[]));
      after = body.next;
      if (body.isLast && body.events.length < 100) return events;
    }
  };

  beforeAll(async () => {
    app = await startApp();
    accountId = await prepare(app, '5');
    const rules = { transferable: true, maturityDays: 14 };
    await app
      .admin('post', '/v1/programs')
      .send({ programId: 'harbor-slow', name: 'Slow', cap: '1000', expiryMonths: 2, clearingValue: '1', rules })
      .expect(201);
  });

  it('that mature, and that end in thirty days, are told of when the day begins', async () => {
    await post('/v1/issuances', '30');
    const { body: taken } = await post('/v1/issuances', '12');
    await app.operator('post', '/v1/reversals').send({ operationId: taken.operationId, amount: '2' }).expect(201);
    day('2026-12-06');
    await post('/v1/issuances', '1', 'harbor');
    expect(await feedOf(app, 'points.matured,points.expiring')).toEqual([]);
    day('2026-12-07');
    await post('/v1/issuances', '1', 'harbor');
    await post('/v1/issuances', '1', 'harbor');
    const [matured, ...more] = await feedOf(app, 'points.matured,points.expiring');
    expect(more).toEqual([]);
    expect(matured).toMatchObject({
      type: 'points.matured',
      programId: 'harbor-slow',
      maturesOn: '2026-12-07',
      amount: '40',
    });
    expect(matured).not.toHaveProperty('txId');
    // What has matured is spent, which says nothing of what matures later.
    await post('/v1/redemptions', '7');
    // Nothing happens for a while: the first block brings all the days at once.
    const { body } = await app.operator('get', `/v1/accounts/${accountId}/lots`).expect(200);
    const [lot] = (body.lots as { programId: string; expiry: string }[]).filter(
      ({ programId }) => programId === 'harbor-slow',
    );
    day('2027-01-20');
    await post('/v1/issuances', '1', 'harbor');
    const [expiring, ...rest] = await feedOf(app, 'points.expiring');
    expect(rest).toEqual([]);
    expect(expiring).toMatchObject({ programId: 'harbor-slow', expiry: lot!.expiry, amount: '33' });
    day('2027-01-22');
    await post('/v1/issuances', '1', 'harbor');
    expect(await feedOf(app, 'points.matured,points.expiring')).toHaveLength(2);
  });

  it('are told of alike by who reads the ledger later', async () => {
    const other = await startApp({ organization: 'citypark', network: app.network });
    const told = await feedOf(other);
    expect(told).toEqual(await feedOf(app));
    expect(told.length).toBeGreaterThan(10);
  });
});

describe('the channel’s configuration', () => {
  const certificate = (endsAt: string, fingerprint = 'ab') =>
    ({ mspId: 'HarborMSP', use: 'ca', fingerprint, endsAt }) as const;
  const orderer = (mspId: string) => ({ mspId, endpoint: `${mspId}.example:7050` });
  const first: NetworkConfig = {
    version: 1,
    time: Date.parse('2026-11-01T00:00:00Z'),
    organizations: ['CityParkMSP', 'HarborMSP'],
    orderers: [orderer('CityParkMSP'), orderer('HarborMSP')],
    certificates: [certificate('2026-12-25T12:00:00.000Z'), certificate('2036-12-25T12:00:00.000Z', 'cd')],
  };
  const second = { ...first, version: 2, organizations: ['HarborMSP', 'NewMSP'], orderers: [orderer('HarborMSP')] };

  const read = (blocks: readonly Partial<ChannelBlock>[]): LedgerEvent[] => {
    const database = new Database(':memory:', tables);
    const feed = new EventFeed(database, 'gateway.db', { daily: [], eachBlock: [] });
    blocks.forEach((block, number) => {
      database.transaction('rebuildable', () => feed.log.apply({ number, hash: '', transactions: [], ...block }));
    });
    const { events } = feed.page(-1, {}, 1_000);
    database.close();
    return [...events];
  };
  const at = (text: string): Partial<ChannelBlock> => ({ time: Date.parse(`${text}T08:00:00Z`) });

  it('tells who joins and who leaves', () => {
    const told = read([{ network: first }, { network: second }]);
    expect(told.map(({ type, mspId, endpoint, version }) => [type, mspId ?? version, endpoint])).toEqual([
      ['network.changed', 1, undefined],
      ['network.organization-joined', 'CityParkMSP', undefined],
      ['network.organization-joined', 'HarborMSP', undefined],
      ['network.orderer-joined', 'CityParkMSP', 'CityParkMSP.example:7050'],
      ['network.orderer-joined', 'HarborMSP', 'HarborMSP.example:7050'],
      ['network.changed', 2, undefined],
      ['network.organization-joined', 'NewMSP', undefined],
      ['network.organization-left', 'CityParkMSP', undefined],
      ['network.orderer-left', 'CityParkMSP', 'CityParkMSP.example:7050'],
    ]);
    expect(told[0]).toMatchObject({ id: '0:500000', time: '2026-11-01T00:00:00.000Z' });
  });

  it('tells of certificates that end in thirty days, once, and not of those that it has no more', () => {
    const due = (blocks: readonly Partial<ChannelBlock>[]) =>
      read(blocks).filter(({ type }) => type === 'certificate.due');
    const days = ['2026-11-20', '2026-11-24', '2026-11-25', '2026-11-25', '2026-11-26', '2026-12-30'].map(at);
    expect(due([{ network: first }, ...days])).toEqual([
      {
        id: '3:500000',
        type: 'certificate.due',
        block: 3,
        time: '2026-11-25T08:00:00.000Z',
        ...certificate('2026-12-25T12:00:00.000Z'),
      },
    ]);
    const renewed = { ...first, version: 2, certificates: [] };
    expect(due([{ network: first }, at('2026-11-20'), { network: renewed }, ...days])).toEqual([]);
  });

  it('is read from blocks of real Fabric', () => {
    const [block] = goldenChain('points').bytes;
    const { network } = decodeBlock(block!, 'points');
    expect(network).toMatchObject({ version: 0, organizations: expect.arrayContaining(['HarborMSP']) });
    expect(network!.orderers.length).toBeGreaterThan(2);
    expect(new Set(network!.certificates.map(({ use }) => use))).toEqual(
      new Set(['ca', 'tls-ca', 'orderer', 'orderer-tls']),
    );
    for (const { endsAt, fingerprint } of network!.certificates) {
      expect(Date.parse(endsAt)).toBeGreaterThan(network!.time);
      expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

it('a file from before there were these events is read again', () => {
  const path = databaseAt('before-days');
  const before = new Database(path, [...tables.filter(({ version }) => version <= 10)]);
  before.sqlite.exec('UPDATE checkpoint SET block = 7');
  before.close();
  const database = new Database(path, tables);
  expect(() => new EventFeed(database, path, { daily: [], eachBlock: [] })).toThrow(Misassembled);
  database.close();
  expect(eventTables.map(({ version }) => version)).toEqual([10, 11]);
});
