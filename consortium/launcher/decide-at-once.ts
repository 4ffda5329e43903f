/** A decision of members whose delegates' keys are all on this machine: proposed, voted for and executed in one go, as far as their rules let it. */
import type { GovernanceAction, Proposal } from '@commonpoint/catalogue';
import { OutcomeUnknownError, ProblemError, type Reply } from '@commonpoint/client';
import { proposalIdFor } from '../steward/proposal-id.js';
import { Complaint } from '../terminal/complaint.js';
import { soon } from '../terminal/soon.js';
import { GatewayClient } from './gateway-client.js';
import { type Credentials, readDelegates } from './gateway-files.js';

type Told = Reply<'get', '/v1/proposals/{proposalId}'>;

export interface DecidingAtOnce {
  readonly delegates: Credentials;
  /** Who votes for it, by slug; the first one proposes. */
  readonly by: readonly { readonly slug: string; readonly mspId: string }[];
  /** Behind the proposer's name; a number follows where it was taken. */
  readonly name: string;
  readonly actions: readonly GovernanceAction[];
  /** What was ever proposed. */
  readonly before: readonly Proposal[];
  readonly say: (line: string) => void;
}

/** Goes on with a proposal of these actions that is under way. @throws Complaint when their rules make it wait, or it failed */
export async function decideAtOnce({ delegates, by, name, actions, before, say }: DecidingAtOnce): Promise<void> {
  const proposalId = proposalIdFor(name, by[0]!.mspId, actions, before);
  const clients = by.map(
    ({ slug }) => new GatewayClient(delegates[slug]?.url ?? '', delegates[slug]?.keys.delegate, 2),
  );
  const [first] = clients as [GatewayClient];
  try {
    if (!before.some((each) => each.proposalId === proposalId)) {
      await seen(first.post('/v1/proposals', { proposalId, actions: [...actions] }), first, proposalId, () => true);
      say(`proposed as ${proposalId}`);
    }
    const known = new Set<string>();
    for (const client of clients) {
      const { status, voters, votes } = await soon('the proposal', () => read(client, proposalId), isThere).then(there);
      const mspId = by[clients.indexOf(client)]!.mspId;
      for (const vote of votes) known.add(vote.mspId);
      if (status !== 'open' || !voters.includes(mspId) || votes.some((each) => each.mspId === mspId)) continue;
      const voted = client.post(`/v1/proposals/${proposalId}/votes`, { vote: 'for' }).catch(unlessDecided);
      await seen(voted, client, proposalId, (told) => told.votes.some((each) => each.mspId === mspId));
      known.add(mspId);
    }
    await execute(first, proposalId, known);
    say(`decided by ${proposalId}`);
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

/** For how many seconds what members decided of the network waits. */
export async function networkTimeLock(dataDir: string): Promise<number> {
  const [first] = Object.values(await readDelegates(dataDir));
  const client = new GatewayClient(first?.url ?? '', first?.keys.delegate, 1);
  try {
    const { constitution } = await client.get('/v1/constitution');
    return constitution.rules.network.timeLockSeconds;
  } finally {
    await client.close();
  }
}

/** @param known who voted as other gateways have it, now or in an earlier run: this one's peer hears of it a moment later */
async function execute(client: GatewayClient, proposalId: string, known: ReadonlySet<string>): Promise<void> {
  const hasHeard = (told: Told | undefined): boolean =>
    told !== undefined &&
    (told.status !== 'open' || [...known].every((mspId) => told.votes.some((each) => each.mspId === mspId)));
  const { status, votingEnds, executableFrom } = await soon('the votes', () => read(client, proposalId), hasHeard).then(
    there,
  );
  if (status === 'executed') return;
  if (status === 'open') {
    throw new Complaint(`${proposalId} is open until ${votingEnds}: run this again when it passed.`);
  }
  if (status !== 'passed') throw new Complaint(`${proposalId} is ${status}: run this again to propose it anew.`);
  const executed = client.post(`/v1/proposals/${proposalId}/execution`).catch((error: unknown) => {
    if (!(error instanceof ProblemError) || error.code !== 'PROPOSAL_NOT_DUE') throw error;
    throw new Complaint(`${proposalId} passed, and is executed from ${executableFrom} on: run this again then.`);
  });
  await seen(executed, client, proposalId, (told) => told.status === 'executed');
}

/** Of a write that is still on its way when its answer comes, what came of it is waited for. */
async function seen(
  sent: Promise<unknown>,
  client: GatewayClient,
  proposalId: string,
  isDone: (told: Told) => boolean,
): Promise<void> {
  try {
    await sent;
  } catch (error) {
    if (!(error instanceof OutcomeUnknownError)) throw error;
    await soon(
      'the proposal',
      () => read(client, proposalId),
      (told) => told !== undefined && isDone(told),
    );
  }
}

function read(client: GatewayClient, proposalId: string): Promise<Told | undefined> {
  return client.get(`/v1/proposals/${proposalId}`, { consistency: 'ledger' }).catch((error: unknown) => {
    if (error instanceof ProblemError && error.code === 'PROPOSAL_UNKNOWN') return undefined;
    throw error;
  });
}

const isThere = (told: Told | undefined): boolean => told !== undefined;
const there = (told: Told | undefined): Told => told!;

/** Others' votes may have decided it meanwhile. */
function unlessDecided(error: unknown): void {
  if (!(error instanceof ProblemError) || error.code !== 'PROPOSAL_NOT_OPEN') throw error;
}
