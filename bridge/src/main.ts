/** `npm run bridge -- COMMAND`: the bridge, its report, and its table. */
import { GatewayError } from '@commonpoint/client';
import { Command } from 'commander';
import { ConfigError, readConfig, readQuery } from './config.js';
import { LeaseTaken, LegacyTrouble } from './legacy-store.js';
import { compareExports, exportBalances } from './export-balances.js';
import { makeReport } from './make-report.js';
import { openStore } from './open-store.js';
import { asText } from './reconcile.js';
import { runBridge } from './run.js';

const program = new Command('bridge').description('Lets points cross between a legacy programme and a gateway.');
const withConfig = (command: Command): Command =>
  command.requiredOption('--config <file>', 'the bridge’s configuration');

withConfig(program.command('prepare'))
  .description('Makes the outbox in the legacy database, if it is not there.')
  .action(async ({ config }: { config: string }) => {
    const store = await openStore(readConfig(config), false);
    await store.prepare().finally(() => store.close());
  });

withConfig(program.command('run'))
  .description('Carries what is in the outbox across, until it is stopped.')
  .option('--once', 'ends when there is nothing more to do')
  .action(async ({ config, once = false }: { config: string; once?: boolean }) => {
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, () => stop.abort());
    const isDone = await runBridge(readConfig(config), { signal: stop.signal, once });
    if (once && !isDone) process.exitCode = 1;
  });

withConfig(program.command('report'))
  .description('Says row by row what is where, and what does not agree.')
  .option('--json', 'as JSON')
  .option('--audit <file>', 'what `npm run audit -- --json` wrote, to stand beside')
  .action(async ({ config, json, audit }: { config: string; json?: boolean; audit?: string }) => {
    const report = await makeReport(readConfig(config), audit);
    console.log(json === true ? JSON.stringify(report, null, 2) : asText(report));
    if (report.wrong.length > 0) process.exitCode = 1;
  });

withConfig(program.command('export'))
  .description('Writes the legacy balances that a query gives, for a migration’s snapshot, as of one moment.')
  .requiredOption('--query <file>', 'one SELECT that gives customer_id, points, and what else a snapshot has')
  .requiredOption('--out <file>', 'the CSV file; beside it a note for `compare`')
  .action(async ({ config, query, out }: { config: string; query: string; out: string }) => {
    const { balances, total, sha256 } = await exportBalances(readConfig(config), readQuery(query), out);
    console.log(`${balances} balances, ${total} points, SHA-256 ${sha256}`);
  });

program
  .command('compare')
  .description('Whether a later export is an earlier one and what the bridge did in between.')
  .argument('<before>')
  .argument('<after>')
  .action(async (before: string, after: string) => {
    const found = await compareExports(before, after);
    const [was, is] = found.totals;
    console.log(
      `${found.balances[0]} balances of ${was} points, later ${found.balances[1]} of ${is}; by the bridge ${found.crossed}`,
    );
    for (const { member, ...sums } of found.different)
      console.log(`DIFFERENT ${member}: ${sums.before}, by the bridge ${sums.crossed}, later ${sums.after}`);
    console.log(found.different.length === 0 ? 'They are equal.' : `${found.different.length} members differ.`);
    if (found.different.length > 0) process.exitCode = 1;
  });

program
  .parseAsync()
  .catch(tell)
  .finally(() => {
    // Whoever started it may have a channel to it, which would keep it alive.
    if (process.connected) process.disconnect();
  });

function tell(error: unknown): void {
  const isKnown = [ConfigError, LegacyTrouble, LeaseTaken, GatewayError].some((kind) => error instanceof kind);
  console.error(isKnown ? `bridge: ${(error as Error).message}` : error);
  process.exitCode = error instanceof ConfigError ? 2 : 4;
}
