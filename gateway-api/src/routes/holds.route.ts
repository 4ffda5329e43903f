/** `/v1/holds`, `/v1/captures`: points set aside for a purpose. */
import { capture, hold, HOLD_DAYS_MAX, mspId, operationRoles, preimage, type Operation } from '@commonpoint/catalogue';
import { z } from 'zod';
import { hashLockOf } from '../hash-lock.js';
import { fingerprintOf, operationIdOf, settleOnce } from '../http/idempotency.js';
import { Problem } from '../http/problems.js';
import { nextLink, pageOptions, route, type Ask } from '../http/route.js';
import { Failure } from '../channel/failures.js';
import type { Gateway } from '../ports.js';
import { committedExample, exampleAccountId, exampleOperationId } from './examples.js';
import { accountPath, holdPath, page } from './parameters.js';
import { holdMadeView, holdsView, holdView } from './representations.js';
import {
  debitErrors,
  priceErrors,
  isSignedWhole,
  operationErrors,
  operationReplies,
  postOperation,
  signed,
  signedWhole,
} from './single-operation.js';

const everyone = ['admin', 'operator', 'cashier', 'auditor'] as const;
const readErrors = ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'] as const;
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
    hashLock: hashLock.meta({
      description: 'SHA-256 (hex) of your MSP id, a line feed and a preimage of your own, instead of `spendingCode`.',
    }),
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
  transactions: ['postPoints'],
  body: holdBody,
  replies: {
    201: { description: 'Held; the receipt.', schema: holdMadeView },
    202: { ...operationReplies[202]!, schema: holdMadeView },
  },
  errors: [...operationErrors, ...debitErrors, ...priceErrors, 'ACCEPTOR_UNKNOWN', 'HOLD_PERIOD_INVALID'],
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
  handle: async (ask, gateway) => {
    const { operationId, ttlSeconds, spendingCode, ...content } = ask.body;
    const id = operationId ?? operationIdOf(ask.scope, ask.idempotencyKey);
    const end =
      content.expiresAt ??
      (await settled(ask, gateway, async () => {
        // With the gateway's file lost the ledger still knows the end that was settled the first time.
        const before = await gateway.writes.receiptBefore(id);
        return before?.expiresAt ?? new Date(Date.now() + (ttlSeconds ?? 0) * 1000).toISOString();
      }));
    const code = spendingCode === undefined ? undefined : gateway.writes.spendingCodeOf(id);
    return postOperation(
      ask,
      gateway,
      {
        kind: 'hold',
        ...content,
        expiresAt: end,
        ...(code !== undefined && { hashLock: hashLockOf(ask.caller.mspId, code) }),
      },
      {
        operationId,
        ...(code !== undefined && { answered: { spendingCode: code } }),
        ...(ttlSeconds !== undefined && { pointers: { HOLD_PERIOD_INVALID: '/ttlSeconds' } }),
      },
    );
  },
});

/** What a request leaves open, settled once under its key. */
export function settled<T>(ask: Ask<unknown, unknown, unknown>, gateway: Gateway, settle: () => Promise<T> | T) {
  const claim = { scope: ask.scope, key: ask.idempotencyKey, fingerprint: fingerprintOf([ask.params, ask.body]) };
  return settleOnce(gateway.idempotency, claim, settle);
}

const holdOwner = z.strictObject({
  holdMspId: mspId.optional().meta({ description: 'Who posted the hold; this organisation if absent.' }),
});

export const readHold = route({
  operationId: 'readHold',
  method: 'get',
  path: '/v1/holds/{holdId}',
  tag: 'Holds',
  summary: 'One hold.',
  roles: everyone,
  transactions: ['getHold'],
  params: holdPath,
  query: holdOwner,
  replies: { 200: { description: 'The hold.', schema: holdView } },
  errors: readErrors,
  example: { params: { holdId: exampleOperationId }, replies: { 200: { ...exampleHold, asOfBlock: 42 } } },
  handle: async (ask, gateway) => {
    const reference = { mspId: ask.query.holdMspId ?? ask.caller.mspId, holdId: ask.params.holdId };
    const { value, asOfBlock } = await gateway.ledger.hold(reference, ask.read);
    return { status: 200, body: { ...value, asOfBlock } };
  },
});

export const listHolds = route({
  operationId: 'listHolds',
  method: 'get',
  path: '/v1/accounts/{accountId}/holds',
  tag: 'Holds',
  summary: 'An account’s open holds.',
  roles: everyone,
  transactions: ['listHolds'],
  params: accountPath,
  query: page,
  replies: { 200: { description: 'A page.', schema: holdsView } },
  errors: [...readErrors, 'CURSOR_INVALID'],
  example: {
    params: { accountId: exampleAccountId },
    replies: { 200: { accountId: exampleAccountId, holds: [exampleHold], asOfBlock: 42 } },
  },
  handle: async (ask, gateway) => {
    const { items, next, asOfBlock } = await gateway.ledger.holds(ask.params.accountId, pageOptions(ask));
    return {
      status: 200,
      headers: { ...nextLink(ask, next) },
      body: { accountId: ask.params.accountId, holds: items, nextCursor: next, asOfBlock },
    };
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
  transactions: ['postPoints'],
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
  handle: (ask, gateway) =>
    postOperation(ask, gateway, { kind: 'capture', ...ask.params, ...ask.body }, { pointers: ofHoldInPath }),
});

export const voidHold = route({
  operationId: 'voidHold',
  method: 'post',
  path: '/v1/holds/{holdId}/void',
  tag: 'Holds',
  summary: 'Gives back all that is held.',
  roles: operationRoles.void,
  transactions: ['postPoints'],
  params: holdPath,
  body: holdOwner,
  bodyKind: 'optional-json',
  replies: operationReplies,
  errors: [...operationErrors, ...resolveErrors],
  example: { params: { holdId: exampleOperationId }, body: {}, replies: { 201: resolutionExample('void') } },
  handle: (ask, gateway) =>
    postOperation(ask, gateway, { kind: 'void', ...ask.params, ...ask.body }, { pointers: ofHoldInPath }),
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
  transactions: ['postPoints'],
  body: z.strictObject({ code: preimage, amount: capture.shape.amount }),
  replies: operationReplies,
  errors: captureErrors,
  example: { body: { code: exampleCode, amount: '50' }, replies: { 201: resolutionExample('capture') } },
  handle: async (ask, gateway) => {
    const { code, amount: asked } = ask.body;
    const found = await settled(ask, gateway, () => holdOfCode(ask, gateway, code));
    const content: Omit<Capture, 'id'> = { kind: 'capture', ...found, preimage: code };
    const operation = asked === undefined ? content : { ...content, amount: asked };
    return postOperation(ask, gateway, operation, { pointers: ofCode });
  },
});

/** @throws Problem HOLD_UNKNOWN, HOLD_EXPIRED */
async function holdOfCode(
  { caller }: Ask<unknown, unknown, unknown>,
  gateway: Gateway,
  code: string,
): Promise<{ readonly holdMspId: string; readonly holdId: string }> {
  try {
    const { value } = await gateway.ledger.holdByPreimage(code, { caller });
    // The custodian's gateway voids a hold soon after its end: for the till the code's time was over before and after.
    if (value.status === 'voided' && Date.parse(value.expiresAt) <= Date.now()) {
      throw codeProblem('HOLD_EXPIRED', `the code was good until ${value.expiresAt}`);
    }
    return { holdMspId: value.mspId, holdId: value.holdId };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'HOLD_UNKNOWN') throw error;
    throw codeProblem('HOLD_UNKNOWN', 'no hold for this merchant has this code');
  }
}

function codeProblem(code: 'HOLD_UNKNOWN' | 'HOLD_EXPIRED', detail: string): Problem {
  return new Problem(code, detail, { errors: [{ pointer: '/code', detail }] });
}
