/** `commonpoint watch`: what happens on the ledger, an event a line, as it comes. */
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import type { Event } from '@commonpoint/client';
import type { Command } from 'commander';
import { clientOf, read } from './connection.js';
import { written } from './output.js';

interface Given {
  readonly after?: string;
  readonly from?: string;
  readonly types?: string;
  readonly program?: string;
  readonly account?: string;
  readonly position?: string;
}

export function addWatch(program: Command): void {
  const command = program
    .command('watch')
    .description('what happens on the ledger, an event a line, until Ctrl-C; a lost connection is taken up again')
    .option('--after <event>', 'begins behind it')
    .option('--from <block>', 'begins with it')
    .option('--types <list>', 'such as points.issued,points.redeemed')
    .option('--program <id>')
    .option('--account <id>')
    .option('--position <file>', 'keeps how far it came, and goes on from there the next time');
  command.action(async () => {
    const { position, after, from, types, program: programId, account: accountId } = command.opts<Given>();
    const { json = false } = command.optsWithGlobals<{ json?: boolean }>();
    const kept = position !== undefined && existsSync(position) ? read(position).trim() : undefined;
    const query = { after: kept ?? after, from: kept === undefined ? from : undefined, types, programId, accountId };
    const ending = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
    for await (const event of clientOf(command).events(query, { signal: ending.signal })) {
      await written(`${json ? JSON.stringify(event) : lineOf(event)}\n`);
      if (position !== undefined) keep(position, event.id);
    }
  });
}

function lineOf({ id, type, block: _block, txId: _txId, time, ...about }: Event): string {
  const members = Object.entries(about).map(([name, value]) => `${name}=${String(value)}`);
  return [time, id, type, ...members].join('  ');
}

/** After the event is told: who begins again may hear one twice, and misses none. */
function keep(path: string, id: string): void {
  writeFileSync(`${path}.partial`, `${id}\n`);
  renameSync(`${path}.partial`, path);
}
