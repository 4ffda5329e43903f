/** Ids that clients choose for operations: none that the gateway would make itself, or a till could stand in the way of everybody else. */
import { createHash } from 'node:crypto';
import { operationIdOf } from '../../../gateway-api/src/http/idempotency.js';
import { startWithMembers, type StartedApp } from '../start-app.js';

let app: StartedApp;
let accountId: string;
beforeEach(async () => {
  ({ app, accountId } = await startWithMembers());
});
const hashed = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);
const issue = (more: object = {}) => ({ programId: 'harbor', accountId, amount: '5', ...more });
const refusal = {
  code: 'REQUEST_INVALID',
  errors: [{ pointer: '/operationId', detail: expect.stringContaining('the gateway makes itself') as string }],
};

it.each(['ev', 'rn', 'er', 'ee', 'mg', 'mn', 'op', 'cl', 'im', 'pu', 're'])(
  'one as %s- makes is refused',
  async (prefix) => {
    const operationId = `${prefix}-${hashed('HarborMSP op-1')}`;
    const { body } = await app.cashier('post', '/v1/issuances').send(issue({ operationId })).expect(400);
    expect(body).toMatchObject(refusal);
    const { body: longer } = await app
      .cashier('post', '/v1/issuances')
      .send(issue({ operationId: `${operationId}.1` }))
      .expect(400);
    expect(longer).toMatchObject(refusal);
    const reversal = { operationId: 'op-1', reversalId: operationId };
    const { body: reversed } = await app.operator('post', '/v1/reversals').send(reversal).expect(400);
    expect(reversed.errors).toEqual([{ ...refusal.errors[0], pointer: '/reversalId' }]);
  },
);

it('nor in a batch, of which nothing is posted then', async () => {
  const operations = [
    { kind: 'issue', id: 'till-1', ...issue() },
    { kind: 'issue', id: `ev-${hashed('x')}`, ...issue() },
  ];
  const { body } = await app.cashier('post', '/v1/batches').send({ operations }).expect(400);
  expect(body.errors).toEqual([{ ...refusal.errors[0], pointer: '/operations/1/id' }]);
  await app.operator('get', '/v1/operations/till-1').expect(404);
});

it('so nobody takes what follows from another client’s key', async () => {
  const operationId = operationIdOf('harbor harbor-operator POST /v1/issuances', 'receipt-1001');
  await app.cashier('post', '/v1/issuances').send(issue({ operationId })).expect(400);
  const { body } = await app
    .operator('post', '/v1/issuances')
    .set('idempotency-key', 'receipt-1001')
    .send(issue())
    .expect(201);
  expect(body.operationId).toBe(operationId);
});

it('ids of tills that look a little like them are taken', async () => {
  for (const operationId of ['ev-1', `till-${hashed('1')}`, hashed('2'), `op-${hashed('3').slice(1)}`])
    await app.cashier('post', '/v1/issuances').send(issue({ operationId })).expect(201);
});
