/**
 * A consortium with a regulator, started by its file alone: an order and its lifting, an emergency that is ratified, points
 * that are seized, and a reason that is seen by those whom it concerns. In the end the auditor finds nothing.
 */
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { charterOtherwise } from '@commonpoint/catalogue';
import { readDescription } from '../../consortium/description/read-description.js';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { readDelegates } from '../../consortium/launcher/gateway-files.js';
import { findFreePorts } from '../../consortium/launcher/ports.js';
import { type Consortium, startConsortium } from '../../consortium/launcher/start-consortium.js';
import { makeDataDir } from '../support/data-dir.js';
import { eventually } from '../support/eventually.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { repositoryRoot } from '../support/repository-files.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';

type Body = Record<string, unknown>;
interface Reply {
  status: number;
  body: Body;
}
type Role = 'admin' | 'operator' | 'auditor' | 'regulator';

describeUnless({ docker: 'containers are those of docker-compose.yml' }, 'a consortium with a regulator', () => {
  let consortium: Consortium;
  let dataDir = '';
  let accountId = '';
  let carolId = '';

  async function call(slug: string, role: Role, path: string, body?: object): Promise<Reply> {
    const { url, keys } = consortium.credentials[slug]!;
    const response = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${keys[role]}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  }
  const issue = (slug: string, amount: string) =>
    call(slug, 'operator', '/v1/issuances', { programId: 'bakery', accountId, amount });
  const redeem = (amount: string) =>
    call('bakery', 'operator', '/v1/redemptions', { programId: 'bakery', accountId, amount });
  const order = async (slug: string, role: Role, effect: object, scope: object = { kind: 'account', accountId }) => {
    const { status, body } = await call(slug, role, '/v1/orders', { scope, effect, reason: 'case 2026-17' });
    expect([status, body['code']]).toEqual([201, undefined]);
    return body['orderId'] as string;
  };
  const lift = (slug: string, role: Role, orderId: string) => call(slug, role, `/v1/orders/${orderId}/lift`, {});
  /** Another organisation's gateway may be a block behind. */
  const seen = (slug: string, orderId: string, isSo: (order: Body) => boolean = () => true) =>
    eventually(
      () => call(slug, slug === 'authority' ? 'regulator' : 'operator', `/v1/orders/${orderId}`),
      ({ status, body }) => status === 200 && isSo(body),
    );
  const points = async (of: string) => {
    const { body } = await call('bakery', 'operator', `/v1/accounts/${of}/balances`);
    return (body['balances'] as { available: string }[])[0]?.available ?? '0';
  };

  beforeAll(async () => {
    dataDir = await makeDataDir();
    const networkBasePort = await findFreePorts(104);
    // As in the example, but that a decision on members need not wait.
    const description = readDescription(join(repositoryRoot, 'examples', 'consortiums', 'with-regulator.json'));
    const members = { ...charterOtherwise.rules.members, timeLockSeconds: 0 };
    const { clearing: _clearing, ...usual } = charterOtherwise;
    const charter = { ...usual, rules: { ...usual.rules, members } };
    const descriptionPath = join(dataDir, 'described.json');
    await writeFile(descriptionPath, JSON.stringify({ ...description, charter }));
    consortium = await startConsortium({
      dataDir,
      networkBasePort,
      firstGatewayPort: networkBasePort + 100,
      network: networkKind === 'native' ? 'native' : 'embedded',
      descriptionPath,
    });
    const open = async (slug: string, memberRef: string) =>
      (await call(slug, 'operator', '/v1/accounts', { memberRef })).body['accountId'] as string;
    accountId = await open('bakery', 'm-1');
    carolId = await open('cinema', 'c-1');
    expect((await issue('bakery', '100')).status).toBe(201);
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await consortium?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  it('a regulator stops debits of an account; its custodian cannot lift it, the regulator does', async () => {
    const orderId = await order('authority', 'regulator', { kind: 'stop-debits' });
    await seen('bakery', orderId);
    expect(await redeem('10')).toMatchObject({ status: 422, body: { code: 'DEBITS_STOPPED' } });
    expect((await issue('bakery', '5')).status).toBe(201);
    expect(await lift('bakery', 'admin', orderId)).toMatchObject({
      status: 403,
      body: { code: 'NOT_ORDER_AUTHORITY' },
    });
    expect(await lift('authority', 'regulator', orderId)).toMatchObject({ status: 200, body: { status: 'lifted' } });
    await seen('bakery', orderId, ({ status }) => status === 'lifted');
    expect((await redeem('5')).status).toBe(201);
  });

  it('the reason is seen by custodian and auditor, and by nobody else', async () => {
    const orderId = await order('authority', 'regulator', { kind: 'stop-credits' });
    const read = (slug: string, role: Role) => call(slug, role, `/v1/orders/${orderId}/reason`);
    const shown = await call('authority', 'regulator', `/v1/orders/${orderId}/disclosures`, { reason: 'case 2026-17' });
    expect(shown).toMatchObject({ status: 200, body: { recipients: ['AuditorMSP', 'AuthorityMSP', 'BakeryMSP'] } });
    for (const [slug, role] of [
      ['bakery', 'admin'],
      ['auditor', 'auditor'],
      ['authority', 'regulator'],
    ] as const)
      await eventually(
        () => read(slug, role),
        ({ body }) => body['reason'] === 'case 2026-17',
      );
    expect(await read('cinema', 'admin')).toMatchObject({ status: 404, body: { code: 'REASON_UNKNOWN' } });
    expect((await issue('bakery', '1')).body).toMatchObject({ code: 'CREDITS_STOPPED' });
    expect((await lift('authority', 'regulator', orderId)).status).toBe(200);
  });

  it('a merchant’s emergency order lapses, unless the regulator ratifies it, whose it is then', async () => {
    const orderId = await order('bakery', 'admin', { kind: 'stop-debits' });
    expect((await call('bakery', 'operator', `/v1/orders/${orderId}`)).body).toMatchObject({
      basis: 'emergency',
      until: expect.any(String),
    });
    expect((await redeem('1')).body).toMatchObject({ code: 'DEBITS_STOPPED' });
    await seen('authority', orderId);
    const ratified = await call('authority', 'regulator', `/v1/orders/${orderId}/ratify`, {});
    expect(ratified).toMatchObject({ status: 200, body: { ratifiedBy: 'AuthorityMSP' } });
    expect(ratified.body).not.toHaveProperty('until');
    await seen('bakery', orderId, (order) => order['ratifiedBy'] === 'AuthorityMSP');
    expect((await lift('bakery', 'admin', orderId)).body).toMatchObject({ code: 'NOT_ORDER_AUTHORITY' });
    expect((await lift('authority', 'regulator', orderId)).status).toBe(200);
    // No merchant orders what is neither in its custody nor of its points.
    const beyond = { scope: { kind: 'account', accountId }, effect: { kind: 'stop-debits' }, reason: 'none' };
    expect((await call('cinema', 'admin', '/v1/orders', beyond)).body).toMatchObject({ code: 'ORDER_NOT_ALLOWED' });
  });

  it('what a regulator seizes is kept back, and moved by another organisation', async () => {
    const scope = { kind: 'account', accountId, programId: 'bakery' };
    const lifted = async () => (await call('bakery', 'operator', '/v1/orders')).body['orders'] as Body[];
    await eventually(lifted, (orders) => orders.every(({ status }) => status === 'lifted'));
    expect(await points(accountId)).toBe('100');
    const orderId = await order('authority', 'regulator', { kind: 'seize', amount: '60', toAccountId: carolId }, scope);
    await seen('bakery', orderId);
    expect((await redeem('41')).body).toMatchObject({ code: 'POINTS_RESERVED' });
    expect((await redeem('40')).status).toBe(201);
    expect((await call('bakery', 'operator', `/v1/accounts/${accountId}/freeze`, {})).status).toBe(200);
    await seen('cinema', orderId);
    const moved = await call('cinema', 'operator', `/v1/orders/${orderId}/seize`, {});
    expect(moved).toMatchObject({ status: 201, body: { kind: 'seize', amount: '60' } });
    await eventually(
      async () => [await points(accountId), await points(carolId)],
      ([from, to]) => from === '0' && to === '60',
    );
    const { body } = await call('cinema', 'operator', `/v1/accounts/${carolId}/statement`);
    expect(body['entries']).toMatchObject([{ kind: 'seize', change: '60', counterpartAccountId: accountId }]);
  });

  it('its members remove the regulator, whose orders are theirs to lift; and one of them leaves', async () => {
    const scope = { kind: 'account', accountId: carolId };
    const orderId = await order('authority', 'regulator', { kind: 'stop-credits' }, scope);
    await seen('bakery', orderId);
    const delegates = await readDelegates(dataDir);
    const say = async (slug: string, path: string, body: object): Promise<Reply> => {
      const { url, keys } = delegates[slug]!;
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${keys['delegate']}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Body };
    };
    const decide = async (id: string, ...actions: object[]): Promise<Reply> => {
      expect(await say('bakery', '/v1/proposals', { proposalId: id, actions })).toMatchObject({ status: 201 });
      await say('bakery', `/v1/proposals/${id}/votes`, { vote: 'for' });
      await eventually(
        () => call('cinema', 'operator', `/v1/proposals/${id}`),
        ({ body }) => (body['votes'] as object[] | undefined)?.length === 1,
      );
      const voted = await eventually(
        () => say('cinema', `/v1/proposals/${id}/votes`, { vote: 'for' }),
        ({ status }) => status === 200,
      );
      expect(voted.body).toMatchObject({ status: 'passed', voters: ['BakeryMSP', 'CinemaMSP'] });
      return say('cinema', `/v1/proposals/${id}/execution`, {});
    };
    const removed = await decide('BakeryMSP:without-a-regulator', { kind: 'remove', mspId: 'AuthorityMSP' });
    expect(removed).toMatchObject({ status: 200, body: { status: 'executed' } });
    const refused = { status: 403, body: { code: 'ORGANIZATION_NOT_ALLOWED' } };
    // Until its gateway has heard of it, it could lift the order still.
    await eventually(
      () => call('authority', 'regulator', '/v1/members'),
      ({ body }) =>
        (body['members'] as Body[] | undefined)?.find(({ mspId }) => mspId === 'AuthorityMSP')?.['status'] === 'left',
    );
    expect(await lift('authority', 'regulator', orderId)).toMatchObject(refused);
    const again = { scope, effect: { kind: 'stop-debits' }, reason: 'none' };
    expect(await call('authority', 'regulator', '/v1/orders', again)).toMatchObject(refused);
    const issuance = { programId: 'bakery', accountId: carolId, amount: '1' };
    const stopped = await call('bakery', 'operator', '/v1/issuances', issuance);
    expect(stopped.body).toMatchObject({ code: 'CREDITS_STOPPED' });
    const lifted = await decide('BakeryMSP:free', { kind: 'lift-order', orderId });
    expect(lifted).toMatchObject({ status: 200, body: { status: 'executed' } });
    // The decision was carried out at another one's gateway.
    await eventually(
      () => call('bakery', 'operator', `/v1/orders/${orderId}`),
      ({ body }) => body['status'] === 'lifted',
    );
    const left = await say('cinema', '/v1/departure', { spendableUntil: '2099-12-31' });
    expect(left).toMatchObject({ status: 200, body: { status: 'leaving' } });
  });

  it('leaves a ledger in which the auditor finds nothing', async () => {
    const audit = await auditLedger({ dataDir, mspId: 'AuditorMSP', role: 'auditor' });
    expect(audit.findings).toEqual([]);
    expect(audit.operations).toBeGreaterThanOrEqual(5);
  });
});
