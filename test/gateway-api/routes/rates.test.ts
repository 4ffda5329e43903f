/** Rates and exchanges through HTTP. */
import { startApp, startWithMembers, type StartedApp } from '../start-app.js';

const terms = {
  sourceProgramId: 'harbor',
  targetProgramId: 'greenmart',
  version: 1,
  numerator: '1',
  denominator: '3',
  validFrom: '2026-11-01T00:00:00.000Z',
  validUntil: '2126-01-01T00:00:00.000Z',
  quota: '1000',
  lanes: 4,
};

let app: StartedApp;
let accountId: string;
beforeEach(async () => {
  ({ app, accountId } = await startWithMembers());
});
const errorsOf = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer);

describe('rates and exchanges', () => {
  const path = '/v1/rates/harbor/greenmart/1';
  /** The other issuer's gateway. */
  let other: StartedApp;
  beforeEach(async () => {
    other = await startApp({ organization: 'greenmart', network: app.network });
    await other
      .admin('post', '/v1/programs')
      .send({ programId: 'greenmart', name: 'GreenMart', cap: '10000' })
      .expect(201);
  });
  const propose = () => app.admin('post', '/v1/rates').send(terms);
  const accept = (at = path) => other.admin('post', `${at}/accept`).expect(200);
  const exchange = (fields: object = {}) =>
    app
      .cashier('post', '/v1/exchanges')
      .send({ programId: 'harbor', accountId, amount: '100', targetProgramId: 'greenmart', ...fields });

  it('are proposed, accepted, suspended, resumed and withdrawn', async () => {
    const { headers } = await propose().expect(201);
    expect(headers.location).toBe(path);
    for (const [verb, status] of [
      ['accept', 'accepted'],
      ['suspend', 'suspended'],
      ['resume', 'accepted'],
      ['withdraw', 'withdrawn'],
    ] as const) {
      const { body } = await other.admin('post', `${path}/${verb}`).expect(200);
      expect(body).toMatchObject({ version: 1, status, state: 'committed' });
    }
    const { body } = await other.auditor('get', path).expect(200);
    // What was granted of it went back to the programme.
    expect(body).toMatchObject({ status: 'withdrawn', remaining: '0' });
    const { body: listed } = await other.auditor('get', '/v1/rates?sourceProgramId=harbor').expect(200);
    expect(listed.rates).toHaveLength(1);
  });

  it('have what may still be received at them', async () => {
    await propose().expect(201);
    await accept();
    const { body } = await app.auditor('get', path).expect(200);
    const quotaByLane = Array.from({ length: 4 }, (_, lane) => ({ lane }));
    expect(body).toMatchObject({ status: 'accepted', remaining: '1000', quotaByLane });
  });

  it('are quoted and used', async () => {
    await propose().expect(201);
    await accept();
    const query = 'sourceProgramId=harbor&targetProgramId=greenmart&amount=100';
    const { body: quote } = await app.cashier('get', `/v1/rates/quote?${query}`).expect(200);
    expect(quote).toMatchObject({ version: 1, taken: '99', received: '33', remainder: '1' });
    const { body } = await exchange({ minReceived: '33' }).set('idempotency-key', 'x').expect(201);
    expect(body).toMatchObject({ kind: 'exchange', rateVersion: 1, taken: '99', received: '33', remainder: '1' });

    // A newer version does not change what the key meant.
    await app
      .admin('post', '/v1/rates')
      .send({ ...terms, version: 2 })
      .expect(201);
    await accept('/v1/rates/harbor/greenmart/2');
    const replayed = await exchange({ minReceived: '33' }).set('idempotency-key', 'x').expect(201);
    expect(replayed.body).toEqual(body);
  });

  it('are refused where they buy too little, or are not there', async () => {
    expect((await exchange().expect(404)).body).toMatchObject({ code: 'RATE_UNKNOWN' });
    await propose().expect(201);
    await accept();
    const { body } = await exchange({ minReceived: '34' }).expect(422);
    expect(body).toMatchObject({ code: 'RECEIVED_TOO_LITTLE', errors: [{ pointer: '/minReceived' }] });
  });

  it.each([
    ['/v1/rates?targetProgramId=harbor', '/query/sourceProgramId'],
    ['/v1/rates/harbor/greenmart/0', '/path/version'],
    ['/v1/rates/harbor/greenmart/1e1', '/path/version'],
    ['/v1/rates/quote?sourceProgramId=harbor&targetProgramId=greenmart&amount=0', '/query/amount'],
  ])('%s is refused', async (asked, pointer) => {
    expect(errorsOf((await app.auditor('get', asked).expect(400)).body)).toEqual([pointer]);
  });
});
