/** The kinds of points operations that `Points:Post` takes. */
import { z } from 'zod';
import { authorized, base, creditLanes, inputs } from './operation-parts.js';
import { bridgeId } from '../bridges/bridges.js';
import { claimedLeaf } from '../migration/migrations.js';
import { buyNote, pledgeNote, redeemNote, transferNote } from '../notes/note-operations.js';
import { rateVersion } from '../rates/rates.js';
import type { Role } from '../core/transaction.js';
import {
  accountId,
  day,
  lane,
  mspId,
  operationId,
  orderId,
  positiveAmount,
  preimage,
  programId,
  sha256Hex,
  timestamp,
  LANES_MAX,
  displayName,
} from '../core/values.js';

export const issue = z.strictObject({
  ...base,
  id: operationId,
  kind: z.literal('issue'),
  programId,
  accountId,
  amount: positiveAmount,
  /** Quota lanes to draw from, in this order; lane 0 if absent. */
  lanes: z.array(lane).min(1).max(LANES_MAX).optional(),
  campaign: displayName.optional(),
  /** The day on which the points were earned, if that was before: expiry and maturity count from it. For operators. */
  earnedOn: day.optional(),
  /** The last day of these points, within the bounds of the programme. */
  expiresOn: day.optional(),
  /** The first day on which they can be spent, in place of what the programme says. */
  maturesOn: day.optional(),
  /** Of a legacy balance: which leaf of an approved migration this is. For operators. */
  migration: claimedLeaf.optional(),
  /** Of points that come from a legacy programme: over which bridge. */
  bridgeId: bridgeId.optional(),
});

export const transfer = z.strictObject({
  ...base,
  kind: z.literal('transfer'),
  programId,
  fromAccountId: accountId,
  toAccountId: accountId,
  amount: positiveAmount,
  inputs,
  ...authorized,
});

export const redeem = z.strictObject({
  ...base,
  kind: z.literal('redeem'),
  programId,
  accountId,
  amount: positiveAmount,
  /** The merchant at which the points are spent; the programme's issuer if absent. */
  acceptor: mspId.optional(),
  inputs,
  ...creditLanes,
  ...authorized,
});

export const reverse = z.strictObject({
  ...base,
  kind: z.literal('reverse'),
  /** Who posted the operation to undo; the caller’s own organisation if absent. */
  operationMspId: mspId.optional(),
  operationId,
  /** All that is left of it if absent; in all never more than the operation itself. */
  amount: positiveAmount.optional(),
});

export const expire = z.strictObject({
  ...base,
  kind: z.literal('expire'),
  programId,
  accountId,
  inputs,
});

/** Gives an account's points that end soon, or ended a while ago, another expiry; for the issuer. */
export const extend = z.strictObject({
  ...base,
  kind: z.literal('extend'),
  programId,
  accountId,
  /** Lots that expire up to this day. */
  endingBy: day,
  /** Their new expiry. */
  expiresOn: day,
});

/** Makes one lot of an account's lots that are alike; its points stay what they are. */
export const consolidate = z.strictObject({ ...base, kind: z.literal('consolidate'), programId, accountId });

/** Sets points aside. A hash lock needs a beneficiary: without one, whoever sees the preimage could take the points. */
export const hold = z
  .strictObject({
    ...base,
    kind: z.literal('hold'),
    programId,
    accountId,
    amount: positiveAmount,
    /** The merchant that may capture; the points count as spent there. */
    beneficiary: mspId.optional(),
    /** SHA-256 of the caller's MSP id, a line feed and the preimage that a capture has to show. */
    hashLock: sha256Hex.optional(),
    expiresAt: timestamp,
    /** Of points that are to go to a legacy programme: over which bridge. */
    bridgeId: bridgeId.optional(),
    /** Of what is pledged: for which credit line of the beneficiary. */
    lineId: operationId.optional(),
    inputs,
    ...creditLanes,
    ...authorized,
  })
  .refine(
    ({ lineId, beneficiary, hashLock }) =>
      lineId === undefined || (beneficiary !== undefined && hashLock === undefined),
    {
      path: ['lineId'],
      error: 'must be given with beneficiary, and without hashLock',
    },
  )
  .refine(({ beneficiary, bridgeId: over }) => beneficiary === undefined || over === undefined, {
    path: ['beneficiary'],
    error: 'must not be given with bridgeId: what crosses a bridge is captured by its issuer',
  })
  .refine(({ beneficiary, hashLock }) => hashLock === undefined || beneficiary !== undefined, {
    path: ['beneficiary'],
    error: 'a hash lock needs a beneficiary',
  });

/** The hold that an operation is about: of which organisation (the caller’s own if absent), and the id it was posted with. */
const ofHold = { holdMspId: mspId.optional(), holdId: operationId };

export const capture = z.strictObject({
  ...base,
  kind: z.literal('capture'),
  ...ofHold,
  /** All of it if absent; what is not captured goes back. */
  amount: positiveAmount.optional(),
  preimage: preimage.optional(),
});

/** Gives back all that is held; of what is pledged for a credit line, so much. */
export const voidHold = z.strictObject({
  ...base,
  kind: z.literal('void'),
  ...ofHold,
  amount: positiveAmount.optional(),
});

/** Retires points of one programme and issues points of another one to the same account, at a rate that both issuers agreed. */
export const exchange = z.strictObject({
  ...base,
  kind: z.literal('exchange'),
  /** The programme whose points are given. */
  programId,
  accountId,
  /** What is offered; no more of it is taken than what is received costs. */
  amount: positiveAmount,
  targetProgramId: programId,
  rateVersion,
  /** With less than this, the exchange is not made. */
  minReceived: positiveAmount.optional(),
  inputs,
  /** Quota lanes of the rate to draw from, in this order; lane 0 if absent. */
  lanes: z.array(lane).min(1).max(LANES_MAX).optional(),
  ...creditLanes,
  ...authorized,
});

/** Moves points to where an order says that they are to be moved. */
export const seize = z.strictObject({
  ...base,
  kind: z.literal('seize'),
  orderId,
  /** As much as there is and the order still wants, if absent. */
  amount: positiveAmount.optional(),
});

export const operation = z.discriminatedUnion('kind', [
  issue,
  transfer,
  redeem,
  reverse,
  expire,
  hold,
  capture,
  voidHold,
  exchange,
  extend,
  consolidate,
  seize,
  buyNote,
  redeemNote,
  transferNote,
  pledgeNote,
]);
export type Operation = z.infer<typeof operation>;
export type OperationKind = Operation['kind'];

/** Who may post what. */
export const operationRoles: Readonly<Record<OperationKind, readonly Role[]>> = {
  issue: ['admin', 'operator', 'cashier', 'bridge'],
  redeem: ['admin', 'operator', 'cashier'],
  transfer: ['admin', 'operator'],
  reverse: ['admin', 'operator'],
  expire: ['admin', 'operator'],
  hold: ['admin', 'operator', 'cashier', 'bridge'],
  capture: ['admin', 'operator', 'cashier', 'bridge'],
  void: ['admin', 'operator', 'cashier', 'bridge'],
  exchange: ['admin', 'operator', 'cashier'],
  extend: ['admin', 'operator'],
  consolidate: ['admin', 'operator', 'cashier'],
  seize: ['admin', 'operator'],
  'buy-note': ['admin', 'operator', 'cashier'],
  'redeem-note': ['admin', 'operator', 'cashier'],
  'transfer-note': ['admin', 'operator'],
  'pledge-note': ['admin', 'operator'],
};

export const operationKinds = Object.keys(operationRoles) as OperationKind[];
