/** `/v1/terms`: what two merchants agree on in private. */
import {
  acceptTerms as acceptEntry,
  commercialTerms,
  mspId,
  proposeTerms as proposeEntry,
  sha256Hex,
  termsVersion,
  withdrawTerms as withdrawEntry,
  type PrivateTerms,
  type TermsInput,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { nextLink, pageOptions, route, type Answer, type Ask } from '../http/route.js';
import { Failure } from '../channel/failures.js';
import type { Gateway } from '../ports.js';
import { requireCounterparty } from './counterparty.js';
import { exampleHash, exampleTime, exampleTxId } from './examples.js';
import { cursor, limit, termsPath } from './parameters.js';
import { termsListView, termsView, termsWrittenView } from './representations.js';
import { writeErrors, writeOnce } from './written.js';

const everyone = ['admin', 'operator', 'cashier', 'auditor'] as const;
const readErrors = ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'] as const;
const privateErrors = ['PRIVATE_DATA_NOT_HERE', 'COLLECTION_UNKNOWN'] as const;
/** Hex digits of a salt: 128 bits. */
const SALT_DIGITS = 32;

const exampleParams = { counterparty: 'CityParkMSP', version: '1' };
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
const replies = {
  200: { description: 'Done; what everybody may know of it.', schema: termsWrittenView },
  202: { description: 'Handed over, not committed yet.', schema: termsWrittenView },
};

export const proposeTerms = route({
  operationId: 'proposeTerms',
  method: 'post',
  path: '/v1/terms',
  tag: 'Terms',
  summary: 'Proposes the next version of the terms with another merchant.',
  description:
    '`terms` goes to the peers of the two merchants and nowhere else; the gateway adds the salt and keeps neither. Versions count from 1, and the one before has to be accepted or withdrawn.',
  roles: proposeEntry.roles,
  transactions: ['proposeTerms'],
  body: z.strictObject({ counterparty: mspId, version: termsVersion, terms: commercialTerms }),
  replies: { ...replies, 201: { description: 'Proposed; what everybody may know of it.', schema: termsWrittenView } },
  errors: [...writeErrors, ...privateErrors],
  example: {
    body: { counterparty: 'CityParkMSP', version: 1, terms: exampleTerms },
    replies: { 201: exampleWritten },
  },
  handle: async (ask, gateway) => {
    const { counterparty, version, terms } = ask.body;
    await requireCounterparty(ask, gateway, counterparty);
    // Nobody can guess it without the organisation's secret, and a repeated request has the same again.
    const digest = gateway.writes.confidentialDigest({ counterparty, version, terms });
    const privateInput = { terms, salt: digest.slice(0, SALT_DIGITS) };
    return writeOnce(ask, gateway, {
      content: { counterparty, version, digest },
      write: (options) =>
        gateway.writes.submitTransaction(
          ask.caller,
          proposeEntry,
          { counterparty, version },
          { ...options, privateInput },
        ),
      body: (record) => ({ version, ...record }),
      status: 201,
      location: `/v1/terms/${counterparty}/${version}`,
    });
  },
});

const acceptance = z
  .strictObject({ terms: commercialTerms.optional(), hash: sha256Hex.optional() })
  .refine(({ terms, hash }) => (terms === undefined) !== (hash === undefined), {
    path: ['terms'],
    error: 'is needed, or else `hash`, and not both',
  });

export const acceptTerms = route({
  operationId: 'acceptTerms',
  method: 'post',
  path: '/v1/terms/{counterparty}/{version}/accept',
  tag: 'Terms',
  summary: 'Accepts what the other merchant proposed.',
  description:
    'Say what you accept: `terms` as you expect them, or the `hash` of the version that you have read. Anything else than what was proposed is refused.',
  roles: acceptEntry.roles,
  transactions: ['acceptTerms', 'getTerms'],
  params: termsPath,
  body: acceptance,
  replies,
  errors: [...writeErrors, ...privateErrors],
  example: {
    params: exampleParams,
    body: { hash: exampleHash },
    replies: { 200: { ...exampleWritten, status: 'accepted', acceptedAt: exampleTime } },
  },
  handle: async (ask, gateway) => {
    const { counterparty, version } = ask.params;
    await requireCounterparty(ask, gateway, counterparty);
    const digest = gateway.writes.confidentialDigest(ask.body);
    return writeOnce(ask, gateway, {
      content: { counterparty, version, digest },
      write: async (options) => {
        const privateInput = await inputOf(ask, gateway);
        const request = { counterparty, version };
        return gateway.writes.submitTransaction(ask.caller, acceptEntry, request, { ...options, privateInput });
      },
      body: (record) => ({ version, ...record }),
      status: 200,
    });
  },
});

/**
 * What the caller believes it accepts: its own words, or those behind the hash that it has read, and the proposal's salt.
 *
 * @throws Failure TERMS_DIFFER and those of reading the proposal
 */
async function inputOf(
  ask: Ask<z.infer<typeof termsPath>, unknown, z.infer<typeof acceptance>>,
  gateway: Gateway,
): Promise<TermsInput> {
  const { caller } = ask;
  const { value } = await gateway.ledger.privateTerms(ask.params, { caller, consistency: 'ledger' });
  const { hash, terms } = ask.body;
  if (hash !== undefined && hash !== value.record.hash) throw new Failure('TERMS_DIFFER');
  const held = contentOf(value.terms);
  return { terms: terms ?? held.terms, salt: held.salt };
}

/** What the two hold, without what the record says too. */
function contentOf({ parties: _parties, version: _version, salt, ...terms }: PrivateTerms): TermsInput {
  return { terms, salt };
}

export const withdrawTerms = route({
  operationId: 'withdrawTerms',
  method: 'post',
  path: '/v1/terms/{counterparty}/{version}/withdraw',
  tag: 'Terms',
  summary: 'Withdraws a proposal, or rejects the other merchant’s.',
  roles: withdrawEntry.roles,
  transactions: ['withdrawTerms'],
  params: termsPath,
  replies,
  errors: [...writeErrors, ...privateErrors],
  example: {
    params: exampleParams,
    replies: { 200: { ...exampleWritten, status: 'withdrawn', withdrawnBy: 'CityParkMSP', withdrawnAt: exampleTime } },
  },
  handle: async (ask, gateway) => {
    await requireCounterparty(ask, gateway, ask.params.counterparty);
    return writeOnce(ask, gateway, {
      content: ask.params,
      write: (options) => gateway.writes.submitTransaction(ask.caller, withdrawEntry, ask.params, options),
      body: (record) => ({ version: ask.params.version, ...record }),
      status: 200,
    });
  },
});

/** A page of what everybody may know. */
async function pageOfTerms(
  ask: Ask<unknown, { limit?: number | undefined; cursor?: string | undefined }, unknown>,
  gateway: Gateway,
  counterparty?: string,
): Promise<Answer> {
  const { items, next, asOfBlock } = await gateway.ledger.terms({ ...pageOptions(ask), counterparty });
  return { status: 200, headers: { ...nextLink(ask, next) }, body: { terms: items, nextCursor: next, asOfBlock } };
}

export const listTerms = route({
  operationId: 'listTerms',
  method: 'get',
  path: '/v1/terms',
  tag: 'Terms',
  summary: 'Which terms exist between which merchants, how they stand, and their hashes.',
  description: 'What everybody may know; it always comes from the peer.',
  roles: everyone,
  transactions: ['listTerms'],
  query: z.strictObject({ limit, cursor }),
  replies: { 200: { description: 'A page.', schema: termsListView } },
  errors: [...readErrors, 'CURSOR_INVALID'],
  example: exampleList,
  handle: (ask, gateway) => pageOfTerms(ask, gateway),
});

export const listPairTerms = route({
  operationId: 'listPairTerms',
  method: 'get',
  path: '/v1/terms/{counterparty}',
  tag: 'Terms',
  summary: 'The versions of the terms between this organisation and another merchant, and how they stand.',
  roles: everyone,
  transactions: ['listTerms'],
  params: z.strictObject({ counterparty: mspId }),
  query: z.strictObject({ limit, cursor }),
  replies: { 200: { description: 'A page.', schema: termsListView } },
  errors: [...readErrors, 'CURSOR_INVALID'],
  example: { params: { counterparty: 'CityParkMSP' }, ...exampleList },
  handle: (ask, gateway) => pageOfTerms(ask, gateway, ask.params.counterparty),
});

export const readTerms = route({
  operationId: 'readTerms',
  method: 'get',
  path: '/v1/terms/{counterparty}/{version}',
  tag: 'Terms',
  summary: 'One version of the terms between this organisation and another merchant, as the own peer holds it.',
  description: 'Whoever has `terms` and `salt` can prove that they are those of the public `hash`.',
  roles: ['admin', 'operator'],
  transactions: ['getTerms'],
  params: termsPath,
  replies: { 200: { description: 'The terms.', schema: termsView } },
  errors: [...readErrors, ...privateErrors],
  example: {
    params: exampleParams,
    replies: { 200: { ...exampleRecord, terms: exampleTerms, salt: exampleHash.slice(0, SALT_DIGITS), asOfBlock: 42 } },
  },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.privateTerms(ask.params, ask.read);
    return { status: 200, body: { ...value.record, ...contentOf(value.terms), asOfBlock } };
  },
});
