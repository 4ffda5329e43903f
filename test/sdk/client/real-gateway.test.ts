/** The client at a real gateway over the contracts in memory. */
import { Client, type Fetch, ProblemError } from '@commonpoint/client';
import { fillPath } from '../../../sdk/client/src/addresses.js';
import { bearer, type Served, serveGateway } from '../../gateway-api/served-gateway.js';

interface Example {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
}

let served: Served;
let operator: Client;
const clientOf = (role: Parameters<typeof bearer>[0]): Client =>
  new Client({ url: `http://127.0.0.1:${served.port}`, apiKey: bearer(role) });

beforeAll(async () => {
  served = await serveGateway();
  operator = clientOf('operator');
});
afterAll(() => served.end());

const account = async (memberRef: string): Promise<string> =>
  (await operator.post('/v1/accounts', { memberRef })).accountId;
const availableOf = async (accountId: string): Promise<string | undefined> => {
  const { balances } = await operator.get(`/v1/accounts/${accountId}/balances`, { consistency: 'ledger' });
  return balances[0]?.available;
};

it('a first session: an account, points, its balance, and points spent', async () => {
  const accountId = await account('m-1');
  const issued = await operator.post('/v1/issuances', { programId: 'harbor', accountId, amount: '30' });
  expect(issued).toMatchObject({ state: 'committed', amount: '30' });
  await clientOf('cashier').post('/v1/redemptions', { programId: 'harbor', accountId, amount: '10' });
  expect(await availableOf(accountId)).toBe('20');
  const operation = await operator.get('/v1/operations/{operationId}', {
    params: { operationId: issued.operationId },
    consistency: 'ledger',
  });
  expect(operation.state).toBe('committed');
});

it('a refusal is an error with its code, and where it lies', async () => {
  const accountId = await account('m-2');
  const refused = operator.post('/v1/redemptions', { programId: 'harbor', accountId, amount: '10' });
  await expect(refused).rejects.toBeInstanceOf(ProblemError);
  await expect(refused).rejects.toMatchObject({ status: 422, code: 'INSUFFICIENT_POINTS' });
  const invalid = operator.post('/v1/issuances', { programId: 'harbor', accountId, amount: '-1' });
  await expect(invalid).rejects.toMatchObject({ status: 400, code: 'REQUEST_INVALID', pointer: '/amount' });
  await expect(
    clientOf('auditor').post('/v1/issuances', { programId: 'harbor', accountId, amount: '1' }),
  ).rejects.toMatchObject({
    code: 'ROLE_NOT_ALLOWED',
  });
});

it('what is not committed yet is followed to its outcome, and is done once', async () => {
  const accountId = await account('m-3');
  served.world.network.cutting = false;
  setTimeout(() => {
    served.world.network.cutting = true;
    served.world.network.cut();
  }, 500);
  const soFar: string[] = [];
  const issued = await operator.post(
    '/v1/issuances',
    { programId: 'harbor', accountId, amount: '7' },
    { waitS: 0, onProgress: ({ state }) => soFar.push(state) },
  );
  expect(issued.state).toBe('committed');
  expect(soFar.length).toBeGreaterThan(0);
  expect(soFar).not.toContain('committed');
  expect(await availableOf(accountId)).toBe('7');
});

it('a file is followed until its rows are posted', async () => {
  const csv = 'customer_id,date,quantity,amount\nc-1,2026-11-01,1,12.50\nc-2,2026-11-01,1,3.00\n';
  const view = await operator.post('/v1/imports', csv, { query: { program: 'harbor', pointsPerUnit: 2 }, pollMs: 20 });
  expect(view).toMatchObject({ state: 'completed', rowsPosted: 2, pointsIssued: '31' });
});

it('pages follow one another until the last', async () => {
  const accountId = await account('m-4');
  for (const amount of ['1', '2', '3', '4', '5']) {
    await operator.post('/v1/issuances', { programId: 'harbor', accountId, amount });
  }
  const sizes: number[] = [];
  const amounts: string[] = [];
  for await (const { lots } of operator.pages(`/v1/accounts/${accountId}/lots`, {
    query: { limit: 1 },
    consistency: 'ledger',
  })) {
    sizes.push(lots.length);
    amounts.push(...lots.map(({ amount }) => amount));
  }
  const whole = await operator.get(`/v1/accounts/${accountId}/lots`, { query: { limit: 100 }, consistency: 'ledger' });
  expect(amounts).toEqual(whole.lots.map(({ amount }) => amount));
  expect(Math.max(...sizes)).toBe(1);
});

it('what does not fit the routes does not compile', () => {
  // Never called: the compiler holds the expectations.
  const wrong = [
    // @ts-expect-error there is no such path
    () => operator.get('/v1/nothing'),
    // @ts-expect-error it has no such method
    () => operator.post('/v1/organizations', {}),
    // @ts-expect-error it lacks a member
    () => operator.post('/v1/issuances', { programId: 'harbor', accountId: 'a' }),
    // @ts-expect-error it lacks its parameters
    () => operator.get('/v1/programs/{programId}'),
    // @ts-expect-error it has no such query
    () => operator.get('/v1/programs', { query: { page: '1' } }),
    // @ts-expect-error it is no list
    () => operator.pages('/v1/organizations'),
    // @ts-expect-error its reply has no such member
    async () => (await operator.get('/v1/programs/harbor')).nothing,
  ];
  expect(wrong).toHaveLength(7);
});

describe('takes what each route is given as', () => {
  const named = (types: readonly string[]): string[] => [...new Set(types.map((type) => type.split(';')[0]!))].sort();

  it('whatever its media type', async () => {
    const seen: string[] = [];
    const reads = served.routes.filter(({ method }) => method === 'get');
    for (const { path, roles, example, replies } of reads) {
      const { attempts } = clientOf(roles === 'public' ? 'auditor' : (roles[0] as Parameters<typeof bearer>[0]));
      const { status, body } = await attempts.get(
        fillPath(path, (example as Example).params, (example as Example).query),
      );
      expect([path, status, (body as { code?: string }).code]).not.toEqual([path, 406, 'NOT_ACCEPTABLE']);
      seen.push(...Object.values(replies).map(({ contentType = 'application/json' }) => contentType));
    }
    // All that there is: whoever adds one looks at what the client makes of it.
    expect(named(seen)).toEqual(['application/json', 'application/octet-stream', 'text/csv', 'text/plain']);
    const writes = served.routes
      .filter(({ method }) => method !== 'get')
      .flatMap(({ replies }) => Object.values(replies));
    expect(writes.filter(({ contentType }) => contentType !== undefined)).toEqual([]);
  });

  it('and bytes come as they are', async () => {
    const bytes = Uint8Array.of(0xff, 0, 0xc3, 0x28);
    const headers = { get: (name: string) => (name === 'content-type' ? 'application/octet-stream' : null) };
    const response = new Response(bytes);
    const fetch: Fetch = () =>
      Promise.resolve({ status: 200, headers, text: () => response.text(), arrayBuffer: () => response.arrayBuffer() });
    const client = new Client({ url: 'http://gateway', fetch });
    expect(await client.get('/v1/explorer/blocks/{block}/bytes', { params: { block: 4 } })).toEqual(bytes);
  });
});
