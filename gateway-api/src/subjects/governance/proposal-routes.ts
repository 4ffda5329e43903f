/** `/v1/proposals`: what members decide together, one vote an organisation. */
import {
  castVote,
  executeProposal as executeEntry,
  getProposal,
  listProposals as listEntry,
  listReasonings,
  objectTo,
  previewProposal as previewEntry,
  propose as proposeEntry,
  proposalId,
  reasoning,
  type Reasoning,
  withdrawProposal as withdrawEntry,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { listRoute } from '../../http/list-route.js';
import type { Gateway } from '../../gateway.js';
import { privateErrors, readErrors, readRoute } from '../../http/read-route.js';
import { route } from '../../http/route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTime, exampleTxId } from '../examples.js';
import { page } from '../parameters.js';
import {
  exampleActions,
  examplePassed,
  exampleProposal,
  exampleProposalId,
  exampleReasoning,
  exampleVote,
} from './examples.js';
import { previewView, proposalsView, proposalView, proposalWrittenView, reasoningsView } from './views.js';

const path = '/v1/proposals/{proposalId}';
const params = { proposalId: exampleProposalId };
const about = { tag: 'Governance', params: z.strictObject({ proposalId }), view: proposalWrittenView };
const committed = { state: 'committed', txId: exampleTxId };
const said = z.strictObject({ reason: reasoning.shape.reason.optional() });
const saysWhy =
  'The `reason` goes to the peers of all members and into no block; the ledger has its hash, with a salt. All read it at `/reasons`.';

/** What is said with it, for the peers alone. */
const privatelyWith =
  (what: Reasoning['with']) =>
  ({ body, proposalId }: { body: z.infer<typeof said> | undefined; proposalId: string }, gateway: Gateway) => {
    const { reason } = body ?? {};
    if (reason === undefined) return undefined;
    const { salt } = gateway.secrets.saltedReason({ proposalId, mspId: gateway.mspId, with: what, reason });
    return { reason, salt };
  };
/** What a key is compared by. */
const contentWith = (request: object, { reason }: z.infer<typeof said> = {}, { secrets }: Gateway): object =>
  reason === undefined ? request : { ...request, reason: secrets.confidentialDigest(reason) };

export const propose = writeRoute(proposeEntry, '/v1/proposals', {
  operationId: 'propose',
  tag: 'Governance',
  summary: 'Proposes actions to be decided on together.',
  description:
    'The id begins with the own MSP id and a colon. Who votes, by what rule and until when is fixed from here on. What it would change is told by `POST /v1/proposals/preview`. ' +
    saysWhy,
  body: z.strictObject({ ...proposeEntry.request.shape, ...said.shape }),
  view: proposalWrittenView,
  made: 'Proposed.',
  done: 'It exists already with this content.',
  example: {
    body: { proposalId: exampleProposalId, actions: exampleActions, reason: 'As agreed in the spring meeting.' },
    replies: { 201: { ...exampleProposal, ...committed } },
  },
  request: ({ body: { reason: _reason, ...request } }) => request,
  privateInput: ({ body }, gateway) => privatelyWith('proposal')({ body, proposalId: body.proposalId }, gateway),
  content: ({ body: { reason, ...request } }, gateway) => contentWith(request, { reason }, gateway),
  show: (proposal, { body }) => ({ proposalId: body.proposalId, ...proposal }),
  location: ({ body }) => `/v1/proposals/${body.proposalId}`,
});

export const previewProposal = route({
  operationId: 'previewProposal',
  tag: 'Governance',
  method: 'post',
  path: '/v1/proposals/preview',
  summary: 'What actions would change, in words, if they were done now.',
  description: 'Nothing is written, and the key is not used.',
  roles: previewEntry.roles,
  entries: [previewEntry],
  body: previewEntry.request,
  errors: readErrors,
  replies: { 200: { description: 'The changes, a sentence for each action.', schema: previewView } },
  example: {
    body: { actions: [{ kind: 'suspend', mspId: 'GreenMartMSP' }] },
    replies: { 200: { changes: ['GreenMartMSP is active, and will be suspended'], asOfBlock: 42 } },
  },
  handle: async ({ body, caller }, gateway) => {
    const { value, asOfBlock } = await gateway.peer.read(previewEntry, body, caller.role);
    return { status: 200, body: { ...value, asOfBlock } };
  },
});

export const listProposals = listRoute(listEntry, '/v1/proposals', {
  operationId: 'listProposals',
  tag: 'Governance',
  summary: 'The proposals, by id.',
  query: page,
  view: proposalsView,
  items: 'proposals',
  example: { query: { limit: '20' }, replies: { 200: { proposals: [exampleProposal], asOfBlock: 42 } } },
});

export const readProposal = readRoute(getProposal, path, {
  ...about,
  operationId: 'readProposal',
  summary: 'One proposal, with its votes and objections.',
  description: 'A proposal whose time is over stays as it is until somebody asks for its execution.',
  view: proposalView,
  shows: 'The proposal.',
  example: {
    params,
    replies: { 200: { ...examplePassed, votes: [exampleVote], objections: [], asOfBlock: 42 } },
  },
  body: ({ proposal, ...said }) => ({ ...proposal, ...said }),
});

export const readReasonings = readRoute(listReasonings, `${path}/reasons`, {
  operationId: 'readReasonings',
  tag: 'Governance',
  summary: 'What members said of a proposal as they proposed it, voted and objected.',
  description:
    'From the own organisation’s peer. Each hashes, as canonical JSON, to the `reasonHash` of the proposal, vote or objection.',
  params: z.strictObject({ proposalId }),
  view: reasoningsView,
  shows: 'What was said.',
  errors: privateErrors,
  example: { params, replies: { 200: { reasonings: [exampleReasoning], asOfBlock: 42 } } },
});

export const vote = writeRoute(castVote, `${path}/votes`, {
  ...about,
  operationId: 'vote',
  summary: 'Gives the one and final vote of the own organisation.',
  description: 'With the vote after which nothing else can come of it the proposal is decided. ' + saysWhy,
  body: z.strictObject({ vote: castVote.request.shape.vote, ...said.shape }),
  request: ({ params: of, body }) => ({ ...of, vote: body.vote }),
  privateInput: ({ params: of, body }, gateway) => privatelyWith('vote')({ ...of, body }, gateway),
  content: ({ params: of, body: { reason, vote: ballot } }, gateway) =>
    contentWith({ ...of, vote: ballot }, { reason }, gateway),
  done: 'Given; the proposal.',
  example: { params, body: { vote: 'for' }, replies: { 200: { ...examplePassed, ...committed } } },
});

export const objectToProposal = writeRoute(objectTo, `${path}/objections`, {
  ...about,
  operationId: 'objectToProposal',
  summary: 'Objects to a proposal that passed, before its time lock is over; enough objections stop it.',
  description: saysWhy,
  body: said,
  bodyKind: 'optional-json',
  request: ({ params: of }) => of,
  privateInput: ({ params: of, body }, gateway) => privatelyWith('objection')({ ...of, body }, gateway),
  content: ({ params: of, body }, gateway) => contentWith(of, body, gateway),
  done: 'Noted; the proposal.',
  example: { params, body: {}, replies: { 200: { ...examplePassed, ...committed } } },
});

export const withdrawProposal = writeRoute(withdrawEntry, `${path}/withdrawal`, {
  ...about,
  operationId: 'withdrawProposal',
  summary: 'Withdraws an own proposal that was not executed.',
  done: 'Withdrawn; the proposal.',
  example: {
    params,
    replies: {
      200: { ...exampleProposal, status: 'withdrawn', endedAt: exampleTime, endedBy: 'HarborMSP', ...committed },
    },
  },
});

export const executeProposal = writeRoute(executeEntry, `${path}/execution`, {
  ...about,
  operationId: 'executeProposal',
  summary: 'Does what a proposal says, once, if it passed and its time lock is over; anybody may ask for it.',
  description: 'A proposal whose time is over, or that was dropped, is ended by it: the reply’s `status` says how.',
  done: 'Done, or ended; the proposal.',
  example: {
    params,
    replies: {
      200: { ...examplePassed, status: 'executed', endedAt: exampleTime, endedBy: 'CityParkMSP', ...committed },
    },
  },
});
