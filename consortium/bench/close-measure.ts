/**
 * `npm run bench -- --close`: what closing a cycle costs, with how many rows, how it disturbs other work, and what is left
 * to do after everything was killed in the middle.
 */
import { readConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { auditLedger } from '../launcher/audit-ledger.js';
import { connectAs } from '../launcher/connect-as.js';
import { type Consortium, startConsortium, type StartOptions } from '../launcher/start-consortium.js';
import { soon } from '../terminal/soon.js';
import { findFreePorts } from '../launcher/ports.js';
import { showProgress } from '../terminal/progress.js';
import { GatewayClient } from '../launcher/gateway-client.js';
import type { LaunchableNetwork } from '../launcher/settings.js';
import { creditors, makeClearingRows, rowsPerTransaction } from './clearing-rows.js';
import type { LoadResult } from './load-tally.js';
import { closeReportLines, type Closing } from './close-report.js';
import { DirectClient } from './direct-submit.js';
import { events, inFolder, measured } from './measured.js';
import { measureSingleOperations, openFundedAccounts } from './rest-measure.js';
import { machine, writeResults } from './results.js';
import type { ClosingSettings } from './settings.js';
import { type ClosingWatch, type Step, watchClosing } from './watch-closing.js';

const PORTS = 100;
const TRAFFIC_CLIENTS = 16;
const TRAFFIC_ACCOUNTS = 200;
const ACCEPTOR = 'CityParkMSP';
/** An audit keeps every receipt in memory; of more rows it would take longer than everything else together. */
const AUDITED_ROWS_MAX = 100_000;

export function benchClosing(network: LaunchableNetwork, settings: ClosingSettings): Promise<void> {
  return inFolder(async (dataDir) => {
    const basePort = await findFreePorts(PORTS + 4);
    const options = { dataDir, network, networkBasePort: basePort, firstGatewayPort: basePort + PORTS, events };
    console.log(`Closing a cycle on the ${network} network`);
    const closing = await measureClosing(options, settings);
    console.log(`\n${machine.cores} cores, ${machine.cpu}, Node ${machine.node}\n`);
    for (const line of closeReportLines(closing)) console.log(line);
    writeResults(`close-${network}`, { settings, ...closing });
  });
}

async function measureClosing(options: StartOptions, settings: ClosingSettings): Promise<Closing> {
  let running: Consortium | undefined = await startConsortium(options);
  try {
    let consortium = running;
    const perTransaction = rowsPerTransaction(settings.programs);
    const transactions = Math.ceil(settings.rows / perTransaction);
    const rows = transactions * perTransaction;
    const cycle = new Date().toISOString().slice(0, 7);
    const makingMs = await makeRows(options.dataDir, { ...settings, transactions, rows });
    await cutOff(consortium, cycle);

    const traffic = await Traffic.start(consortium, settings.durationMs);
    const alone = await traffic.run();
    const watch = await watchClosing(options.dataDir, cycle);
    const startedAt = performance.now();
    const { result: beside, usage } = await measured(consortium.processes, async () => {
      await beginClosing(consortium, 'greenmart', cycle);
      // A load has to end by itself; the time it takes is known, what is folded by then is not.
      const result = await traffic.run();
      await watch.until(watch.steps.at(-1)?.folded ?? 0);
      return result;
    });
    const besideUntil = performance.now();
    await traffic.stop();
    const quiet = await measured(consortium.processes, () => watch.until(Math.floor((rows * 2) / 3)));
    const killedAt = performance.now();
    watch.close();
    running = undefined;
    await consortium.kill();

    consortium = running = await startConsortium(options);
    const startMs = performance.now() - killedAt;
    const again = await watchClosing(options.dataDir, cycle);
    const resumedAt = performance.now();
    const alreadyClosed = await beginClosing(consortium, 'citypark', cycle);
    if (!alreadyClosed) await again.until(rows);
    const endedAt = performance.now();
    again.close();
    await checkResult(consortium, cycle, rows);
    const audited = rows <= AUDITED_ROWS_MAX;
    if (audited) await requireCleanAudit(options.dataDir);
    return {
      audited,
      rows,
      operations: rows,
      positions: perTransaction,
      makingMs,
      alone,
      beside,
      usage,
      quietUsage: quiet.usage,
      besideSteps: stepsBetween(watch, startedAt, besideUntil),
      quietSteps: stepsBetween(watch, besideUntil, killedAt),
      resumedSteps: stepsBetween(again, resumedAt, endedAt),
      startMs,
    };
  } finally {
    await running?.stop();
  }
}

async function makeRows(
  dataDir: string,
  { transactions, programs, rows }: { readonly transactions: number; readonly programs: number; readonly rows: number },
): Promise<number> {
  const description = readConnectionDescription(dataDir);
  const connections = ['HarborMSP', ...creditors].map((mspId) => ({
    mspId,
    ...connectAs({ dataDir, description, mspId, role: 'admin' }),
  }));
  const progress = showProgress('clearing rows', rows);
  try {
    // The programmes' issuer and another merchant.
    const clients = connections.map(({ mspId, network }) => {
      const endorsers = ['HarborMSP', mspId === 'HarborMSP' ? 'CityParkMSP' : mspId];
      return new DirectClient(network, description.chaincode, description.channel, endorsers);
    });
    const [client, ...acceptors] = clients as [DirectClient, ...DirectClient[]];
    return await makeClearingRows({ client, acceptors, transactions, programs, progress });
  } finally {
    progress.finish();
    for (const connection of connections) connection.close();
  }
}

function clientOf({ credentials }: Consortium, slug: string, connections = 1): GatewayClient {
  const { url, keys } = credentials[slug] ?? { url: '', keys: {} };
  return new GatewayClient(url, keys.operator, connections);
}

/** All merchants agree that the cycle ends now, so that it can be closed while its month goes on. */
async function cutOff(consortium: Consortium, cycle: string): Promise<void> {
  for (const slug of ['harbor', 'citypark', 'greenmart']) {
    const client = clientOf(consortium, slug);
    await client.post(`/v1/clearing/cycles/${cycle}/cut-off`, undefined);
    await client.close();
  }
}

/** The gateway goes on with it, step by step; true if there is nothing left to do. */
async function beginClosing(consortium: Consortium, slug: string, cycle: string): Promise<boolean> {
  const client = clientOf(consortium, slug);
  const { status, body } = await client.attempts.post(`/v1/clearing/cycles/${cycle}/close`, undefined, {
    headers: { prefer: 'wait=0' },
  });
  await client.close();
  if (status !== 200 && status !== 202) throw new Error(`closing was refused: ${JSON.stringify(body)}`);
  return status === 200;
}

/** Nothing is lost and nothing counts twice: every row was one point. */
async function checkResult(consortium: Consortium, cycle: string, rows: number): Promise<void> {
  const client = clientOf(consortium, 'harbor');
  const ask = () => client.get(`/v1/clearing/cycles/${cycle}`);
  // The block was seen at another peer, which may be ahead of this one.
  const { status, folded, positions } = await soon(
    'the closed cycle',
    ask,
    (cycleThere) => cycleThere.status === 'closed',
  );
  await client.close();
  const points = positions.reduce((sum, { amount }) => sum + Number(amount), 0);
  if (status !== 'closed' || folded !== rows || points !== rows) {
    throw new Error(`${cycle} is ${status} with ${folded} rows and ${points} points; ${rows} of each were made`);
  }
}

async function requireCleanAudit(dataDir: string): Promise<void> {
  const { findings } = await auditLedger({ dataDir });
  if (findings.length > 0) throw new Error(`the audit found: ${findings.slice(0, 5).join('; ')}`);
}

function stepsBetween({ steps }: ClosingWatch, from: number, to: number): Step[] {
  return steps.filter(({ atMs }) => atMs >= from && atMs < to).map((step) => ({ ...step, atMs: step.atMs - from }));
}

/** Issuances and redemptions elsewhere, by REST at Harbor: they add to the cycle that goes on. */
class Traffic {
  private constructor(
    private readonly client: GatewayClient,
    private readonly durationMs: number,
    private readonly accounts: readonly string[],
  ) {}

  static async start(consortium: Consortium, durationMs: number): Promise<Traffic> {
    const client = clientOf(consortium, 'harbor', TRAFFIC_CLIENTS);
    const load = { client, programId: 'harbor', clients: TRAFFIC_CLIENTS, durationMs };
    return new Traffic(client, durationMs, await openFundedAccounts(load, TRAFFIC_ACCOUNTS));
  }

  run(): Promise<LoadResult> {
    const { client, durationMs, accounts } = this;
    return measureSingleOperations(
      { client, programId: 'harbor', clients: TRAFFIC_CLIENTS, durationMs, acceptor: ACCEPTOR },
      accounts,
    );
  }

  stop(): Promise<void> {
    return this.client.close();
  }
}
