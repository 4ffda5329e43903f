/** `commonpoint accounts`: members' accounts, by the own reference or the account's id. */
import type { Client } from '@commonpoint/client';
import type { Command } from 'commander';
import { clientOf } from './connection.js';
import { answer, passOn, table } from './output.js';

export function addAccounts(program: Command): void {
  const accounts = program.command('accounts').description('members’ accounts');

  const find = accounts.command('find').description('the account of a reference; opens none').argument('<reference>');
  find.action(async (memberRef: string) => {
    const reply = await clientOf(find).post('/v1/accounts/lookup', { memberRef });
    answer(find, reply, [reply.accountId]);
  });

  const balances = accounts.command('balances').description('by programme').argument('<account or reference>');
  balances.action(async (who: string) => {
    const client = clientOf(balances);
    const accountId = await accountOf(client, who);
    const reply = await client.get('/v1/accounts/{accountId}/balances', { params: { accountId } });
    const figures = ['available', 'pending', 'held', 'expired', 'owed back'];
    const rows = reply.balances.map(({ programId, available, pending, held, expired, clawback }) => [
      programId,
      ...[available, pending, held, expired, clawback],
    ]);
    answer(balances, reply, table(['programme', ...figures], rows, figures));
  });

  const statement = accounts
    .command('statement')
    .description('all that happened, as CSV')
    .argument('<account or reference>')
    .option('--program <id>')
    .option('--from <day>')
    .option('--to <day>');
  statement.action(async (who: string) => {
    const client = clientOf(statement);
    const { program: programId, from, to } = statement.opts<{ program?: string; from?: string; to?: string }>();
    const accountId = await accountOf(client, who);
    await passOn(client, `/v1/accounts/${accountId}/statement`, { programId, from, to });
  });
}

/** An id has a colon in it, as `HarborMSP:…`; all else is a reference of the own. */
async function accountOf(client: Client, who: string): Promise<string> {
  if (/^[A-Za-z0-9.-]+:[0-9a-f]{32}$/.test(who)) return who;
  return (await client.post('/v1/accounts/lookup', { memberRef: who })).accountId;
}
