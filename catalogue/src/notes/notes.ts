/**
 * Notes: a member gives points for a term, and has them back with interest.
 *
 * The points lie in the note's row, as held ones do in a hold's: with their own expiries, which are all after the term.
 * Interest is made of nothing, so it is issuance: what an offer may cost at the most is carved out of its programme's
 * quota when the offer is made, and each note draws the most that it can come to from it. What a note did not come to is
 * given back to the programme when its day is folded.
 *
 * A rate may change, for notes that were sold too: within the bounds of the offer, and announced as many days ahead as it says.
 */
import { z } from 'zod';
import { quotaLane } from '../programs/programs.js';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import {
  accountId,
  amount,
  bookmark,
  day,
  LANES_MAX,
  lane,
  lotId,
  mspId,
  operationId,
  page,
  positiveAmount,
  programId,
  timestamp,
} from '../core/values.js';

/** An offer's id, within its programme. */
export const noteOfferId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be 1 to 40 lower-case letters, digits or dashes');

/** Millionths a year; at most all of it. */
export const notePpm = z.int().min(0).max(1_000_000);

/** The longest term, and the longest announcement. */
export const NOTE_DAYS_MAX = 3_660;
/** The most steps that a rate has. */
export const RATE_STEPS_MAX = 100;

const reference = { programId, offerId: noteOfferId };

/** What a note is worth that is redeemed before its end. */
export const earlyRedemption = z.strictObject({
  /** Not before it has lasted so many days. */
  afterDays: z.int().min(0).max(NOTE_DAYS_MAX),
  /** So many millionths of what it has earned by then. */
  sharePpm: notePpm,
});

const conditions = {
  /** For how long points are given. */
  days: z.int().min(1).max(NOTE_DAYS_MAX),
  /** What points earn at first. */
  ppm: notePpm,
  /** Between these the rate stays, whatever is announced. */
  ppmMin: notePpm,
  ppmMax: notePpm.min(1),
  /** So many days before it holds another rate is announced, and one at the least. */
  noticeDays: z.int().min(1).max(366),
  /** The most interest that all its notes may come to. */
  ceiling: positiveAmount,
  /** Over how many lanes the ceiling is divided. */
  lanes: z.int().min(1).max(LANES_MAX),
  /** Absent where nobody has a note's points before its end. */
  early: earlyRedemption.optional(),
};

export const noteOffer = z.strictObject({
  ...reference,
  issuer: mspId,
  ...conditions,
  /** From which day on which rate holds; only ever added to. */
  rates: z
    .array(z.strictObject({ from: day, ppm: notePpm }))
    .min(1)
    .max(RATE_STEPS_MAX),
  status: z.enum(['open', 'closed']),
  offeredAt: timestamp,
  /** How long the programme's points live, as it was then: interest ends as these say. */
  expiryMonths: z.int().min(0),
  expiryRounding: z.string().optional(),
  /** The programme's lanes that the ceiling was carved out of. */
  carved: z.array(z.strictObject({ lane, amount: positiveAmount })),
});
export type NoteOffer = z.infer<typeof noteOffer>;
export type NoteOfferReference = Pick<NoteOffer, 'programId' | 'offerId'>;

/** The value of a `note` row. */
export const note = z.strictObject({
  /** Who sold it: the custodian of the account that it was first of. */
  mspId,
  /** The id of the operation that made it. */
  noteId: operationId,
  ...reference,
  /** Whose it is. */
  accountId,
  principal: positiveAmount,
  /** It earns from this day on, up to the other one. */
  from: day,
  until: day,
  /** What it drew of the offer's ceiling. */
  interestMax: amount,
  status: z.enum(['open', 'redeemed']),
  /** What was given, as long as it is. */
  lots: z.array(z.strictObject({ lotId, amount: positiveAmount })).optional(),
  /** While it is pledged: the hold that it is pledged by. */
  pledge: z.strictObject({ mspId, holdId: operationId }).optional(),
  /** What it came to. */
  interest: amount.optional(),
  /** The operation that ended it. */
  redeemedBy: z.strictObject({ mspId, operationId }).optional(),
});
export type Note = z.infer<typeof note>;

/** The note that an operation is about: of which organisation (the caller’s own if absent), and the id it was posted with. */
export const ofNote = { noteMspId: mspId.optional(), noteId: operationId };

export const offerNotes = transaction({
  name: 'Notes:Offer',
  mode: 'submit',
  summary:
    'Offers notes of a programme that the caller’s organisation issues; the ceiling of interest is carved out of its quota. Repeating it changes nothing.',
  roles: ['admin'],
  request: z
    .strictObject({ ...reference, ...conditions })
    .refine(({ ppm, ppmMin, ppmMax }) => ppmMin <= ppm && ppm <= ppmMax, {
      path: ['ppm'],
      error: 'must be from ppmMin to ppmMax',
    }),
  reply: noteOffer,
  errors: [
    ...ofMembers,
    'AGREEMENT_NOT_ACCEPTED',
    'NOTES_OFF',
    'PROGRAM_UNKNOWN',
    'NOT_ISSUER',
    'PROGRAM_SUSPENDED',
    'PROGRAM_ENDING',
    'NOTE_OFFER_EXISTS',
    'QUOTA_EXHAUSTED',
  ],
});

export const changeNoteRate = transaction({
  name: 'Notes:ChangeRate',
  mode: 'submit',
  summary: 'Announces what the notes of an offer earn from a day on. Repeating it changes nothing.',
  roles: ['admin'],
  request: z.strictObject({ ...reference, from: day, ppm: notePpm }),
  reply: noteOffer,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'NOTE_OFFER_UNKNOWN', 'NOT_ISSUER', 'NOTE_RATE_INVALID'],
});

export const closeNoteOffer = transaction({
  name: 'Notes:Close',
  mode: 'submit',
  summary:
    'Ends the sale of an offer’s notes; what is left of its ceiling goes back to the programme. Notes that were sold stay.',
  roles: ['admin'],
  request: z.strictObject(reference),
  reply: noteOffer,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'NOTE_OFFER_UNKNOWN', 'NOT_ISSUER'],
});

export const getNoteOffer = transaction({
  name: 'Notes:GetOffer',
  mode: 'evaluate',
  summary: 'One offer of notes, with its ceiling by lane.',
  roles: anyone,
  request: z.strictObject(reference),
  reply: z.strictObject({ offer: noteOffer, quota: z.array(quotaLane) }),
  errors: [...ofReads, 'NOTE_OFFER_UNKNOWN'],
});

export const listNoteOffers = transaction({
  name: 'Notes:Offers',
  mode: 'evaluate',
  summary: 'Offers of notes by programme and id, a page at a time.',
  roles: anyone,
  request: z.strictObject({ programId: programId.optional(), ...page }),
  reply: z.strictObject({ offers: z.array(noteOffer), bookmark }),
  errors: ofReads,
});

export const getNote = transaction({
  name: 'Notes:Get',
  mode: 'evaluate',
  summary: 'One note, by the organisation that sold it and the id of the operation.',
  roles: anyone,
  request: z.strictObject({ mspId, noteId: operationId }),
  reply: z.strictObject({
    ...note.shape,
    /** What it earns by its end, by the rates that are announced. */
    atEnd: amount,
  }),
  errors: [...ofReads, 'NOTE_UNKNOWN'],
});

export const listNotes = transaction({
  name: 'Notes:List',
  mode: 'evaluate',
  summary: 'An account’s notes that have not ended, a page at a time.',
  roles: anyone,
  request: z.strictObject({ accountId, ...page }),
  reply: z.strictObject({ notes: z.array(note), bookmark }),
  errors: [...ofReads, 'ACCOUNT_UNKNOWN'],
});
