import { startApp, startWithMembers, freshKey, type StartedApp } from '../start-app.js';
import { withMembers } from '../start-app.js';
import { submitAs } from '../route-world.js';
import { catalogue } from '@commonpoint/catalogue';

describe('operations are found', () => {
  let app: StartedApp;
  let accountId: string;
  let otherId: string;
  beforeEach(async () => {
    ({ app, accountId, otherId } = await startWithMembers());
  });
  type Listed = { operations: Record<string, string>[]; nextCursor?: string };
  const list = async (query: string, as: 'operator' | 'cashier' = 'operator'): Promise<Listed> =>
    (await app[as]('get', `/v1/operations${query}`).expect(200)).body as Listed;
  const spend = (fields: object = {}) =>
    app
      .cashier('post', '/v1/redemptions')
      .send({ programId: 'harbor', accountId, amount: '1', acceptor: 'HarborMSP', ...fields });
  const idsOf = ({ operations }: Listed) => operations.map(({ operationId }) => operationId);

  it('by the id, the reference and the pairs that the shop gave them, none of which is on the ledger', async () => {
    const notes = { reference: 'receipt-4711', metadata: { shift: 'early', 'till.no': '4' } };
    const { body } = await spend({ operationId: 'till4-000017', ...notes }).expect(201);
    expect(body).toMatchObject({ operationId: 'till4-000017', ...notes });
    const found = await list('?reference=receipt-4711');
    expect(found.operations).toEqual([
      expect.objectContaining({ operationId: 'till4-000017', state: 'committed', client: 'harbor-cashier', ...notes }),
    ]);
    await spend({ operationId: 'till4-000017', amount: '2' }).expect(409);
    const written = JSON.stringify([app.network.effects, [...app.network.blocks]], (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString() : value,
    );
    expect(written).toContain('till4-000017');
    for (const secret of ['receipt-4711', 'till.no', 'harbor-cashier']) expect(written).not.toContain(secret);
  });

  it('by kind, programme, account, acceptor, state and client', async () => {
    await spend().expect(201);
    await spend({ acceptor: 'CityParkMSP' }).expect(201);
    await spend({ amount: '100000' }).expect(422);
    await app
      .operator('post', '/v1/transfers')
      .send({ programId: 'harbor', fromAccountId: accountId, toAccountId: otherId, amount: '3' })
      .expect(201);
    expect((await list('?acceptor=CityParkMSP')).operations).toEqual([
      expect.objectContaining({ kind: 'redeem', acceptor: 'CityParkMSP' }),
    ]);
    expect((await list('?state=rejected')).operations).toEqual([
      expect.objectContaining({ state: 'rejected', code: 'INSUFFICIENT_POINTS' }),
    ]);
    expect((await list('?kind=redeem')).operations).toHaveLength(3);
    expect((await list(`?accountId=${encodeURIComponent(otherId)}`)).operations).toEqual([
      expect.objectContaining({ kind: 'transfer', toAccountId: otherId }),
    ]);
    expect((await list('?client=harbor-operator')).operations.map(({ kind }) => kind)).toEqual(['transfer']);
    expect((await list('?programId=nothing')).operations).toEqual([]);
    await app.operator('get', '/v1/operations?kind=nonsense').expect(400);
  });

  it('with what the ledger has of them beside that, such as what another gateway file had recorded', async () => {
    // The issuance to m-1 was posted by another gateway of this organisation.
    const { operations } = await list('');
    expect(operations).toEqual([expect.objectContaining({ kind: 'issue', amount: '100', state: 'committed' })]);
    expect(operations[0]).not.toHaveProperty('client');
  });

  it('by time', async () => {
    await spend({ reference: 'first' }).expect(201);
    jest.setSystemTime(Date.parse('2026-11-24T10:00:00.000Z'));
    await spend({ reference: 'second' }).expect(201);
    const references = ({ operations }: Listed) => operations.map(({ reference }) => reference);
    expect(references(await list('?from=2026-11-24T00:00:00.000Z'))).toEqual(['second']);
    expect(references(await list('?until=2026-11-24T10:00:00.000Z'))).toEqual(['first', undefined]);
    expect(references(await list('?until=2026-11-24T10:00:00.001Z'))).toEqual(['second', 'first', undefined]);
    expect((await list('?from=2026-11-25T00:00:00.000Z')).operations).toEqual([]);
  });

  it('in pages that hang together, whatever comes meanwhile', async () => {
    for (let at = 0; at < 5; at++) await spend({ operationId: `s-${at}` }).expect(201);
    const first = await list('?limit=2');
    await spend({ operationId: 's-late' }).expect(201);
    const second = await list(`?limit=2&cursor=${first.nextCursor}`);
    const third = await list(`?limit=2&cursor=${second.nextCursor}`);
    expect([first, second].flatMap(idsOf)).toEqual(['s-4', 's-3', 's-2', 's-1']);
    expect(idsOf(third)).toEqual(['s-0', expect.stringMatching(/^op-/)]);
    expect(third.nextCursor).toBeUndefined();
    await app.operator('get', '/v1/operations?cursor=bm9uc2Vuc2U').expect(400);
  });

  it('a cashier those of its own till alone, and a bridge not who asked for others', async () => {
    await spend({ operationId: 'mine', reference: 'r-1' }).expect(201);
    const issued = { programId: 'harbor', accountId, amount: '1', reference: 'of the office' };
    const { body } = await app.operator('post', '/v1/issuances').send(issued).expect(201);
    expect(idsOf(await list('', 'cashier'))).toEqual(['mine']);
    await app.cashier('get', '/v1/operations?client=harbor-operator').expect(403);
    const { body: seen } = await app.cashier('get', `/v1/operations/${body.operationId}`).expect(200);
    expect(seen).not.toHaveProperty('reference');
    expect(seen).not.toHaveProperty('client');
    const { body: bridges } = await app.as('bridge')('get', `/v1/operations/${body.operationId}`).expect(200);
    for (const hidden of ['reference', 'client', 'keyId']) expect(bridges).not.toHaveProperty(hidden);
    const { body: own } = await app.cashier('get', '/v1/operations/mine').expect(200);
    expect(own).toMatchObject({ reference: 'r-1', client: 'harbor-cashier', keyId: 'harbor-cashier' });
  });

  it('as CSV, in which no cell is a formula', async () => {
    for (const reference of ['=1+1', '+1', '-2+3', '@SUM(A1)', '＝1+1', 'plain, "quoted"'])
      await spend({ reference, metadata: { note: '=2+2' } }).expect(201);
    const { text, type } = await app.operator('get', '/v1/operations').set('accept', 'text/csv').expect(200);
    expect(type).toBe('text/csv');
    const lines = text.split('\r\n');
    expect(lines[0]).toContain('time,operationId,kind,state,programId,amount');
    expect(lines).toHaveLength(1 + 7 + 1);
    for (const cell of [`'=1+1`, `'+1`, `'-2+3`, `'@SUM(A1)`, `'＝1+1`, `"plain, ""quoted"""`])
      expect(text).toContain(`,${cell},`);
  });

  it.each([
    ['a line feed', { reference: 'a\nb' }],
    ['an escape', { reference: '\u001b[31m' }],
    ['what turns the direction of text', { reference: 'a\u202eb' }],
    ['nothing in it', { reference: '' }],
    ['more than it may be long', { reference: 'x'.repeat(101) }],
    ['too many pairs', { metadata: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`k${at}`, 'v'])) }],
    ['a name that is none', { metadata: { 'a b': 'v' } }],
    ['a value with a line feed', { metadata: { a: 'v\r\n' } }],
    ['a value that is no text', { metadata: { a: 1 } }],
  ])('but none with %s', async (_name, notes) => {
    await spend(notes).expect(400);
    expect(app.posted()).toEqual([]);
  });

  it('whose key was used for another reference is refused', async () => {
    const key = freshKey();
    await spend({ reference: 'one' }).set('idempotency-key', key).expect(201);
    await spend({ reference: 'one' }).set('idempotency-key', key).expect(201);
    await spend({ reference: 'two' }).set('idempotency-key', key).expect(422);
  });

  it('of a batch, each with its own', async () => {
    const one = { kind: 'redeem', programId: 'harbor', accountId, amount: '1', acceptor: 'HarborMSP' };
    const operations = [
      { ...one, id: 'b-1', reference: 'receipt-1' },
      { ...one, id: 'b-2', metadata: { lane: '2' } },
    ];
    await app.cashier('post', '/v1/batches').send({ operations }).expect(200);
    expect(idsOf(await list('?reference=receipt-1'))).toEqual(['b-1']);
    expect(app.posted().map((posted) => Object.keys(posted))).not.toContain('reference');
  });

  it('and a reversal has an id of its own', async () => {
    await spend({ operationId: 'sale' }).expect(201);
    const { body } = await app
      .operator('post', '/v1/reversals')
      .send({ operationId: 'sale', reversalId: 'return-1', reference: 'returned' })
      .expect(201);
    expect(body).toMatchObject({ operationId: 'return-1', reverses: 'sale', reference: 'returned' });
  });
});

it('operations of an organisation are not shown to others', async () => {
  const network = await withMembers();
  await submitAs(network, 'citypark', catalogue.acceptProgram, { programId: 'harbor', valueMin: '2' });
  const citypark = await startApp({ network, organization: 'citypark' });
  const { body } = await citypark.operator('get', '/v1/operations').expect(200);
  expect(body).toMatchObject({ operations: [] });
});
