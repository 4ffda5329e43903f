/** `/v1/holds`, `/v1/captures`: points set aside for a purpose. */
import {
  capture,
  getHold,
  hold,
  HOLD_DAYS_MAX,
  listHolds as listEntry,
  mspId,
  operationId,
  preimage,
  voidHold as voidEntry,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { hashLockOf } from '../../hash-lock.js';
import { listRoute } from '../../http/list-route.js';
import { readRoute } from '../../http/read-route.js';
import { accountQueries } from '../accounts/reads.js';
import { committedExample, exampleAccountId, exampleOperationId } from '../examples.js';
import { accountPath, page } from '../parameters.js';
import { isSignedWhole, operationRoute, fixed, signed, signedWhole } from '../points/operation-route.js';
import { holdOfCode, knownByPreimage } from './hold-of-code.js';
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

const { programId, accountId, amount, beneficiary, hashLock, expiresAt, bridgeId, inputs } = hold.shape;

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
    bridgeId,
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
  .refine((body) => body.bridgeId === undefined || body.beneficiary === undefined, {
    path: ['beneficiary'],
    error: 'must not be given with bridgeId: what crosses a bridge is captured by its issuer',
  })
  .refine(isSignedWhole, signedWhole)
  .refine((body) => body.authorization === undefined || (!body.spendingCode && body.ttlSeconds === undefined), {
    path: ['authorization'],
    error: 'is over expiresAt and hashLock: give these, not ttlSeconds or spendingCode',
  });

export const holdPoints = operationRoute('hold', '/v1/holds', {
  operationId: 'holdPoints',
  tag: 'Holds',
  summary: 'Sets points aside, to be captured or to go back.',
  description:
    'The id of the operation is the id of the hold. With `spendingCode` the answer has a code; a repeated request with the same key is answered the same code, and no other request gives it.',
  body: holdBody,
  view: holdMadeView,
  made: 'Held; the receipt.',
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
  operation: async (context, gateway, id) => {
    const { operationId: _id, ttlSeconds, spendingCode, ...content } = context.body;
    const end =
      content.expiresAt ??
      (await fixed(context, gateway, async () => {
        // With the gateway's file lost the ledger still knows the end that was settled the first time.
        const before = await gateway.receiptBefore(id);
        return before?.expiresAt ?? new Date(Date.now() + (ttlSeconds ?? 0) * 1000).toISOString();
      }));
    const code = spendingCode === undefined ? undefined : gateway.secrets.spendingCodeOf(id);
    return {
      content: {
        kind: 'hold',
        ...content,
        expiresAt: end,
        ...(code !== undefined && { hashLock: hashLockOf(context.caller.mspId, code) }),
      },
      answered: code === undefined ? undefined : { spendingCode: code },
      pointers: ttlSeconds === undefined ? undefined : { HOLD_PERIOD_INVALID: '/ttlSeconds' },
    };
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

const ofHoldInPath = { HOLD_UNKNOWN: '/path/holdId' } as const;
const ofCode = { HOLD_RESOLVED: '/code', HOLD_EXPIRED: '/code', PREIMAGE_WRONG: '/code' } as const;
const resolutionExample = (kind: 'capture' | 'void') => ({
  ...committedExample(kind, { programId: 'harbor', accountId: exampleAccountId, amount: '50' }),
  holdMspId: 'HarborMSP',
  holdId: exampleOperationId,
});

export const captureHold = operationRoute('capture', '/v1/holds/{holdId}/capture', {
  operationId: 'captureHold',
  tag: 'Holds',
  summary: 'Takes what is held, or a part of it; the rest goes back.',
  params: holdPath,
  body: holdOwner.extend({ amount: capture.shape.amount, preimage: capture.shape.preimage }),
  bodyKind: 'optional-json',
  example: {
    params: { holdId: exampleOperationId },
    body: { amount: '50' },
    replies: { 201: resolutionExample('capture') },
  },
  pointers: ofHoldInPath,
});

export const voidHold = operationRoute('void', '/v1/holds/{holdId}/void', {
  operationId: 'voidHold',
  tag: 'Holds',
  summary: 'Gives back all that is held; of what is pledged for a credit line a part, too.',
  params: holdPath,
  body: holdOwner.extend({
    amount: voidEntry.shape.amount.meta({ description: 'Only of what is pledged: so much of it; all if absent.' }),
  }),
  bodyKind: 'optional-json',
  example: { params: { holdId: exampleOperationId }, body: {}, replies: { 201: resolutionExample('void') } },
  pointers: ofHoldInPath,
});

export const captureByCode = operationRoute('capture', '/v1/captures', {
  operationId: 'captureByCode',
  tag: 'Holds',
  summary: 'Captures the hold that a spending code opens, at the merchant that the hold names.',
  description:
    'A code that is wrong is refused with `HOLD_UNKNOWN`, one that was used or taken back with `HOLD_RESOLVED`, one whose time is over with `HOLD_EXPIRED`.',
  body: z.strictObject({ code: preimage, amount: capture.shape.amount }),
  example: { body: { code: exampleCode, amount: '50' }, replies: { 201: resolutionExample('capture') } },
  pointers: ofCode,
  about: ({ body: { code } }, gateway) => {
    const hold = knownByPreimage(gateway, code);
    return hold && { kind: 'capture', holdMspId: hold.mspId, holdId: hold.holdId };
  },
  operation: async (context, gateway) => {
    const { code, amount } = context.body;
    const found = await fixed(context, gateway, () => holdOfCode(gateway, code));
    return { content: { kind: 'capture', ...found, preimage: code, ...(amount !== undefined && { amount }) } };
  },
});
