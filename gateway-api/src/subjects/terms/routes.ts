/** `/v1/terms`: what two merchants agree on in private. */
import {
  acceptTerms as acceptEntry,
  commercialTerms,
  getTerms,
  listTerms as listEntry,
  mspId,
  proposeTerms as proposeEntry,
  sha256Hex,
  termsVersion,
  withdrawTerms as withdrawEntry,
  type PrivateTerms,
  type TermsInput,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { listRoute } from '../../http/list-route.js';
import { privateErrors, readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleHash, exampleTime, exampleTxId } from '../examples.js';
import { requireCounterparty } from '../organizations/counterparty.js';
import { page, versionDigits } from '../parameters.js';
import { termsListView, termsView, termsWrittenView } from './views.js';

/** Hex digits of a salt: 128 bits. */
const SALT_DIGITS = 32;

const params = { counterparty: 'CityParkMSP', version: '1' };
const exampleTerms = {
  validFrom: '2026-11',
  validUntil: '2027-10',
  prices: [
    { programId: 'citypark', price: '450000' },
    { programId: 'harbor', price: '870000', pointsMax: '100000' },
  ],
  fees: [{ payer: 'CityParkMSP', basisPoints: 25, perCycle: '500000000' }],
};
const exampleRecord = {
  parties: ['CityParkMSP', 'HarborMSP'],
  version: 1,
  status: 'proposed',
  hash: exampleHash,
  proposedBy: 'HarborMSP',
  proposedAt: exampleTime,
};
const exampleWritten = { ...exampleRecord, state: 'committed', txId: exampleTxId };
const exampleList = { replies: { 200: { terms: [exampleRecord], asOfBlock: 42 } } };

const path = '/v1/terms/{counterparty}/{version}';
const about = { tag: 'Terms', params: z.strictObject({ counterparty: mspId, version: versionDigits }) };
const done = 'Done; what everybody may know of it.';

export const proposeTerms = writeRoute(proposeEntry, '/v1/terms', {
  operationId: 'proposeTerms',
  tag: 'Terms',
  summary: 'Proposes the next version of the terms with another merchant.',
  description:
    '`terms` goes to the peers of the two merchants and nowhere else; the gateway adds the salt and keeps neither. Versions count from 1, and the one before has to be accepted or withdrawn.',
  body: z.strictObject({ counterparty: mspId, version: termsVersion, terms: commercialTerms }),
  view: termsWrittenView,
  made: 'Proposed; what everybody may know of it.',
  done,
  example: {
    body: { counterparty: 'CityParkMSP', version: 1, terms: exampleTerms },
    replies: { 201: exampleWritten },
  },
  check: ({ body }, gateway) => requireCounterparty(gateway, body.counterparty),
  request: ({ body: { counterparty, version } }) => ({ counterparty, version }),
  // Nobody can guess the salt without the organisation's secret, and a repeated request has the same again.
  privateInput: ({ body }, { secrets }) => ({
    terms: body.terms,
    salt: secrets.confidentialDigest(body).slice(0, SALT_DIGITS),
  }),
  content: ({ body }, { secrets }) => ({
    counterparty: body.counterparty,
    version: body.version,
    digest: secrets.confidentialDigest(body),
  }),
  show: (record, { body }) => ({ version: body.version, ...record }),
  location: ({ body }) => `/v1/terms/${body.counterparty}/${body.version}`,
});

const acceptance = z
  .strictObject({ terms: commercialTerms.optional(), hash: sha256Hex.optional() })
  .refine(({ terms, hash }) => (terms === undefined) !== (hash === undefined), {
    path: ['terms'],
    error: 'is needed, or else `hash`, and not both',
  });

export const acceptTerms = writeRoute(acceptEntry, `${path}/accept`, {
  ...about,
  operationId: 'acceptTerms',
  summary: 'Accepts what the other merchant proposed.',
  description:
    'Say what you accept: `terms` as you expect them, or the `hash` of the version that you have read. Anything else than what was proposed is refused.',
  also: [getTerms],
  body: acceptance,
  view: termsWrittenView,
  done,
  example: {
    params,
    body: { hash: exampleHash },
    replies: { 200: { ...exampleWritten, status: 'accepted', acceptedAt: exampleTime } },
  },
  check: (context, gateway) => requireCounterparty(gateway, context.params.counterparty),
  request: (context) => context.params,
  /** What the caller believes it accepts: its own words, or those behind the hash that it has read, and the proposal's salt. */
  async privateInput({ params: version, body: { hash, terms }, caller }, { peer }) {
    const proposal = await peer.evaluate(getTerms, version, caller.role);
    if (hash !== undefined && hash !== proposal.record.hash) throw new Failure('TERMS_DIFFER');
    const held = contentOf(proposal.terms);
    return { terms: terms ?? held.terms, salt: held.salt };
  },
  content: (context, { secrets }) => ({ ...context.params, digest: secrets.confidentialDigest(context.body) }),
  show: (record, context) => ({ version: context.params.version, ...record }),
});

/** What the two hold, without what the record says too. */
function contentOf({ parties: _parties, version: _version, salt, ...terms }: PrivateTerms): TermsInput {
  return { terms, salt };
}

export const withdrawTerms = writeRoute(withdrawEntry, `${path}/withdraw`, {
  ...about,
  operationId: 'withdrawTerms',
  summary: 'Withdraws a proposal, or rejects the other merchant’s.',
  view: termsWrittenView,
  done,
  example: {
    params,
    replies: { 200: { ...exampleWritten, status: 'withdrawn', withdrawnBy: 'CityParkMSP', withdrawnAt: exampleTime } },
  },
  check: (context, gateway) => requireCounterparty(gateway, context.params.counterparty),
  show: (record, context) => ({ version: context.params.version, ...record }),
});

export const listTerms = listRoute(listEntry, '/v1/terms', {
  operationId: 'listTerms',
  tag: 'Terms',
  summary: 'Which terms exist between which merchants, how they stand, and their hashes.',
  description: 'What everybody may know; it always comes from the peer.',
  query: page,
  view: termsListView,
  items: 'terms',
  example: exampleList,
});

export const listPairTerms = listRoute(listEntry, '/v1/terms/{counterparty}', {
  operationId: 'listPairTerms',
  tag: 'Terms',
  summary: 'The versions of the terms between this organisation and another merchant, and how they stand.',
  params: z.strictObject({ counterparty: mspId }),
  query: page,
  view: termsListView,
  items: 'terms',
  example: { params: { counterparty: 'CityParkMSP' }, ...exampleList },
});

export const readTerms = readRoute(getTerms, path, {
  ...about,
  operationId: 'readTerms',
  summary: 'One version of the terms between this organisation and another merchant, as the own peer holds it.',
  description: 'Whoever has `terms` and `salt` can prove that they are those of the public `hash`.',
  roles: ['admin', 'operator'],
  view: termsView,
  shows: 'The terms.',
  errors: privateErrors,
  example: {
    params,
    replies: { 200: { ...exampleRecord, terms: exampleTerms, salt: exampleHash.slice(0, SALT_DIGITS), asOfBlock: 42 } },
  },
  body: ({ record, terms }) => ({ ...record, ...contentOf(terms) }),
});
