/**
 * `npm run bench`: how fast the whole system is on this machine, everything in the same run, one measure after the
 * other on a ledger of its own. The load shares the machine with what it measures.
 */
import '../launcher/require-node.js';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageChaincode } from '@commonpoint/network/admin/package-chaincode';
import { createTopology } from '@commonpoint/network/topology';
import { auditLedger } from '../launcher/audit-ledger.js';
import { startConsortium } from '../launcher/start-consortium.js';
import { endWithError } from '../terminal/end-with-error.js';
import { planGateways } from '../launcher/gateway-files.js';
import { findFreePorts } from '../launcher/ports.js';
import { chaincodeServer, networkProgram } from '../launcher/programs.js';
import { repositoryRoot } from '../launcher/repository.js';
import { GatewayClient } from '../launcher/gateway-client.js';
import { SupervisedProcess } from '../launcher/supervised-process.js';
import { benchBeside } from './beside.js';
import { measureBaseline } from './baseline-measure.js';
import { benchClosing } from './close-measure.js';
import { benchCredit } from './credit-measure.js';
import { benchCurve } from './curve-measure.js';
import { benchExplorer } from './explorer-measure.js';
import { benchExpiry } from './expiry-measure.js';
import { benchGrowth } from './growth-measure.js';
import { measureImport } from './import-measure.js';
import { events, inFolder, measured } from './measured.js';
import { picture } from './picture.js';
import { benchReaders } from './readers-measure.js';
import { reportLines, type Run } from './report.js';
import { measureSingleOperations, openFundedAccounts } from './rest-measure.js';
import { machine, writeResults } from './results.js';
import { type BenchSettings, readBenchSettings } from './settings.js';
import { measureSharedAccounts } from './shared-accounts-measure.js';

const IMPORT_TIMEOUT_MS = 300_000;
const PORTS = 100;
/** Few enough that two gateways meet on them all the time. */
const SHARED_ACCOUNTS = 100;
function purchases(rows: number | undefined): Buffer {
  const file = readFileSync(join(repositoryRoot, 'examples', 'purchases-cdnow.csv'), 'utf8');
  return Buffer.from(
    rows === undefined
      ? file
      : `${file
          .split('\n')
          .slice(0, rows + 1)
          .join('\n')}\n`,
  );
}

/** What a gateway's configuration says of the watch before it is written stays. */
function leaveUnwatched(dataDir: string): void {
  for (const gateway of planGateways(createTopology(), dataDir, 0)) {
    mkdirSync(gateway.folder, { recursive: true, mode: 0o700 });
    writeFileSync(gateway.configPath, JSON.stringify({ watch: { enabled: false } }), { mode: 0o600 });
  }
}

function measureSystem(settings: BenchSettings): Promise<Pick<Run, 'import' | 'uniform' | 'hot' | 'shared'>> {
  return inFolder(async (dataDir) => {
    const basePort = await findFreePorts(PORTS + 4);
    if (!settings.isWatched) leaveUnwatched(dataDir);
    const consortium = await startConsortium({
      dataDir,
      network: settings.network,
      networkBasePort: basePort,
      firstGatewayPort: basePort + PORTS,
      events,
    });
    const clientOf = (slug: string): GatewayClient => {
      const { url, keys } = consortium.credentials[slug] ?? { url: '', keys: {} };
      return new GatewayClient(url, keys['operator'], settings.clients);
    };
    const client = clientOf('harbor');
    const second = clientOf('citypark');
    const load = { client, programId: 'harbor', clients: settings.clients, durationMs: settings.durationMs };
    try {
      const imported = await measured(consortium.processes, () =>
        measureImport(client, { programId: 'harbor', csv: purchases(settings.rows), timeoutMs: IMPORT_TIMEOUT_MS }),
      );
      const accounts = await openFundedAccounts(load, 1_000);
      const uniform = await measured(consortium.processes, () => measureSingleOperations(load, accounts));
      const hot = await measured(consortium.processes, () => measureSingleOperations(load, accounts.slice(0, 1)));
      const shared = await measured(consortium.processes, () =>
        measureSharedAccounts({
          custodian: { client, programId: 'harbor', mspId: 'HarborMSP' },
          other: { client: second, programId: 'citypark', mspId: 'CityParkMSP' },
          accounts: accounts.slice(0, SHARED_ACCOUNTS),
          clients: settings.clients,
          durationMs: settings.durationMs,
        }),
      );
      const { findings } = await auditLedger({ dataDir });
      if (findings.length > 0) throw new Error(`the audit found: ${findings.slice(0, 5).join('; ')}`);
      return { import: imported, uniform, hot, shared };
    } finally {
      await Promise.all([client.close(), second.close()]);
      await consortium.stop();
    }
  });
}

function measureYardstick(settings: BenchSettings): Promise<Pick<Run, 'baselineUniform' | 'baselineHot'>> {
  return inFolder(async (dataDir) => {
    const basePort = await findFreePorts(PORTS);
    const topology = createTopology({ basePort });
    const { host, port } = topology.chaincode.endpoint;
    const programs = [
      networkProgram({ kind: settings.network, dataDir, basePort }),
      chaincodeServer({
        name: 'chaincode',
        folder: join(repositoryRoot, 'consortium', 'bench', 'baseline'),
        address: `${host}:${port}`,
        chaincodeId: packageChaincode(topology).packageId,
        logPath: join(dataDir, 'logs', 'chaincode.log'),
      }),
    ];
    const processes = new Map(programs.map((program) => [program.name, new SupervisedProcess(program, events)]));
    try {
      await Promise.all([...processes.values()].map((each) => each.start()));
      const load = { dataDir, clients: settings.clients, durationMs: settings.durationMs };
      const baselineUniform = await measured(processes, () => measureBaseline({ ...load, spread: 'uniform' }));
      const baselineHot = await measured(processes, () => measureBaseline({ ...load, spread: 'hot' }));
      return { baselineUniform, baselineHot };
    } finally {
      for (const each of [...processes.values()].reverse()) await each.stop();
    }
  });
}

async function main(): Promise<void> {
  const settings = readBenchSettings(process.argv.slice(2), process.env);
  if (settings.beside !== undefined) return benchBeside(settings.beside);
  if (settings.curve !== undefined) return benchCurve(settings.network, settings.curve);
  if (settings.isOfReaders) return benchReaders(settings);
  if (settings.isOfCredit) return benchCredit(settings);
  if (settings.explorer !== undefined) return benchExplorer(settings.network, settings.explorer);
  if (settings.expiry !== undefined) return benchExpiry(settings.network, settings.expiry);
  if (settings.growth !== undefined) return benchGrowth(settings.network, settings.growth);
  if (settings.closing !== undefined) return benchClosing(settings.network, settings.closing);
  const runs: Run[] = [];
  for (let run = 1; run <= settings.runs; run += 1) {
    console.log(`Run ${run} of ${settings.runs} on the ${settings.network} network`);
    runs.push({ ...(await measureSystem(settings)), ...(await measureYardstick(settings)) });
  }
  console.log(`\n${machine.cores} cores, ${machine.cpu}, Node ${machine.node}; medians of ${runs.length} runs\n`);
  for (const line of reportLines(runs)) console.log(line);
  const title = `Committed operations per second, ${settings.network} network, ${machine.cores} cores`;
  writeResults(settings.network, { settings, runs }, picture(runs, title));
}

main().catch(endWithError);
