/** Programmes: each merchant's points, with their cap, quota lanes and rules. */
import { z } from 'zod';
import { assetKind } from './asset-kind.js';
import { limits } from './limits.js';
import { termsOfUse } from './terms-of-use.js';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import {
  amount,
  bookmark,
  clearingValue,
  cycle,
  day,
  dayOfYear,
  displayName,
  lane,
  LANES_MAX,
  mspId,
  page,
  positiveAmount,
  programId,
  revision,
  sha256Hex,
  signedAmount,
  timestamp,
} from '../core/values.js';

export const rules = z.strictObject({
  /** Whether members may transfer points to each other. */
  transferable: z.boolean(),
  /** Points can be spent so many days after they were earned; at once if absent. */
  maturityDays: z.int().min(1).max(365).optional(),
  /** Where expiries are rounded up to: the end of a month, quarter or year, or a day `MM-DD` of every year. */
  expiryRounding: z.union([z.enum(['day', 'month', 'quarter', 'year']), dayOfYear]).optional(),
  /** An issuance may name its own expiry, so many days after the day of issue. */
  expiryBounds: z
    .strictObject({ minDays: z.int().min(0).max(7_400), maxDays: z.int().min(0).max(7_400) })
    .refine(({ minDays, maxDays }) => minDays <= maxDays, { path: ['maxDays'], error: 'is below the least' })
    .optional(),
  /** How many days ago points may have been earned when they are issued; with none, only on the day of issue. */
  earnedDaysMax: z.int().min(1).max(3_660).optional(),
  /** For so many days after their expiry points can be extended, and are not retired. */
  reinstatementDays: z.int().min(1).max(365).optional(),
  /** So many days more has what comes back of a redemption after its expiry; {@link RETURN_GRACE_DAYS} if absent. */
  returnGraceDays: z.int().min(0).max(365).optional(),
  /** What becomes of points that a returned purchase had given and that were spent; forgiven if absent. */
  shortfall: z
    .enum(['forgiven', 'clawback'])
    .optional()
    .meta({ description: 'What becomes of what cannot be taken at a return: owed back, or forgiven.' }),
});

/** The days of grace where a programme does not say how many. */
export const RETURN_GRACE_DAYS = 14;

const conditions = {
  programId,
  /** Points if absent. */
  kind: assetKind.optional(),
  name: displayName,
  /** What one unit is called, e.g. `point`. */
  unit: displayName,
  cap: positiveAmount,
  /** What the cap limits: all that was ever issued, or what is outstanding. */
  capOn: z.enum(['issued', 'outstanding']),
  /** Points expire at the end of the day this many months after they were issued; 0 is never. */
  expiryMonths: z.int().min(0).max(240),
  rules,
  termsHash: sha256Hex.optional(),
};

export const program = z.strictObject({
  ...conditions,
  issuer: mspId,
  status: z.enum(['active', 'suspended']),
  lanes: z.int().min(1).max(LANES_MAX),
  createdAt: timestamp,
  /** What a point is worth between merchants, each value from a cycle on. */
  clearingValues: z.array(z.strictObject({ fromCycle: cycle, clearingValue })).optional(),
  limits: limits.optional(),
  /** The newest terms of use; until there are some, `termsHash` is version 1. */
  termsOfUse: termsOfUse.optional(),
  /** What raises of the cap by the issuer alone are measured by: what it was when their time began, and when that was. */
  capBase: z.strictObject({ cap: positiveAmount, since: timestamp }).optional(),
  /** Of a programme that is wound down: until the end of that day its points can be spent, and no more are issued. */
  spendableUntil: day.optional(),
  /** Since when its issuer is in default: its points are spent at the issuer alone. */
  issuerInDefaultSince: timestamp.optional(),
  /** Absent of one that was never changed. */
  revision: revision.optional(),
});
export type Program = z.infer<typeof program>;

export const createProgram = transaction({
  name: 'Programs:Create',
  mode: 'submit',
  summary:
    'Creates a programme issued by the caller’s organisation, whose name its id begins with, and spreads `quota` (the whole cap if absent) evenly over its lanes.',
  roles: ['admin'],
  request: z.strictObject({
    ...conditions,
    lanes: z.int().min(1).max(LANES_MAX),
    quota: amount.optional(),
    /** What a point is worth between merchants from the beginning; without it, nobody else takes the points at first. */
    clearingValue: clearingValue.optional(),
  }),
  reply: program,
  errors: [...ofMembers, 'PROGRAM_ID_NOT_YOURS', 'PROGRAM_EXISTS', 'ISSUER_IN_DEFAULT', 'ASSETS_OFF', 'CAP_EXCEEDED'],
});

export const getProgram = transaction({
  name: 'Programs:Get',
  mode: 'evaluate',
  summary: 'One programme.',
  roles: anyone,
  request: z.strictObject({ programId }),
  reply: program,
  errors: [...ofReads, 'PROGRAM_UNKNOWN'],
});

export const listPrograms = transaction({
  name: 'Programs:List',
  mode: 'evaluate',
  summary: 'The programmes, by id, a page at a time.',
  roles: anyone,
  request: z.strictObject({ ...page }),
  reply: z.strictObject({ programs: z.array(program), bookmark }),
  errors: ofReads,
});

/** Of a change: the revision that it is meant for; without one, for whichever there is. */
const meantFor = { revision: revision.optional() };

export const changeCap = transaction({
  name: 'Programs:ChangeCap',
  mode: 'submit',
  summary:
    'Sets another cap, not below what is granted to the lanes, and raised no further than the constitution lets the issuer by itself.',
  roles: ['admin'],
  request: z.strictObject({ programId, cap: positiveAmount, ...meantFor }),
  reply: program,
  errors: [
    ...ofMembers,
    'PROGRAM_UNKNOWN',
    'NOT_ISSUER',
    'PRECONDITION_FAILED',
    'CAP_BELOW_GRANTED',
    'CAP_RAISE_EXCEEDED',
  ],
});

export const setProgramStatus = transaction({
  name: 'Programs:SetStatus',
  mode: 'submit',
  summary: 'Suspends a programme or makes it active again.',
  roles: ['admin'],
  request: z.strictObject({ programId, status: z.enum(['active', 'suspended']), ...meantFor }),
  reply: program,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'NOT_ISSUER', 'PRECONDITION_FAILED', 'PROGRAM_ENDING'],
});

export const setClearingValue = transaction({
  name: 'Programs:SetClearingValue',
  mode: 'submit',
  summary:
    'Sets what a point is worth between merchants from the next cycle on: the next part of the month if it is cut off, or the next month.',
  roles: ['admin'],
  request: z.strictObject({ programId, clearingValue, ...meantFor }),
  reply: program,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'NOT_ISSUER', 'PRECONDITION_FAILED'],
});

export const setLimits = transaction({
  name: 'Programs:SetLimits',
  mode: 'submit',
  summary: 'Sets the limits against abuse in place of those before; an empty object sets none.',
  roles: ['admin'],
  request: z.strictObject({ programId, limits, ...meantFor }),
  reply: program,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'NOT_ISSUER', 'PRECONDITION_FAILED', 'PROGRAM_ENDING'],
});

export const setTermsOfUse = transaction({
  name: 'Programs:SetTermsOfUse',
  mode: 'submit',
  summary:
    'Sets the next version of what members agree to. With `acceptWithinDays`, no points are issued after so many days to whose member has not accepted it; what members have stays theirs to spend. Repeating it changes nothing.',
  roles: ['admin'],
  request: z.strictObject({
    programId,
    ...termsOfUse.pick({ version: true, hash: true, address: true }).shape,
    acceptWithinDays: z.int().min(1).max(365).optional(),
    ...meantFor,
  }),
  reply: program,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'NOT_ISSUER', 'PRECONDITION_FAILED', 'TERMS_OF_USE_EXISTS'],
});

export const setRules = transaction({
  name: 'Programs:SetRules',
  mode: 'submit',
  summary:
    'Sets other rules in place of all before. `maturityDays`, `expiryRounding`, `expiryBounds` and `earnedDaysMax` bear on what is issued from then on; `transferable`, `reinstatementDays`, `returnGraceDays` and `shortfall` change only in favour of whoever holds points.',
  roles: ['admin'],
  request: z.strictObject({ programId, rules, ...meantFor }),
  reply: program,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'NOT_ISSUER', 'PRECONDITION_FAILED', 'RULES_FIXED'],
});

export const quotaLane = z.strictObject({ lane, granted: amount, used: amount });
export type QuotaLane = z.infer<typeof quotaLane>;
const quota = z.strictObject({ programId, cap: positiveAmount, lanes: z.array(quotaLane) });

export const allotQuota = transaction({
  name: 'Programs:AllotQuota',
  mode: 'submit',
  summary: 'Sets what lanes are granted. All grants together never exceed the cap.',
  roles: ['admin'],
  request: z.strictObject({
    programId,
    grants: z
      .array(z.strictObject({ lane, granted: amount }))
      .min(1)
      .max(LANES_MAX),
  }),
  reply: quota,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'NOT_ISSUER', 'LANE_UNKNOWN', 'QUOTA_BELOW_USED', 'CAP_EXCEEDED'],
});

export const getQuota = transaction({
  name: 'Programs:Quota',
  mode: 'evaluate',
  summary: 'A programme’s quota by lane.',
  roles: anyone,
  request: z.strictObject({ programId }),
  reply: quota,
  errors: [...ofReads, 'PROGRAM_UNKNOWN'],
});

/** Sums of what a programme's operations did; a reversal of a redemption makes `redeemed` smaller. */
export const supplyDelta = z.strictObject({
  issued: signedAmount,
  redeemed: signedAmount,
  expired: signedAmount,
  reversed: signedAmount,
  /** Points set aside, less those that were captured or went back; absent if there were none. */
  held: signedAmount.optional(),
  /** Interest of notes that was made of nothing, besides what was issued; absent if there was none. */
  interest: signedAmount.optional(),
  /** Quota that notes drew for interest that they did not come to; absent if there was none. */
  unused: signedAmount.optional(),
  /** Quota that reversals drew, because what they gave back had come back as quota before; absent if none did. */
  drawn: signedAmount.optional(),
});

export const getSupply = transaction({
  name: 'Programs:Supply',
  mode: 'evaluate',
  summary: 'issued + interest = outstanding + held + redeemed + expired + reversed.',
  roles: anyone,
  request: z.strictObject({ programId }),
  reply: z.strictObject({
    programId,
    cap: positiveAmount,
    capOn: z.enum(['issued', 'outstanding']),
    issued: amount,
    /** Made of nothing by notes, besides what was issued. */
    interest: amount,
    outstanding: amount,
    held: amount,
    redeemed: amount,
    expired: amount,
    reversed: amount,
  }),
  errors: [...ofReads, 'PROGRAM_UNKNOWN'],
});

export const foldSupply = transaction({
  name: 'Programs:FoldSupply',
  mode: 'submit',
  summary:
    'Folds up to 500 supply rows of one past day into the programme’s total. With a cap on what is outstanding, what they retired comes back as quota of lane 0.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ programId, period: day }),
  reply: z.strictObject({ programId, period: day, folded: z.int(), more: z.boolean(), total: supplyDelta }),
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'NOT_ISSUER', 'PERIOD_OPEN'],
});

const change = <T extends z.ZodType>(row: T) =>
  z.strictObject({ txId: z.string(), txTime: timestamp, deleted: z.boolean(), value: row.optional() });

export const programHistory = transaction({
  name: 'Programs:History',
  mode: 'evaluate',
  summary: 'Every version of a programme’s row, newest first, a page at a time.',
  roles: anyone,
  request: z.strictObject({ programId, ...page }),
  reply: z.strictObject({ changes: z.array(change(program)), bookmark }),
  errors: [...ofReads, 'PROGRAM_UNKNOWN'],
});
