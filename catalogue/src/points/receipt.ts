/** What `Points:Post` records of an operation. */
import { z } from 'zod';
import { bridgeId } from '../bridges/bridges.js';
import { migrationId } from '../migration/migrations.js';
import { noteOfferId } from '../notes/notes.js';
import { rateVersion } from '../rates/rates.js';
import {
  accountId,
  amount,
  clearingValue,
  day,
  displayName,
  lane,
  lotId,
  mspId,
  operationId,
  orderId,
  positiveAmount,
  programId,
  sha256Hex,
  timestamp,
} from '../core/values.js';
import { operationKinds } from './operations.js';

const lotAmount = z.strictObject({ lotId, amount: positiveAmount });

/** What an operation did: the value of its `op` row, and what a replay answers. */
export const receipt = z.strictObject({
  id: operationId,
  mspId,
  kind: z.enum(operationKinds),
  /** SHA-256 of the operation's canonical JSON without hints; of imported lines it follows from the rest. */
  digest: z.string().optional(),
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
  /** Of what made a merchant a creditor, or is held for it: the lanes of its credit that were drawn on, if it granted one. */
  credit: z.array(z.strictObject({ lane, amount: positiveAmount })).optional(),
  /** Of a capture of what a hold had drawn on a credit. */
  credited: z.literal(true).optional(),
  /** Of what came back: what of it the credit gets back at once. */
  creditBack: positiveAmount.optional(),
  /** Of a reversal: the operation that it undid, wholly or in part, and who had posted that if somebody else. */
  reverses: operationId.optional(),
  reversesMspId: mspId.optional(),
  /** How much of this was undone, and by which reversals, the first one first. */
  reversed: positiveAmount.optional(),
  reversedBy: z.array(z.strictObject({ mspId, operationId })).optional(),
  /** Of a claim: which migration it is a part of. */
  migrationId: migrationId.optional(),
  /** Of what crosses a bridge, and of the hold that it is made of: which one. */
  bridgeId: bridgeId.optional(),
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
  /** Of a capture or a void: the hold it resolved; of a pledged note that ended: the hold that has its points now. */
  holdMspId: mspId.optional(),
  holdId: operationId.optional(),
  /** Of a hold that is a pledge, of its release and of its liquidation: the beneficiary’s credit line. */
  lineId: operationId.optional(),
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
  /** Of a note that was sold: under which offer, from when until when it earns, and the most that it can come to. */
  offerId: noteOfferId.optional(),
  from: day.optional(),
  until: day.optional(),
  interestMax: amount.optional(),
  /**
   * Of a note that was redeemed or taken: which one, and what it earned; that is in `created` too, and ends on `expiry`. Of one that was
   * pledged, or released while its points lay in it: which one.
   */
  noteMspId: mspId.optional(),
  noteId: operationId.optional(),
  interest: amount.optional(),
  /** Of a note that was given away in parts: what of its points the other note has. */
  parts: z.strictObject({ of: z.int(), given: z.int(), lots: z.array(lotAmount) }).optional(),
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
