/** `npm start`: runs a consortium until it is told to stop. */
import './require-node.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { Complaint } from '../terminal/complaint.js';
import { type Consortium, startConsortium } from './start-consortium.js';
import { makeConsoleKey } from './console-key.js';
import { describeFirstSession, firstProgram, shortPath } from './first-session.js';
import { gatewayFolder } from './gateway-files.js';
import { GatewayClient } from './gateway-client.js';
import { readSettings, tellsUsage } from './settings.js';
import type { ProcessEvents } from './supervised-process.js';

const say = (line: string) => console.log(line);

async function main(): Promise<void> {
  if (tellsUsage('npm start', process.argv.slice(2))) return;
  const startedAt = performance.now();
  const settings = readSettings();
  const starting = new AbortController();
  const running: { consortium?: Consortium } = {};
  let exitCode = 0;

  let stopping: Promise<void> | undefined;
  let stoppingSince = 0;
  const stop = (reason: string): void => {
    if (stopping !== undefined) {
      // A Ctrl-C is heard twice, from the terminal and from npm; only a later one means impatience.
      if (Date.now() - stoppingSince > 1_000 && reason === 'SIGINT') process.exit(130);
      return;
    }
    stoppingSince = Date.now();
    if (running.consortium === undefined) {
      // The start notices at its next step and takes back what it did.
      stopping = Promise.resolve();
      starting.abort(new Complaint('Stopped before everything was ready.', 130));
      return;
    }
    say('\nStopping ...');
    stopping = running.consortium.stop().then(() => {
      say('Stopped. The ledger is in ' + shortPath(settings.dataDir) + '; `npm start` goes on with it.');
      process.exit(exitCode);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, () => stop(signal));

  const events: ProcessEvents = {
    restarting: (name, how, delayMs) => {
      say(
        `${name} ended (${how}); starting it again in ${delayMs} ms. Its log: ${shortPath(settings.dataDir)}/logs/${name}.log`,
      );
    },
    restarted: (name) => say(`${name} runs again.`),
    lost: (name, how) => {
      console.error(
        `${name} ended (${how}), and nothing can go on without it. Its log: ${shortPath(settings.dataDir)}/logs/${name}.log`,
      );
      exitCode = 1;
      stop('lost');
    },
  };

  say(`Starting a consortium on the ${settings.network} network, in ${shortPath(settings.dataDir)} ...`);
  const consortium = await startConsortium({ ...settings, events, signal: starting.signal });
  running.consortium = consortium;
  const accountId = await openFirstAccount(consortium);
  say(`Ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.\n`);
  if (process.env['COMMONPOINT_TIMES'] !== undefined) say(JSON.stringify(consortium.startMs));
  const { slug } = firstProgram(consortium.description, consortium.topology);
  const folder = gatewayFolder(settings.dataDir, slug);
  say(describeFirstSession(consortium, accountId, await makeConsoleKey(folder, slug)));
  // Whoever started this can wait for it.
  process.send?.({ type: 'ready' });
}

/** The account that the printed session uses, so that its lines work in any order. */
async function openFirstAccount({ credentials, description, topology }: Consortium): Promise<string> {
  const merchant = credentials[firstProgram(description, topology).slug];
  const client = new GatewayClient(merchant?.url ?? '', merchant?.keys.operator, 1);
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { accountId } = await client.post('/v1/accounts', { memberRef: 'm-1' });
        return accountId;
      } catch (error) {
        if (attempt === 5) throw error;
        await sleep(200);
      }
    }
  } finally {
    await client.close();
  }
}

main().catch((error: unknown) => {
  if (error instanceof Complaint) {
    console.error(error.message);
    process.exit(error.exitCode);
  }
  console.error(error instanceof Error ? error.stack : error);
  process.exit(1);
});
