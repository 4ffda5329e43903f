/** `If-Match`: what is meant for a row as it was read does nothing to a newer one. */
import { prepare, startApp, type StartedApp } from '../start-app.js';

let app: StartedApp;
let accountId: string;
beforeEach(async () => {
  app = await startApp();
  accountId = await prepare(app, '0');
});

const program = '/v1/programs/harbor';
const patch = (path: string, body: object, headers: Record<string, string>) =>
  app.admin('patch', path).set(headers).send(body);
const tagOf = async (path: string) => (await app.auditor('get', path).expect(200)).headers['etag'] as string;

describe.each([
  ['a programme', () => program, { status: 'suspended' }, { status: 'active' }],
  ['an account', () => `/v1/accounts/${accountId}`, { status: 'frozen' }, { status: 'active' }],
])('the PATCH of %s', (_what, path, change, undo) => {
  it('needs a condition', async () => {
    const refused = await app.admin('patch', path()).unset('if-match').send(change).expect(428);
    expect(refused.body.code).toBe('PRECONDITION_REQUIRED');
    await patch(path(), change, { 'if-match': '*' }).expect(200);
  });

  it('is done to what was read, and told the revision that it makes', async () => {
    const before = await tagOf(path());
    const done = await patch(path(), change, { 'if-match': before }).expect(200);
    expect(done.headers['etag']).not.toBe(before);
    expect(done.headers['etag']).toBe(await tagOf(path()));
    const read = (await app.auditor('get', path()).expect(200)).body;
    expect(read).toMatchObject(change);
    expect(`"${read.revision}"`).toBe(done.headers['etag']);
  });

  it('that comes late never takes the place of a newer value: not without a key, not after its key is forgotten', async () => {
    const first = await tagOf(path());
    const sent = { 'if-match': first, 'idempotency-key': 'first' };
    const done = (await patch(path(), change, sent).expect(200)).body;
    await patch(path(), undo, { 'if-match': await tagOf(path()) }).expect(200);
    // Its repeat under its key is answered as before, and does nothing.
    const again = await patch(path(), change, sent).expect(200);
    expect([again.body, again.headers['idempotency-replayed']]).toEqual([done, 'true']);
    for (const headers of [{ 'if-match': first }, { 'if-match': first, 'idempotency-key': 'another' }]) {
      expect((await patch(path(), change, headers).expect(412)).body.code).toBe('PRECONDITION_FAILED');
    }
    expect((await app.auditor('get', path()).expect(200)).body).toMatchObject(undo);
  });

  it('is another request with another condition under the same key', async () => {
    await patch(path(), change, { 'if-match': '*', 'idempotency-key': 'k' }).expect(200);
    const other = await patch(path(), change, { 'if-match': '"1"', 'idempotency-key': 'k' }).expect(422);
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it.each([
    ['W/"1"', 412, 'PRECONDITION_FAILED'],
    ['"another"', 412, 'PRECONDITION_FAILED'],
    ['"01"', 412, 'PRECONDITION_FAILED'],
    ['"1", "2"', 400, 'REQUEST_INVALID'],
    ['1', 400, 'REQUEST_INVALID'],
  ])('takes no %s', async (tag, status, code) => {
    const { body } = await patch(path(), change, { 'if-match': tag }).expect(status);
    expect(body.code).toBe(code);
    if (status === 400) expect(body.errors).toMatchObject([{ pointer: '/header/if-match' }]);
  });
});

describe('a POST', () => {
  const limits = (headers: object = {}) =>
    app
      .admin('post', `${program}/limits`)
      .set(headers as Record<string, string>)
      .send({ limits: {} });

  it('that sets a value may have a condition', async () => {
    await limits().expect(200);
    const refused = await limits({ 'if-match': '"1"' }).expect(412);
    expect(refused.body.code).toBe('PRECONDITION_FAILED');
    const tag = await tagOf(program);
    expect((await limits({ 'if-match': tag }).expect(200)).headers['etag']).toBe(await tagOf(program));
    await app.operator('post', `/v1/accounts/${accountId}/freeze`).set({ 'if-match': '"7"' }).expect(412);
    await app.operator('post', `/v1/accounts/${accountId}/freeze`).set({ 'if-match': '"1"' }).expect(200);
  });

  it('that knows no condition is refused with one, and not done', async () => {
    const issue = app.cashier('post', '/v1/issuances').set({ 'if-match': '"1"' });
    const { body } = await issue.send({ programId: 'harbor', accountId, amount: '1' }).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '/header/if-match' }]);
  });
});
