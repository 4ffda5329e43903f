/**
 * Members decide together: votes while one of them is away, executions that race each other, and a merchant that is gone
 * for good and is wound down by the others. The rules of this consortium have no time locks, so that a test need not wait.
 */
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { peer } from '@hyperledger/fabric-protos';
import { charterOtherwise, type GovernanceAction, ownPolicyRows } from '@commonpoint/catalogue';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readDelegates, type Credentials } from '../../consortium/launcher/gateway-files.js';
import { readDescription } from '../../consortium/description/read-description.js';
import { defaultDescriptionPath } from '../../network/topology.js';
import { makeDataDir } from '../support/data-dir.js';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { nextDefinition } from '../support/next-definition.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { PeerClient } from '../support/peer-client.js';
import { eventually, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { executeAt, voteAt } from '../support/votes.js';

const { ENDORSEMENT_POLICY_FAILURE } = peer.TxValidationCode;
const hash = 'ab'.repeat(32);
interface Watching {
  readonly watch: { readonly findings: number };
}

describeUnless({ docker: 'containers are those of docker-compose.yml' }, 'members', () => {
  let consortium: LaunchedConsortium;
  let delegates: Credentials;
  let folder: string;
  const clients = new Map<string, GatewayClient>();
  const peers: PeerClient[] = [];
  /** How many votes there are on each proposal. */
  const cast = new Map<string, number>();

  beforeAll(async () => {
    folder = await makeDataDir();
    const path = join(folder, 'consortium.json');
    const rules = Object.fromEntries(
      Object.entries(charterOtherwise.rules).map(([matter, rule]) => [matter, { ...rule, timeLockSeconds: 0 }]),
    );
    // A description says by itself how cycles are cleared.
    const { clearing: _clearing, ...charter } = charterOtherwise;
    const description = { ...readDescription(defaultDescriptionPath()), charter: { ...charter, rules } };
    writeFileSync(path, JSON.stringify(description));
    consortium = await LaunchedConsortium.create(networkKind === 'native' ? 'native' : 'embedded', path);
    await consortium.start();
    delegates = await readDelegates(consortium.dataDir);
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    for (const each of peers) each.close();
    await Promise.all([...clients.values()].map((client) => client.close()));
    await consortium?.remove();
    await rm(folder, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  const as = (slug: string, role: 'delegate' | 'operator' | 'admin' = 'delegate'): GatewayClient => {
    const { url, keys } = (role === 'delegate' ? delegates : consortium.credentials)[slug]!;
    const client = clients.get(`${slug} ${role}`) ?? new GatewayClient(url, keys[role] ?? '', 8);
    clients.set(`${slug} ${role}`, client);
    return client;
  };
  const at = (mspId: string, role: string): PeerClient => {
    const client = PeerClient.as(consortium.dataDir, mspId, role);
    peers.push(client);
    return client;
  };
  const propose = (proposalId: string, ...actions: GovernanceAction[]) =>
    as('harbor').post('/v1/proposals', { proposalId, actions });
  /** Each with all votes before it, so that the last one says what is decided. */
  const vote = async (slug: string, proposalId: string, ballot: 'for' | 'against' = 'for') => {
    const after = cast.get(proposalId) ?? 0;
    cast.set(proposalId, after + 1);
    return voteAt(as(slug), proposalId, { vote: ballot, after });
  };
  const execute = (slug: string, proposalId: string) => executeAt(as(slug), proposalId);
  /** Gateways renew the policies of rows by themselves. */
  const noneDue = async (): Promise<void> => {
    const harbor = at('HarborMSP', 'operator');
    for (const kind of ownPolicyRows) {
      const asked = { request: { kind, pageSize: 100 }, at: ['HarborMSP'] };
      await eventually(
        () => harbor.evaluate('Governance:PoliciesDue', asked) as Promise<{ rows: object[] }>,
        ({ rows }) => rows.length === 0,
      );
    }
  };
  const found = async () => {
    const audited = await auditLedger({ dataDir: consortium.dataDir, mspId: 'AuditorMSP', role: 'auditor' });
    return audited.findings.map(String);
  };
  /** On Fabric's own programs its peer is killed for good; here all peers are one process, and nobody asks its for anything. */
  const switchOff = async (slug: string): Promise<void> => {
    await consortium.holdDown(`gateway-${slug}`);
    if (networkKind === 'native') await consortium.holdDown(`peer0.${slug}.commonpoint.example`);
  };
  const switchOn = async (slug: string): Promise<void> => {
    if (networkKind === 'native') await consortium.release(`peer0.${slug}.commonpoint.example`);
    await consortium.release(`gateway-${slug}`);
  };

  it('decide, and of executions that race each other one takes effect', async () => {
    const id = 'HarborMSP:agreement';
    const adopting = {
      kind: 'adopt-agreement',
      version: 1,
      hash,
      address: 'https://a.example/1',
      acceptWithinDays: 30,
    } as const;
    await as('harbor').post('/v1/proposals', { proposalId: id, actions: [adopting], reason: 'As agreed in spring.' });
    await as('harbor').post(`/v1/proposals/${id}/votes`, { vote: 'for', reason: 'It is our own.' });
    cast.set(id, 1);
    expect(await vote('citypark', id)).toMatchObject({ status: 'passed' });
    const done = await Promise.all(['harbor', 'citypark', 'greenmart', 'auditor'].map((slug) => execute(slug, id)));
    expect(new Set(done.map(({ status, endedBy, endedAt }) => `${status} ${endedBy} ${endedAt}`)).size).toBe(1);
    for (const slug of ['harbor', 'citypark', 'greenmart']) await as(slug).post('/v1/agreement/1/acceptance', { hash });
    const accepted = async () =>
      (await as('auditor').get('/v1/members', { consistency: 'ledger' })).members.map(
        ({ agreementVersion }) => agreementVersion,
      );
    expect(await eventually(accepted, (versions) => versions.join() === ',1,1,1')).toEqual([undefined, 1, 1, 1]);
    expect(await found()).toEqual([]);
  });

  it(
    'read what was said of it, also where a gateway has lost its file',
    async () => {
      await consortium.holdDown('gateway-greenmart');
      for (const end of ['', '-wal', '-shm'])
        rmSync(join(consortium.dataDir, 'gateways', 'greenmart', `gateway.db${end}`), { force: true });
      await consortium.release('gateway-greenmart');
      for (const slug of ['citypark', 'greenmart', 'auditor']) {
        const { reasonings } = await eventually(
          () => as(slug).get('/v1/proposals/HarborMSP:agreement/reasons'),
          (body) => body.reasonings.length === 2,
        );
        expect(reasonings.map(({ with: what, reason }) => `${what}: ${reason}`)).toEqual([
          'proposal: As agreed in spring.',
          'vote: It is our own.',
        ]);
      }
    },
    START_TIMEOUT_MS,
  );

  it(
    'define the chaincode anew by a plan that they decided on',
    async () => {
      const { plan, commit } = await nextDefinition(consortium, ['harbor', 'citypark', 'greenmart', 'auditor']);
      const id = 'HarborMSP:definition';
      const { body } = await as('harbor').attempts.post('/v1/proposals', {
        proposalId: id,
        actions: [{ kind: 'chaincode-definition', planHash: createHash('sha256').update(plan).digest('hex') }],
      });
      expect(body).toMatchObject({ status: 'open' });
      await vote('harbor', id);
      await vote('citypark', id);
      expect(await execute('greenmart', id)).toMatchObject({ status: 'executed' });
      await commit();
      expect(await found()).toEqual([]);
    },
    START_TIMEOUT_MS,
  );

  it('refuse a proposal by exactly half, and whoever is no delegate', async () => {
    const id = 'HarborMSP:suspension';
    await propose(id, { kind: 'suspend', mspId: 'GreenMartMSP' });
    const byAdmin = as('citypark', 'admin').attempts.post(`/v1/proposals/${id}/votes`, { vote: 'for' });
    expect(await byAdmin).toMatchObject({ status: 403, body: { code: 'ROLE_NOT_ALLOWED' } });
    await vote('harbor', id);
    expect(await vote('citypark', id, 'against')).toMatchObject({ status: 'failed' });
    expect(await execute('greenmart', id)).toMatchObject({ status: 'failed' });
  });

  it(
    'go on deciding and issuing beside one that is suspended, whose peer goes on answering',
    async () => {
      const decide = async (id: string, action: GovernanceAction, voters: readonly string[]) => {
        await propose(id, action);
        for (const slug of voters) await vote(slug, id);
        expect(await execute('harbor', id)).toMatchObject({ status: 'executed' });
      };
      await decide('HarborMSP:off', { kind: 'suspend', mspId: 'CityParkMSP' }, ['harbor', 'greenmart']);
      await decide('HarborMSP:beside', { kind: 'switch-on', feature: 'credit' }, ['harbor', 'greenmart']);
      await noneDue();
      const { accountId } = await as('harbor', 'operator').post('/v1/accounts', { memberRef: 'beside' });
      const issuance = { programId: 'harbor', accountId, amount: '5' };
      expect(await as('harbor', 'operator').post('/v1/issuances', issuance)).toMatchObject({ state: 'committed' });
      await decide('HarborMSP:on', { kind: 'readmit', mspId: 'CityParkMSP' }, ['harbor', 'greenmart']);
      expect(await found()).toEqual([]);
    },
    2 * START_TIMEOUT_MS,
  );

  it(
    'vote while one of them is switched off',
    async () => {
      await switchOff('citypark');
      const id = 'HarborMSP:without-citypark';
      await propose(id, { kind: 'switch-on', feature: 'notes' });
      await vote('harbor', id);
      expect(await vote('greenmart', id)).toMatchObject({ status: 'passed' });
      expect(await execute('greenmart', id)).toMatchObject({ status: 'executed' });
      await switchOn('citypark');
      await eventually(
        () => as('citypark').get(`/v1/proposals/${id}`),
        ({ status }) => status === 'executed',
      );
    },
    START_TIMEOUT_MS,
  );

  it(
    'wind down one that is gone, without its peer: its points are spent and its accounts served',
    async () => {
      const { accountId } = await as('greenmart', 'operator').post('/v1/accounts', { memberRef: 'm-1' });
      await as('greenmart', 'operator').post('/v1/issuances', { programId: 'greenmart', accountId, amount: '100' });
      await eventually(
        () => as('citypark', 'operator').get(`/v1/accounts/${accountId}/balances`, { consistency: 'ledger' }),
        ({ balances }) => balances[0]?.available === '100',
      );
      await switchOff('greenmart');
      const id = 'HarborMSP:greenmart-is-gone';
      await propose(
        id,
        { kind: 'remove', mspId: 'GreenMartMSP' },
        { kind: 'wind-down', programId: 'greenmart', spendableUntil: '2099-12-31' },
        { kind: 'hand-over', mspId: 'GreenMartMSP', successor: 'CityParkMSP' },
      );
      await vote('harbor', id);
      expect(await vote('citypark', id)).toMatchObject({ status: 'passed' });

      // The two merchants that are left do not rewrite its programme by themselves: the auditor's peer has to agree.
      const alone = at('HarborMSP', 'delegate').submit('Governance:Execute', {
        request: { proposalId: id },
        at: ['HarborMSP', 'CityParkMSP'],
      });
      expect(await alone).toBe(ENDORSEMENT_POLICY_FAILURE);
      const executed = await execute('harbor', id);
      expect(executed).toMatchObject({ status: 'executed' });

      const spending = { programId: 'greenmart', accountId, amount: '40', acceptor: 'CityParkMSP' };
      const redeemed = await eventually(
        () => as('citypark', 'operator').attempts.post('/v1/redemptions', spending),
        ({ status }) => status === 201,
      );
      expect(redeemed.body).toMatchObject({ state: 'committed', amount: '40' });
      const program = await as('harbor').get('/v1/programs/greenmart', { consistency: 'ledger' });
      expect(program).toMatchObject({ spendableUntil: '2099-12-31' });
      const month = new Date().toISOString().slice(0, 7);
      const { positions } = await eventually(
        () => as('harbor').get(`/v1/clearing/cycles/${month}`, { consistency: 'ledger' }),
        (cycle) => cycle.positions.some(({ debtor }) => debtor === 'GreenMartMSP'),
      );
      expect(positions).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ debtor: 'GreenMartMSP', creditor: 'CityParkMSP', amount: '40' }),
        ]),
      );
      expect(await found()).toEqual([]);
    },
    2 * START_TIMEOUT_MS,
  );

  it(
    'lock no row for ever: what asked for the peers of who is gone does so no longer, and the auditor can go too',
    async () => {
      // Greenmart's peer stays off. Gateways renew the policies by themselves, a page at a time.
      await noneDue();
      await switchOff('auditor');
      const id = 'HarborMSP:without-the-auditor';
      await propose(id, { kind: 'remove', mspId: 'AuditorMSP' });
      await vote('harbor', id);
      expect(await vote('citypark', id)).toMatchObject({ status: 'passed' });
      expect(await execute('citypark', id)).toMatchObject({ status: 'executed' });
      const { members } = await eventually(
        () => as('harbor').get('/v1/members', { consistency: 'ledger' }),
        (page) => page.members[0]?.status === 'left',
      );
      expect(members.map(({ mspId, status }) => `${mspId} ${status}`)).toEqual([
        'AuditorMSP left',
        'CityParkMSP active',
        'GreenMartMSP left',
        'HarborMSP active',
      ]);
      await switchOn('auditor');
      await eventually(found, (findings) => findings.length === 0);
    },
    2 * START_TIMEOUT_MS,
  );

  it(
    'see a definition that nobody decided on in the audit, and in every gateway that watches',
    async () => {
      const { plan, commit } = await nextDefinition(consortium, ['harbor', 'citypark', 'auditor']);
      await commit();
      const hash = createHash('sha256').update(plan).digest('hex');
      const [finding, ...others] = await eventually(found, ({ length }) => length > 0);
      expect(finding).toContain(`defines the chaincode points by the plan ${hash}, which members did not decide on`);
      expect(others).toEqual([]);
      const { watch } = await eventually(
        async () => (await fetch(`${consortium.credentials['citypark']!.url}/readyz`)).json() as Promise<Watching>,
        (body) => body.watch.findings > 0,
      );
      expect(watch).toMatchObject({ findings: 1 });
    },
    START_TIMEOUT_MS,
  );
});
