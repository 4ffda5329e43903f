/** Proposals and votes: what members decide together, one vote an organisation. */
import { z } from 'zod';
import { anyone, ofMembers, ofPrivateInput, ofReads, privateTransaction, transaction } from '../core/transaction.js';
import { bookmark, mspId, page, reason, salt, sha256Hex, timestamp } from '../core/values.js';
import { governanceActions } from './actions.js';
import { decisionRule } from './constitution.js';

/** The proposer’s MSP id, a colon, and a name of its own making: nobody takes another one’s. */
export const proposalId = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9]{1,63}:[a-z0-9][a-z0-9-]{0,62}$/,
    'must be an MSP id, a colon, and 1 to 63 lower-case letters, digits or dashes, such as HarborMSP:new-terms',
  );

/** The organisation that a proposal’s id names. */
export function proposerOf(ofProposal: string): string {
  return ofProposal.slice(0, ofProposal.indexOf(':'));
}

export const ballot = z.enum(['for', 'against', 'abstain']);
export type Ballot = z.infer<typeof ballot>;

const count = z.int().min(0);

export const proposal = z.strictObject({
  proposalId,
  proposer: mspId,
  actions: governanceActions,
  /** SHA-256 of what the proposer says of it, see `reasoning`: it itself lies with the members, and is in no block. */
  reasonHash: sha256Hex.optional(),
  /** SHA-256 of the canonical JSON of what was proposed. */
  digest: sha256Hex,
  proposedAt: timestamp,
  /** Frozen with the proposal: what happens to the constitution or to members changes nothing of how it is decided. */
  constitutionVersion: z.int(),
  epoch: z.int(),
  rule: decisionRule,
  voters: z.array(mspId),
  /** Members whose liability it touches: each of them has to vote for it. */
  consents: z.array(mspId),
  /** A change of members or of the constitution by something else ends it. */
  endsWithEpoch: z.boolean(),
  votingEnds: timestamp,
  status: z.enum(['open', 'passed', 'failed', 'stopped', 'withdrawn', 'dropped', 'expired', 'executed']),
  /** Once it is decided. */
  tally: z.strictObject({ for: count, against: count, abstain: count }).optional(),
  decidedAt: timestamp.optional(),
  /** Of one that passed. */
  executableFrom: timestamp.optional(),
  expiresAt: timestamp.optional(),
  /** When it became what it is last: withdrawn, dropped, stopped, expired, executed; and by whose transaction. */
  endedAt: timestamp.optional(),
  endedBy: mspId.optional(),
});
export type Proposal = z.infer<typeof proposal>;

export const vote = z.strictObject({
  proposalId,
  mspId,
  vote: ballot,
  /** SHA-256 of what the organisation says of it, see `reasoning`. */
  reasonHash: sha256Hex.optional(),
  votedAt: timestamp,
});
export type Vote = z.infer<typeof vote>;

export const objection = z.strictObject({ proposalId, mspId, reasonHash: sha256Hex.optional(), objectedAt: timestamp });
export type Objection = z.infer<typeof objection>;

/** What an organisation says of a proposal with what it does. All members' peers have it, and the ledger its hash. */
export const reasoning = z.strictObject({
  proposalId,
  mspId,
  with: z.enum(['proposal', 'vote', 'objection']),
  reason,
  salt,
});
export type Reasoning = z.infer<typeof reasoning>;

const reasoned = {
  privateInput: reasoning.pick({ reason: true, salt: true }).optional(),
  endorsers: 'majority',
} as const;
const ofDelegates = [...ofPrivateInput, ...ofMembers, 'NOT_FOUNDED'] as const;

export const propose = privateTransaction({
  name: 'Governance:Propose',
  mode: 'submit',
  summary: 'Proposes actions to be decided on together. Repeating it with the same content changes nothing.',
  roles: ['delegate'],
  request: z.strictObject({ proposalId, actions: governanceActions }),
  ...reasoned,
  reply: proposal,
  errors: [...ofDelegates, 'PROPOSAL_ID_NOT_YOURS', 'PROPOSAL_EXISTS', 'PROPOSAL_INAPPLICABLE'],
});

export const previewProposal = transaction({
  name: 'Governance:Preview',
  mode: 'evaluate',
  summary: 'What actions would change, in words, if they were done now.',
  roles: anyone,
  request: z.strictObject({ actions: governanceActions }),
  reply: z.strictObject({ changes: z.array(z.string()) }),
  errors: [...ofReads, 'NOT_FOUNDED', 'PROPOSAL_INAPPLICABLE'],
});

export const castVote = privateTransaction({
  name: 'Governance:Vote',
  mode: 'submit',
  summary: 'Gives the one and final vote of the caller’s organisation. Repeating it changes nothing.',
  roles: ['delegate'],
  request: z.strictObject({ proposalId, vote: ballot }),
  ...reasoned,
  reply: proposal,
  errors: [...ofDelegates, 'PROPOSAL_UNKNOWN', 'NOT_VOTER', 'VOTE_EXISTS', 'PROPOSAL_NOT_OPEN'],
});

export const objectTo = privateTransaction({
  name: 'Governance:Object',
  mode: 'submit',
  summary: 'Objects to a proposal that passed, before its time lock is over; enough objections stop it.',
  roles: ['delegate'],
  request: z.strictObject({ proposalId }),
  ...reasoned,
  reply: proposal,
  errors: [...ofDelegates, 'PROPOSAL_UNKNOWN', 'NOT_VOTER', 'PROPOSAL_NOT_OPEN'],
});

export const withdrawProposal = transaction({
  name: 'Governance:Withdraw',
  mode: 'submit',
  summary: 'Withdraws a proposal that was not executed; only the proposer may.',
  roles: ['delegate'],
  request: z.strictObject({ proposalId }),
  reply: proposal,
  errors: [...ofMembers, 'NOT_FOUNDED', 'PROPOSAL_UNKNOWN', 'NOT_PROPOSER', 'PROPOSAL_NOT_OPEN'],
});

export const executeProposal = transaction({
  name: 'Governance:Execute',
  mode: 'submit',
  summary:
    'Does what a proposal says, once, if it passed and its time lock is over; ends one that failed, expired or was dropped. Repeating it changes nothing.',
  roles: ['admin', 'operator', 'delegate'],
  request: z.strictObject({ proposalId }),
  reply: proposal,
  errors: [...ofMembers, 'NOT_FOUNDED', 'PROPOSAL_UNKNOWN', 'PROPOSAL_NOT_DUE', 'PROPOSAL_INAPPLICABLE'],
});

export const getProposal = transaction({
  name: 'Governance:GetProposal',
  mode: 'evaluate',
  summary: 'One proposal, with the votes and objections that it has.',
  roles: anyone,
  request: z.strictObject({ proposalId }),
  reply: z.strictObject({ proposal, votes: z.array(vote), objections: z.array(objection) }),
  errors: [...ofReads, 'PROPOSAL_UNKNOWN'],
});

export const listReasonings = transaction({
  name: 'Governance:Reasonings',
  mode: 'evaluate',
  summary: 'What members said of a proposal as they proposed it, voted and objected, as the own peer has it.',
  roles: anyone,
  request: z.strictObject({ proposalId }),
  endorsers: 'caller',
  reply: z.strictObject({ reasonings: z.array(reasoning) }),
  errors: [...ofReads, 'PROPOSAL_UNKNOWN'],
});

export const listProposals = transaction({
  name: 'Governance:ListProposals',
  mode: 'evaluate',
  summary: 'Proposals by id, a page at a time.',
  roles: anyone,
  request: z.strictObject({ ...page }),
  reply: z.strictObject({ proposals: z.array(proposal), bookmark }),
  errors: ofReads,
});
