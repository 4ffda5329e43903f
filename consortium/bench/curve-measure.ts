/**
 * `npm run bench -- --curve`: single operations by 16 to 1,024 clients that wait for their answers, then at fixed rates that nobody waits
 * for; of this checkout, or in turn with another revision (`--against`). Both are started by their own `npm start`, so that what is
 * compared is what each would be to its users.
 */
import { GatewayClient } from '../launcher/gateway-client.js';
import { repositoryRoot } from '../launcher/repository.js';
import type { LaunchableNetwork } from '../launcher/settings.js';
import { type Checkout, checkOut } from './checkout.js';
import type { LoadResult } from './load-tally.js';
import { curvePicture } from './curve-picture.js';
import { cpuMsOf, type CurvePoint, curveLines } from './curve-report.js';
import { inFolder } from './measured.js';
import { runOpenLoop } from './open-loop.js';
import { failureOf, measureSingleOperations, openFundedAccounts } from './rest-measure.js';
import { machine, writeResults } from './results.js';
import type { CurveSettings } from './settings.js';
import { startCheckout } from './started-checkout.js';

const ACCOUNTS = 1_000;
const PROGRAM = 'harbor';
/** So many are under way at most where nobody waits: what more is due then is late, and counts so. */
const CONNECTIONS = 1_024;
/** Of what fell due, below which higher rates say nothing new. */
const KEPT_UP = 0.8;

export async function benchCurve(network: LaunchableNetwork, settings: CurveSettings): Promise<void> {
  const other: Checkout | undefined = settings.against === undefined ? undefined : checkOut(settings.against);
  const sides = [
    ...(other === undefined ? [] : [{ name: settings.against!, folder: other.folder }]),
    { name: 'this', folder: repositoryRoot },
  ];
  const points: CurvePoint[] = [];
  try {
    for (let round = 0; round < settings.rounds; round += 1) {
      // Each begins every second round, so that neither always comes first.
      for (const { name, folder } of round % 2 === 0 ? sides : [...sides].reverse()) {
        console.log(`Round ${round + 1} of ${settings.rounds}: ${name}`);
        points.push(...(await inFolder((dataDir) => measureSide(name, folder, dataDir, network, settings))));
      }
    }
  } finally {
    other?.remove();
  }
  const names = sides.map(({ name }) => name);
  console.log(`\n${machine.cores} cores, ${machine.cpu}, Node ${machine.node}; medians of ${settings.rounds} rounds\n`);
  for (const line of curveLines(points, names)) console.log(line);
  const title = `Single operations, ${network} network, ${machine.cores} cores`;
  writeResults(`curve-${network}`, { settings, points }, curvePicture(points, names, title));
}

async function measureSide(
  side: string,
  folder: string,
  dataDir: string,
  network: LaunchableNetwork,
  { clients, rates, durationMs }: CurveSettings,
): Promise<CurvePoint[]> {
  const started = await startCheckout(folder, dataDir, network);
  const client = new GatewayClient(started.url, started.apiKey, CONNECTIONS);
  try {
    const load = { client, programId: PROGRAM, clients: 64, durationMs };
    const accounts = await openFundedAccounts(load, ACCOUNTS);
    await measureSingleOperations(load, accounts);
    const points: CurvePoint[] = [];
    const take = async (about: Pick<CurvePoint, 'clients' | 'due'>, work: () => Promise<LoadResult>) => {
      const { result, usage } = await started.used(work);
      const { committed, failed, failures, rate, p50Ms, p99Ms } = result;
      const point = { side, ...about, rate, p50Ms, p99Ms, failed, failures, cpuMs: cpuMsOf(usage, committed) };
      points.push(point);
      console.log(`  ${curveLines([point], [side]).at(-1)}`);
      return point;
    };
    for (const count of clients)
      await take({ clients: count }, () => measureSingleOperations({ ...load, clients: count }, accounts));
    for (const due of rates) {
      const { rate } = await take({ due }, () => openLoad(client, accounts, due, durationMs));
      if (rate < KEPT_UP * due) break;
    }
    return points;
  } finally {
    await client.close();
    await started.stop();
  }
}

function openLoad(
  client: GatewayClient,
  accounts: readonly string[],
  perSecond: number,
  durationMs: number,
): Promise<LoadResult> {
  return runOpenLoop({
    perSecond,
    durationMs,
    operate: async (sequence) => {
      const body = { programId: PROGRAM, accountId: accounts[sequence % accounts.length]!, amount: '1' };
      const path = Math.floor(sequence / accounts.length) % 2 === 0 ? '/v1/issuances' : '/v1/redemptions';
      return failureOf(await client.attempts.post(path, body));
    },
  });
}
