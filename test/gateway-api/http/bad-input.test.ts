import { keyOf, startWithMembers, type StartedApp } from '../start-app.js';

describe('bad input', () => {
  let app: StartedApp;
  let accountId: string;
  beforeAll(async () => {
    ({ app, accountId } = await startWithMembers({ limits: { bodyBytesMax: 4096 } }));
  });
  afterEach(() => {
    expect(app.posted()).toEqual([]);
  });
  const valid = () => ({ programId: 'harbor', accountId, amount: '5' });

  const fields: [string, object, string][] = [
    ['an empty amount', { amount: '' }, '/amount'],
    ['an exponent', { amount: '1e3' }, '/amount'],
    ['a negative amount', { amount: '-1' }, '/amount'],
    ['a fraction', { amount: '1.5' }, '/amount'],
    ['a hex amount', { amount: '0x10' }, '/amount'],
    ['forty digits', { amount: '9'.repeat(40) }, '/amount'],
    ['zero', { amount: '0' }, '/amount'],
    ['a leading zero', { amount: '05' }, '/amount'],
    ['a sign', { amount: '+5' }, '/amount'],
    ['spaces', { amount: ' 5' }, '/amount'],
    ['a line feed at the end', { amount: '5\n' }, '/amount'],
    ['other digits', { amount: '٥' }, '/amount'],
    ['a number for an amount', { amount: 5 }, '/amount'],
    ['null for an amount', { amount: null }, '/amount'],
    ['an array for an amount', { amount: ['5'] }, '/amount'],
    ['a missing amount', { amount: undefined }, '/amount'],
    ['an unknown field', { expires: 'never' }, '/expires'],
    ['an unknown field to be escaped', { 'a/b~c': 1 }, '/a~1b~0c'],
    ['an upper-case account', { accountId: 'A-3F2A9C51' }, '/accountId'],
    ['a path for an account', { accountId: '../../../etc' }, '/accountId'],
    ['too long an account', { accountId: 'a'.repeat(65) }, '/accountId'],
    ['too short a programme', { programId: 'h' }, '/programId'],
    ['a programme with a line feed', { programId: 'harbor\n' }, '/programId'],
    ['quota lanes, which are the gateway’s to choose', { lanes: [0] }, '/lanes'],
    ['an id of the client’s own', { id: 'x' }, '/id'],
    ['a campaign with a control character', { campaign: 'a\tb' }, '/campaign'],
    ['an empty campaign', { campaign: '' }, '/campaign'],
  ];
  it.each(fields)('%s is refused, with a pointer', async (_name, change, pointer) => {
    const body = JSON.stringify({ ...valid(), ...change });
    const reply = await app.cashier('post', '/v1/issuances').type('json').send(body).expect(400);
    expect(reply.body).toMatchObject({ code: 'REQUEST_INVALID', status: 400, retryable: false });
    expect(reply.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });

  it('a __proto__ is refused with its place, wherever it stands', async () => {
    const text = JSON.stringify(valid()).replace('{', '{"__proto__":{"amount":"6"},');
    const { body } = await app.cashier('post', '/v1/issuances').type('json').send(text).expect(400);
    expect(body.errors).toEqual([{ pointer: '/__proto__', detail: 'must not be named __proto__' }]);
  });

  it('names every mistake at once', async () => {
    const { body } = await app.cashier('post', '/v1/issuances').send({ amount: '-1', x: 1 }).expect(400);
    const pointers = body.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers.sort()).toEqual(['/accountId', '/amount', '/programId', '/x']);
    expect(body.detail).toContain('and 3 more');
  });

  it.each([
    ['a string', '"x"'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a number too large for a double', '1e400'],
  ])('%s instead of an object is refused', async (_name, text) => {
    const { body } = await app.cashier('post', '/v1/issuances').type('json').send(text).expect(400);
    expect(body).toMatchObject({ code: 'REQUEST_INVALID', errors: [{ pointer: '', detail: 'must be an object' }] });
  });

  it.each([
    ['nothing', '', 'empty'],
    ['half of it', '{"amount":"5"', 'position'],
    ['a repeated member', '{"amount":"5","amount":"6"}', '"amount"'],
    ['U+0000', '{"programId":"har\\u0000bor"}', 'U+0000'],
    ['half a surrogate pair', '{"campaign":"\\ud800"}', 'surrogate'],
    ['form fields', 'amount=5', 'position 0'],
  ])('%s is not JSON', async (_name, text, detail) => {
    const { body } = await app.cashier('post', '/v1/issuances').type('json').send(text).expect(400);
    expect(body).toMatchObject({ code: 'JSON_INVALID', detail: expect.stringContaining(detail) });
  });

  it('bytes that are not UTF-8 are refused', async () => {
    const bytes = Buffer.concat([Buffer.from('{"campaign":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
    const request = app.cashier('post', '/v1/issuances').type('json');
    request.write(bytes);
    const { body } = await request.expect(400);
    expect(body).toMatchObject({ code: 'JSON_INVALID', detail: 'the body is not UTF-8' });
  });

  it.each([
    ['none', undefined],
    ['plain text', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['another charset', 'application/json; charset=utf-16'],
    ['something like JSON', 'application/jsonp'],
  ])('the content type %s is refused', async (_name, type) => {
    const request = app.cashier('post', '/v1/issuances');
    if (type !== undefined) request.set('content-type', type);
    request.write(JSON.stringify(valid()));
    const { body } = await request.expect(415);
    expect(body.code).toBe('CONTENT_TYPE_UNSUPPORTED');
  });

  it('a compressed body is refused', async () => {
    const { body } = await app
      .cashier('post', '/v1/issuances')
      .set('content-encoding', 'gzip')
      .send(valid())
      .expect(415);
    expect(body.code).toBe('CONTENT_TYPE_UNSUPPORTED');
  });

  it('a charset that is said to be UTF-8 is taken, up to the schema', async () => {
    const request = app.cashier('post', '/v1/issuances').set('content-type', 'Application/JSON; charset="UTF-8"');
    await request.send(JSON.stringify({ ...valid(), amount: '0' })).expect(400);
  });

  it('too large a body is refused, with and without an announced length', async () => {
    const large = JSON.stringify({ ...valid(), campaign: 'x'.repeat(5000) });
    expect((await app.cashier('post', '/v1/issuances').type('json').send(large).expect(413)).body.code).toBe(
      'BODY_TOO_LARGE',
    );
    const chunked = app.cashier('post', '/v1/issuances').type('json').set('transfer-encoding', 'chunked');
    chunked.write(large);
    expect((await chunked.expect(413)).body.code).toBe('BODY_TOO_LARGE');
  });

  it.each([
    ['limit=0', '/query/limit'],
    ['limit=101', '/query/limit'],
    ['limit=', '/query/limit'],
    ['limit=1e1', '/query/limit'],
    ['limit=0x10', '/query/limit'],
    ['limit=5&limit=6', '/query/limit'],
    ['cursor=', '/query/cursor'],
    ['cursor=%00', '/query/cursor'],
    ['offset=5', '/query/offset'],
    ['__proto__=x', '/query/__proto__'],
  ])('the query %s is refused', async (query, pointer) => {
    const { body } = await app.cashier('get', `/v1/programs?${query}`).expect(400);
    expect(body).toMatchObject({ code: 'REQUEST_INVALID', errors: [{ pointer }] });
  });

  it('a query where there is none is refused', async () => {
    const { body } = await app.cashier('get', '/v1/programs/harbor?verbose=1').expect(400);
    expect(body.errors).toEqual([{ pointer: '/query/verbose', detail: 'is not a parameter of this resource' }]);
  });

  it.each([
    ['U+0000', '/v1/programs/har%00bor', '/path/programId'],
    ['upper case', '/v1/programs/HARBOR', '/path/programId'],
    ['an escaped slash', '/v1/accounts/a-1%2F..%2F2', '/path/accountId'],
  ])('%s in the path is refused', async (_name, path, pointer) => {
    const { body } = await app.cashier('get', path).expect(400);
    expect(body).toMatchObject({ code: 'REQUEST_INVALID', errors: [{ pointer }] });
  });

  it('a path that is not percent-encoded UTF-8 is refused', async () => {
    const { body } = await app.cashier('get', '/v1/programs/%E0%A4%A').expect(400);
    expect(body.code).toBe('REQUEST_INVALID');
  });

  it('another consistency is refused', async () => {
    const { body } = await app.cashier('get', '/v1/programs').set('consistency', 'strong').expect(400);
    expect(body.errors[0].pointer).toBe('/header/consistency');
  });

  it.each(['text/html', 'application/xml', 'application/json;q=0'])('Accept: %s is refused', async (accept) => {
    const { body } = await app.cashier('get', '/v1/programs').set('accept', accept).expect(406);
    expect(body.code).toBe('NOT_ACCEPTABLE');
  });

  it.each(['*/*', 'application/*', 'text/html, application/json;q=0.5'])('Accept: %s is taken', async (accept) => {
    await app.cashier('get', '/v1/programs').set('accept', accept).expect(200);
  });

  it('nothing of the request is quoted in a reply, nor a stack', async () => {
    const { text } = await app
      .cashier('post', '/v1/issuances')
      .send({ ...valid(), amount: 'secret-amount' })
      .expect(400);
    expect(text).not.toContain('secret-amount');
    expect(text).not.toMatch(/at .*\.(ts|js):\d+/);
  });

  it('an error that nobody foresaw says nothing of itself, but is logged', async () => {
    const spy = jest.spyOn(app.gateway.projection, 'of').mockImplementationOnce(() => {
      throw new TypeError('secret of the inside');
    });
    const { body, text } = await app.cashier('get', '/v1/programs').expect(500);
    expect(body).toMatchObject({ code: 'INTERNAL', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(text).not.toContain('secret');
    const line = app.lines.find(({ message }) => message === 'unforeseen')!;
    expect(line.fields).toMatchObject({ traceId: body.traceId, err: expect.any(TypeError) });
    spy.mockRestore();
  });

  it('a key is never logged', () => {
    expect(JSON.stringify(app.lines)).not.toContain(keyOf('cashier'));
  });
});
