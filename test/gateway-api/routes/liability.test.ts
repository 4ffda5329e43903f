/** What a programme owes, by REST: every point of its supply in one month, and the same digits by the audit out of blocks. */
import { BlockAudit } from '../../../audit/src/block-audit.js';
import { prepare, startApp, until, type StartedApp } from '../start-app.js';

describe('the liability of a programme', () => {
  let app: StartedApp;
  let accountId: string;
  const post = async (path: string, body: object, day: string) => {
    jest.setSystemTime(Date.parse(`${day}T10:00:00.000Z`));
    const { body: done } = await app.operator('post', path).send(body).expect(201);
    return done as { operationId: string; blockNumber: number };
  };
  const points = (amount: string) => ({ programId: 'harbor', accountId, amount });
  const liability = async (query = '') =>
    (await app.auditor('get', `/v1/programs/harbor/liability${query}`).expect(200)).body;
  let redeemed: { operationId: string; blockNumber: number };

  beforeAll(async () => {
    app = await startApp();
    accountId = await prepare(app, '100');
    redeemed = await post('/v1/redemptions', points('30'), '2026-11-28');
    await post('/v1/issuances', points('50'), '2026-12-02');
    await post('/v1/redemptions', points('20'), '2026-12-03');
    await post('/v1/reversals', { operationId: redeemed.operationId, amount: '10' }, '2026-12-04');
    const last = await post('/v1/holds', { ...points('15'), expiresAt: '2027-01-05T00:00:00.000Z' }, '2027-01-02');
    await until(async () => (await app.auditor('get', '/v1/programs')).body.asOfBlock >= last.blockNumber);
  });

  it('has every point of its supply in one month', async () => {
    const { body: supply } = await app.auditor('get', '/v1/programs/harbor/supply').expect(200);
    const { totals, cohorts, month } = await liability();
    expect(month).toBe('2027-01');
    expect(cohorts).toMatchObject([
      {
        month: '2026-11',
        issued: '100',
        redeemedByAge: [
          { age: 0, points: '20' },
          { age: 1, points: '20' },
        ],
        outstanding: '60',
      },
      { month: '2026-12', issued: '50', redeemedByAge: [], outstanding: '50' },
    ]);
    expect(totals).toMatchObject({
      ...{ issued: supply.issued, redeemed: supply.redeemed, expired: supply.expired, returned: supply.reversed },
      outstanding: String(BigInt(supply.outstanding) + BigInt(supply.held)),
    });
  });

  it('is told as of a block', async () => {
    const { totals, asOfBlock } = await liability(`?block=${redeemed.blockNumber}`);
    expect([totals.redeemed, totals.outstanding, asOfBlock]).toEqual(['30', '70', redeemed.blockNumber]);
    expect((await liability(`?block=${redeemed.blockNumber - 1}`)).totals.redeemed).toBe('0');
  });

  it('has the same digits by the audit out of blocks alone', async () => {
    const audit = new BlockAudit({ chaincode: 'points', trustsPeer: true, liabilityOf: 'harbor' });
    for (let number = 0; number < app.network.blocks.length; number++) audit.apply(app.network.encoded(number));
    expect(audit.finish().liability).toEqual(await liability());
  });

  it.each([
    ['harbor/liability?block=999999', 404, 'BLOCK_AHEAD'],
    ['nothing/liability', 404, 'PROGRAM_UNKNOWN'],
    ['harbor/liability?block=x', 400, 'REQUEST_INVALID'],
  ])('refuses %s', async (path, status, code) => {
    expect((await app.auditor('get', `/v1/programs/${path}`).expect(status)).body.code).toBe(code);
  });
});
