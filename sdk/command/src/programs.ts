/** `commonpoint programs`: how many points there are of a programme, and how many may still be issued. */
import type { Command } from 'commander';
import { clientOf } from './connection.js';
import { answer, table } from './output.js';

export function addPrograms(program: Command): void {
  const programs = program.command('programs').description('programmes');

  const list = programs.command('list', { isDefault: true }).description('all programmes');
  list.action(async () => {
    const all: { programId: string; name: string; issuer: string; status: string }[] = [];
    for await (const page of clientOf(list).pages('/v1/programs', { query: { limit: 100 } }))
      all.push(...page.programs);
    const rows = all.map(({ programId, name, issuer, status }) => [programId, name, issuer, status]);
    answer(list, { programs: all }, table(['id', 'name', 'issuer', 'state'], rows));
  });

  const supply = programs.command('supply').description('what became of all points').argument('<id>');
  supply.action(async (programId: string) => {
    const reply = await clientOf(supply).get('/v1/programs/{programId}/supply', { params: { programId } });
    const { cap, issued, outstanding, held, redeemed, expired, reversed } = reply;
    const rows = Object.entries({ cap, issued, outstanding, held, redeemed, expired, reversed });
    answer(supply, reply, table(['what', 'points'], rows, ['points']));
  });

  const quota = programs.command('quota').description('what may still be issued, by lane').argument('<id>');
  quota.action(async (programId: string) => {
    const reply = await clientOf(quota).get('/v1/programs/{programId}/quota', { params: { programId } });
    const rows = reply.lanes.map(({ lane, granted, used }) => [
      String(lane),
      granted,
      used,
      String(BigInt(granted) - BigInt(used)),
    ]);
    answer(quota, reply, table(['lane', 'granted', 'used', 'left'], rows, ['lane', 'granted', 'used', 'left']));
  });
}
