/**
 * Commercial terms between two merchants: what they pay each other for a cycle, instead of the public clearing values.
 *
 * One proposes, the other accepts the very same bytes; a version never changes but in its status. The terms themselves
 * are known to the two and to their peers. Everybody else sees that a version exists, how it stands, and its hash, which
 * tells nothing because 128 random bits go into it. From the first acceptance on the pair settles on money statements
 * (see `statements.ts`): since the months for which terms hold are private too, nobody else could tell when it does not.
 */
import { z } from 'zod';
import { anyone, ofMembers, ofPrivateInput, ofReads, privateTransaction, transaction } from '../core/transaction.js';
import { bookmark, cycle, mspId, page, positiveAmount, programId, salt, sha256Hex, timestamp } from '../core/values.js';

/** The most programmes that terms name a price for. */
export const TERMS_PRICES_MAX = 50;

/** The number of terms between two merchants: the first is 1, each further one the next. */
export const termsVersion = z.int().min(1).max(999_999);

/** Millionths of the smallest currency unit for a point; it may be nothing. */
const price = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,8})$/, 'must be a whole number from 0 to 999999999, written as a decimal string');

/** Millionths of the smallest currency unit. */
const sum = z.string().regex(/^(0|[1-9][0-9]{0,17})$/, 'must be a whole number, written as a decimal string');

/**
 * What is agreed. A programme's issuer owes whoever took its points, so the price of a programme is the price in one
 * direction: prices for programmes of both merchants are prices for both ways.
 */
export const commercialTerms = z
  .strictObject({
    /** The first cycle for which they hold … */
    validFrom: cycle,
    /** … and the last one, of a month with all its parts; without it, until a newer version holds. */
    validUntil: cycle.optional(),
    prices: z
      .array(
        z.strictObject({
          programId,
          price,
          /** The most points of a cycle that have this price; further ones have the public clearing value. */
          pointsMax: positiveAmount.optional(),
        }),
      )
      .max(TERMS_PRICES_MAX),
    /** What one pays the other for its service. */
    fees: z
      .array(
        z.strictObject({
          payer: mspId,
          /** Hundredths of a per cent of what the payer is owed for points; rounded towards zero. */
          basisPoints: z.int().min(0).max(10_000),
          /** For each cycle, whatever happened in it; in millionths of the smallest currency unit. */
          perCycle: sum,
        }),
      )
      .max(2),
  })
  .refine(({ validFrom, validUntil = validFrom }) => validUntil >= validFrom || validFrom.startsWith(validUntil), {
    path: ['validUntil'],
    error: 'must not be before validFrom',
  })
  .refine(({ prices }) => new Set(prices.map((each) => each.programId)).size === prices.length, {
    path: ['prices'],
    error: 'must not name a programme twice',
  })
  .refine(({ fees }) => new Set(fees.map(({ payer }) => payer)).size === fees.length, {
    path: ['fees'],
    error: 'must not name a payer twice',
  });
export type CommercialTerms = z.infer<typeof commercialTerms>;

/** What travels beside a proposal and its acceptance, never in an argument. */
const termsInput = z.strictObject({ terms: commercialTerms, salt });
export type TermsInput = z.infer<typeof termsInput>;

/** Two merchants, in the order of their MSP ids. */
export const parties = z.tuple([mspId, mspId]);
export type Parties = z.infer<typeof parties>;

/** What everybody sees of a version. */
export const termsRecord = z.strictObject({
  parties,
  version: termsVersion,
  /** `superseded` by a newer version; it goes on holding for the cycles that the newer one does not. */
  status: z.enum(['proposed', 'accepted', 'superseded', 'withdrawn']),
  /** SHA-256 of what the two hold. */
  hash: sha256Hex,
  proposedBy: mspId,
  proposedAt: timestamp,
  acceptedAt: timestamp.optional(),
  withdrawnBy: mspId.optional(),
  withdrawnAt: timestamp.optional(),
});
export type TermsRecord = z.infer<typeof termsRecord>;

/** What the two hold. */
export const privateTerms = z.strictObject({
  parties,
  version: termsVersion,
  ...commercialTerms.shape,
  salt,
});
export type PrivateTerms = z.infer<typeof privateTerms>;

/** The caller's organisation is the one, this is the other. */
const counterparty = mspId;
const reference = { counterparty, version: termsVersion };
const ofPair = [...ofMembers, 'COUNTERPARTY_UNKNOWN'] as const;
const withInput = [...ofPrivateInput, ...ofPair, 'TERMS_PARTY_UNKNOWN'] as const;

export const proposeTerms = privateTransaction({
  name: 'Terms:Propose',
  mode: 'submit',
  summary:
    'Proposes the next version of the terms between the caller’s organisation and another merchant; the terms are private input. Repeating it changes nothing.',
  roles: ['admin'],
  request: z.strictObject(reference),
  privateInput: termsInput,
  endorsers: 'pair',
  reply: termsRecord,
  errors: [...withInput, 'TERMS_EXISTS', 'TERMS_OPEN', 'TERMS_VERSION_WRONG'],
});

export const acceptTerms = privateTransaction({
  name: 'Terms:Accept',
  mode: 'submit',
  summary:
    'Accepts what the other merchant proposed; private input is what the caller believes it accepts, and it has to be the very same.',
  roles: ['admin'],
  request: z.strictObject(reference),
  privateInput: termsInput,
  endorsers: 'pair',
  reply: termsRecord,
  errors: [...withInput, 'TERMS_UNKNOWN', 'NOT_TERMS_PARTY', 'TERMS_NOT_OPEN', 'TERMS_DIFFER'],
});

export const withdrawTerms = transaction({
  name: 'Terms:Withdraw',
  mode: 'submit',
  summary: 'Withdraws a proposal, or rejects the other merchant’s; what was accepted stays.',
  roles: ['admin'],
  request: z.strictObject(reference),
  endorsers: 'pair',
  reply: termsRecord,
  errors: [...ofPair, 'TERMS_UNKNOWN', 'TERMS_NOT_OPEN'],
});

export const getTerms = transaction({
  name: 'Terms:Get',
  mode: 'evaluate',
  summary:
    'One version of the terms between the caller’s organisation and another merchant, as the caller’s own peer holds it.',
  roles: ['admin', 'operator'],
  request: z.strictObject(reference),
  endorsers: 'caller',
  reply: z.strictObject({ record: termsRecord, terms: privateTerms }),
  errors: [...ofPair, 'TERMS_UNKNOWN'],
});

export const listTerms = transaction({
  name: 'Terms:List',
  mode: 'evaluate',
  summary: 'Which terms exist between which merchants, how they stand, and their hashes; a page at a time.',
  roles: anyone,
  request: z.strictObject({
    /** Only those between the caller’s organisation and this one. */
    counterparty: mspId.optional(),
    ...page,
  }),
  reply: z.strictObject({ terms: z.array(termsRecord), bookmark }),
  errors: ofReads,
});
