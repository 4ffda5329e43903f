/** Rows of what members decide together: the parts of their keys, behind the type, and what they hold. */
import { z } from 'zod';
import type { StateEvent } from '../core/state-event.js';
import { adherence, agreement } from './agreement.js';
import { constitution, epoch } from './constitution.js';
import { planExecution } from './plan-executions.js';
import { planSignature } from './plan-signatures.js';
import { objection, proposal, vote } from './proposals.js';

export const governanceRows = {
  constitution: {
    key: [],
    holds: constitution,
    events: ['constitution.changed'],
    tells: (): StateEvent => ({ type: 'constitution.changed' }),
  },
  epoch: {
    key: [],
    holds: epoch,
    events: ['epoch.begun'],
    tells: (row: z.infer<typeof epoch>): StateEvent => ({ type: 'epoch.begun', number: row.number }),
  },
  proposal: {
    key: ['proposalId'],
    holds: proposal,
    events: [
      'proposal.open',
      'proposal.passed',
      'proposal.failed',
      'proposal.stopped',
      'proposal.withdrawn',
      'proposal.dropped',
      'proposal.expired',
      'proposal.executed',
    ],
    tells: (row: z.infer<typeof proposal>): StateEvent => ({
      type: `proposal.${row.status}`,
      proposalId: row.proposalId,
      mspId: row.proposer,
    }),
  },
  vote: {
    key: ['proposalId', 'mspId'],
    holds: vote,
    events: ['proposal.voted'],
    tells: (row: z.infer<typeof vote>, [, proposalId, mspId]: readonly string[]): StateEvent => ({
      type: 'proposal.voted',
      proposalId,
      mspId: mspId!,
      vote: row.vote,
    }),
  },
  objection: {
    key: ['proposalId', 'mspId'],
    holds: objection,
    events: ['proposal.objected'],
    tells: (_row: unknown, [, proposalId, mspId]: readonly string[]): StateEvent => ({
      type: 'proposal.objected',
      proposalId,
      mspId: mspId!,
    }),
  },
  'plan-signature': { key: ['planHash', 'mspId'], holds: planSignature },
  'plan-execution': { key: ['planHash', 'proposalId', 'mspId'], holds: planExecution },
  agreement: {
    key: ['version'],
    holds: agreement,
    events: ['agreement.adopted'],
    tells: (row: z.infer<typeof agreement>): StateEvent => ({ type: 'agreement.adopted', version: row.version }),
  },
  adherence: {
    key: ['version', 'mspId'],
    holds: adherence,
    events: ['agreement.accepted'],
    tells: (_row: unknown, [, version, mspId]: readonly string[]): StateEvent => ({
      type: 'agreement.accepted',
      // eslint-disable-next-line no-restricted-syntax -- a part of a key, with zeros before it
      version: Number(version),
      mspId: mspId!,
    }),
  },
} as const;
