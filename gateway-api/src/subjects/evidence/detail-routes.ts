/** `/v1/details` and evidence: what stays with the organisation, and how it is shown to be what was there at the time. */
import { getReceipt, operationId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { route } from '../../http/route.js';
import { exampleOperationId } from '../examples.js';
import { operationPath } from '../parameters.js';
import { isBehind } from './anchor-job.js';
import { EVIDENCE_FORMAT, evidenceOf } from './evidence-file.js';

const DETAILS_MAX = 500;
const DETAIL_BYTES_MAX = 8 * 1024;

const detail = z
  .record(z.string(), z.unknown())
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= DETAIL_BYTES_MAX, {
    error: `must not be longer than ${DETAIL_BYTES_MAX} bytes`,
  });
const givenDetail = z.strictObject({
  operationId,
  schema: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/,
      'must be 1 to 64 letters, digits, dots, dashes, underscores or slashes',
    )
    .meta({ description: 'What the detail is, in the organisation’s own words.' }),
  detail,
});
const basket = { lines: [{ article: '4006381333931', quantity: 2, price: '3.98' }] };
const countView = z.strictObject({ kept: z.int().min(0) });

export const keepDetails = route({
  operationId: 'keepDetails',
  method: 'post',
  path: '/v1/details',
  tag: 'Evidence',
  summary: `Keeps the details of up to ${DETAILS_MAX} operations in this gateway, and nowhere else.`,
  description:
    'Of operations of this organisation, before or after they are posted, also those of imports. All of them are kept or none. Once an operation is on the ledger its detail is anchored there within a minute, as a leaf with a salt that tells nothing; an operation has one detail, and the same one again changes nothing.',
  roles: ['admin', 'operator', 'cashier'],
  body: z.strictObject({ details: z.array(givenDetail).min(1).max(DETAILS_MAX) }),
  bodyKind: 'batch',
  replies: { 200: { description: 'They are on disk.', schema: countView } },
  errors: ['DETAIL_EXISTS', 'DETAIL_ERASED', 'DETAILS_BEHIND', 'SHUTTING_DOWN'],
  example: {
    body: { details: [{ operationId: exampleOperationId, schema: 'basket/1', detail: basket }] },
    replies: { 200: { kept: 1 } },
  },
  handle: ({ body: { details } }, gateway) => {
    gateway.transactions.requireOpen();
    if (isBehind(gateway)) throw new Failure('DETAILS_BEHIND');
    gateway.details.keep(details);
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
  description: 'Saved as a file it is verified like the proof of a receipt, without the ledger.',
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
  handle: ({ params: { operationId: id } }, gateway) => ({ status: 200, body: evidenceOf(gateway, id) }),
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
