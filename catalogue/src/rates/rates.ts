/**
 * Rates: what points of one programme buy of another one. One issuer proposes, the other accepts; a version never
 * changes but in its status.
 *
 * Exchanges issue points of the target programme, within a quota that its issuer grants. On acceptance the quota is
 * carved out of the programme's lanes (it counts as used there, so the cap holds with no further rule) and divided over
 * lanes of the rate's own. Those rows do not ask for the target issuer's endorsement: an exchange is endorsed as any
 * other operation, also while that issuer's peer is away, and the most that can be issued so is what the issuer granted.
 * Withdrawing a rate gives back what was not used. Accepting and withdrawing write the programme's lanes, so they need
 * the endorsement of the target's issuer and of another merchant.
 */
import { z } from 'zod';
import { quotaLane } from '../programs/programs.js';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import {
  amount,
  bookmark,
  lane,
  LANES_MAX,
  mspId,
  page,
  positiveAmount,
  programId,
  timestamp,
} from '../core/values.js';

/** The version of a rate between two programmes, chosen by whoever proposes it: the next free number. */
export const rateVersion = z.int().min(1).max(999_999);

/** A side of a ratio. */
const ratioPart = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/, 'must be a whole number from 1 to 999999999, as a decimal string');

/** What a rate is known by. */
const reference = { sourceProgramId: programId, targetProgramId: programId, version: rateVersion };

const terms = {
  ...reference,
  /** `denominator` points of the source buy `numerator` of the target; amounts are rounded down to whole points. */
  numerator: ratioPart,
  denominator: ratioPart,
  /** The rate holds from this moment on … */
  validFrom: timestamp,
  /** … and until just before this one. */
  validUntil: timestamp,
  /** The most points of the target that may be issued at this rate. */
  quota: positiveAmount,
  /** Over how many lanes the quota is divided. */
  lanes: z.int().min(1).max(LANES_MAX),
};

export const rate = z.strictObject({
  ...terms,
  sourceIssuer: mspId,
  targetIssuer: mspId,
  status: z.enum(['proposed', 'accepted', 'suspended', 'withdrawn']),
  proposedBy: mspId,
  proposedAt: timestamp,
  acceptedAt: timestamp.optional(),
  suspendedBy: mspId.optional(),
  /** The programme's lanes that the quota was carved out of. */
  carved: z.array(z.strictObject({ lane, amount: positiveAmount })).optional(),
});
export type Rate = z.infer<typeof rate>;
export type RateReference = Pick<Rate, 'sourceProgramId' | 'targetProgramId' | 'version'>;

export const proposeRate = transaction({
  name: 'Rates:Propose',
  mode: 'submit',
  summary:
    'Proposes a rate between two programmes, one of which the caller’s organisation issues. Repeating it changes nothing.',
  roles: ['admin'],
  request: z.strictObject(terms),
  reply: rate,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'NOT_ISSUER', 'PROGRAMS_EQUAL', 'RATE_EXISTS', 'RATE_PERIOD_INVALID'],
});

export const acceptRate = transaction({
  name: 'Rates:Accept',
  mode: 'submit',
  summary: 'Accepts a rate that the other issuer proposed; its quota is carved out of the target programme’s lanes.',
  roles: ['admin'],
  request: z.strictObject(reference),
  reply: rate,
  errors: [
    ...ofMembers,
    'PROGRAM_UNKNOWN',
    'RATE_UNKNOWN',
    'NOT_RATE_PARTY',
    'RATE_NOT_OPEN',
    'RATE_EXPIRED',
    'QUOTA_EXHAUSTED',
  ],
});

export const setRateStatus = transaction({
  name: 'Rates:SetStatus',
  mode: 'submit',
  summary:
    'Suspends an accepted rate, opens it again (whoever suspended it), or withdraws it for good; what is left of the quota goes back to the programme.',
  roles: ['admin'],
  request: z.strictObject({ ...reference, status: z.enum(['accepted', 'suspended', 'withdrawn']) }),
  reply: rate,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'RATE_UNKNOWN', 'NOT_RATE_PARTY', 'RATE_NOT_OPEN'],
});

export const getRate = transaction({
  name: 'Rates:Get',
  mode: 'evaluate',
  summary: 'One version of a rate, with its quota by lane.',
  roles: anyone,
  request: z.strictObject(reference),
  reply: z.strictObject({ rate, quota: z.array(quotaLane) }),
  errors: [...ofReads, 'RATE_UNKNOWN'],
});

export const listRates = transaction({
  name: 'Rates:List',
  mode: 'evaluate',
  summary: 'Rates by source, target and version, a page at a time.',
  roles: anyone,
  request: z
    .strictObject({
      sourceProgramId: programId.optional(),
      targetProgramId: programId.optional(),
      ...page,
    })
    .refine(({ sourceProgramId, targetProgramId }) => targetProgramId === undefined || sourceProgramId !== undefined, {
      path: ['sourceProgramId'],
      error: 'is needed to list the rates of a target',
    }),
  reply: z.strictObject({ rates: z.array(rate), bookmark }),
  errors: ofReads,
});

export const quoteRate = transaction({
  name: 'Rates:Quote',
  mode: 'evaluate',
  summary: 'What an amount would buy: at the version named, or at the newest one that is open now.',
  roles: anyone,
  request: z.strictObject({
    sourceProgramId: programId,
    targetProgramId: programId,
    version: rateVersion.optional(),
    amount: positiveAmount,
  }),
  reply: z.strictObject({
    ...reference,
    amount: positiveAmount,
    /** Points of the source that would be taken: no more than what is received costs. */
    taken: amount,
    received: z.string().regex(/^(0|[1-9][0-9]*)$/),
    /** What the member keeps of the amount, because it buys nothing. */
    remainder: amount,
    validUntil: timestamp,
  }),
  errors: [...ofReads, 'RATE_UNKNOWN', 'RATE_NOT_OPEN', 'RATE_EXPIRED'],
});
