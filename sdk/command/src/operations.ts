/** `commonpoint operations`: what the organisation's clients asked for; and the proof of one. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { clientOf } from './connection.js';
import { answer, passOn } from './output.js';

export function addOperations(program: Command): void {
  const operations = program.command('operations').description('what the organisation’s clients asked for');

  const list = operations
    .command('list', { isDefault: true })
    .description('all that fit, newest first, as CSV')
    .option('--from <time>')
    .option('--until <time>')
    .option('--kind <kind>', 'issue, redeem, reverse …')
    .option('--program-id <id>')
    .option('--account-id <id>')
    .option('--acceptor <msp>')
    .option('--reference <text>')
    .option('--state <state>')
    .option('--client <name>', 'such as till-4');
  list.action(async () => {
    await passOn(clientOf(list), '/v1/operations', list.opts<Record<string, string>>());
  });

  const proof = operations
    .command('proof')
    .description('saves the proof that one is on the ledger')
    .argument('<id>')
    .argument('[file]', 'where to', 'ID.tlog-proof');
  proof.action(async (operationId: string, file: string) => {
    const path = file.replace('ID', operationId);
    const text: unknown = await clientOf(proof).get('/v1/operations/{operationId}/proof', { params: { operationId } });
    writeFileSync(path, String(text));
    answer(proof, { operationId, path }, [path]);
  });
}
