/** Something of most kinds at the gateways of three merchants, by REST, and what they say of it afterwards: for what has to be as before. */
import type { Role } from '@commonpoint/catalogue';
import type { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { eventually } from './eventually.js';

/** A client with the key of a role of an organisation. */
export type As = (slug: string, role?: Role) => GatewayClient;

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Does it. Nothing else may use these accounts. @returns the paths, by organisation, that tell of it */
export async function someOfEverything(as: As): Promise<readonly (readonly [slug: string, path: string])[]> {
  /** @throws Error unless it is done */
  const post = async <T = { readonly operationId: string }>(
    slug: string,
    path: string,
    body: object = {},
    role: Role = 'operator',
  ): Promise<T> => {
    // A peer that is asked to endorse may not have yet what another one's gateway shows: that is worth asking again.
    const { status, body: answer } = await eventually(
      () => as(slug, role).attempts.post<{ retryable?: boolean }>(path, body),
      (answered) => answered.status < 300 || answered.body.retryable !== true,
    );
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
    return answer as unknown as T;
  };
  const known = (slug: string, path: string, role?: Role): Promise<unknown> =>
    eventually(
      () => as(slug, role).attempts.get(path),
      ({ status }) => status === 200,
    );
  const open = (memberRef: string) => post<{ accountId: string }>('harbor', '/v1/accounts', { memberRef });
  const [{ accountId }, { accountId: otherId }] = [await open('of-everything-1'), await open('of-everything-2')];
  const points = { programId: 'harbor', accountId };
  await post('harbor', '/v1/issuances', { ...points, amount: '12500' });
  await post('harbor', '/v1/transfers', {
    ...{ programId: 'harbor', fromAccountId: accountId, toAccountId: otherId, amount: '700' },
  });
  await known('citypark', `/v1/accounts/${accountId}`);
  await post('citypark', '/v1/programs/harbor/credit', { limit: '5000' }, 'admin');
  await known('harbor', '/v1/programs/harbor/credit/CityParkMSP');
  const spend = (amount: string) => post('harbor', '/v1/redemptions', { ...points, amount, acceptor: 'CityParkMSP' });
  await spend('1100');
  const { operationId: spentId } = await post('harbor', '/v1/redemptions', { ...points, amount: '90' });
  await post('harbor', '/v1/reversals', { operationId: spentId, amount: '10' });
  const { operationId: holdId } = await post('harbor', '/v1/holds', { ...points, amount: '150', ttlSeconds: 86_400 });
  const offer = { programId: 'harbor', days: 180, ppm: 40_000, ppmMin: 20_000, ppmMax: 50_000, noticeDays: 30 };
  const more = { offerId: 'half-year', ceiling: '100000', lanes: 4, early: { afterDays: 0, sharePpm: 500_000 } };
  await post('harbor', '/v1/note-offers', { ...offer, ...more }, 'admin');
  await post('harbor', '/v1/notes', { ...points, offerId: 'half-year', amount: '1000' });
  const terms = { limit: '5000000000', haircutPpm: 500_000, marginDays: 14, feePpm: 50_000, until: inDays(60) };
  await post('citypark', '/v1/credit-lines', { lineId: 'line-1', accountId, programId: 'harbor', ...terms }, 'admin');
  const line = '/v1/credit-lines/CityParkMSP/line-1';
  await known('harbor', line);
  await post('harbor', `${line}/pledges`, { amount: '2000' });
  await post('harbor', `${line}/draws`, { paymentId: 'draw-1', amount: '200000000' });
  const scope = { kind: 'account', accountId: otherId };
  await post('harbor', '/v1/orders', { effect: { kind: 'stop-debits' }, reason: 'card was lost', scope }, 'admin');
  const period = new Date().toISOString().slice(0, 7);
  for (const slug of ['harbor', 'citypark', 'greenmart']) await post(slug, `/v1/clearing/cycles/${period}/cut-off`);
  await eventually(
    () => as('harbor').attempts.post(`/v1/clearing/cycles/${period}/close`, {}),
    ({ status }) => status < 300,
  );
  await known('auditor', `/v1/clearing/cycles/${period}`, 'auditor');
  return [
    ...[accountId, otherId].flatMap((id) =>
      ['', '/balances', '/lots', '/statement'].map((path) => ['harbor', `/v1/accounts/${id}${path}`] as const),
    ),
    ['citypark', `/v1/accounts/${accountId}/balances`],
    ['harbor', `/v1/holds/${holdId}`],
    ['harbor', `/v1/operations/${spentId}`],
    ['harbor', `/v1/accounts/${accountId}/notes`],
    ['citypark', line],
    ['harbor', '/v1/programs/harbor/credit/CityParkMSP'],
    ['harbor', '/v1/note-offers'],
    ['auditor', `/v1/clearing/cycles/${period}`],
  ];
}

/** What is told at these paths, without as of which block. */
export async function toldAt(as: As, paths: readonly (readonly [slug: string, path: string])[]): Promise<object> {
  const told: Record<string, unknown> = {};
  for (const [slug, path] of paths) {
    const { status, body } = await as(slug).attempts.get(path);
    if (status !== 200) throw new Error(`${path} of ${slug}: ${status} ${JSON.stringify(body)}`);
    told[`${slug} ${path}`] = withoutBlock(body);
  }
  return told;
}

function withoutBlock(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBlock);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => name !== 'asOfBlock');
  return Object.fromEntries(members.map(([name, each]) => [name, withoutBlock(each)]));
}
