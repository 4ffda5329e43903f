/** `npm run bench -- --readers`: operations beside 200 readers of events and 20 webhooks, and without them, in turn. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createTopology } from '@commonpoint/network/topology';
import { planGateways } from '../launcher/gateway-files.js';
import { GatewayClient } from '../launcher/gateway-client.js';
import { findFreePorts } from '../launcher/ports.js';
import { startConsortium } from '../launcher/start-consortium.js';
import { runClosedLoop } from './closed-loop.js';
import type { LoadResult } from './load-tally.js';
import { EventReaders, startReceiver } from './event-readers.js';
import { events, inFolder, LOAD, measured } from './measured.js';
import type { Usage } from './process-usage.js';
import { openFundedAccounts } from './rest-measure.js';
import { machine, writeResults } from './results.js';
import type { BenchSettings } from './settings.js';
import { median, percentile } from './statistics.js';

const PORTS = 100;
const READERS = 200;
const WEBHOOKS = 20;
const ACCOUNTS = 1_000;
const PROGRAM = 'harbor';

interface Round {
  readonly without: LoadResult;
  readonly beside: LoadResult;
  /** From the answer that says committed to the event at a reader, in milliseconds. */
  readonly lagP50Ms: number;
  readonly lagP99Ms: number;
  /** Requests to webhooks a second, meanwhile. */
  readonly deliveries: number;
  readonly gatewayMiB: number;
  /** Of an operation, of all processes together: with the load's, which reads and takes what is sent, and without it. */
  readonly cpuMs: { readonly without: number; readonly beside: number };
  readonly ownCpuMs: { readonly without: number; readonly beside: number };
}

export function benchReaders({ network, durationMs, clients, runs }: BenchSettings): Promise<void> {
  return inFolder(async (dataDir) => {
    const basePort = await findFreePorts(PORTS + 4);
    for (const gateway of planGateways(createTopology(), dataDir, 0)) {
      mkdirSync(gateway.folder, { recursive: true, mode: 0o700 });
      writeFileSync(gateway.configPath, JSON.stringify({ webhooks: { allowedAddresses: ['127.0.0.1'] } }));
    }
    const options = { dataDir, network, networkBasePort: basePort, firstGatewayPort: basePort + PORTS, events };
    const consortium = await startConsortium(options);
    const receiver = await startReceiver();
    const { url, keys } = consortium.credentials['harbor'] ?? { url: '', keys: {} };
    const client = new GatewayClient(url, keys['operator'], clients);
    const admin = new GatewayClient(url, keys['admin'], 1);
    try {
      const load = { client, programId: PROGRAM, clients, durationMs };
      const accounts = await openFundedAccounts(load, ACCOUNTS);
      /** When each issuance was answered. */
      const operate = async (answeredAt: Map<string, number>): Promise<LoadResult> =>
        runClosedLoop({
          clients,
          durationMs,
          operate: async (index, sequence) => {
            const accountId = accounts[(index + sequence * clients) % accounts.length];
            const body = { programId: PROGRAM, accountId, amount: '1' };
            const answer = await client.attempts.post(sequence % 2 === 0 ? '/v1/issuances' : '/v1/redemptions', body);
            const { operationId } = answer.body as { operationId?: string };
            if (answer.status !== 201 || operationId === undefined) return String(answer.status);
            answeredAt.set(operationId, performance.now());
            return undefined;
          },
        });
      await operate(new Map());
      const rounds: Round[] = [];
      for (let round = 0; round < runs; round += 1) {
        const { result: without, usage: alone } = await measured(consortium.processes, () => operate(new Map()));
        const webhookIds: string[] = [];
        for (let at = 0; at < WEBHOOKS; at += 1) {
          const { webhookId } = await admin.post('/v1/webhooks', { url: `${receiver.url}/${at}` });
          webhookIds.push(webhookId);
        }
        const readers = await EventReaders.start(url, keys['operator'] ?? '', READERS);
        const before = receiver.count();
        const answeredAt = new Map<string, number>();
        const { result: beside, usage } = await measured(consortium.processes, () => operate(answeredAt));
        const deliveries = (receiver.count() - before) / (beside.elapsedMs / 1000);
        const gatewayMiB = usage['gateway-harbor']?.residentMiB ?? NaN;
        const cpuMs = { without: cpuMsOf(alone, without), beside: cpuMsOf(usage, beside) };
        const ownCpuMs = { without: cpuMsOf(withoutLoad(alone), without), beside: cpuMsOf(withoutLoad(usage), beside) };
        for (const webhookId of webhookIds)
          await admin.post('/v1/webhooks/{webhookId}/remove', undefined, { params: { webhookId } });
        readers.stop();
        const lags = [...answeredAt].flatMap(([operationId, at]) => {
          const cameAt = readers.cameAt.get(operationId);
          return cameAt === undefined ? [] : [cameAt - at];
        });
        if (lags.length < answeredAt.size)
          console.log(`${answeredAt.size - lags.length} events had not come by the end`);
        const [lagP50Ms, lagP99Ms] = [percentile(lags, 0.5), percentile(lags, 0.99)];
        rounds.push({ without, beside, lagP50Ms, lagP99Ms, deliveries, gatewayMiB, cpuMs, ownCpuMs });
        console.log(lineOf(rounds.at(-1)!));
      }
      const ratio = median(rounds.map(({ without, beside }) => beside.rate / without.rate));
      console.log(`\n${machine.cores} cores, ${machine.cpu}, Node ${machine.node}`);
      console.log(
        `beside ${READERS} readers and ${WEBHOOKS} webhooks: ${ratio.toFixed(2)} of without, median of ${rounds.length}`,
      );
      writeResults(`readers-${network}`, { readers: READERS, webhooks: WEBHOOKS, clients, ratio, rounds });
    } finally {
      receiver.stop();
      await Promise.all([client.close(), admin.close()]);
      await consortium.stop();
    }
  });
}

const withoutLoad = ({ [LOAD]: _load, ...others }: Readonly<Record<string, Usage>>) => others;

const cpuMsOf = (usage: Readonly<Record<string, Usage>>, { committed }: LoadResult): number =>
  (Object.values(usage).reduce((sum, { cpuS }) => sum + cpuS, 0) * 1000) / committed;

const lineOf = ({ without, beside, lagP50Ms, lagP99Ms, deliveries, gatewayMiB, cpuMs, ownCpuMs }: Round): string =>
  `without ${without.rate.toFixed(0)}/s, beside ${beside.rate.toFixed(0)}/s (${(beside.rate / without.rate).toFixed(2)}), ` +
  `event after answer p50 ${lagP50Ms.toFixed(1)} ms, p99 ${lagP99Ms.toFixed(1)} ms, ` +
  `${deliveries.toFixed(0)} deliveries/s, failed ${beside.failed}, ` +
  `CPU ${cpuMs.without.toFixed(2)} and ${cpuMs.beside.toFixed(2)} ms an operation, of these not the load’s ` +
  `${ownCpuMs.without.toFixed(2)} and ${ownCpuMs.beside.toFixed(2)} (${(ownCpuMs.without / ownCpuMs.beside).toFixed(2)}), gateway ${gatewayMiB.toFixed(0)} MiB`;
