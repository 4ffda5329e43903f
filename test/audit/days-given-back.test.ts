/**
 * Points that waited with their expiry under an order end as many days later as it stood: nothing is found of that, whoever
 * lifts it, and of everything else that two conspiring merchants could make of it there is.
 */
import { catalogue, charterOtherwise, type Transaction, type RequestOf } from '@commonpoint/catalogue';
import { BlockAudit } from '../../audit/src/block-audit.js';
import { sentenceOf } from '../../audit/src/findings.js';
import type { OrderRow, RowWrite } from '../../audit/src/ledger-rows.js';
import { Replay } from '../../audit/src/replay.js';
import '../contract/regulated.js';
import { founded } from '../gateway-api/route-world.js';
import { prepare, startApp, until, type StartedApp } from '../gateway-api/start-app.js';
import type { MemoryNetwork } from '../support/memory-channel.js';

const since = '2026-11-23T09:30:00.000Z';
const regulator = { mspId: 'RegulatorMSP', name: 'R', kind: 'regulator', status: 'active', registeredAt: since };
const constitution = { version: 1, ...charterOtherwise, since };

describe('on a ledger that the chaincode wrote', () => {
  let network: MemoryNetwork;
  let app: StartedApp;
  let accountId: string;
  let planted: number;
  beforeEach(async () => {
    network = await founded();
    network.stub.plant('org', ['RegulatorMSP'], regulator);
    network.stub.plant('constitution', [], constitution);
    const written = (key: string[], value: object) => ({ key, value: Buffer.from(JSON.stringify(value)) });
    network.appendForged(
      [written(['org', 'RegulatorMSP'], regulator), written(['constitution'], constitution)],
      'planted',
    );
    planted = network.blocks.length - 1;
    app = await startApp({ network });
    accountId = await prepare(app, '100');
  });
  const asRegulator = async <T extends Transaction>(entry: T, request: RequestOf<T>): Promise<void> => {
    const channel = network.channel('RegulatorMSP');
    const { transaction } = await channel.endorse('regulator', entry.name, JSON.stringify(request));
    await channel.submit(transaction);
    network.cut();
  };
  const stop = () =>
    asRegulator(catalogue.issueOrder, {
      orderId: 'RegulatorMSP:1',
      scope: { kind: 'account', accountId },
      effect: { kind: 'stop-debits' },
      reasonHash: 'a'.repeat(64),
      expiry: 'waits',
    });
  const lift = () => asRegulator(catalogue.liftOrder, { orderId: 'RegulatorMSP:1' });
  function findings(): string[] {
    const audit = new BlockAudit({ chaincode: 'points', trustsPeer: true });
    return network.blocks.flatMap(({ number }) => {
      const found = audit.apply(network.encoded(number));
      return number === planted ? [] : found.map(sentenceOf);
    });
  }
  const at = (time: string): void => jest.setSystemTime(Date.parse(time));

  it('nothing is found when an order is lifted that let it wait', async () => {
    await stop();
    at('2027-01-12T09:30:00.000Z');
    await lift();
    const { lots } = (await app.operator('get', `/v1/accounts/${accountId}/lots`)).body;
    // 50 days more than two years.
    expect(lots.map(({ expiry }: { expiry: string }) => expiry)).toEqual(['2029-01-12']);
    await app.operator('post', '/v1/redemptions').send({ programId: 'harbor', accountId, amount: '40' }).expect(201);
    expect(findings()).toEqual([]);
  });

  it('their programme’s liability has them in the month in which they were issued', async () => {
    await stop();
    at('2027-01-12T09:30:00.000Z');
    await lift();
    const redemption = { programId: 'harbor', accountId, amount: '40' };
    const { blockNumber } = (await app.operator('post', '/v1/redemptions').send(redemption).expect(201)).body;
    const liability = () => app.auditor('get', '/v1/programs/harbor/liability').expect(200);
    await until(async () => (await liability()).body.asOfBlock >= blockNumber);
    const { body } = await liability();
    expect(body.cohorts).toMatchObject([
      { month: '2026-11', issued: '100', redeemedByAge: [{ age: 2, points: '40' }], outstanding: '60' },
    ]);
    const audit = new BlockAudit({ chaincode: 'points', trustsPeer: true, liabilityOf: 'harbor' });
    for (const { number } of network.blocks) audit.apply(network.encoded(number));
    expect(audit.finish().liability).toEqual(body);
  });
});

describe('is found', () => {
  const [alice, bob] = ['HarborMSP:alice', 'HarborMSP:bob'];
  const order: OrderRow & { daysGivenBack?: number } = {
    orderId: 'RegulatorMSP:1',
    scope: { kind: 'account', accountId: alice },
    effect: { kind: 'stop-debits' },
    expiry: 'waits',
    reasonHash: 'a'.repeat(64),
    from: '2026-11-23T08:00:00.000Z',
    basis: 'regulator',
    issuedBy: 'RegulatorMSP',
    issuedAt: '2026-11-23T08:00:00.000Z',
    status: 'issued',
  };
  const account = (standing?: object): RowWrite => ({
    key: ['account', alice],
    value: { accountId: alice, custodian: 'HarborMSP', status: 'active', ...(standing !== undefined && { standing }) },
  });
  const lot = (accountId: string, expiry: string, txId: string, amount?: string): RowWrite => ({
    key: ['lot', accountId, 'harbor', expiry, txId, '00000'],
    ...(amount !== undefined && { value: { amount } }),
  });
  const stands = [{ orderId: order.orderId, effect: 'stop-debits', from: order.from, waits: true }];
  const lifted = (daysGivenBack = 40): RowWrite[] => [
    account(),
    {
      key: ['order', order.orderId],
      value: {
        ...order,
        status: 'lifted',
        liftedBy: 'RegulatorMSP',
        liftedAt: '2027-01-02T07:00:00.000Z',
        daysGivenBack,
      },
    },
  ];
  /** Of the last transaction. */
  function found(writes: RowWrite[]): string {
    const replay = new Replay();
    replay.apply('founding', [
      { key: ['constitution'], value: constitution },
      { key: ['org', 'RegulatorMSP'], value: regulator },
    ]);
    const waiting = [lot(alice, '2026-12-01', 't0', '50'), lot(bob, '2026-12-01', 't0', '50')];
    replay.apply('t0', [...waiting, lot(alice, '2026-11-01', 't0', '5')], 'HarborMSP');
    replay.apply('t1', [account({ orders: stands }), { key: ['order', order.orderId], value: order }], 'RegulatorMSP');
    replay.endBlock(1);
    replay.takeFindings();
    replay.apply('t2', writes, 'RegulatorMSP');
    replay.endBlock(2);
    return replay.takeFindings().join('\n');
  }
  const moved = (accountId: string, to: string, amount = '50'): RowWrite[] => [
    lot(accountId, '2026-12-01', 't0'),
    lot(accountId, to, 't2', amount),
  ];

  it('nothing, where all get the days that the order stood', () => {
    expect(found([...lifted(), ...moved(alice, '2027-01-10')])).toBe('');
  });
  it.each<[string, RowWrite[], string]>([
    ['more days than the order stood', [...lifted(90), ...moved(alice, '2027-03-01')], 'gives 90 days back'],
    ['more days than it says', [...lifted(), ...moved(alice, '2027-03-01')], `points of ${alice} harbor 2027-03-01`],
    ['days without a lifting', moved(alice, '2027-01-10'), `points of ${alice} harbor 2027-01-10`],
    ['days for others', [...lifted(), ...moved(bob, '2027-01-10')], `points of ${bob} harbor 2027-01-10`],
    [
      'days for what had ended before it',
      [...lifted(), lot(alice, '2026-11-01', 't0'), lot(alice, '2026-12-11', 't2', '5')],
      `points of ${alice} harbor 2026-12-11`,
    ],
    ['more points than waited', [...lifted(), ...moved(alice, '2027-01-10', '51')], `points of ${alice} harbor`],
  ])('%s', (_what, writes, finding) => {
    expect(found(writes)).toContain(finding);
  });
});
