/** One member's part in a decision: who proposes, votes and executes, whatever the others did meanwhile. */
import type { GovernanceAction, Proposal } from '@commonpoint/catalogue';
import { decideAsMember } from '../../consortium/member/decide-as-member.js';
import type { Steward } from '../../consortium/steward/steward.js';

const actions: GovernanceAction[] = [{ kind: 'channel-configuration', planHash: 'ab'.repeat(32) }];
const soon = new Date(Date.now() + 3_600_000).toISOString();
const made = (proposer: string, more: Partial<Proposal> = {}): Proposal =>
  ({
    proposalId: `${proposer}:x`,
    proposer,
    actions,
    status: 'open',
    voters: ['HarborMSP', 'CityParkMSP'],
    proposedAt: '2026-01-01T00:00:00.000Z',
    votingEnds: soon,
    ...more,
  }) as unknown as Proposal;

/** What HarborMSP submits, and what it waits for then. */
async function decided(before: readonly Proposal[], { isVoter = true, votedBy = [] as string[] } = {}) {
  const submitted: [string, unknown][] = [];
  const steward = {
    mspId: 'HarborMSP',
    submit: async ({ name }: { name: string }, request: unknown) => void submitted.push([name, request]),
    read: async (_entry: unknown, { proposalId }: { proposalId: string }) => ({
      proposal: before.find((each) => each.proposalId === proposalId),
      votes: votedBy.map((mspId) => ({ mspId })),
    }),
  } as unknown as Steward;
  const { why } = await decideAsMember(steward, { name: 'x', actions, before, isVoter, say: () => undefined });
  return { submitted, why };
}

test('the first one that votes proposes, and one that has no vote does not', async () => {
  expect((await decided([])).submitted).toEqual([['Governance:Propose', { proposalId: 'HarborMSP:x', actions }]]);
  expect(await decided([], { isVoter: false })).toEqual({
    submitted: [],
    why: 'a member that votes has to propose it',
  });
});

test('what another one proposed is voted for, once', async () => {
  const theirs = [made('CityParkMSP')];
  expect((await decided(theirs)).submitted).toEqual([
    ['Governance:Vote', { proposalId: 'CityParkMSP:x', vote: 'for' }],
  ]);
  expect(await decided(theirs, { votedBy: ['HarborMSP'] })).toEqual({
    submitted: [],
    why: `CityParkMSP:x is open until ${soon}`,
  });
  const withoutVote = [made('CityParkMSP', { voters: ['CityParkMSP'] })];
  expect((await decided(withoutVote)).submitted).toEqual([]);
});

test('of two that were proposed at once the younger one is withdrawn by who made it, and the older one is voted for', async () => {
  const theirs = made('CityParkMSP');
  const own = made('HarborMSP', { proposedAt: '2026-01-01T00:00:01.000Z' });
  expect((await decided([own, theirs])).submitted).toEqual([
    ['Governance:Withdraw', { proposalId: 'HarborMSP:x' }],
    ['Governance:Vote', { proposalId: 'CityParkMSP:x', vote: 'for' }],
  ]);
  const older = { ...own, proposedAt: '2025-12-31T00:00:00.000Z' };
  expect((await decided([theirs, older])).submitted).toEqual([
    ['Governance:Vote', { proposalId: 'HarborMSP:x', vote: 'for' }],
  ]);
});

test('what passed is executed as soon as it may be', async () => {
  const passed = (executableFrom: string) => [made('CityParkMSP', { status: 'passed', executableFrom })];
  expect(await decided(passed(soon))).toEqual({
    submitted: [],
    why: `CityParkMSP:x passed, and is executed from ${soon} on`,
  });
  expect((await decided(passed('2026-01-01T00:00:00.000Z'))).submitted).toEqual([
    ['Governance:Execute', { proposalId: 'CityParkMSP:x' }],
  ]);
});
