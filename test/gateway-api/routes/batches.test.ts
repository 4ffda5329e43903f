import { batchView } from '../../../gateway-api/src/subjects/points/views.js';
import { startWithMembers, until, type StartedApp } from '../start-app.js';

describe('batches', () => {
  let app: StartedApp;
  let accountId: string;
  beforeEach(async () => {
    ({ app, accountId } = await startWithMembers());
  });
  const issue = (id: string, amount = '5', more: object = {}) => ({
    kind: 'issue',
    id,
    programId: 'harbor',
    accountId,
    amount,
    ...more,
  });
  const redeem = (id: string, amount: string) => ({ kind: 'redeem', id, programId: 'harbor', accountId, amount });
  const post = (operations: object[], role: 'operator' | 'cashier' = 'operator') =>
    app.as(role)('post', '/v1/batches').send({ operations });

  it('answer one outcome for each operation, in order', async () => {
    const { body } = await post([issue('a'), redeem('b', '106'), redeem('c', '105')]).expect(200);
    expect(batchView.parse(body)).toMatchObject({
      outcomes: [
        { id: 'a', state: 'committed' },
        { id: 'b', state: 'rejected', code: 'INSUFFICIENT_POINTS' },
        { id: 'c', state: 'committed' },
      ],
      counts: { committed: 2, rejected: 1 },
    });
  });

  it('tell that an operation took effect earlier', async () => {
    await post([issue('a')]).expect(200);
    const { body } = await post([issue('a'), issue('b')]).expect(200);
    expect(body.outcomes).toMatchObject([
      { id: 'a', state: 'committed', existed: true },
      { id: 'b', state: 'committed' },
    ]);
    expect(app.posted().filter(({ id }) => id === 'a')).toHaveLength(1);
  });

  it('tell that an id was used for something else', async () => {
    await post([issue('a', '5')]).expect(200);
    const { body } = await post([issue('a', '6')]).expect(200);
    expect(body.outcomes).toMatchObject([{ id: 'a', state: 'rejected', code: 'ID_CONFLICT', field: 'amount' }]);
  });

  it('take an id twice within one request as one operation, or as a conflict', async () => {
    const { body } = await post([issue('a', '5'), issue('a', '5'), issue('a', '6')]).expect(200);
    expect(body.outcomes).toMatchObject([
      { state: 'committed' },
      { state: 'committed' },
      { state: 'rejected', code: 'ID_CONFLICT' },
    ]);
    expect(app.posted().filter(({ id }) => id === 'a')).toHaveLength(1);
  });

  it('replay', async () => {
    const first = await post([issue('a'), redeem('b', '999')])
      .set('idempotency-key', 'k')
      .expect(200);
    const again = await post([issue('a'), redeem('b', '999')])
      .set('idempotency-key', 'k')
      .expect(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    await post([issue('a'), redeem('b', '998')])
      .set('idempotency-key', 'k')
      .expect(422);
  });

  it('answer 202 while something is not final', async () => {
    app.holdCommits();
    const ask = () =>
      post([issue('a')])
        .set('prefer', 'wait=0')
        .expect(202);
    const { body, headers } = await ask();
    expect(body).toMatchObject({ outcomes: [{ id: 'a', state: 'accepted' }], counts: { accepted: 1 } });
    expect(headers['retry-after']).toBe('1');
    await until(() => app.channel.submitted.length === 1);
    // Another request that names the operation waits for the same one.
    const again = await ask();
    expect(again.body).toMatchObject({ outcomes: [{ id: 'a', state: 'submitted' }], counts: { submitted: 1 } });
  });

  it('take and give newline-delimited JSON', async () => {
    const lines = [issue('a'), redeem('b', '999')].map((each) => JSON.stringify(each)).join('\r\n\n');
    const { text, headers } = await app
      .operator('post', '/v1/batches')
      .type('application/x-ndjson')
      .accept('application/x-ndjson')
      .send(lines)
      .buffer(true)
      .parse((response, done) => {
        let all = '';
        response
          .setEncoding('utf8')
          .on('data', (chunk: string) => (all += chunk))
          .on('end', () => done(null, all));
      })
      .expect(200)
      .then((reply) => ({ text: reply.body as string, headers: reply.headers }));
    expect(headers['content-type']).toBe('application/x-ndjson');
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toMatchObject([
      { id: 'a', state: 'committed' },
      { id: 'b', code: 'INSUFFICIENT_POINTS' },
    ]);
  });

  it('name the line that is not JSON', async () => {
    const { body } = await app
      .operator('post', '/v1/batches')
      .type('application/x-ndjson')
      .send(`${JSON.stringify(issue('a'))}\n{"kind"\n`)
      .expect(400);
    expect(body).toMatchObject({ code: 'JSON_INVALID', detail: expect.stringContaining('line 2') });
    expect(app.posted().filter(({ id }) => id === 'a')).toHaveLength(0);
  });

  it.each([
    ['no operations', () => [], '/operations'],
    ['too many', () => Array.from({ length: 10_001 }, (_, at) => issue(`i-${at}`)), '/operations'],
    ['an unknown kind', () => [issue('a'), { ...issue('b'), kind: 'gift' }], '/operations/1/kind'],
    ['a bad amount', () => [issue('a'), issue('b', '-1')], '/operations/1/amount'],
    ['quota lanes', () => [issue('a', '5', { lanes: [1] })], '/operations/0/lanes'],
    ['an id with a slash', () => [issue('a/b')], '/operations/0/id'],
    ['a chain without an end', () => [issue('a'), issue('b', '5', { linked: true })], '/operations/1/linked'],
    ['a repeated id in a chain', () => [issue('a', '5', { linked: true }), issue('a')], '/operations/1/id'],
    [
      'too long a chain',
      () => Array.from({ length: 502 }, (_, at) => issue(`i-${at}`, '1', { linked: at < 501 })),
      '/operations/499/linked',
    ],
  ])('refuse %s', async (_name, operations, pointer) => {
    const { body } = await post(operations()).expect(400);
    expect(body).toMatchObject({ code: 'REQUEST_INVALID', errors: [{ pointer }] });
  });

  it('take 10,000 operations', async () => {
    const { body } = await post(Array.from({ length: 10_000 }, (_, at) => issue(`i-${at}`, '1'))).expect(200);
    expect(body.counts.committed).toBe(10_000);
  });

  it('are refused as a whole when one operation is not the caller’s to post', async () => {
    const transfer = {
      kind: 'transfer',
      id: 't',
      programId: 'harbor',
      fromAccountId: accountId,
      toAccountId: 'HarborMSP:00000000',
      amount: '1',
    };
    const { body } = await post([issue('a'), transfer], 'cashier').expect(403);
    expect(body).toMatchObject({ code: 'ROLE_NOT_ALLOWED', errors: [{ pointer: '/operations/1/kind' }] });
    expect(app.posted().some(({ id }) => id === 'a')).toBe(false);
  });
});
