/** `npm run bench -- --credit`: redeeming elsewhere with a credit in force, and without one, in turn. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultDescriptionPath } from '@commonpoint/network/topology';
import { GatewayClient } from '../launcher/gateway-client.js';
import { findFreePorts } from '../launcher/ports.js';
import { startConsortium } from '../launcher/start-consortium.js';
import { soon } from '../terminal/soon.js';
import { runClosedLoop } from './closed-loop.js';
import type { LoadResult } from './load-tally.js';
import { events, inFolder, LOAD, measured } from './measured.js';
import { openFundedAccounts } from './rest-measure.js';
import { machine, writeResults } from './results.js';
import type { BenchSettings } from './settings.js';
import { median } from './statistics.js';

const PORTS = 100;
const ACCOUNTS = 1_000;
const PROGRAM = 'harbor';
const ACCEPTOR = { slug: 'citypark', mspId: 'CityParkMSP' };
const LIMIT = '900000000000';

interface Side extends LoadResult {
  /** Processor time of an operation, of all processes together without the load's: what else runs on the machine is not in it. */
  readonly cpuMs: number;
}

interface Round {
  readonly without: Side;
  readonly limited: Side;
}

export function benchCredit({ network, durationMs, clients, runs }: BenchSettings): Promise<void> {
  return inFolder(async (dataDir) => {
    const basePort = await findFreePorts(PORTS + 4);
    const consortium = await startConsortium({
      dataDir,
      network,
      networkBasePort: basePort,
      firstGatewayPort: basePort + PORTS,
      descriptionPath: switchedOn(dataDir),
      events,
    });
    const { url, keys } = consortium.credentials['harbor'] ?? { url: '', keys: {} };
    const acceptor = consortium.credentials[ACCEPTOR.slug];
    const client = new GatewayClient(url, keys['operator'], clients);
    const granting = new GatewayClient(acceptor?.url ?? '', acceptor?.keys['admin'], 1);
    try {
      const load = { client, programId: PROGRAM, clients, durationMs };
      const accounts = await openFundedAccounts(load, ACCOUNTS);
      const redeem = async (): Promise<Side> => {
        const { result, usage } = await measured(consortium.processes, () => spendTogether());
        const cpuS = Object.entries(usage).reduce((sum, [name, used]) => sum + (name === LOAD ? 0 : used.cpuS), 0);
        return { ...result, cpuMs: (cpuS * 1000) / result.committed };
      };
      const spendTogether = (): Promise<LoadResult> =>
        runClosedLoop({
          clients,
          durationMs,
          operate: async (index, sequence) => {
            const accountId = accounts[(index + sequence * clients) % accounts.length];
            const body = { programId: PROGRAM, accountId, amount: '1', acceptor: ACCEPTOR.mspId };
            const { status } = await client.attempts.post('/v1/redemptions', body);
            return status === 201 ? undefined : String(status);
          },
        });
      const path = `/v1/programs/${PROGRAM}/credit` as const;
      const switchTo = async (isLimited: boolean): Promise<void> => {
        if (isLimited) await granting.post(path, { limit: LIMIT });
        else await granting.post(`${path}/end`, {});
        await soon(
          'the credit',
          () => client.attempts.get<{ credit?: { endedAt?: string } }>(`${path}/${ACCEPTOR.mspId}`),
          ({ body: { credit } }) => credit !== undefined && (credit.endedAt === undefined) === isLimited,
        );
      };
      await redeem();
      const rounds: Round[] = [];
      for (let round = 0; round < runs; round += 1) {
        // Each begins every second round, so that neither always comes first.
        const results = new Map<boolean, Side>();
        for (const isLimited of round % 2 === 0 ? [true, false] : [false, true]) {
          if (isLimited || rounds.length > 0 || results.size > 0) await switchTo(isLimited);
          results.set(isLimited, await redeem());
        }
        const [without, limited] = [results.get(false)!, results.get(true)!];
        rounds.push({ without, limited });
        console.log(
          `without ${without.rate.toFixed(0)}/s, p99 ${without.p99Ms.toFixed(0)} ms; ` +
            `limited ${limited.rate.toFixed(0)}/s, p99 ${limited.p99Ms.toFixed(0)} ms ` +
            `(${(limited.rate / without.rate).toFixed(3)}); CPU ${without.cpuMs.toFixed(2)} and ${limited.cpuMs.toFixed(2)} ms ` +
            `(${(without.cpuMs / limited.cpuMs).toFixed(3)}); failed ${without.failed + limited.failed}`,
        );
      }
      const cpuRatio = median(rounds.map(({ without, limited }) => without.cpuMs / limited.cpuMs));
      const ratio = median(rounds.map(({ without, limited }) => limited.rate / without.rate));
      console.log(`\n${machine.cores} cores, ${machine.cpu}, Node ${machine.node}`);
      console.log(
        `redeeming elsewhere with a credit: ${ratio.toFixed(3)} of without, median of ${rounds.length}; by processor time ${cpuRatio.toFixed(3)}`,
      );
      writeResults(`credit-${network}`, { clients, ratio, cpuRatio, rounds });
    } finally {
      await Promise.all([client.close(), granting.close()]);
      await consortium.stop();
    }
  });
}

/** The repository's consortium, in which merchants may limit what they are owed. */
function switchedOn(dataDir: string): string {
  const description = JSON.parse(readFileSync(defaultDescriptionPath(), 'utf8')) as object;
  const path = join(dataDir, 'consortium-with-credit.json');
  writeFileSync(path, JSON.stringify({ ...description, switchedOn: ['credit'] }));
  return path;
}
