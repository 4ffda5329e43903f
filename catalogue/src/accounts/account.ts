/** The row of an account, and what of it changes by itself as time passes. */
import { z } from 'zod';
import { instantOf } from '../core/calendar.js';
import { accountId, mspId, positiveAmount, programId, revision, sha256Hex, timestamp } from '../core/values.js';
import { standing } from '../orders/standing.js';
import { acceptedTermsOfUse } from '../programs/terms-of-use.js';
import { publicKey, type PublicKey } from '../points/authorization.js';

const HOUR_MS = 60 * 60 * 1000;
/** The longest delay that a member may choose: a year. */
const HOURS_MAX = 8_760;

/** How long after being asked for an unlocking takes effect, if nothing else was chosen. */
export const LOCK_HOURS_DEFAULT = 24;
/** How long after its announcement another key takes the place of a lost one: at the least, and if nothing was chosen. */
export const RECOVERY_HOURS_MIN = 24;
export const RECOVERY_HOURS_DEFAULT = 72;

export const lockHours = z.int().min(0).max(HOURS_MAX);
export const recoveryHours = z.int().min(RECOVERY_HOURS_MIN).max(HOURS_MAX);

const lock = z.strictObject({
  since: timestamp,
  /** So many hours after being asked for, unlocking takes effect. */
  delayHours: lockHours,
  /** From then on the lock holds no more; absent as long as nobody asked. */
  unlocksAt: timestamp.optional(),
});
export type Lock = z.infer<typeof lock>;

export const account = z.strictObject({
  accountId,
  custodian: mspId,
  kind: z.enum(['member', 'merchant']),
  status: z.enum(['active', 'frozen', 'closed']),
  /** SHA-256 of why it was frozen or closed, with a salt: the custodian keeps the reason. */
  reasonHash: sha256Hex.optional(),
  openedAt: timestamp,
  /** Of one whose member is to be forgotten: since when, for how many references what they were made with is destroyed, and for how many that were taken off it is not. */
  erasure: z.strictObject({ at: timestamp, references: z.int().min(1), unnamed: z.int().min(0) }).optional(),
  /** Of one that was merged: where its points are, or are on their way to. */
  mergedInto: accountId.optional(),
  /** The accounts that were merged into it, those merged into these among them: what they hold yet is on its way here. */
  merged: z.array(accountId).optional(),
  /** The member's key: with it, debits need the member's signature. */
  publicKey: publicKey.optional(),
  /** The delay of a recovery, chosen with the key. */
  recoveryHours: recoveryHours.optional(),
  /** Another key, which takes the place of a lost one from `inForceAt` on, unless the lost one withdraws it. */
  recovery: z.strictObject({ publicKey, announcedAt: timestamp, inForceAt: timestamp }).optional(),
  /** What keeps points from leaving: the member's own lock, and the custodian's. Each is lifted by who put it on. */
  locks: z.strictObject({ member: lock.optional(), custodian: lock.optional() }).optional(),
  /** What is owed back of programmes' points, because returned purchases had been spent; by programme. */
  clawbacks: z.array(z.strictObject({ programId, amount: positiveAmount })).optional(),
  /** Which version of each programme's terms of use its member accepted last; by programme. */
  termsOfUse: z.array(acceptedTermsOfUse).optional(),
  /** The pseudonyms of further references that lead to it, the oldest first. */
  references: z.array(z.strictObject({ referenceId: accountId, since: timestamp })).optional(),
  /** How many changes of the account its member has signed: the next one bears the next number. */
  signedChanges: z.int().min(1).optional(),
  /** The orders on it; absent if there are none. */
  standing: standing.optional(),
  /** Absent of one that was never changed. */
  revision: revision.optional(),
});
export type Account = z.infer<typeof account>;

/** Whether a lock holds at a moment. */
export function isInForce(of: Lock | undefined, at: string): boolean {
  return of !== undefined && (of.unlocksAt === undefined || instantOf(at) < instantOf(of.unlocksAt));
}

/** Whether nothing may leave an account at a moment. */
export function isLocked({ locks }: Pick<Account, 'locks'>, at: string): boolean {
  return isInForce(locks?.member, at) || isInForce(locks?.custodian, at);
}

/** The key that debits need to be signed with at a moment. */
export function keyInForce({ publicKey: own, recovery }: Account, at: string): PublicKey | undefined {
  return recovery !== undefined && instantOf(recovery.inForceAt) <= instantOf(at) ? recovery.publicKey : own;
}

/** So many hours later. */
export function hoursAfter(at: string, hours: number): string {
  return new Date(instantOf(at) + hours * HOUR_MS).toISOString();
}
