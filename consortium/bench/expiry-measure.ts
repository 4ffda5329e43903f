/**
 * `npm run bench -- --expiry`: how fast a gateway retires lots that ended, which it does by itself, and how that disturbs
 * other work. The lots are made while everybody's clock is two days behind; then all is started again on the right day.
 */
import { readConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditLedger } from '../launcher/audit-ledger.js';
import { connectAs } from '../launcher/connect-as.js';
import { GatewayClient } from '../launcher/gateway-client.js';
import { findFreePorts } from '../launcher/ports.js';
import { type Consortium, startConsortium, type StartOptions } from '../launcher/start-consortium.js';
import { Complaint } from '../terminal/complaint.js';
import { showProgress } from '../terminal/progress.js';
import type { LoadResult } from './load-tally.js';
import { DirectClient } from './direct-submit.js';
import { makeEndingLots, PROGRAMS, programOf } from './ending-lots.js';
import { expiryReportLines, type Expiry } from './expiry-report.js';
import { events, inFolder, measured } from './measured.js';
import { measureSingleOperations, openFundedAccounts, type RestLoad } from './rest-measure.js';
import { machine, writeResults } from './results.js';
import type { ExpirySettings } from './settings.js';
import { setClockBack } from './shifted-clock.js';

const PORTS = 100;
const DAYS_BACK = 2;
const CLIENTS = 16;
const TRAFFIC_ACCOUNTS = 200;
const LOOK_EVERY_MS = 250;
/** Nothing was retired for so long. */
const STALLED_MS = 180_000;
const AUDITED_LOTS_MAX = 200_000;

export function benchExpiry(network: StartOptions['network'], settings: ExpirySettings): Promise<void> {
  if (network !== 'embedded') throw new Complaint('Only the embedded network’s clock can be set back.', 2);
  return inFolder(async (dataDir) => {
    const basePort = await findFreePorts(PORTS + 4);
    const options = { dataDir, network, networkBasePort: basePort, firstGatewayPort: basePort + PORTS, events };
    const lots = await makeLots(options, settings.lots);
    const expiry = await measureExpiry(options, lots, settings.durationMs);
    console.log(`\n${machine.cores} cores, ${machine.cpu}, Node ${machine.node}\n`);
    for (const line of expiryReportLines(expiry)) console.log(line);
    writeResults(`expiry-${network}`, { settings, ...expiry });
  });
}

async function makeLots(options: StartOptions, wanted: number): Promise<number> {
  const setRight = setClockBack(DAYS_BACK);
  const { NODE_OPTIONS: before } = process.env;
  process.env['NODE_OPTIONS'] = `${before ?? ''} --require ${require.resolve('./shifted-clock.js')}`;
  process.env['COMMONPOINT_DAYS_BACK'] = String(DAYS_BACK);
  let consortium: Consortium | undefined;
  try {
    consortium = await startConsortium(options);
    const description = readConnectionDescription(options.dataDir);
    const { network, close } = connectAs({ dataDir: options.dataDir, description, mspId: 'HarborMSP', role: 'admin' });
    const { chaincode, channel } = description;
    const progress = showProgress('lots', wanted);
    try {
      return await makeEndingLots(
        new DirectClient(network, chaincode, channel, ['HarborMSP', 'CityParkMSP']),
        wanted,
        progress,
      );
    } finally {
      progress.finish();
      close();
    }
  } finally {
    await consortium?.stop();
    setRight();
    delete process.env['COMMONPOINT_DAYS_BACK'];
    if (before === undefined) delete process.env['NODE_OPTIONS'];
    else process.env['NODE_OPTIONS'] = before;
  }
}

async function measureExpiry(options: StartOptions, lots: number, durationMs: number): Promise<Expiry> {
  const consortium = await startConsortium(options);
  const { url, keys } = consortium.credentials['harbor'] ?? { url: '', keys: {} };
  const client = new GatewayClient(url, keys.operator, CLIENTS);
  try {
    const load = { client, programId: 'harbor', clients: CLIENTS, durationMs };
    const accounts = await openFundedAccounts(load, TRAFFIC_ACCOUNTS);
    const alone = await measureSingleOperations(load, accounts);
    if ((await retiredIn(client)) > 0) throw new Error('lots were retired before other traffic was measured alone');
    while ((await retiredIn(client)) === 0) await sleep(LOOK_EVERY_MS);
    const begun = { atMs: performance.now(), retired: await retiredIn(client) };
    const traffic = new Traffic(load, accounts);
    let wholeMs = 0;
    const { usage } = await measured(consortium.processes, async () => {
      await untilRetired(client, lots);
      wholeMs = performance.now() - begun.atMs;
    });
    const beside = await traffic.stop();
    const isAudited = lots <= AUDITED_LOTS_MAX;
    if (isAudited) {
      const { findings } = await auditLedger(options);
      if (findings.length > 0) throw new Error(`the audit found: ${findings.slice(0, 5).join('; ')}`);
    }
    return { lots, counted: lots - begun.retired, elapsedMs: wholeMs, alone, beside, usage, isAudited };
  } finally {
    await client.close();
    await consortium.stop();
  }
}

/** One point lies in each lot. */
async function retiredIn(client: GatewayClient): Promise<number> {
  let retired = 0;
  for (let index = 0; index < PROGRAMS; index += 1) {
    const supply = await client.get(`/v1/programs/${programOf(index)}/supply`);
    retired += Number(supply.expired);
  }
  return retired;
}

async function untilRetired(client: GatewayClient, lots: number): Promise<void> {
  for (let last = 0, changedAt = performance.now(); ; await sleep(LOOK_EVERY_MS)) {
    const retired = await retiredIn(client);
    if (retired >= lots) return;
    if (retired > last) changedAt = performance.now();
    last = retired;
    if (performance.now() - changedAt > STALLED_MS) throw new Error(`only ${retired} of ${lots} lots were retired`);
  }
}

/** Other work for as long as it is not stopped, in pieces. */
class Traffic {
  #isOver = false;
  readonly #running: Promise<LoadResult[]>;

  constructor(load: RestLoad, accounts: readonly string[]) {
    const run = async (): Promise<LoadResult[]> => {
      const pieces: LoadResult[] = [];
      while (!this.#isOver) pieces.push(await measureSingleOperations({ ...load, durationMs: 2_000 }, accounts));
      return pieces;
    };
    this.#running = run();
  }

  async stop(): Promise<readonly LoadResult[]> {
    this.#isOver = true;
    return this.#running;
  }
}
