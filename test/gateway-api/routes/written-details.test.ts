/** Details that come with operations and with rows of files: kept before they are posted, shown as evidence, erased. */
import { readPolicy, verifyEvidence } from '@commonpoint/verify';
import { startWithMembers, until, type StartedApp } from '../start-app.js';

const parts = { jobsEveryMs: { signCheckpoints: 5, anchorDetails: 5 } };
const basket = (price: string) => ({ schema: 'basket/1', content: { lines: [{ article: '4006381333931', price }] } });

let harbor: StartedApp;
let accountId: string;
beforeEach(async () => {
  ({ app: harbor, accountId } = await startWithMembers({ parts }));
});
const issue = (more: object, key = 'k-1') =>
  harbor
    .operator('post', '/v1/issuances')
    .set('idempotency-key', key)
    .send({ programId: 'harbor', accountId, amount: '7', ...more });
const evidence = (operationId: string) => harbor.operator('get', `/v1/operations/${operationId}/evidence`);
async function proved(operationId: string) {
  await until(async () => {
    jest.setSystemTime(Date.now() + 1_000);
    return (await evidence(operationId)).status === 200;
  });
  const policy = { ...JSON.parse(JSON.stringify((await harbor.auditor('get', '/v1/log')).body)), quorum: 1 };
  const { body } = await evidence(operationId).expect(200);
  return verifyEvidence(JSON.stringify(body), readPolicy(JSON.stringify(policy)));
}
const onLedger = () =>
  harbor.network.blocks
    .flatMap(({ transactions }) => transactions.flatMap(({ writes }) => writes))
    .map(({ value }) => (value === undefined ? '' : Buffer.from(value).toString()))
    .join('\n');

it('a detail comes with its operation, stays in the gateway, and is proved once both are on the ledger', async () => {
  const { body } = await issue({ detail: basket('31.41592'), reference: 'r-1' }).expect(201);
  expect([body.detail, body.reference]).toEqual([undefined, 'r-1']);
  expect(await proved(body.operationId)).toMatchObject({
    operationId: body.operationId,
    schema: 'basket/1',
    detail: basket('31.41592').content,
  });
  expect(onLedger()).not.toContain('31.41592');
  const { text } = await harbor.operator('get', `/v1/operations/${body.operationId}`).expect(200);
  expect(text).not.toContain('31.41592');
});

it('the same request again changes nothing, another detail under its key or its id is refused, and nothing is posted', async () => {
  const { body } = await issue({ operationId: 'till-1', detail: basket('1') }).expect(201);
  await issue({ operationId: 'till-1', detail: basket('1') })
    .expect(201)
    .expect('idempotency-replayed', 'true');
  const others = [
    await issue({ operationId: 'till-1', detail: basket('2') }),
    await issue({ operationId: 'till-1', detail: basket('2') }, 'k-2'),
  ];
  expect(others.map(({ status, body: { code } }) => [status, code])).toEqual(Array(2).fill([409, 'DETAIL_EXISTS']));
  expect((await proved(body.operationId)).detail).toEqual(basket('1').content);
  expect(harbor.gateway.details.tree.size).toBe(1);
});

it.each([
  ['a fraction', { schema: 'basket/1', content: { price: 3.98 } }, '/detail/content'],
  ['more than 8 KB', { schema: 'basket/1', content: { text: 'x'.repeat(9_000) } }, '/detail/content'],
  ['no schema', { content: {} }, '/detail/schema'],
  ['what nobody reads', { schema: 'a', content: {}, more: 1 }, '/detail/more'],
])('%s in a detail is refused with its place, and nothing is posted', async (_what, detail, pointer) => {
  const { body } = await issue({ operationId: 'till-1', detail }).expect(400);
  expect(body.errors[0].pointer).toBe(pointer);
  await harbor.operator('get', '/v1/operations/till-1').expect(404);
});

it('what is refused for good leaves no detail, and what was erased does not come back', async () => {
  const redeem = { programId: 'harbor', accountId, amount: '900', operationId: 'none', detail: basket('1') };
  await harbor.cashier('post', '/v1/redemptions').send(redeem).expect(422);
  const { body } = await issue({ operationId: 'till-1', detail: basket('1') }).expect(201);
  await proved(body.operationId);
  await until(async () => (await evidence('none')).body.code === 'DETAIL_UNKNOWN');
  await harbor.operator('post', '/v1/operations/till-1/detail/erase').expect(200);
  await issue({ operationId: 'till-1', detail: basket('1') })
    .expect(201)
    .expect('idempotency-replayed', 'true');
  expect((await evidence('till-1').expect(410)).body.code).toBe('DETAIL_ERASED');
});

it('operations of a batch have one each, or none; two for one are refused before anything is posted', async () => {
  const operation = (id: string, more: object = {}) => ({
    kind: 'issue',
    id,
    programId: 'harbor',
    accountId,
    amount: '1',
    ...more,
  });
  const post = (...operations: object[]) => harbor.operator('post', '/v1/batches').send({ operations });
  const { body } = await post(operation('b-1', { detail: basket('1') }), operation('b-2')).expect(200);
  expect(body.counts.committed).toBe(2);
  expect((await proved('b-1')).detail).toEqual(basket('1').content);
  expect((await evidence('b-2')).body.code).toBe('DETAIL_UNKNOWN');
  const twice = await post(operation('b-3', { detail: basket('1') }), operation('b-3', { detail: basket('2') }));
  expect([twice.status, twice.body.code]).toEqual([409, 'DETAIL_EXISTS']);
  await harbor.operator('get', '/v1/operations/b-3').expect(404);
});

const importing = async (text: string) => {
  const { body } = await harbor
    .operator('post', '/v1/imports?program=harbor&pointsPerUnit=1&rounding=floor')
    .type('text/csv')
    .send(text)
    .expect(202);
  const read = async () => (await harbor.operator('get', `/v1/imports/${body.importId}`)).body;
  await until(async () => (await read()).state === 'completed');
  return read();
};
const header = 'customer_id,date,amount,purchase_id,detail\n';
const idOf = async (amount: string): Promise<string> => {
  const { body } = await harbor.operator('get', '/v1/operations?kind=issue&limit=100');
  return body.operations.find((each: { amount: string }) => each.amount === amount).operationId;
};

it('a column of a file has the details of its rows', async () => {
  const done = await importing(
    `${header}c1,2026-01-01,11.00,p-1,"{""lines"":[{""article"":""tea"",""count"":2}]}"\n` +
      'c1,2026-01-02,12.00,p-2,two teas\nc1,2026-01-03,13.00,p-3,\nc1,2026-01-04,14.00,p-4,"{""price"":3.98}"\n' +
      `c1,2026-01-05,15.00,p-5,${'x'.repeat(9_000)}\n`,
  );
  expect(done).toMatchObject({ rowsPosted: 4, rowsRejected: 1 });
  const ids = await Promise.all(['11', '12', '13', '14'].map(idOf));
  expect(await proved(ids[0]!)).toMatchObject({
    schema: 'import/1',
    detail: { lines: [{ article: 'tea', count: 2 }] },
  });
  expect((await proved(ids[1]!)).detail).toEqual({ text: 'two teas' });
  expect((await evidence(ids[2]!)).body.code).toBe('DETAIL_UNKNOWN');
  expect((await proved(ids[3]!)).detail).toEqual({ text: '{"price":3.98}' });
  const { text } = await harbor.operator('get', `/v1/imports/${done.importId}/rejected-rows`).expect(200);
  expect(text).toContain('DETAIL_TOO_LONG');
});

it('the same purchase with another detail is rejected, with the same one it exists, and nothing is issued twice', async () => {
  await importing(`${header}c1,2026-01-01,11.00,p-1,tea\n`);
  const done = await importing(`${header}c1,2026-01-01,11.00,p-1,coffee\nc1,2026-01-02,12.00,p-2,cake\n`);
  expect(done).toMatchObject({ rowsPosted: 1, rowsRejected: 1, rowsExisting: 0 });
  const { text } = await harbor.operator('get', `/v1/imports/${done.importId}/rejected-rows`).expect(200);
  expect(text).toMatch(/DETAIL_EXISTS/);
  expect(await importing(`${header}c1,2026-01-01,11.00,p-1,tea\nc9,2026-01-01,1,p-9,x\n`)).toMatchObject({
    rowsPosted: 1,
    rowsExisting: 1,
  });
  expect((await proved(await idOf('11'))).detail).toEqual({ text: 'tea' });
});

it('a row that the ledger refuses leaves no detail', async () => {
  await importing(`${header}c1,2026-01-01,11.00,p-1,tea\n`);
  const done = await importing(`${header}c1,2026-01-01,99.00,p-1,tea\nc1,2026-01-01,5,p-5,x\n`);
  expect(done).toMatchObject({ rowsPosted: 1, rowsRejected: 1 });
  // It is of the purchase that exists, and stays.
  expect((await proved(await idOf('11'))).detail).toEqual({ text: 'tea' });
});

it('two rows of one purchase with other details, posted side by side: one of them is told so, and the rest is posted', async () => {
  const done = await importing(
    `${header}c1,2026-01-01,11.00,p-1,tea\nc1,2026-01-01,11.00,p-1,coffee\nc1,2026-01-02,12.00,p-2,cake\n`,
  );
  expect(done).toMatchObject({ rowsPosted: 2, rowsRejected: 1 });
  const { text } = await harbor.operator('get', `/v1/imports/${done.importId}/rejected-rows`).expect(200);
  expect(text).toContain('DETAIL_EXISTS');
});

it('another detail that is kept just before that of a row: the row alone is told so, and the rest is posted', async () => {
  const { details } = harbor.gateway;
  const differing = details.differing.bind(details);
  const late = jest.spyOn(details, 'differing').mockImplementationOnce((given) => {
    const found = differing(given);
    void details.keep([{ ...given[0]!, detail: { text: 'coffee' } }]);
    return found;
  });
  const done = await importing(`${header}c1,2026-01-01,11.00,p-1,tea\nc1,2026-01-02,12.00,p-2,cake\n`);
  expect(late.mock.calls.length).toBeGreaterThan(1);
  expect(done).toMatchObject({ rowsPosted: 1, rowsRejected: 1 });
  const { text } = await harbor.operator('get', `/v1/imports/${done.importId}/rejected-rows`).expect(200);
  expect(text).toMatch(/p-1,tea.*DETAIL_EXISTS|DETAIL_EXISTS.*p-1,tea/s);
  expect((await proved(await idOf('12'))).detail).toEqual({ text: 'cake' });
});

it('what an import that was killed had kept of a row that nothing comes of is forgotten when it goes on', async () => {
  const { details } = harbor.gateway;
  const { body } = await harbor.operator('post', '/v1/accounts').send({ memberRef: 'c7' }).expect(201);
  await harbor
    .operator('patch', `/v1/accounts/${body.accountId}`)
    .set('if-match', '"1"')
    .send({ status: 'closed' })
    .expect(200);
  const kept = jest.spyOn(details, 'keep');
  const rows = `${header}c7,2026-01-01,11.00,p-7,tea\n`;
  expect(await importing(rows)).toMatchObject({ rowsPosted: 0, rowsRejected: 1 });
  const [given] = kept.mock.calls[0]!;
  expect(given).toMatchObject([{ detail: { text: 'tea' } }]);
  expect(details.find(given[0]!.operationId)).toBeUndefined();
  // As it lies there when the gateway is killed between keeping and posting.
  await details.keep(given, true);
  expect(await importing(rows)).toMatchObject({ rowsPosted: 0, rowsRejected: 1 });
  expect(details.find(given[0]!.operationId)).toBeUndefined();
});
