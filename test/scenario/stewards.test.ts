/**
 * What members vote on is carried out by itself, as `npm start` has stewards: from the vote on nothing is typed. On the embedded network and
 * on Fabric's own programs alike.
 */
import { orderer } from '@hyperledger/fabric-protos';
import { rm } from 'node:fs/promises';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { knownTopology } from '../../consortium/launcher/data-folder.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readDelegates } from '../../consortium/launcher/gateway-files.js';
import { runNetworkCommand } from '../../consortium/launcher/network-command.js';
import { connectPeer } from '../../network/admin/peer-connection.js';
import { readConfig } from '../../network/config/carry-out.js';
import { groupAt, valueIn } from '../../network/config/channel-values.js';
import { makeDataDir } from '../support/data-dir.js';
import { eventually } from '../support/eventually.js';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { describeUndelayed } from '../support/undelayed-charter.js';

const CARRIED_OUT_WITHIN_MS = 120_000;

describeUnless({ docker: 'containers are those of docker-compose.yml' }, 'a consortium with stewards', () => {
  let consortium: LaunchedConsortium;
  let folder: string;
  const clients: GatewayClient[] = [];

  beforeAll(async () => {
    folder = await makeDataDir();
    process.env['CONSORTIUM'] = describeUndelayed(folder);
    const network = networkKind === 'native' ? 'native' : 'embedded';
    consortium = await LaunchedConsortium.create(network, process.env['CONSORTIUM'], { stewards: true });
    await consortium.start();
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    delete process.env['CONSORTIUM'];
    await Promise.all(clients.map((client) => client.close()));
    await consortium?.remove();
    await rm(folder, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  const as = async (slug: string): Promise<GatewayClient> => {
    const { url, keys } = (await readDelegates(consortium.dataDir))[slug]!;
    const client = new GatewayClient(url, keys.delegate, 2);
    clients.push(client);
    return client;
  };
  const planHashOf = async (...intent: string[]): Promise<string> => {
    const lines: string[] = [];
    await runNetworkCommand(['plan', ...intent], consortium.dataDir, (line) => lines.push(line));
    return lines[1]!;
  };
  /** By REST alone, as the console does it. */
  const voteFor = async (name: string, planHash: string): Promise<string> => {
    const proposalId = `HarborMSP:${name}`;
    const actions = [{ kind: 'channel-configuration' as const, planHash }];
    await (await as('harbor')).post('/v1/proposals', { proposalId, actions });
    for (const slug of ['harbor', 'citypark'])
      await (await as(slug)).post(`/v1/proposals/${proposalId}/votes`, { vote: 'for' });
    return proposalId;
  };
  const timeout = async (): Promise<string | undefined> => {
    const connection = connectPeer(knownTopology(consortium.dataDir).organizations[0]!, consortium.dataDir);
    try {
      const config = await readConfig(connection, 'points');
      return valueIn(groupAt(config, 'Orderer'), 'BatchTimeout', orderer.BatchTimeout)?.getTimeout();
    } finally {
      connection.close();
    }
  };

  it(
    'carries out by itself what was voted on, and each member records that it was',
    async () => {
      const planHash = await planHashOf('batch-timeout', '300');
      const proposalId = await voteFor('slower', planHash);
      await eventually(timeout, (found) => found === '300ms', { timeoutMs: CARRIED_OUT_WITHIN_MS });
      const reader = await as('greenmart');
      await eventually(
        () => reader.get(`/v1/proposals/${proposalId}`, { consistency: 'ledger' }),
        ({ status }) => status === 'executed',
      );
      await eventually(
        () => reader.get(`/v1/network/plans/${planHash}/executions`, { consistency: 'ledger' }),
        ({ executions }) => executions.filter(({ recorded }) => recorded?.sequence === 1).length === 4,
        { timeoutMs: CARRIED_OUT_WITHIN_MS },
      );
    },
    CARRIED_OUT_WITHIN_MS * 2,
  );

  it(
    'goes on with it when the stewards are killed meanwhile, and carries out nothing twice',
    async () => {
      const planHash = await planHashOf('batch-timeout', '280');
      await voteFor('quicker', planHash);
      await consortium.killProgram('stewards');
      await eventually(timeout, (found) => found === '280ms', { timeoutMs: CARRIED_OUT_WITHIN_MS });
      const audited = await auditLedger({ dataDir: consortium.dataDir, mspId: 'AuditorMSP', role: 'auditor' });
      expect(audited.findings.map(String)).toEqual([]);
      const reader = await as('harbor');
      const { executions } = await eventually(
        () => reader.get(`/v1/network/plans/${planHash}/executions`, { consistency: 'ledger' }),
        (page) => page.executions.filter(({ recorded }) => recorded !== undefined).length === 4,
        { timeoutMs: CARRIED_OUT_WITHIN_MS },
      );
      expect(new Set(executions.flatMap(({ recorded }) => recorded?.sequence ?? []))).toEqual(new Set([2]));
    },
    CARRIED_OUT_WITHIN_MS * 2,
  );
});
