/** `commonpoint proposals`: what members decide together. Needs the key of a delegate, reading apart. */
import type { Client, Routes } from '@commonpoint/client';
import { Argument, type Command } from 'commander';
import { clientOf, readJson } from './connection.js';
import { answer, table } from './output.js';

type Proposal = Routes['/v1/proposals']['get']['reply']['proposals'][number];
type Proposed = Routes['/v1/proposals']['post']['body'];

export function addProposals(program: Command): void {
  const proposals = program.command('proposals').description('what members decide together');

  const list = proposals
    .command('list', { isDefault: true })
    .description('all, newest first')
    .option('--open', 'those open alone');
  list.action(async () => {
    const all: Proposal[] = [];
    for await (const page of clientOf(list).pages('/v1/proposals', { query: { limit: 100 } }))
      all.push(...page.proposals);
    const shown = list.opts<{ open?: boolean }>().open === true ? all.filter(({ status }) => status === 'open') : all;
    const rows = shown.map((each) => [
      each.proposalId,
      each.status,
      each.votingEnds,
      each.actions.map(({ kind }) => kind).join(', '),
    ]);
    answer(list, { proposals: shown }, table(['id', 'state', 'votes until', 'actions'], rows));
  });

  const show = proposals.command('show').description('one, with its votes').argument('<id>');
  show.action(async (proposalId: string) => {
    const reply = await clientOf(show).get('/v1/proposals/{proposalId}', { params: { proposalId } });
    const votes = reply.votes.map(({ mspId, vote }) => `  ${mspId}: ${vote}`);
    answer(show, reply, [
      `${reply.proposalId}, by ${reply.proposer}: ${reply.status}`,
      ...reply.actions.map((action) => `  ${JSON.stringify(action)}`),
      `Votes until ${reply.votingEnds}, of ${reply.voters.join(', ')}:`,
      ...(votes.length === 0 ? ['  none yet'] : votes),
    ]);
  });

  const propose = proposals
    .command('propose')
    .description('proposes what a JSON file says: {"proposalId": …, "actions": […]}')
    .argument('<file>')
    .option('--preview', 'says what would change, in words, and proposes nothing');
  withKey(propose).action(async (path: string) => {
    const body = (await readJson(path)) as Proposed;
    const client = clientOf(propose);
    const preview = await client.post('/v1/proposals/preview', { actions: body.actions });
    if (propose.opts<{ preview?: boolean }>().preview === true) return answer(propose, preview, preview.changes);
    const reply = await client.post('/v1/proposals', body, keyOf(propose));
    answer(propose, reply, [...preview.changes, `Proposed as ${body.proposalId}.`]);
  });

  const vote = proposals
    .command('vote')
    .description('gives the one and final vote of the own organisation')
    .argument('<id>')
    .addArgument(new Argument('<vote>').choices(['for', 'against', 'abstain']));
  withKey(vote).action(async (proposalId: string, given: 'for' | 'against' | 'abstain') => {
    const options = { params: { proposalId }, ...keyOf(vote) };
    const reply = await clientOf(vote).post('/v1/proposals/{proposalId}/votes', { vote: given }, options);
    answer(vote, reply, [`Voted ${given}: ${proposalId}.`]);
  });

  const steps: readonly [string, string, (client: Client, id: string, options: object) => Promise<unknown>][] = [
    [
      'object',
      'objects to one that passed, before its time lock is over',
      (client, proposalId, options) =>
        client.post('/v1/proposals/{proposalId}/objections', undefined, { params: { proposalId }, ...options }),
    ],
    [
      'execute',
      'does what one says that passed, once',
      (client, proposalId, options) =>
        client.post('/v1/proposals/{proposalId}/execution', undefined, { params: { proposalId }, ...options }),
    ],
    [
      'withdraw',
      'withdraws an own one',
      (client, proposalId, options) =>
        client.post('/v1/proposals/{proposalId}/withdrawal', undefined, { params: { proposalId }, ...options }),
    ],
  ];
  for (const [name, description, done] of steps) {
    const step = proposals.command(name).description(description).argument('<id>');
    withKey(step).action(async (proposalId: string) => {
      const reply = await done(clientOf(step), proposalId, keyOf(step));
      answer(step, reply, [`Done: ${name} ${proposalId}.`]);
    });
  }
}

/** A write that is begun again under the key it had is one write. */
export const withKey = (command: Command): Command =>
  command.option('--key <key>', 'of an earlier try, to go on with it');
export const keyOf = (command: Command): { readonly idempotencyKey?: string } => {
  const { key } = command.opts<{ key?: string }>();
  return key === undefined ? {} : { idempotencyKey: key };
};
