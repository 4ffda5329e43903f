/**
 * The channel's configuration follows the votes: what members decided on is signed by their administrators, ordered and in force, and
 * nothing else is. On the embedded network and on Fabric's own programs alike.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { knownTopology } from '../../consortium/launcher/data-folder.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readCredentials, readDelegates, type Credentials } from '../../consortium/launcher/gateway-files.js';
import { runNetworkCommand } from '../../consortium/launcher/network-command.js';
import { builtProgram } from '../../consortium/launcher/repository.js';
import { loadIdentity, signingCertPath } from '../../network/identities/load-identity.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import type { Organization } from '../../network/topology.js';
import type { ProblemError } from '../../sdk/client/src/index.js';
import { makeDataDir } from '../support/data-dir.js';
import { eventually } from '../support/eventually.js';
import { knownAt } from '../support/known-at.js';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { revocationList } from '../support/revocation-list.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { describeUndelayed } from '../support/undelayed-charter.js';
import { executeAt } from '../support/votes.js';

const STEP_TIMEOUT_MS = 120_000;

describeUnless({ docker: 'containers are those of docker-compose.yml' }, 'the channel', () => {
  let consortium: LaunchedConsortium;
  let delegates: Credentials;
  let folder: string;
  const clients: GatewayClient[] = [];

  beforeAll(async () => {
    folder = await makeDataDir();
    process.env['CONSORTIUM'] = describeUndelayed(folder);
    const path = process.env['CONSORTIUM'];
    consortium = await LaunchedConsortium.create(networkKind === 'native' ? 'native' : 'embedded', path);
    await consortium.start();
    delegates = await readDelegates(consortium.dataDir);
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    delete process.env['CONSORTIUM'];
    await Promise.all(clients.map((client) => client.close()));
    await consortium?.remove();
    await rm(folder, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  const as = (slug: string): GatewayClient => {
    const client = new GatewayClient(delegates[slug]!.url, delegates[slug]!.keys['delegate'] ?? '', 2);
    clients.push(client);
    return client;
  };
  const network = async (...args: string[]): Promise<string[]> => {
    const lines: string[] = [];
    await runNetworkCommand(args, consortium.dataDir, (line) => lines.push(line));
    return lines;
  };
  const decide = async (name: string, planHash: string): Promise<void> => {
    const proposalId = `HarborMSP:${name}`;
    const actions = [{ kind: 'channel-configuration' as const, planHash }];
    await as('harbor').post('/v1/proposals', { proposalId, actions });
    for (const slug of ['harbor', 'citypark'])
      await as(slug).post(`/v1/proposals/${proposalId}/votes`, { vote: 'for' });
    await executeAt(as('greenmart'), proposalId);
    // Whoever carries it out asks an own peer whether it is decided.
    for (const slug of ['harbor', 'citypark', 'auditor'])
      await knownAt<{ status: string }>(as(slug), `/v1/proposals/${proposalId}`, ({ status }) => status === 'executed');
  };
  const found = async (): Promise<string[]> => {
    const audited = await auditLedger({ dataDir: consortium.dataDir, mspId: 'AuditorMSP', role: 'auditor' });
    return audited.findings.map(String);
  };

  it(
    'keeps its configuration as long as nobody decided on another one',
    async () => {
      await expect(network('apply', 'batch-timeout', '300')).rejects.toThrow(/no executed proposal has the plan/);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'takes what was decided on, once three of four organisations have signed it',
    async () => {
      const [, hash = ''] = await network('plan', 'batch-timeout', '300');
      await decide('slower', hash);
      await expect(network('apply', 'batch-timeout', '300', '--by', 'harbor,citypark')).rejects.toThrow(
        /policy for \[Value\] {2}\/Channel\/Orderer\/(BatchTimeout|ConsensusType) not satisfied: implicit policy evaluation failed - 2 sub-policies were satisfied, but this policy requires 3 of the 'Admins' sub-policies to be satisfied/,
      );
      expect(await network('apply', 'batch-timeout', '300', '--by', 'harbor,citypark,auditor')).toEqual([
        'decided by HarborMSP:slower',
        'signed by HarborMSP, CityParkMSP, AuditorMSP',
        'in force as configuration 1',
      ]);
      await expect(network('apply', 'batch-timeout', '300')).rejects.toThrow(/no differences detected/);
      await as('harbor').post('/v1/proposals', {
        proposalId: 'HarborMSP:afterwards',
        actions: [{ kind: 'channel-configuration', planHash: hash }],
      });
      expect(await found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'takes signatures that each organisation made by itself, of exactly what the sender planned too',
    async () => {
      const [, hash = ''] = await network('plan', 'batch-size', '400');
      await expect(network('sign', 'batch-size', '400', '--by', 'citypark')).rejects.toThrow(
        /no executed proposal has/,
      );
      await decide('smaller', hash);
      const files = await Promise.all(
        ['citypark', 'auditor'].map(async (slug) => {
          const [line = ''] = await network('sign', 'batch-size', '400', '--by', slug);
          const path = join(folder, `${slug}.json`);
          writeFileSync(path, line);
          return path;
        }),
      );
      await expect(network('send', 'batch-size', '300', ...files, '--by', 'harbor')).rejects.toThrow(
        /no executed proposal has/,
      );
      // Another value of the same group changes no version that the update names.
      const [, other = ''] = await network('plan', 'batch-timeout', '280');
      await decide('between', other);
      await network('apply', 'batch-timeout', '280');
      const stale = join(folder, 'stale.json');
      const signed = JSON.parse(readFileSync(files[0]!, 'utf8')) as object;
      writeFileSync(stale, JSON.stringify({ ...signed, updateHash: 'ab'.repeat(32) }));
      await expect(network('send', 'batch-size', '400', stale, '--by', 'harbor')).rejects.toThrow(
        /CityParkMSP signed for configuration 1, and 2 is in force: it has to sign again; the vote stays/,
      );
      expect(await network('send', 'batch-size', '400', ...files, '--by', 'harbor')).toEqual([
        'decided by HarborMSP:smaller',
        'signed by HarborMSP, CityParkMSP, AuditorMSP',
        'in force as configuration 3',
      ]);
      expect(await found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'goes on with it after all programs were killed',
    async () => {
      await consortium.kill();
      await consortium.start();
      const [, hash = ''] = await network('plan', 'batch-timeout', '250');
      await decide('quicker', hash);
      expect((await network('apply', 'batch-timeout', '250')).at(-1)).toBe('in force as configuration 4');
      // A decision is good for once: what it set is not set again after another one.
      await expect(network('apply', 'batch-timeout', '300')).rejects.toThrow(/was carried out as configuration 1,/);
      expect(await found()).toEqual([]);
    },
    STEP_TIMEOUT_MS + START_TIMEOUT_MS,
  );

  it(
    'is changed by stewards that run by themselves, each decision once',
    async () => {
      const topology = join(folder, 'topology.json');
      writeFileSync(topology, JSON.stringify(knownTopology(consortium.dataDir)));
      const said: string[] = [];
      const stewards = ['citypark', 'auditor'].map((slug) => {
        const program = builtProgram('consortium', 'member/main.js');
        const child = spawn(process.execPath, [program, 'network', 'steward'], {
          env: { ...process.env, DATA_DIR: consortium.dataDir, SLUG: slug, TOPOLOGY: topology },
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        createInterface(child.stdout).on('line', (line) => said.push(line));
        return child;
      });
      const inForce = (): string[] => [
        ...new Set(said.flatMap((line) => /in force as configuration \d+: [0-9a-f]{64}$/.exec(line)?.[0] ?? [])),
      ];
      const change = async (name: string, ...intent: string[]): Promise<string> => {
        const [, hash = ''] = await network('plan', ...intent);
        await decide(name, hash);
        await network('post', ...intent, '--by', 'harbor');
        return hash;
      };
      try {
        const slower = await change('by-itself', 'batch-timeout', '260');
        await eventually(
          async () => inForce(),
          (lines) => lines.length === 1,
          { timeoutMs: STEP_TIMEOUT_MS / 3 },
        );
        const larger = await change('by-itself-too', 'batch-size', '410');
        await eventually(
          async () => inForce(),
          (lines) => lines.length === 2,
          { timeoutMs: STEP_TIMEOUT_MS / 3 },
        );
        expect(inForce()).toEqual([`in force as configuration 5: ${slower}`, `in force as configuration 6: ${larger}`]);
      } finally {
        for (const each of stewards) each.kill('SIGTERM');
        await Promise.all(
          stewards.map(async (each) => {
            if (each.exitCode === null) await once(each, 'close');
          }),
        );
      }
      expect(stewards.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
      expect(await found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'has a role’s certificate taken back by its organisation’s word alone, and everybody else goes on',
    async () => {
      const all = await readCredentials(consortium.dataDir);
      const issue = async (slug: string, accountId: string): Promise<string> => {
        const client = new GatewayClient(all[slug]!.url, all[slug]!.keys.operator, 2);
        clients.push(client);
        const wish = { programId: slug, accountId, amount: '1' };
        return client.post('/v1/issuances', wish).then(
          () => 'done',
          (error: unknown) => (error as ProblemError).code,
        );
      };
      const client = new GatewayClient(all['citypark']!.url, all['citypark']!.keys.operator, 2);
      clients.push(client);
      const { accountId } = await client.post('/v1/accounts', { memberRef: 'm-1' });
      expect([await issue('harbor', accountId), await issue('citypark', accountId)]).toEqual(['done', 'done']);

      const [harbor, citypark] = knownTopology(consortium.dataDir).organizations as [Organization, Organization];
      const own = organizationPaths(consortium.dataDir, harbor);
      const others = organizationPaths(consortium.dataDir, citypark);
      for (const [certificate, why] of [
        [signingCertPath(others.userMspDir('operator')), /was not issued by Harbor: each organisation revokes its own/],
        [signingCertPath(own.peerMspDir), /is what peer0\.harbor\S* works with/],
        [signingCertPath(own.adminMspDir), /is what the administrator works with/],
        ['nobody', /nobody is no role \(.*operator.*\), and no file/],
        [join(folder, 'topology.json'), /holds neither a certificate nor a list/],
      ] as const) {
        await expect(network('revoke', certificate, '--by', 'harbor')).rejects.toThrow(why);
      }
      await expect(network('revoke', 'operator')).rejects.toThrow(/--by names the one organisation/);
      const foreign = join(folder, 'foreign.pem');
      const made = await revocationList(others.caCertPath, [
        loadIdentity('HarborMSP', own.userMspDir('operator')).certPem,
      ]);
      writeFileSync(foreign, made);
      await expect(network('revoke', foreign, '--by', 'harbor')).rejects.toThrow(/made by none of its authorities/);

      const lines = await network('revoke', 'operator', '--by', 'harbor');
      expect(lines.slice(1)).toEqual([
        'decided by HarborMSP itself',
        'signed by HarborMSP',
        'in force as configuration 7',
      ]);
      // With the next block: nothing that is asked for from here on is done.
      expect(await issue('harbor', accountId)).toBe('IDENTITY_REFUSED');
      expect(await issue('citypark', accountId)).toBe('done');
      const reader = new GatewayClient(all['harbor']!.url, all['harbor']!.keys.operator, 2);
      clients.push(reader);
      await eventually(
        () => reader.get(`/v1/accounts/${accountId}/balances`),
        ({ balances }) => balances.some((each) => each.programId === 'citypark' && each.available === '2'),
        { timeoutMs: STEP_TIMEOUT_MS / 3 },
      );
      expect(await network('revoke', 'operator', '--by', 'harbor')).toEqual([expect.stringMatching(/is revoked$/)]);
      expect(await found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );
});
