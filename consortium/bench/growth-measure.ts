/**
 * `npm run bench -- --growth`: whether the last part of a large import is as fast as the first, what each operation leaves on disk, and
 * how start, reads, audit and a lost file go with that ledger.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditLedger } from '../launcher/audit-ledger.js';
import { GatewayClient } from '../launcher/gateway-client.js';
import { gatewayFolder } from '../launcher/gateway-files.js';
import { findFreePorts } from '../launcher/ports.js';
import { type Consortium, startConsortium, type StartOptions } from '../launcher/start-consortium.js';
import { showProgress } from '../terminal/progress.js';
import { sizeOf } from './folder-size.js';
import { type GeneratedPurchases, generatedPurchases } from './generated-purchases.js';
import { type Growth, growthReportLines, type Part } from './growth-report.js';
import { measureImport } from './import-measure.js';
import { events, inFolder, measured } from './measured.js';
import { measureProjectionReads } from './projection-reads.js';
import { ReadTimes } from './read-times.js';
import { machine, writeResults } from './results.js';
import type { GrowthSettings } from './settings.js';

const PORTS = 100;
const PARTS = 10;
/** Of a file that is sent at once. */
const FILE_ROWS = 50_000;
const IMPORT_TIMEOUT_MS = 3_600_000;
const READS = 500;
const SEED = 20_261;
const LOOK_EVERY_MS = 100;
const LOOK_EVERY_BLOCKS = 50;
const PROGRAM = 'harbor';

export function benchGrowth(network: StartOptions['network'], { rows }: GrowthSettings): Promise<void> {
  return inFolder(async (dataDir) => {
    const basePort = await findFreePorts(PORTS + 4);
    const options = { dataDir, network, networkBasePort: basePort, firstGatewayPort: basePort + PORTS, events };
    const purchases = generatedPurchases(rows, SEED);
    const first = await startConsortium(options);
    const parts = await importInParts(first, purchases, rows);
    const linesMs = await writeStatementLines(first, purchases);
    await first.stop();
    const bytes = bytesLeft(dataDir, first);
    const inProjection = await measureProjectionReads(join(gatewayFolder(dataDir, PROGRAM), 'gateway.db'), READS);
    const startedAt = performance.now();
    const consortium = await startConsortium(options);
    const startMs = performance.now() - startedAt;
    try {
      // Node has compiled nothing yet, and programs that were just started have more to do than to answer.
      const firstReads = await measureReads(consortium, purchases, 0);
      const reads = await measureReads(consortium, purchases, 0.5);
      const audit = await measureAudit(dataDir, rows);
      const lost = await measureLostFile(consortium, dataDir, rows);
      const growth: Growth = { rows, parts, linesMs, bytes, inProjection, startMs, firstReads, reads, audit, lost };
      console.log(`\n${machine.cores} cores, ${machine.cpu}, Node ${machine.node}\n`);
      for (const line of growthReportLines(growth)) console.log(line);
      writeResults(`growth-${network}`, { seed: SEED, ...growth });
    } finally {
      await consortium.stop();
    }
  });
}

function clientOf({ credentials }: Consortium): GatewayClient {
  const { url, keys } = credentials[PROGRAM] ?? { url: '', keys: {} };
  return new GatewayClient(url, keys['operator'], 1);
}

async function importInParts(consortium: Consortium, purchases: GeneratedPurchases, rows: number): Promise<Part[]> {
  const client = clientOf(consortium);
  const progress = showProgress('rows', rows);
  const parts: Part[] = [];
  try {
    for (let part = 0; part < PARTS; part += 1) {
      const [from, to] = [part, part + 1].map((at) => Math.floor((rows * at) / PARTS)) as [number, number];
      const { result, usage } = await measured(consortium.processes, async () => {
        let elapsedMs = 0;
        for (let at = from; at < to; at += FILE_ROWS) {
          const count = Math.min(FILE_ROWS, to - at);
          const csv = purchases.csv(at, count);
          const imported = await measureImport(client, { programId: PROGRAM, csv, timeoutMs: IMPORT_TIMEOUT_MS });
          if (imported.rowsPosted !== count) throw new Error(`${imported.rowsPosted} of ${count} rows were posted`);
          elapsedMs += imported.elapsedMs;
          progress.update(at + count);
        }
        return elapsedMs;
      });
      parts.push({ rows: to - from, elapsedMs: result, usage });
    }
  } finally {
    progress.finish();
    await client.close();
  }
  return parts;
}

/**
 * These, and what programmes owe, are written when there is time, or somebody asks: so what is measured after this has all that it
 * will have.
 */
async function writeStatementLines(consortium: Consortium, purchases: GeneratedPurchases): Promise<number> {
  const client = clientOf(consortium);
  const startedAt = performance.now();
  try {
    const { body } = await client.attempts.post<{ accountId?: string }>('/v1/accounts/lookup', {
      memberRef: purchases.memberRef(0),
    });
    const { accountId } = body;
    for (const { url, keys } of Object.values(consortium.credentials)) {
      const reader = new GatewayClient(url, keys['operator'] ?? keys['auditor'], 1);
      // Of a very large ledger an answer may take longer than one is waited for.
      for (;;) {
        const isWritten = await reader
          .get(`/v1/accounts/${accountId}/statement`)
          .then(() => reader.get('/v1/programs/harbor/liability'))
          .then(
            () => true,
            () => false,
          );
        if (isWritten) break;
        if (performance.now() - startedAt > IMPORT_TIMEOUT_MS)
          throw new Error('statement lines were not written in an hour');
      }
      await reader.close();
    }
  } finally {
    await client.close();
  }
  return performance.now() - startedAt;
}

/** After all was stopped, so that nothing is only in a log of SQLite's. */
function bytesLeft(dataDir: string, { topology }: Consortium): Growth['bytes'] {
  const { slug, peer: node, orderer: orderingNode } = topology.organizations[0]!;
  const gateway = sizeOf(join(gatewayFolder(dataDir, slug), 'gateway.db'));
  const native = (hostname: string): string => join(dataDir, 'native', hostname);
  const [peer, orderer] = existsSync(native(node.hostname))
    ? [native(node.hostname), native(orderingNode.hostname)]
    : [join(dataDir, 'embedded', 'peers', slug), join(dataDir, 'embedded', 'ordering')];
  const watch = sizeOf(join(gatewayFolder(dataDir, slug), 'watch.db'));
  return { gateway, watch, ...(sizeOf(peer) > 0 && { peer: sizeOf(peer), orderers: sizeOf(orderer) }) };
}

/** @param offset of a step between members, so that another time others are asked for */
async function measureReads(
  consortium: Consortium,
  purchases: GeneratedPurchases,
  offset: number,
): Promise<Growth['reads']> {
  const client = clientOf(consortium);
  const times = new ReadTimes();
  try {
    for (let at = 0; at < READS; at += 1) {
      const memberRef = purchases.memberRef(Math.floor(((at + offset) / READS) ** 2 * purchases.members));
      const found = await client.attempts.post<{ accountId?: string }>('/v1/accounts/lookup', { memberRef });
      const { accountId } = found.body;
      // Not everybody bought something.
      if (accountId === undefined) continue;
      await times.timed('balances', () => client.get(`/v1/accounts/${accountId}/balances`));
      const { entries } = await times.timed('statement', () => client.get(`/v1/accounts/${accountId}/statement`));
      const operationId = entries.find((entry) => entry.operationId !== undefined)?.operationId;
      if (operationId !== undefined) await times.timed('operation', () => client.get(`/v1/operations/${operationId}`));
    }
  } finally {
    await client.close();
  }
  return times.latencies();
}

async function measureAudit(dataDir: string, rows: number): Promise<Growth['audit']> {
  const startedAt = performance.now();
  let residentMax = 0;
  const { findings } = await auditLedger({
    dataDir,
    // To ask takes longer than to audit a block.
    onBlock(number) {
      if (number % LOOK_EVERY_BLOCKS === 0) residentMax = Math.max(residentMax, process.memoryUsage.rss());
    },
  });
  if (findings.length > 0) throw new Error(`the audit found: ${findings.slice(0, 5).join('; ')}`);
  const perSecond = rows / ((performance.now() - startedAt) / 1000);
  return { perSecond, residentMiB: residentMax / 2 ** 20 };
}

/** A gateway whose file is gone reads the ledger again, and says that it lives meanwhile. */
async function measureLostFile(consortium: Consortium, dataDir: string, rows: number): Promise<Growth['lost']> {
  const gateway = consortium.processes.get(`gateway-${PROGRAM}`)!;
  await gateway.stop();
  const path = join(gatewayFolder(dataDir, PROGRAM), 'gateway.db');
  for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
  const startedAt = performance.now();
  await gateway.start();
  const url = consortium.credentials[PROGRAM]?.url ?? '';
  const livezMs: number[] = [];
  for (;;) {
    const askedAt = performance.now();
    const lives = await fetch(`${url}/livez`);
    livezMs.push(performance.now() - askedAt);
    if (!lives.ok) throw new Error(`/livez answered ${lives.status}`);
    if ((await fetch(`${url}/readyz`)).ok) break;
    await sleep(LOOK_EVERY_MS);
  }
  return { perSecond: rows / ((performance.now() - startedAt) / 1000), livezMaxMs: Math.max(...livezMs) };
}
