/**
 * A consortium of others than the default ones, started by its file alone: two merchants and two auditors. What must hold
 * whoever the members are, and what an auditor cannot do although it makes certificates as it likes.
 */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { connectAs } from '../../consortium/launcher/connect-as.js';
import { findFreePorts } from '../../consortium/launcher/ports.js';
import { type Consortium, startConsortium } from '../../consortium/launcher/start-consortium.js';
import { readConnectionDescription } from '../../network/admin/connection-description.js';
import { makeDataDir } from '../support/data-dir.js';
import { eventually } from '../support/eventually.js';
import { mintIdentity } from '../support/mint-identity.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { refusalOf } from '../support/peer-client.js';
import { repositoryRoot } from '../support/repository-files.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';

interface Reply {
  status: number;
  body: Record<string, unknown>;
}

describeUnless({ docker: 'containers are those of docker-compose.yml' }, 'two merchants and two auditors', () => {
  const period = '2026-10';
  let consortium: Consortium;
  let dataDir = '';

  beforeAll(async () => {
    dataDir = await makeDataDir();
    const networkBasePort = await findFreePorts(104);
    consortium = await startConsortium({
      dataDir,
      networkBasePort,
      firstGatewayPort: networkBasePort + 100,
      network: networkKind === 'native' ? 'native' : 'embedded',
      descriptionPath: join(repositoryRoot, 'examples', 'consortiums', 'two-merchants.json'),
    });
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await consortium?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  async function call(slug: string, role: 'operator' | 'auditor', path: string, body?: object): Promise<Reply> {
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
    return { status: response.status, body: (await response.json()) as Reply['body'] };
  }
  const post = (slug: string, path: string, body: object) => call(slug, 'operator', path, body);

  it('issue points, and take each other’s', async () => {
    const { body: account } = await post('bakery', '/v1/accounts', { memberRef: 'm-1' });
    const { accountId } = account as { accountId: string };
    const issued = await post('bakery', '/v1/issuances', { programId: 'bakery', accountId, amount: '100' });
    expect(issued).toMatchObject({ status: 201, body: { state: 'committed' } });
    const spent = { programId: 'bakery', accountId, amount: '30', acceptor: 'CinemaMSP' };
    expect(await post('bakery', '/v1/redemptions', spent)).toMatchObject({ status: 201 });
    // Cinema's gateway may be a block behind.
    await eventually(
      async () => (await call('cinema', 'operator', `/v1/accounts/${accountId}/balances`)).body['balances'],
      (balances) => (balances as { available: string }[])[0]?.available === '70',
    );
  });

  it('show figures to each auditor by itself, and to no competitor', async () => {
    const figures = [{ name: 'margin', value: '-40500' }];
    expect(await post('bakery', '/v1/figures', { period, figures })).toMatchObject({ status: 201 });
    const disclosure = { period, names: ['margin'] };
    expect(await post('bakery', '/v1/disclosures', disclosure)).toMatchObject({ body: { code: 'AUDITOR_REQUIRED' } });
    expect(await post('bakery', '/v1/disclosures', { ...disclosure, auditor: 'CinemaMSP' })).toMatchObject({
      body: { code: 'AUDITOR_UNKNOWN' },
    });
    const seenBy = async (slug: string) =>
      (await call(slug, 'auditor', '/v1/disclosures?owner=BakeryMSP')).body['disclosures'] as unknown[];
    for (const [mspId, slug, other] of [
      ['RegulatorMSP', 'regulator', 'assessor'],
      ['AssessorMSP', 'assessor', undefined],
    ] as const) {
      expect(await post('bakery', '/v1/disclosures', { ...disclosure, auditor: mspId })).toMatchObject({ status: 201 });
      const disclosed = await eventually(
        () => seenBy(slug),
        (disclosures) => disclosures.length > 0,
      );
      expect(disclosed).toMatchObject([{ verdict: 'current', figure: { value: '-40500' } }]);
      if (other !== undefined) expect(await seenBy(other)).toEqual([]);
    }
  });

  it('have auditors that take no part, whatever role they write into a certificate', async () => {
    await mintIdentity(consortium.topology, dataDir, 'RegulatorMSP', 'admin');
    const written = readConnectionDescription(dataDir);
    const regulator = written.organizations['RegulatorMSP']!;
    const users = { ...regulator.users, admin: { certPath: 'minted/cert.pem', keyPath: 'minted/key.pem' } };
    const organizations = { ...written.organizations, RegulatorMSP: { ...regulator, users } };
    const description = { ...written, organizations };
    const connection = connectAs({ dataDir, description, mspId: 'RegulatorMSP', role: 'admin' });
    const attempt = (name: string, request: object) =>
      refusalOf(
        connection.network
          .getContract('points')
          .newProposal(name, {
            arguments: [JSON.stringify(request)],
            endorsingOrganizations: ['BakeryMSP', 'CinemaMSP'],
          })
          .endorse(),
      );
    try {
      // The certificate is believed: what is refused is the organisation.
      const registering = await attempt('Organizations:Register', { name: 'Regulator' });
      expect(registering).toMatchObject({ code: 'ORGANIZATION_NOT_ALLOWED' });
      const opening = await attempt('Accounts:Open', { accounts: [{ accountId: 'RegulatorMSP:member-0001' }] });
      expect(opening).toMatchObject({ code: 'ORGANIZATION_NOT_ALLOWED' });
    } finally {
      connection.close();
    }
  });

  it('have a ledger in which neither auditor finds anything', async () => {
    for (const mspId of ['RegulatorMSP', 'AssessorMSP']) {
      const audit = await auditLedger({ dataDir, mspId, role: 'auditor' });
      expect(audit.findings).toEqual([]);
      expect(audit.operations).toBeGreaterThanOrEqual(2);
    }
  });
});
