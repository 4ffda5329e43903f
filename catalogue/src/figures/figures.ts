/**
 * A merchant's business figures by month. The values are in the merchant's own collection: its peer holds them, all
 * other peers hold salted hashes, and everybody can see which figures of which months exist.
 *
 * Transactions on figures write to that collection alone. Anything public would have to be endorsed by a second merchant,
 * whose peer would then be shown the private input.
 */
import { z } from 'zod';
import { monthAfter } from '../core/calendar.js';
import { anyone, ofMembers, ofPrivateInput, ofReads, privateTransaction, transaction } from '../core/transaction.js';
import { displayName, mspId, operationId, salt, sha256Hex } from '../core/values.js';

/** The most free lines beside the named figures of a month. */
export const FIGURE_LINES_MAX = 20;
/** The most months that one request may span. */
export const FIGURE_MONTHS_MAX = 24;
/** How many of the last requests a month remembers, to tell a repeat from a new one. */
export const FIGURE_REQUESTS_MAX = 50;

/** The figures that have a name of their own; each is an amount in the smallest currency unit. */
export const amountFigures = ['pointsCost', 'breakageEstimate', 'redemptionsValue', 'margin'] as const;

/** Free lines are numbered, so that anybody can ask for every key; what a line is called is private. */
export const lineFigures: readonly string[] = Array.from(
  { length: FIGURE_LINES_MAX },
  (_, index) => `line-${String(index + 1).padStart(2, '0')}`,
);

/** Every name that a figure of a month can have. */
export const figureNames: readonly string[] = [...amountFigures, ...lineFigures];

export const figureName = z
  .string()
  .refine((name) => figureNames.includes(name), `must be ${amountFigures.join(', ')}, or line-01 to line-20`);

/**
 * The calendar month (UTC) that figures are about; never a part of one, as cycles have them, so that whoever asks for the
 * months from one to another is told of all that there is.
 */
export const figurePeriod = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11');

/** Whole units of the smallest currency unit; a margin may be negative. */
export const figureAmount = z
  .string()
  .regex(/^(0|-?[1-9][0-9]{0,17})$/, 'must be a whole number of up to 18 digits, written as a decimal string');

/** What a free line says. */
export const figureText = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'must not contain control characters');

const content = { name: figureName, value: z.string().max(200), label: displayName.optional() };

/** Amounts are amounts, lines have a label and say something. */
function isWellFormed({ name, value, label }: { name: string; value: string; label?: string | undefined }): boolean {
  const isLine = lineFigures.includes(name);
  return isLine === (label !== undefined) && (isLine ? figureText : figureAmount).safeParse(value).success;
}
const wellFormed = 'an amount must be a whole number without label; a line must have a label';

/** A figure as people give it. */
export const figureContent = z.strictObject(content).refine(isWellFormed, wellFormed);
export type FigureContent = z.infer<typeof figureContent>;

/** The same with its salt. */
export const figureInput = z.strictObject({ ...content, salt }).refine(isWellFormed, wellFormed);
export type FigureInput = z.infer<typeof figureInput>;

/** A figure as its row holds it: what is hashed, and what is disclosed. */
export const figure = z
  .strictObject({ ...content, salt, owner: mspId, period: figurePeriod, revision: z.int().min(1) })
  .refine(isWellFormed, wellFormed);
export type Figure = z.infer<typeof figure>;

const distinct = (each: readonly { name: string }[]) => new Set(each.map(({ name }) => name)).size === each.length;
const notTwice = 'must not name a figure twice';

/** The figures of a request, as people give them. */
export const figureContents = z.array(figureContent).min(1).max(figureNames.length).refine(distinct, notTwice);

const figures = z.array(figureInput).min(1).max(figureNames.length).refine(distinct, notTwice);

/** What a month's figures are, without what they say. */
export const figuresOutline = z.strictObject({
  owner: mspId,
  period: figurePeriod,
  /** Counts what was recorded, amended or purged, from 1. */
  revision: z.int().min(1),
  /** The figures there are now. */
  names: z.array(figureName),
});
export type FiguresOutline = z.infer<typeof figuresOutline>;

/** What a month's figures are and say. */
export const figuresOfMonth = figuresOutline.extend({ figures: z.array(figure) });
export type FiguresOfMonth = z.infer<typeof figuresOfMonth>;

/** The parts of a figure's key in its owner's collection. */
export const figureKeyParts = (period: string, name: string) => ['figure', period, name] as const;
/** The parts of the key of a month's outline. It is written whenever anything of the month is. */
export const figuresKeyParts = (period: string) => ['figures', period] as const;

const writers = ['admin', 'operator'] as const;
const month = { owner: mspId, period: figurePeriod };
const ofOwner = [...ofMembers, 'PRIVATE_DATA_NOT_ALLOWED'] as const;

export const recordFigures = privateTransaction({
  name: 'Figures:Record',
  mode: 'submit',
  summary:
    'Records the caller’s own figures of a month; the figures are private input. The id makes a repeat the same.',
  roles: writers,
  request: z.strictObject({ id: operationId, ...month }),
  privateInput: z.strictObject({ figures }),
  endorsers: 'caller',
  reply: figuresOutline,
  errors: [...ofPrivateInput, ...ofOwner, 'ID_CONFLICT', 'FIGURES_EXIST'],
});

export const amendFigures = privateTransaction({
  name: 'Figures:Amend',
  mode: 'submit',
  summary:
    'Changes or adds some of the caller’s own figures of a month, if they still have the revision that it names.',
  roles: writers,
  request: z.strictObject({ id: operationId, ...month, revision: z.int().min(1) }),
  privateInput: z.strictObject({ figures }),
  endorsers: 'caller',
  reply: figuresOutline,
  errors: [...ofPrivateInput, ...ofOwner, 'ID_CONFLICT', 'FIGURES_UNKNOWN', 'REVISION_CONFLICT'],
});

export const purgeFigures = transaction({
  name: 'Figures:Purge',
  mode: 'submit',
  summary:
    'Removes the caller’s own figures of a month, or some of them, with all that they said before, from the caller’s peer; their hashes stay in the blocks.',
  roles: writers,
  request: z.strictObject({ id: operationId, ...month, names: z.array(figureName).min(1).optional() }),
  endorsers: 'caller',
  reply: figuresOutline,
  errors: [...ofOwner, 'ID_CONFLICT', 'FIGURES_UNKNOWN'],
});

export const getFigures = transaction({
  name: 'Figures:Get',
  mode: 'evaluate',
  summary: 'The caller’s own figures of a month, as its own peer holds them.',
  roles: writers,
  request: z.strictObject(month),
  endorsers: 'caller',
  reply: figuresOfMonth,
  errors: [...ofReads, 'PRIVATE_DATA_NOT_ALLOWED', 'FIGURES_UNKNOWN'],
});

const monthSpan = { owner: mspId, from: figurePeriod, to: figurePeriod };
const ordered = ({ from, to }: { from: string; to: string }) =>
  from <= to && monthsBetween(from, to).length <= FIGURE_MONTHS_MAX;
const orderedSentence = { path: ['to'], error: `must be from 0 to ${FIGURE_MONTHS_MAX - 1} months after from` };

export const listFigures = transaction({
  name: 'Figures:List',
  mode: 'evaluate',
  summary: 'The caller’s own figures of several months, as its own peer holds them.',
  roles: writers,
  request: z.strictObject(monthSpan).refine(ordered, orderedSentence),
  endorsers: 'caller',
  reply: z.strictObject({ months: z.array(figuresOfMonth) }),
  errors: [...ofReads, 'PRIVATE_DATA_NOT_ALLOWED'],
});

/** That a figure exists, and what its value hashes to. */
export const publishedFigure = z.strictObject({ period: figurePeriod, name: figureName, hash: sha256Hex });
export type PublishedFigure = z.infer<typeof publishedFigure>;

export const publishedFigures = transaction({
  name: 'Figures:Published',
  mode: 'evaluate',
  summary: 'What everybody may know of a merchant’s figures of several months: which exist, and their salted hashes.',
  roles: anyone,
  request: z.strictObject(monthSpan).refine(ordered, orderedSentence),
  reply: z.strictObject({ owner: mspId, figures: z.array(publishedFigure) }),
  errors: ofReads,
});

/** The months from the first to the last one, both included; none if they are in the wrong order. Ends one beyond the span allowed. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to && months.length <= FIGURE_MONTHS_MAX; month = monthAfter(month)) {
    months.push(month);
  }
  return months;
}
