/**
 * `npm run bench -- --explorer`: how long a gateway takes to answer for any block, transaction or key's history of a ledger of so many
 * operations, and how soon its console is seen; and its index thrown away: how long it takes to be made again, and how that disturbs other work.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayClient } from '../launcher/gateway-client.js';
import { gatewayFolder } from '../launcher/gateway-files.js';
import { findFreePorts } from '../launcher/ports.js';
import { type Consortium, startConsortium, type StartOptions } from '../launcher/start-consortium.js';
import { showProgress } from '../terminal/progress.js';
import { measureConsole } from './console-measure.js';
import { type Explored, explorerReportLines, questions } from './explorer-report.js';
import { sizeOf } from './folder-size.js';
import { generatedPurchases } from './generated-purchases.js';
import { measureImport } from './import-measure.js';
import type { LoadResult } from './load-tally.js';
import { events, inFolder } from './measured.js';
import { measureSingleOperations, openFundedAccounts } from './rest-measure.js';
import { machine, writeResults } from './results.js';
import type { ExplorerSettings } from './settings.js';
import { percentile } from './statistics.js';

const PORTS = 100;
const FILE_ROWS = 50_000;
const IMPORT_TIMEOUT_MS = 3_600_000;
const SEED = 20_262;
const LOOK_EVERY_MS = 50;
const PROGRAM = 'harbor';
/** One operation in so many is posted by itself, in transactions as tills make them. */
const SINGLE_SHARE = 50;
const CLIENTS = 16;
const ACCOUNTS = 200;

export function benchExplorer(network: StartOptions['network'], settings: ExplorerSettings): Promise<void> {
  return inFolder(async (dataDir) => {
    const basePort = await findFreePorts(PORTS + 4);
    const options = { dataDir, network, networkBasePort: basePort, firstGatewayPort: basePort + PORTS, events };
    const consortium = await startConsortium(options);
    const { url, keys } = consortium.credentials[PROGRAM] ?? { url: '', keys: {} };
    const client = new GatewayClient(url, keys['operator'], CLIENTS);
    try {
      await importPurchases(client, settings.operations);
      const load = { client, programId: PROGRAM, clients: CLIENTS };
      const accounts = await openFundedAccounts({ ...load, durationMs: 0 }, ACCOUNTS);
      // As tills do: each client waits for its answer.
      const operate: Operate = (durationMs) => measureSingleOperations({ ...load, durationMs }, accounts);
      for (let done = 0; done < settings.operations / SINGLE_SHARE;)
        done += (await operate(settings.durationMs)).committed;
      const blocks = await indexed(client);
      const indexBytes = endings.reduce((sum, ending) => sum + sizeOf(`${indexPath(dataDir)}${ending}`), 0);
      const answers = await ask(client, blocks, settings.reads);
      const seen = await measureConsole(
        { url, key: keys['admin'] ?? '' },
        consolePages(accounts[0] ?? ''),
        settings.consoleRounds,
      );
      const alone = await operate(settings.durationMs);
      const again = await makeAgain(consortium, dataDir, client, operate);
      const explored: Explored = { ...settings, blocks, indexBytes, answers, console: seen, alone, again };
      console.log(`\n${machine.cores} cores, ${machine.cpu}, Node ${machine.node}\n`);
      for (const line of explorerReportLines(explored)) console.log(line);
      writeResults(`explorer-${network}`, { seed: SEED, ...explored });
    } finally {
      await client.close();
      await consortium.stop();
    }
  });
}

/** Screens with lists, by their addresses: what has the more rows the more was done. */
const consolePages = (accountId: string): readonly string[] => [
  'members',
  'members?tab=accounts',
  'members?tab=holds',
  `members/account/${encodeURIComponent(accountId)}?tab=lots`,
  `members/account/${encodeURIComponent(accountId)}?tab=statement`,
  `programs/${PROGRAM}`,
  'clearing',
  'explorer',
  `explorer/history?key=${encodeURIComponent(`program/${PROGRAM}`)}`,
];

/** Of SQLite's files. */
const endings = ['', '-wal', '-shm'];
const indexPath = (dataDir: string): string => join(gatewayFolder(dataDir, PROGRAM), 'explorer.db');

async function importPurchases(client: GatewayClient, rows: number): Promise<void> {
  const purchases = generatedPurchases(rows, SEED);
  const progress = showProgress('operations', rows);
  try {
    for (let at = 0; at < rows; at += FILE_ROWS) {
      const count = Math.min(FILE_ROWS, rows - at);
      await measureImport(client, {
        programId: PROGRAM,
        csv: purchases.csv(at, count),
        timeoutMs: IMPORT_TIMEOUT_MS,
      });
      progress.update(at + count);
    }
  } finally {
    progress.finish();
  }
}

type Operate = (durationMs: number) => Promise<LoadResult>;

/** Waits until the index has all that the gateway has. @returns how many blocks that are */
async function indexed(client: GatewayClient): Promise<number> {
  for (;;) {
    const { isCatchingUp, indexedBlock, asOfBlock } = await client.get('/v1/explorer/blocks', { query: { limit: 1 } });
    if (!isCatchingUp && indexedBlock >= (asOfBlock ?? 0)) return indexedBlock + 1;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Anything, anywhere in the ledger: each question about something that was not asked before, where there is so much. */
async function ask(client: GatewayClient, blocks: number, reads: number): Promise<Explored['answers']> {
  const times = Object.fromEntries(questions.map((question) => [question, [] as number[]])) as Record<
    (typeof questions)[number],
    number[]
  >;
  const timed = async <T>(question: (typeof questions)[number], read: () => Promise<T>): Promise<T> => {
    const askedAt = performance.now();
    const answer = await read();
    times[question].push(performance.now() - askedAt);
    return answer;
  };
  for (let at = 0; at < reads; at += 1) {
    // Spread over all of it, and not in its order.
    const block = String(Math.floor((((at + 1) * 0.6180339887) % 1) * blocks));
    const found = await timed('block', () => client.get('/v1/explorer/blocks/{block}', { params: { block } }));
    await timed('bytes', () => client.attempts.get(`/v1/explorer/blocks/${block}/bytes`));
    const lines = found.transactions.filter(({ kind, txId }) => kind !== 'config' && txId !== undefined);
    const txId = lines[at % Math.max(1, lines.length)]?.txId;
    if (txId === undefined) continue;
    const { writes } = await timed('transaction', () =>
      client.get('/v1/explorer/transactions/{txId}', { params: { txId } }),
    );
    const rows = writes.filter(({ type, collection }) => type !== undefined && collection === undefined);
    const key = rows[at % Math.max(1, rows.length)]?.key;
    if (key !== undefined)
      await timed('history', () => client.get('/v1/explorer/history', { query: { key, limit: 100 } }));
    // What was written again and again.
    const often = ['program/harbor', 'org/HarborMSP', `quota/harbor/${at % 16}`][at % 3]!;
    await timed('often written', () => client.get('/v1/explorer/history', { query: { key: often, limit: 100 } }));
  }
  return questions.map((question) => ({
    question,
    asked: times[question].length,
    p50Ms: percentile(times[question], 0.5),
    p95Ms: percentile(times[question], 0.95),
    maxMs: Math.max(...times[question]),
  }));
}

async function makeAgain(
  consortium: Consortium,
  dataDir: string,
  client: GatewayClient,
  operate: Operate,
): Promise<Explored['again']> {
  const gateway = consortium.processes.get(`gateway-${PROGRAM}`)!;
  await gateway.stop();
  for (const ending of endings) rmSync(`${indexPath(dataDir)}${ending}`, { force: true });
  const startedAt = performance.now();
  await gateway.start();
  while (!(await fetch(`${consortium.credentials[PROGRAM]?.url ?? ''}/readyz`)).ok) await sleep(LOOK_EVERY_MS);
  const readyMs = performance.now() - startedAt;
  // In short pieces, so that the last one ends soon after the index is whole.
  let isWhole = false;
  const whole = indexed(client).then(() => {
    isWhole = true;
    return performance.now() - startedAt;
  });
  const beside: LoadResult[] = [];
  do beside.push(await operate(1_000));
  while (!isWhole);
  return { readyMs, wholeMs: await whole, beside };
}
