/** `/v1/details` and evidence: what stays with the organisation, and how it is shown to be what was there at the time. */
import { getReceipt, operationId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { route } from '../../http/route.js';
import { exampleOperationId } from '../examples.js';
import { operationPath } from '../parameters.js';
import { requirePosted, requireShown } from './detail-owners.js';
import { EVIDENCE_FORMAT, evidenceOf } from './evidence-file.js';
import { detailContent, detailSchema, keepGiven, requireDetails } from './given-details.js';

const DETAILS_MAX = 500;

const givenDetail = z.strictObject({ operationId, schema: detailSchema, detail: detailContent });
const basket = { lines: [{ article: '4006381333931', quantity: 2, price: '3.98' }] };
const countView = z.strictObject({ kept: z.int().min(0) });

export const keepDetails = route({
  operationId: 'keepDetails',
  method: 'post',
  path: '/v1/details',
  tag: 'Evidence',
  summary: `Keeps the details of up to ${DETAILS_MAX} operations in this gateway, and nowhere else.`,
  description:
    'Of operations of this organisation, before or after they are posted, also those of imports. All of them are kept or none. Once an operation is on the ledger its detail is anchored there within a minute, as a leaf with a salt that tells nothing; an operation has one detail, and the same one again changes nothing. A cashier gives them of what its own client posted; of what it has not posted yet, with the operation itself.',
  roles: ['admin', 'operator', 'cashier'],
  body: z.strictObject({ details: z.array(givenDetail).min(1).max(DETAILS_MAX) }),
  bodyKind: 'batch',
  replies: { 200: { description: 'They are on disk.', schema: countView } },
  errors: ['DETAIL_EXISTS', 'DETAIL_ERASED', 'DETAILS_BEHIND', 'SHUTTING_DOWN'],
  example: {
    body: { details: [{ operationId: exampleOperationId, schema: 'basket/1', detail: basket }] },
    replies: { 200: { kept: 1 } },
  },
  handle: async ({ caller, body: { details } }, gateway) => {
    requireDetails(gateway);
    const ids = details.map(({ operationId }) => operationId);
    requirePosted(gateway, caller, ids);
    await keepGiven(gateway, details);
    return { status: 200, body: { kept: details.length } };
  },
});

const evidenceView = z
  .strictObject({
    format: z.literal(EVIDENCE_FORMAT),
    leaf: z.string().meta({ description: 'JSON: the detail, what it is of, and its salt.' }),
    index: z.int().min(0),
    path: z.array(z.string()),
    anchor: z.string().meta({ description: 'The anchor’s proof, as of a receipt.' }),
  })
  .meta({ id: 'DetailEvidence' });

export const readEvidence = route({
  operationId: 'readEvidence',
  method: 'get',
  path: '/v1/operations/{operationId}/evidence',
  tag: 'Evidence',
  summary: 'The detail of an operation, with the proof that it is the one that was anchored.',
  description:
    'Saved as a file it is verified like the proof of a receipt, without the ledger. A cashier and a bridge are shown it of what their own client posted.',
  roles: getReceipt.roles,
  params: operationPath,
  replies: { 200: { description: 'The evidence.', schema: evidenceView } },
  errors: ['DETAIL_UNKNOWN', 'DETAIL_ERASED', 'CHECKPOINT_AWAITED'],
  example: {
    params: { operationId: exampleOperationId },
    replies: {
      200: {
        format: EVIDENCE_FORMAT,
        leaf: `{"detail":{"lines":[]},"mspId":"HarborMSP","operationId":"${exampleOperationId}","salt":"${'0f'.repeat(16)}","schema":"basket/1"}`,
        index: 0,
        path: [],
        anchor: 'c2sp.org/tlog-proof@v1\n…',
      },
    },
  },
  handle: ({ caller, params: { operationId: id } }, gateway) => {
    // Of what nobody posted there is none, whoever asks.
    const body = evidenceOf(gateway, id);
    requireShown(gateway, caller, id);
    return { status: 200, body };
  },
});

export const eraseDetail = route({
  operationId: 'eraseDetail',
  method: 'post',
  path: '/v1/operations/{operationId}/detail/erase',
  tag: 'Evidence',
  summary: 'Erases an operation’s detail and its salt for good; everything else stays provable.',
  roles: ['admin', 'operator'],
  params: operationPath,
  replies: {
    200: { description: 'It is gone.', schema: z.strictObject({ operationId, erased: z.literal(true) }) },
  },
  errors: ['DETAIL_UNKNOWN'],
  example: {
    params: { operationId: exampleOperationId },
    replies: { 200: { operationId: exampleOperationId, erased: true } },
  },
  handle: ({ params: { operationId: id } }, gateway) => {
    gateway.details.erase(id);
    return { status: 200, body: { operationId: id, erased: true } };
  },
});
