/** What members decide together: a proposal that passes and is done, and one that fails. */
import { ProblemError, type Reply } from '@commonpoint/client';
import type { Credentials } from '../launcher/gateway-files.js';
import { GatewayClient } from '../launcher/gateway-client.js';
import { Complaint } from '../terminal/complaint.js';
import { say } from '../terminal/print.js';
import { soon } from '../terminal/soon.js';
import { type MerchantSlug, merchantSlugs } from './merchants.js';

type Proposal = Reply<'get', '/v1/proposals/{proposalId}'>;
type Action = Proposal['actions'][number];
type Ballot = 'for' | 'against';

/** SHA-256 of nothing: the agreement of a demonstration has no text. */
const NO_TEXT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Gone on with where it was interrupted: ids and votes are the same again, and what was executed is not done twice. */
export async function decideTogether(delegates: Credentials, name: string): Promise<void> {
  const clients = connectDelegates(delegates);
  try {
    const agreement = `HarborMSP:agreement-${name}`;
    const before = await found(clients.harbor, agreement);
    const actions = before?.actions ?? [await nextAgreement(clients.harbor)];
    const passed = await decide(clients, agreement, [...actions], { harbor: 'for', citypark: 'for' });
    const executed = await clients.greenmart.post(`/v1/proposals/${agreement}/execution`);
    say(`GreenMart has it done, which anybody may: it is ${executed.status}`);
    const [action] = passed.actions;
    if (action?.kind === 'adopt-agreement') await accept(clients, action);
    const failed = await decide(clients, `HarborMSP:suspension-${name}`, [{ kind: 'suspend', mspId: 'GreenMartMSP' }], {
      harbor: 'for',
      citypark: 'against',
    });
    if (passed.status === 'open' || failed.status !== 'failed')
      throw new Complaint('The members’ votes did not come to what they should.');
  } finally {
    await Promise.all(Object.values(clients).map((client) => client.close()));
  }
}

type Clients = Readonly<Record<MerchantSlug, GatewayClient>>;

function connectDelegates(delegates: Credentials): Clients {
  const one = (slug: MerchantSlug): GatewayClient => {
    const { url = '', keys = {} } = delegates[slug] ?? {};
    return new GatewayClient(url, keys.delegate, 2);
  };
  return { harbor: one('harbor'), citypark: one('citypark'), greenmart: one('greenmart') };
}

async function found(client: GatewayClient, proposalId: string): Promise<Proposal | undefined> {
  return client.get(`/v1/proposals/${proposalId}`).catch((error: unknown) => {
    if (error instanceof ProblemError && error.code === 'PROPOSAL_UNKNOWN') return undefined;
    throw error;
  });
}

async function nextAgreement(client: GatewayClient): Promise<Action> {
  const { agreement } = await client.get('/v1/constitution');
  const version = (agreement?.version ?? 0) + 1;
  const address = `https://commonpoint.example/agreement-${version}`;
  return { kind: 'adopt-agreement', version, hash: NO_TEXT, address, acceptWithinDays: 30 };
}

/** Proposed by Harbor, and each says what it says. */
async function decide(
  clients: Clients,
  proposalId: string,
  actions: Action[],
  ballots: Partial<Record<MerchantSlug, Ballot>>,
): Promise<Proposal> {
  const { changes } = await clients.harbor
    .post('/v1/proposals/preview', { actions })
    .catch((error: unknown) => ({ changes: [error instanceof ProblemError ? 'nothing any more' : String(error)] }));
  await clients.harbor.post('/v1/proposals', { proposalId, actions });
  say(`Harbor proposes: ${changes.join('; ')}`);
  for (const slug of merchantSlugs) {
    const ballot = ballots[slug];
    if (ballot === undefined) continue;
    await soon(
      'the proposal',
      () => found(clients[slug], proposalId),
      (there) => there !== undefined,
    );
    await clients[slug].post(`/v1/proposals/${proposalId}/votes`, { vote: ballot });
    say(`${slug === 'harbor' ? 'Harbor' : 'CityPark'} votes ${ballot} it`);
  }
  const decided = await soon(
    'the decision',
    () => clients.greenmart.get(`/v1/proposals/${proposalId}`),
    ({ status }) => status !== 'open',
  );
  const { tally } = decided;
  say(`${tally?.for} for, ${tally?.against} against: it ${decided.status === 'failed' ? 'fails' : 'passes'}`);
  return decided;
}

async function accept(clients: Clients, { version, hash }: { version: number; hash: string }): Promise<void> {
  for (const slug of merchantSlugs) {
    await soon(
      'the agreement',
      () => clients[slug].get('/v1/constitution'),
      ({ agreement }) => (agreement?.version ?? 0) >= version,
    );
    await clients[slug].post(`/v1/agreement/${version}/acceptance`, { hash });
  }
  say(`All three accept version ${version} of their agreement, each with its own delegate’s key`);
}
