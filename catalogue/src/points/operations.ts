/** The kinds of points operations that `Points:Post` takes, and what it records of each. */
import { z } from 'zod';
import { authorization } from './authorization.js';
import { claimedLeaf, migrationId } from '../migration/migrations.js';
import { rateVersion } from '../rates/rates.js';
import type { Role } from '../core/transaction.js';
import {
  accountId,
  amount,
  clearingValue,
  day,
  lane,
  lotId,
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

const base = {
  id: operationId,
  /** Joined with the next operation of the batch: a chain of linked operations is done wholly or not at all. */
  linked: z.boolean().optional(),
};

/** Lots to spend, strictly ascending by expiry, transaction and number; all of them are consumed, change comes back. */
const inputs = z.array(lotId).min(1).max(500).optional();

/** The member's signature; needed where the account carries a public key. */
const authorized = { authorization: authorization.optional() };

export const issue = z.strictObject({
  ...base,
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
    inputs,
    ...authorized,
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

/** Gives back all that is held. */
export const voidHold = z.strictObject({ ...base, kind: z.literal('void'), ...ofHold });

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
]);
export type Operation = z.infer<typeof operation>;
export type OperationKind = Operation['kind'];

/** Who may post what. */
export const operationRoles: Readonly<Record<OperationKind, readonly Role[]>> = {
  issue: ['admin', 'operator', 'cashier'],
  redeem: ['admin', 'operator', 'cashier'],
  transfer: ['admin', 'operator'],
  reverse: ['admin', 'operator'],
  expire: ['admin', 'operator'],
  hold: ['admin', 'operator', 'cashier'],
  capture: ['admin', 'operator', 'cashier'],
  void: ['admin', 'operator', 'cashier'],
  exchange: ['admin', 'operator', 'cashier'],
  extend: ['admin', 'operator'],
  consolidate: ['admin', 'operator', 'cashier'],
  seize: ['admin', 'operator'],
};

export const operationKinds = Object.keys(operationRoles) as OperationKind[];

const lotAmount = z.strictObject({ lotId, amount: positiveAmount });

/** What an operation did: the value of its `op` row, and what a replay answers. */
export const receipt = z.strictObject({
  id: operationId,
  mspId,
  kind: z.enum(operationKinds),
  /** SHA-256 of the operation's canonical JSON without hints. */
  digest: z.string(),
  programId,
  /** The account debited or credited; of a transfer the sender. */
  accountId,
  /** Of a transfer or a seizure, the receiver. */
  toAccountId: accountId.optional(),
  acceptor: mspId.optional(),
  campaign: displayName.optional(),
  /** What was asked for (of an expiry or a reversal: what was done). */
  amount,
  /** Of a reversed issuance: the part that its account had not any more, so that it could not be taken back. */
  shortfall: amount.optional(),
  /** What of the shortfall the account owes back from now on; absent where it is forgiven. */
  clawback: positiveAmount.optional(),
  /** Of points that were issued or came back: what paid off a clawback, and is not in the account. */
  paidOff: positiveAmount.optional(),
  /** Of a reversed redemption: what had ended meanwhile, and until when it can be spent all the same. */
  grace: z.array(z.strictObject({ expiry: day, until: day, amount: positiveAmount })).optional(),
  /** The lots it drew on, with what it took of each; what is left of them comes back as the batch's `change`. */
  consumed: z.array(lotAmount).optional(),
  /**
   * What was added to which lots of the account or the receiver: operations of one batch may add to the same new lot.
   * Of a capture or a void, those in which the rest of the hold came back.
   */
  created: z.array(lotAmount).optional(),
  /** Of an issuance or an exchange, or a reversal of what had come back as quota: the lane parts drawn. */
  lanes: z.array(z.strictObject({ lane, amount: positiveAmount })).optional(),
  /** Of a reversal: the operation that it undid, wholly or in part, and who had posted that if somebody else. */
  reverses: operationId.optional(),
  reversesMspId: mspId.optional(),
  /** How much of this was undone, and by which reversals, the first one first. */
  reversed: positiveAmount.optional(),
  reversedBy: z.array(z.strictObject({ mspId, operationId })).optional(),
  /** Of a claim: which migration it is a part of. */
  migrationId: migrationId.optional(),
  expiry: day.optional(),
  /** Of an issuance: from when on its points can be spent, if not at once; and when they were earned, if not then. */
  maturesOn: day.optional(),
  earnedOn: day.optional(),
  /** Of an extension: up to which expiry lots got another one. */
  endingBy: day.optional(),
  /** Of a hold: who may capture it, what has to be shown, and until when. */
  beneficiary: mspId.optional(),
  hashLock: sha256Hex.optional(),
  expiresAt: timestamp.optional(),
  /** Of a capture or a void: the hold it resolved. */
  holdMspId: mspId.optional(),
  holdId: operationId.optional(),
  /** Of a seizure: the order that it is made on. */
  orderId: orderId.optional(),
  /** Of an exchange: what it bought, at which rate; `created` is a lot of the target programme, `lanes` are the rate’s. */
  targetProgramId: programId.optional(),
  rateVersion: rateVersion.optional(),
  minReceived: positiveAmount.optional(),
  /** Points of the source that were retired, points of the target that were issued, and what the member kept. */
  taken: positiveAmount.optional(),
  received: positiveAmount.optional(),
  remainder: amount.optional(),
  /** Of a debit that its member signed: the authorization's nonce. */
  nonce: z.string().optional(),
  /** What a point was worth between the merchants when the liability arose, whatever it is worth later. */
  clearingValue: clearingValue.optional(),
  /** The clearing cycle that the operation's liability fell in. */
  cycle: z.string().optional(),
  /** Of a reversal in a later cycle: the cycle in which the liability arose. */
  refersToCycle: z.string().optional(),
  txId: z.string(),
  txTime: timestamp,
});
export type Receipt = z.infer<typeof receipt>;
