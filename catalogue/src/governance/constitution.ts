/** The constitution: by which rules members decide together. It is data, and changed by a decision of its own kind. */
import { z } from 'zod';
import { clearingOtherwise, clearingRules, earlierNetting } from '../clearing/clearing-rules.js';
import { memberKind } from '../organizations/organizations.js';
import { anyone, ofReads, transaction } from '../core/transaction.js';
import { orderEffects, orderScopes } from '../orders/orders.js';
import { displayName, mspId, positiveAmount, timestamp } from '../core/values.js';
import { agreement } from './agreement.js';

/** A part of a whole, such as `2/3`. */
export const fraction = z
  .string()
  .regex(/^(0|[1-9]\d?)\/[1-9]\d?$/, 'must be a fraction such as 2/3, of at most two digits each');

/** What is decided on by a rule of its own. */
export const matters = ['members', 'constitution', 'agreement', 'programs', 'orders', 'network'] as const;
export type Matter = (typeof matters)[number];

const YEAR_SECONDS = 31_536_000;
const seconds = z.int().min(0).max(YEAR_SECONDS);

export const decisionRule = z.strictObject({
  /** It passes with more than this part of the votes for or against it; exactly so much is not enough. */
  moreThan: fraction,
  /** And only if at least this part of the voters said something, if only that they abstain. */
  quorum: fraction,
  /** For how long votes are taken, if nothing is decided before. */
  votingSeconds: seconds.min(1),
  /** How long what passed waits, so that members can object. With 0 it may be executed at once. */
  timeLockSeconds: seconds,
  /** For how long it can be executed then. */
  executionSeconds: seconds.min(1),
  /** What passed is stopped if more than this part of the voters object before its time lock is over. */
  stoppedBy: fraction,
});
export type DecisionRule = z.infer<typeof decisionRule>;

/** What a regulator orders, ratifies and so answers for by itself: one effect, on what, and within which limits. */
export const regulatorPower = z.strictObject({
  effect: z.enum(orderEffects),
  scopes: z.array(z.enum(orderScopes)).min(1).max(3),
  /** It ends within so many days; without a limit it may have no end. */
  daysMax: z.int().min(1).max(3_660).optional(),
  /** So much is reserved or seized at the most. */
  amountMax: positiveAmount.optional(),
});
export type RegulatorPower = z.infer<typeof regulatorPower>;

/** By how much an issuer raises a cap by itself within so many days, of what it was when they began; more takes a vote. */
export const capRaise = z.strictObject({ percent: z.int().min(0).max(100_000), days: z.int().min(1).max(3_660) });
export type CapRaise = z.infer<typeof capRaise>;

/** What of a constitution members decide on; its version is counted by the ledger. */
export const charter = z.strictObject({
  /** Of members of these kinds each has one vote. */
  voters: z.array(memberKind).min(1).max(3),
  rules: z.strictObject({
    members: decisionRule,
    constitution: decisionRule,
    agreement: decisionRule,
    programs: decisionRule,
    orders: decisionRule,
    network: decisionRule,
  } satisfies Record<Matter, z.ZodType>),
  regulatorPowers: z.array(regulatorPower).max(12),
  capRaise,
  /** For so many days after a member said that it leaves, the points that it issued can be spent, at the least. */
  noticeDays: z.int().min(0).max(3_660),
  /** In what money is owed, and how it is netted. The currency stays. */
  clearing: clearingRules,
  /** Whether notes are sold. What was sold runs to its end all the same. */
  notes: z.boolean().optional(),
  /** Whether merchants may limit what they are owed. What was granted while they might stays. */
  credit: z.boolean().optional(),
  /** Whether merchants may grant credit lines in money for points that are pledged. What was granted runs to its end all the same. */
  collateral: z.boolean().optional(),
  /** Whether programmes may be of vouchers, tickets or stamps. Those that there are stay. */
  otherAssets: z.boolean().optional(),
});
export type Charter = z.infer<typeof charter>;

export const constitution = z.strictObject({
  version: z.int().min(1),
  ...charter.shape,
  /** Of one under which it was changed. */
  earlierNetting: earlierNetting.optional(),
  since: timestamp,
});
export type Constitution = z.infer<typeof constitution>;

/** It goes up with every change of members or of the constitution. */
export const epoch = z.strictObject({ number: z.int().min(1), since: timestamp });
export type Epoch = z.infer<typeof epoch>;

const DAY = 86_400;
const ordinary = {
  moreThan: '1/2',
  // A transaction's time is its client's: who says that voting is over decides nothing unless most have voted.
  quorum: '2/3',
  votingSeconds: 7 * DAY,
  timeLockSeconds: DAY,
  executionSeconds: 30 * DAY,
  stoppedBy: '1/2',
} as const;

/** The constitution that a consortium begins with unless its description has another one. */
export const charterOtherwise: Charter = {
  voters: ['merchant'],
  rules: {
    members: ordinary,
    constitution: { ...ordinary, moreThan: '2/3', votingSeconds: 14 * DAY, timeLockSeconds: 2 * DAY },
    // Whoever does not like it has the time until it must be accepted.
    agreement: { ...ordinary, timeLockSeconds: 0 },
    programs: ordinary,
    orders: { ...ordinary, votingSeconds: 3 * DAY, timeLockSeconds: 0 },
    network: ordinary,
  },
  regulatorPowers: orderEffects.map((effect) => ({
    effect,
    scopes: effect === 'reserve' || effect === 'seize' ? ['account'] : [...orderScopes],
  })),
  capRaise: { percent: 25, days: 365 },
  noticeDays: 90,
  clearing: clearingOtherwise,
};

/** What the definition of the chaincode has the hash of: who founds the consortium, and how it decides. */
export const founding = z.strictObject({
  members: z
    .array(z.strictObject({ mspId, name: displayName, kind: memberKind }))
    .min(1)
    .max(30),
  charter,
});
export type Founding = z.infer<typeof founding>;

export const foundConsortium = transaction({
  name: 'Governance:Found',
  mode: 'submit',
  summary:
    'Writes the founding members and the first constitution, which the chaincode’s definition names by their hash. Repeating it changes nothing.',
  roles: ['admin', 'delegate'],
  request: founding,
  reply: z.strictObject({ constitution, epoch }),
  errors: [...ofReads, 'FOUNDING_NOT_AGREED'],
});

export const getConstitution = transaction({
  name: 'Governance:Constitution',
  mode: 'evaluate',
  summary: 'The constitution in force, the epoch, and the agreement that members have to have accepted.',
  roles: anyone,
  request: z.strictObject({}),
  reply: z.strictObject({ constitution, epoch, agreement: agreement.optional() }),
  errors: [...ofReads, 'NOT_FOUNDED'],
});
