/** `/v1/holds`, `/v1/captures`: points set aside for a purpose. */
import {
  capture,
  getHold,
  hold,
  HOLD_DAYS_MAX,
  listHolds as listEntry,
  mspId,
  operationId,
  operationRoles,
  postPoints,
  preimage,
  type Operation,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { hashLockOf } from '../../http/hash-lock.js';
import { operationIdOf } from '../../http/idempotency.js';
import { listRoute } from '../../http/list-route.js';
import { readRoute } from '../../http/read-route.js';
import { route } from '../../http/route.js';
import { accountQueries } from '../accounts/reads.js';
import { committedExample, exampleAccountId, exampleOperationId } from '../examples.js';
import { accountPath, page } from '../parameters.js';
import {
  debitErrors,
  isSignedWhole,
  operationErrors,
  operationReplies,
  postOperation,
  settled,
  signed,
  signedWhole,
} from '../points/single-operation.js';
import { holdOfCode } from './hold-of-code.js';
import { holdQueries } from './reads.js';
import { holdMadeView, holdsView, holdView } from './views.js';

const holdPath = z.strictObject({ holdId: operationId });
const TTL_SECONDS_MAX = HOLD_DAYS_MAX * 24 * 60 * 60;

const exampleEnd = '2026-11-23T10:30:00.000Z';
const exampleCode = '483920.q7JpZk0bT4yWm2xVd8RsAg';
const exampleHold = {
  mspId: 'HarborMSP',
  holdId: exampleOperationId,
  programId: 'harbor',
  accountId: exampleAccountId,
  amount: '50',
  beneficiary: 'CityParkMSP',
  expiresAt: exampleEnd,
  status: 'open',
} as const;

const { programId, accountId, amount, beneficiary, hashLock, expiresAt, inputs } = hold.shape;

const holdBody = z
  .strictObject({
    programId,
    accountId,
    amount,
    beneficiary: beneficiary.meta({ description: 'The merchant that may capture; the points are spent there.' }),
    expiresAt: expiresAt.optional().meta({ description: 'The hold’s end. Either this or `ttlSeconds`.' }),
    ttlSeconds: z.int().min(1).max(TTL_SECONDS_MAX).optional(),
    spendingCode: z.literal(true).optional().meta({
      description: 'Has the gateway make a code that the member shows at the beneficiary’s till.',
    }),
    hashLock: hashLock.meta({ description: 'SHA-256 (hex) of a preimage of your own, instead of `spendingCode`.' }),
    inputs,
    ...signed,
  })
  .refine((body) => (body.expiresAt === undefined) !== (body.ttlSeconds === undefined), {
    path: ['expiresAt'],
    error: 'or ttlSeconds is required, and not both',
  })
  .refine((body) => (body.spendingCode === undefined && body.hashLock === undefined) || body.beneficiary, {
    path: ['beneficiary'],
    error: 'is required for a code: only a beneficiary may be shown it',
  })
  .refine((body) => body.spendingCode === undefined || body.hashLock === undefined, {
    path: ['hashLock'],
    error: 'must not be given with spendingCode',
  })
  .refine(isSignedWhole, signedWhole)
  .refine((body) => body.authorization === undefined || (!body.spendingCode && body.ttlSeconds === undefined), {
    path: ['authorization'],
    error: 'is over expiresAt and hashLock: give these, not ttlSeconds or spendingCode',
  });

export const holdPoints = route({
  operationId: 'holdPoints',
  method: 'post',
  path: '/v1/holds',
  tag: 'Holds',
  summary: 'Sets points aside, to be captured or to go back.',
  description:
    'The id of the operation is the id of the hold. With `spendingCode` the answer has a code; a repeated request with the same key is answered the same code, and no other request gives it.',
  roles: operationRoles.hold,
  entries: [postPoints],
  body: holdBody,
  replies: {
    201: { description: 'Held; the receipt.', schema: holdMadeView },
    202: { ...operationReplies[202]!, schema: holdMadeView },
  },
  errors: [...operationErrors, ...debitErrors, 'ACCEPTOR_UNKNOWN', 'HOLD_PERIOD_INVALID'],
  example: {
    body: {
      programId: 'harbor',
      accountId: exampleAccountId,
      amount: '50',
      beneficiary: 'CityParkMSP',
      ttlSeconds: 900,
      spendingCode: true,
    },
    replies: {
      201: {
        ...committedExample('hold', { programId: 'harbor', accountId: exampleAccountId, amount: '50' }),
        beneficiary: 'CityParkMSP',
        expiresAt: exampleEnd,
        spendingCode: exampleCode,
      },
    },
  },
  handle: async (context, gateway) => {
    const { operationId, ttlSeconds, spendingCode, ...content } = context.body;
    const id = operationId ?? operationIdOf(context.scope, context.idempotencyKey);
    const end =
      content.expiresAt ??
      (await settled(context, gateway, () => new Date(Date.now() + (ttlSeconds ?? 0) * 1000).toISOString()));
    const code = spendingCode === undefined ? undefined : gateway.secrets.spendingCodeOf(id);
    return postOperation(
      context,
      gateway,
      { kind: 'hold', ...content, expiresAt: end, ...(code !== undefined && { hashLock: hashLockOf(code) }) },
      {
        operationId,
        ...(code !== undefined && { answered: { spendingCode: code } }),
        ...(ttlSeconds !== undefined && { pointers: { HOLD_PERIOD_INVALID: '/ttlSeconds' } }),
      },
    );
  },
});

const holdOwner = z.strictObject({
  holdMspId: mspId.optional().meta({ description: 'Who posted the hold; this organisation if absent.' }),
});

export const readHold = readRoute(getHold, '/v1/holds/{holdId}', {
  operationId: 'readHold',
  tag: 'Holds',
  summary: 'One hold.',
  params: holdPath,
  query: holdOwner,
  view: holdView,
  shows: 'The hold.',
  example: { params: { holdId: exampleOperationId }, replies: { 200: { ...exampleHold, asOfBlock: 42 } } },
  request: (context) => ({ mspId: context.query.holdMspId ?? context.caller.mspId, ...context.params }),
  here: ({ projection }, { mspId: poster, holdId }) => {
    const found = projection.of(holdQueries).hold(poster, holdId);
    if (!found) throw new Failure('HOLD_UNKNOWN', `${poster} has posted no hold with the id ${holdId}.`);
    return found;
  },
});

export const listHolds = listRoute(listEntry, '/v1/accounts/{accountId}/holds', {
  operationId: 'listHolds',
  tag: 'Holds',
  summary: 'An account’s open holds.',
  params: accountPath,
  query: page,
  view: holdsView,
  items: 'holds',
  beside: (context) => context.params,
  example: {
    params: { accountId: exampleAccountId },
    replies: { 200: { accountId: exampleAccountId, holds: [exampleHold], asOfBlock: 42 } },
  },
  here: {
    position: z.strictObject({ programId: z.string(), mspId: z.string(), holdId: z.string() }),
    first: { programId: '', mspId: '', holdId: '' },
    rows: ({ projection }, request, after, limit) => {
      projection.of(accountQueries).requireAccount(request.accountId);
      return projection.of(holdQueries).openHolds(request.accountId, after, limit);
    },
    at: ({ programId: ofProgram, mspId: poster, holdId }) => ({ programId: ofProgram, mspId: poster, holdId }),
  },
});

const resolveErrors = ['HOLD_UNKNOWN', 'HOLD_NOT_YOURS', 'HOLD_RESOLVED', 'ID_CONFLICT'] as const;
const ofHoldInPath = { HOLD_UNKNOWN: '/path/holdId' } as const;
const ofCode = { HOLD_RESOLVED: '/code', HOLD_EXPIRED: '/code', PREIMAGE_WRONG: '/code' } as const;
const captureErrors = [
  ...operationErrors,
  ...resolveErrors,
  'PROGRAM_SUSPENDED',
  'ACCOUNT_FROZEN',
  'ACCOUNT_CLOSED',
  'HOLD_EXPIRED',
  'PREIMAGE_WRONG',
  'HOLD_EXCEEDED',
  'CYCLE_CLOSED',
] as const;
const resolutionExample = (kind: 'capture' | 'void') => ({
  ...committedExample(kind, { programId: 'harbor', accountId: exampleAccountId, amount: '50' }),
  holdMspId: 'HarborMSP',
  holdId: exampleOperationId,
});

export const captureHold = route({
  operationId: 'captureHold',
  method: 'post',
  path: '/v1/holds/{holdId}/capture',
  tag: 'Holds',
  summary: 'Takes what is held, or a part of it; the rest goes back.',
  roles: operationRoles.capture,
  entries: [postPoints],
  params: holdPath,
  body: holdOwner.extend({ amount: capture.shape.amount, preimage: capture.shape.preimage }),
  bodyKind: 'optional-json',
  replies: operationReplies,
  errors: captureErrors,
  example: {
    params: { holdId: exampleOperationId },
    body: { amount: '50' },
    replies: { 201: resolutionExample('capture') },
  },
  handle: (context, gateway) =>
    postOperation(
      context,
      gateway,
      { kind: 'capture', ...context.params, ...context.body },
      { pointers: ofHoldInPath },
    ),
});

export const voidHold = route({
  operationId: 'voidHold',
  method: 'post',
  path: '/v1/holds/{holdId}/void',
  tag: 'Holds',
  summary: 'Gives back all that is held.',
  roles: operationRoles.void,
  entries: [postPoints],
  params: holdPath,
  body: holdOwner,
  bodyKind: 'optional-json',
  replies: operationReplies,
  errors: [...operationErrors, ...resolveErrors],
  example: { params: { holdId: exampleOperationId }, body: {}, replies: { 201: resolutionExample('void') } },
  handle: (context, gateway) =>
    postOperation(context, gateway, { kind: 'void', ...context.params, ...context.body }, { pointers: ofHoldInPath }),
});

type Capture = Extract<Operation, { kind: 'capture' }>;

export const captureByCode = route({
  operationId: 'captureByCode',
  method: 'post',
  path: '/v1/captures',
  tag: 'Holds',
  summary: 'Captures the hold that a spending code opens, at the merchant that the hold names.',
  description:
    'A code that is wrong is refused with `HOLD_UNKNOWN`, one that was used or taken back with `HOLD_RESOLVED`, one whose time is over with `HOLD_EXPIRED`.',
  roles: operationRoles.capture,
  entries: [postPoints],
  body: z.strictObject({ code: preimage, amount: capture.shape.amount }),
  replies: operationReplies,
  errors: captureErrors,
  example: { body: { code: exampleCode, amount: '50' }, replies: { 201: resolutionExample('capture') } },
  handle: async (context, gateway) => {
    const { code, amount: asked } = context.body;
    const found = await settled(context, gateway, () => holdOfCode(gateway, code));
    const content: Omit<Capture, 'id'> = { kind: 'capture', ...found, preimage: code };
    const operation = asked === undefined ? content : { ...content, amount: asked };
    return postOperation(context, gateway, operation, { pointers: ofCode });
  },
});
