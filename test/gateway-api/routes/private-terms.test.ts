/** Terms and money statements through HTTP: what goes where, and what is kept of it. */
import { ChannelFailure } from '../../../gateway-api/src/channel/channel.js';
import { founded, standing } from '../route-world.js';
import { prepare, startApp, type StartedApp } from '../start-app.js';

let app: StartedApp;
beforeEach(async () => {
  app = await startApp();
});

const terms = {
  validFrom: '2026-11',
  prices: [{ programId: 'harbor', price: '713713' }],
  fees: [{ payer: 'CityParkMSP', basisPoints: 25, perCycle: '0' }],
};
const proposal = { counterparty: 'CityParkMSP', version: 1, terms };
const propose = (body: object = proposal, key = `p-${Math.random()}`) =>
  app.admin('post', '/v1/terms').set('idempotency-key', key).send(body);
const path = '/v1/terms/CityParkMSP/1';

const CLOSED_AT = '2026-12-01T00:20:00.000Z';
/** November is over: Harbor owes CityPark 30 points on these terms. */
const closed = standing(async (network) => {
  const harbor = await startApp({ network });
  const citypark = await startApp({ network, organization: 'citypark' });
  const accountId = await prepare(harbor, '30');
  await harbor.admin('post', '/v1/terms').send(proposal).expect(201);
  const acceptance = citypark.admin('post', '/v1/terms/HarborMSP/1/accept').send({ terms });
  await acceptance.expect(200);
  const redemption = { programId: 'harbor', accountId, amount: '30', acceptor: 'CityParkMSP' };
  await harbor.cashier('post', '/v1/redemptions').send(redemption).expect(201);
  jest.setSystemTime(Date.parse(CLOSED_AT));
  await harbor.operator('post', '/v1/clearing/cycles/2026-11/close').expect(200);
}, founded);
const accept = (body: object) => app.admin('post', `${path}/accept`).send(body);
/** What CityPark proposes is what Harbor answers. */
const proposedByTheOther = async () => {
  const other = await startApp({ organization: 'citypark', network: app.network });
  const { body } = await other
    .admin('post', '/v1/terms')
    .send({ ...proposal, counterparty: 'HarborMSP' })
    .expect(201);
  return body as { hash: string };
};

describe('terms', () => {
  it('are proposed, read by their members and listed for everybody', async () => {
    const { body, headers } = await propose().expect(201);
    expect(body).toMatchObject({ version: 1, status: 'proposed', state: 'committed' });
    expect(JSON.stringify(body)).not.toContain('713713');
    expect(headers.location).toBe(path);
    const read = await app.operator('get', path).expect(200);
    expect(read.body).toMatchObject({ terms, hash: body.hash, salt: expect.stringMatching(/^[0-9a-f]{32}$/) });
    for (const list of ['/v1/terms', '/v1/terms/CityParkMSP']) {
      const { body: listed } = await app.auditor('get', list).expect(200);
      expect(listed.terms).toHaveLength(1);
      expect(JSON.stringify(listed)).not.toContain('713713');
    }
    expect((await app.auditor('get', '/v1/terms/GreenMartMSP').expect(200)).body.terms).toEqual([]);
  });

  it('go in the transient map, and the request names them not', async () => {
    await propose().expect(201);
    expect(app.submitted()).toEqual([{ name: 'Terms:Propose', request: { counterparty: 'CityParkMSP', version: 1 } }]);
  });

  it('have the same salt when the request is repeated, under any key', async () => {
    const first = await propose(proposal, 'k').expect(201);
    const replayed = await propose(proposal, 'k').expect(201);
    expect(replayed.body).toEqual(first.body);
    const repeated = await propose(proposal, 'l').expect(201);
    expect(repeated.body.hash).toBe(first.body.hash);
    const other = await propose({ ...proposal, terms: { ...terms, prices: [] } }, 'k').expect(422);
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('leave nothing in the log', async () => {
    await propose().expect(201);
    await propose({ ...proposal, terms: { ...terms, prices: [{ programId: 'harbor', price: '-713713' }] } }).expect(
      400,
    );
    app.channel.endorseFailures.push(new ChannelFailure('unavailable', 'at 10.0.0.1:7051'));
    await propose({ ...proposal, version: 2 }).expect(503);
    expect(JSON.stringify(app.lines)).not.toContain('713713');
  });

  it('are accepted by what one expects, or by the hash of what one has read', async () => {
    const { hash } = await proposedByTheOther();
    expect((await accept({ terms: { ...terms, prices: [] } }).expect(409)).body.code).toBe('TERMS_DIFFER');
    expect((await accept({ hash: 'a'.repeat(64) }).expect(409)).body.code).toBe('TERMS_DIFFER');
    expect((await accept({ hash }).expect(200)).body).toMatchObject({ status: 'accepted' });
    expect((await accept({ terms }).expect(200)).body).toMatchObject({ status: 'accepted' });
  });

  it('are not accepted by whoever proposed, and not before there are any', async () => {
    expect((await accept({ terms }).expect(404)).body.code).toBe('TERMS_UNKNOWN');
    await propose().expect(201);
    expect((await accept({ terms }).expect(403)).body.code).toBe('NOT_TERMS_PARTY');
  });

  it('are withdrawn', async () => {
    await propose().expect(201);
    const { body } = await app.admin('post', `${path}/withdraw`).expect(200);
    expect(body).toMatchObject({ status: 'withdrawn', withdrawnBy: 'HarborMSP' });
    expect((await propose({ ...proposal, version: 3 }).expect(409)).body.code).toBe('TERMS_VERSION_WRONG');
  });

  it.each(['HarborMSP', 'AuditorMSP', 'NobodyMSP'])('are sent to no peer of %s', async (counterparty) => {
    const requests = [
      propose({ ...proposal, counterparty }),
      app.admin('post', `/v1/terms/${counterparty}/1/accept`).send({ terms }),
      app.admin('post', `/v1/terms/${counterparty}/1/withdraw`),
      app.operator('post', '/v1/clearing/cycles/2026-11/statements').send({ counterparty }),
    ];
    for (const request of requests) expect((await request.expect(404)).body.code).toBe('COUNTERPARTY_UNKNOWN');
    expect(app.submitted()).toEqual([]);
    expect(app.channel.endorsed).toEqual([]);
  });

  it('the peer has not got yet are worth another try', async () => {
    app.channel.evaluateFailures.push(new ChannelFailure('data-missing', 'not here yet'));
    const { body, headers } = await app.operator('get', path).expect(503);
    expect(body).toMatchObject({ code: 'PRIVATE_DATA_NOT_HERE', retryable: true });
    expect(headers['retry-after']).toBe('1');
  });

  it.each<[string, object, string]>([
    ['no terms', { terms: undefined }, '/terms'],
    ['no version', { version: undefined }, '/version'],
    ['version zero', { version: 0 }, '/version'],
    ['a version in words', { version: '1' }, '/version'],
    ['no first cycle', { terms: { ...terms, validFrom: undefined } }, '/terms/validFrom'],
    ['an end before the beginning', { terms: { ...terms, validUntil: '2026-10' } }, '/terms/validUntil'],
    [
      'a price as a number',
      { terms: { ...terms, prices: [{ programId: 'harbor', price: 1 }] } },
      '/terms/prices/0/price',
    ],
    ['a programme twice', { terms: { ...terms, prices: [terms.prices[0], terms.prices[0]] } }, '/terms/prices'],
    [
      'a fee of 101 %',
      { terms: { ...terms, fees: [{ ...terms.fees[0], basisPoints: 10_100 }] } },
      '/terms/fees/0/basisPoints',
    ],
    ['a salt of one’s own', { salt: '0'.repeat(32) }, '/salt'],
  ])('with %s are refused', async (_name, change, pointer) => {
    const { body } = await propose({ ...proposal, ...change }).expect(400);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it.each([[{}], [{ terms, hash: 'a'.repeat(64) }], [{ hash: 'A'.repeat(64) }]])(
    'are not accepted by %j',
    async (body) => {
      await accept(body).expect(400);
    },
  );
});

describe('money statements', () => {
  const base = '/v1/clearing/cycles/2026-11/statements';
  beforeEach(async () => {
    app = await startApp({ network: await closed() });
  });

  it('are made, read by their members and listed for everybody', async () => {
    expect((await app.operator('get', `${base}/CityParkMSP`).expect(404)).body.code).toBe('STATEMENT_UNKNOWN');
    jest.setSystemTime(Date.parse(CLOSED_AT));
    const made = await app.operator('post', base).send({ counterparty: 'CityParkMSP' }).expect(200);
    const { state, txId, ...record } = made.body;
    expect(record).toEqual({
      cycle: '2026-11',
      parties: ['CityParkMSP', 'HarborMSP'],
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      madeBy: 'HarborMSP',
      madeAt: CLOSED_AT,
    });
    expect({ state, txId }).toEqual({ state: 'committed', txId: expect.any(String) });
    expect(made.headers.location).toBe(`${base}/CityParkMSP`);
    const { body } = await app.operator('get', `${base}/CityParkMSP`).expect(200);
    // 30 points at 713,713, less 25 basis points of it, which are 53,528.475 and rounded towards zero.
    const pair = { debtor: 'HarborMSP', creditor: 'CityParkMSP' };
    const owed = 30 * 713_713 - 53_528;
    const total = { ...pair, amount: '21000000' };
    const remainder = { ...pair, amount: String(owed - 21_000_000) };
    const statement = { cycle: '2026-11', currency: 'USD', termsVersion: 1, total, remainder };
    expect(body).toMatchObject({ ...record, statement });
    const { body: listed } = await app.auditor('get', base).expect(200);
    expect(listed.statements).toEqual([record]);
    await app.auditor('get', `${base}/CityParkMSP`).expect(403);
  });

  it('are settled, and what is said is in no request and in no reply', async () => {
    const made = await app.operator('post', base).send({ counterparty: 'CityParkMSP' }).expect(200);
    const { state: _state, txId: _txId, ...record } = made.body;
    const said = { say: 'instructed', reference: 'RF18 5390' };
    const settle = (body: object) => app.operator('post', `${base}/CityParkMSP/settle`).send(body);
    const { body } = await settle(said).expect(200);
    expect(body).toMatchObject({ ...record, state: 'committed' });
    expect(JSON.stringify([body, app.submitted(), app.lines])).not.toContain('RF18');
    for (const wrong of [{}, { say: 'instructed' }, { say: 'confirmed', reference: 'x' }, { ...said, amount: '1' }]) {
      await settle(wrong).expect(400);
    }
  });

  it.each([{}, { counterparty: '' }, { counterparty: 'CityParkMSP', total: '1' }])(
    'are not made of %j',
    async (body) => {
      await app.operator('post', base).send(body).expect(400);
    },
  );
});
