/** Bad input through REST: a clear problem with code and pointer, and nothing changed. */
import { randomUUID } from 'node:crypto';
import type { Answer } from '@commonpoint/client';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { balanceOf, openAccount, type OperationAnswer, type Problem } from '../support/points-session.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const expectProblem = (
  { status, headers, body }: Answer,
  wanted: { status?: number; code?: string; pointer?: string },
) => {
  const problem = body as Problem;
  expect(String(headers.get('content-type'))).toContain('application/problem+json');
  expect(problem.status).toBe(status);
  expect(problem.code).toMatch(/^[A-Z_]+$/);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(JSON.stringify(body)).not.toMatch(/node_modules|at .*\.js:\d/);
  if (wanted.status !== undefined) expect(status).toBe(wanted.status);
  if (wanted.code !== undefined) expect(problem.code).toBe(wanted.code);
  if (wanted.pointer !== undefined) expect(problem.errors?.map(({ pointer }) => pointer)).toContain(wanted.pointer);
};

describe('bad input', () => {
  let running: RunningConsortium;
  let accountId = '';

  beforeAll(async () => {
    running = await RunningConsortium.start();
    accountId = await openAccount(running.as('harbor'), { programId: 'harbor', amount: '30' });
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);
  afterEach(async () => {
    expect(await balanceOf(running.as('harbor'), accountId, 'harbor')).toBe(30n);
  });

  const issue = (change: object) =>
    running.as('harbor').attempts.post('/v1/issuances', { programId: 'harbor', accountId, amount: '1', ...change });

  it.each([
    '',
    '0',
    '1e3',
    '-1',
    '1.5',
    '0x10',
    '01',
    ' 1',
    '1 ',
    '+1',
    'NaN',
    'Infinity',
    '１',
    '1'.repeat(40),
    '9'.repeat(19),
    null,
    1,
    1.5,
    true,
    [],
    {},
  ])('amount %j', async (amount) => {
    expectProblem(await issue({ amount }), { pointer: '/amount' });
  });

  it.each(['', 'x', 'a\u0000b-long-enough', 'a'.repeat(300), '../../etc', 'Ä-account', 7, null])(
    'account id %j',
    async (bad) => {
      expectProblem(await issue({ accountId: bad }), { pointer: '/accountId' });
    },
  );

  it.each(['', 'har\u0000bor', 'HARBOR', 'a b', 'x'.repeat(65)])('programme id %j', async (programId) => {
    expectProblem(await issue({ programId }), { pointer: '/programId' });
  });

  it('unknown account, programme, operation, acceptor', async () => {
    expectProblem(await issue({ accountId: `HarborMSP:${'0'.repeat(32)}` }), { code: 'ACCOUNT_UNKNOWN' });
    expectProblem(await issue({ programId: 'nobodys' }), { code: 'PROGRAM_UNKNOWN' });
    expectProblem(await running.as('harbor').attempts.post('/v1/reversals', { operationId: 'nothing' }), {
      code: 'OPERATION_UNKNOWN',
    });
    expectProblem(
      await running
        .as('harbor')
        .attempts.post('/v1/redemptions', { programId: 'harbor', accountId, amount: '1', acceptor: 'NobodyMSP' }),
      { code: 'ACCEPTOR_UNKNOWN' },
    );
    expectProblem(await running.as('harbor').attempts.get(`/v1/accounts/HarborMSP:${'0'.repeat(32)}/balances`), {
      status: 404,
    });
  });

  it('unknown fields, missing fields, what is not an object, what is not JSON', async () => {
    expectProblem(await issue({ extra: 1 }), {});
    expectProblem(await running.as('harbor').attempts.post('/v1/issuances', { programId: 'harbor' }), {
      pointer: '/amount',
    });
    const raw = (body: string) =>
      running.as('harbor').attempts.post('/v1/issuances', body, { headers: { 'content-type': 'application/json' } });
    for (const body of ['{"programId":', '[]', 'null', '"x"', '', '{"a":1}{"b":2}']) expectProblem(await raw(body), {});
  });

  it('wrong content type, body too large, no key, unknown path, wrong method, unknown query', async () => {
    const harbor = running.as('harbor');
    const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expectProblem(await harbor.attempts.post('/v1/issuances', 'a=b', form), { status: 415 });
    const large = JSON.stringify({ programId: 'harbor', accountId: 'a'.repeat(3_000_000), amount: '1' });
    expectProblem(
      await harbor.attempts.post('/v1/issuances', large, { headers: { 'content-type': 'application/json' } }),
      {
        status: 413,
      },
    );
    expectProblem(
      await harbor.attempts.post(
        '/v1/issuances',
        { programId: 'harbor', accountId, amount: '1' },
        { idempotencyKey: '' },
      ),
      { status: 400 },
    );
    expectProblem(await harbor.attempts.get('/v1/nothing'), { status: 404 });
    const wrongMethod = await harbor.attempts.request('DELETE', '/v1/programs');
    expectProblem(wrongMethod, { status: 405 });
    expect(wrongMethod.headers.get('allow')).not.toBeNull();
    for (const query of ['foo=1', 'limit=0', 'limit=101', 'limit=x', 'cursor=zzz']) {
      expectProblem(await harbor.attempts.get(`/v1/programs?${query}`), { status: 400 });
    }
  });

  it('no key, an unknown key, a key of another organisation', async () => {
    const citypark = running.credentials['citypark']?.keys.operator;
    for (const key of [undefined, 'nonsense', citypark]) {
      const answer = await running.withKey('harbor', key, '/v1/programs');
      expectProblem(answer, { status: 401 });
      expect(answer.headers.get('www-authenticate')).not.toBeNull();
    }
  });

  it('a role or an organisation that may not', async () => {
    const redemption = { programId: 'harbor', accountId, amount: '1' };
    expectProblem(await running.as('auditor').attempts.post('/v1/issuances', redemption), { status: 403 });
    expectProblem(
      await running
        .as('harbor', 'cashier')
        .attempts.post('/v1/programs', { programId: 'harbor-mine', name: 'Mine', unit: 'point', cap: '5' }),
      { status: 403 },
    );
    expectProblem(await running.as('citypark').attempts.post('/v1/issuances', redemption), { code: 'NOT_ISSUER' });
    expectProblem(await running.as('citypark').attempts.post('/v1/redemptions', redemption), { code: 'NOT_CUSTODIAN' });
    expectProblem(await running.as('harbor').attempts.post('/v1/redemptions', { ...redemption, amount: '31' }), {
      code: 'INSUFFICIENT_POINTS',
    });
  });

  it('a frozen account is not debited, a closed one takes nothing, and only an empty one is closed', async () => {
    const harbor = running.as('harbor');
    const other = await openAccount(harbor, { programId: 'harbor', amount: '5' });
    const act = (verb: string) => harbor.attempts.post(`/v1/accounts/${other}/${verb}`, {});
    expect((await act('freeze')).status).toBe(200);
    expectProblem(
      await harbor.attempts.post('/v1/redemptions', { programId: 'harbor', accountId: other, amount: '1' }),
      {
        code: 'ACCOUNT_FROZEN',
      },
    );
    expect((await act('unfreeze')).status).toBe(200);
    expectProblem(await act('close'), { code: 'ACCOUNT_NOT_EMPTY' });
  });

  it('one key for two different requests', async () => {
    const other = await openAccount(running.as('harbor'));
    const idempotencyKey = randomUUID();
    const send = (amount: string) =>
      running
        .as('harbor')
        .attempts.post<OperationAnswer>(
          '/v1/issuances',
          { programId: 'harbor', accountId: other, amount },
          { idempotencyKey },
        );
    const first = await send('7');
    const again = await send('7');
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expectProblem(await send('8'), { status: 422 });
    expect(await balanceOf(running.as('harbor'), other, 'harbor')).toBe(7n);
  });

  it('the ledger holds true', () => expectLedgerTruth(running, [{ accountId, programId: 'harbor' }]));
});
