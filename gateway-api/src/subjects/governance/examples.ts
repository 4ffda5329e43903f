/** Values of the examples of decisions. */
import { charterOtherwise } from '@commonpoint/catalogue';
import { exampleHash, exampleTime, exampleTxId } from '../examples.js';

export const exampleProposalId = 'HarborMSP:first-agreement';
export const exampleActions = [
  {
    kind: 'adopt-agreement',
    version: 1,
    hash: exampleHash,
    address: 'https://commonpoint.example/agreement-1.pdf',
    acceptWithinDays: 30,
  },
];
export const exampleProposal = {
  proposalId: exampleProposalId,
  proposer: 'HarborMSP',
  actions: exampleActions,
  digest: exampleTxId,
  proposedAt: exampleTime,
  constitutionVersion: 1,
  epoch: 1,
  rule: charterOtherwise.rules.agreement,
  voters: ['CityParkMSP', 'GreenMartMSP', 'HarborMSP'],
  consents: [],
  endsWithEpoch: false,
  votingEnds: '2026-11-30T09:30:00.000Z',
  status: 'open',
};
export const examplePassed = {
  ...exampleProposal,
  status: 'passed',
  tally: { for: 2, against: 0, abstain: 0 },
  decidedAt: exampleTime,
  executableFrom: exampleTime,
  expiresAt: '2026-12-23T09:30:00.000Z',
};
export const exampleVote = { proposalId: exampleProposalId, mspId: 'HarborMSP', vote: 'for', votedAt: exampleTime };
export const exampleReasoning = {
  proposalId: exampleProposalId,
  mspId: 'HarborMSP',
  with: 'proposal',
  reason: 'As agreed in the spring meeting.',
  salt: exampleHash.slice(0, 32),
};
