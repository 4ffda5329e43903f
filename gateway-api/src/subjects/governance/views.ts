/** What replies about members and their decisions look like. */
import {
  agreement,
  constitution,
  epoch,
  listReasonings,
  objection,
  organization,
  previewProposal,
  proposal,
  vote,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, nextCursor, written } from '../views.js';

const proposalRow = z.strictObject(proposal.shape).meta({ id: 'Proposal' });
export const proposalView = z.strictObject({
  ...proposal.shape,
  votes: z.array(vote),
  objections: z.array(objection),
  asOfBlock,
});
export const proposalsView = z.strictObject({ proposals: z.array(proposalRow), nextCursor, asOfBlock });
export const proposalWrittenView = z.strictObject({ ...proposal.partial().shape, ...written });
export const reasoningsView = z.strictObject({ ...listReasonings.reply.shape, asOfBlock });
export const previewView = z.strictObject({ ...previewProposal.reply.shape, asOfBlock });
export const membersView = z.strictObject({ members: z.array(organization), asOfBlock });
export const memberWrittenView = z.strictObject({ ...organization.partial().shape, ...written });
export const constitutionView = z.strictObject({ constitution, epoch, agreement: agreement.optional(), asOfBlock });
