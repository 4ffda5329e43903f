/** What replies about imports look like. */
import { amount, programId, termsOfUseVersion, timestamp } from '@commonpoint/catalogue';
import { z } from 'zod';
import { problemCode } from '../../http/problem-view.js';
import {
  dayFormats,
  decimalMarks,
  DECIMALS_MAX,
  delimiters,
  encodings,
  groupMarks,
  type FileFormat,
} from '../../imports/file-format.js';
import { importStates } from '../../imports/import-progress.js';
import { oddityCodes } from '../../imports/warnings.js';
import { rowErrors } from '../../imports/purchase-rows.js';
import { nextCursor } from '../views.js';

const namesOf = <T extends object>(table: T) =>
  z.enum(Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]);

/** How a file is written. */
export const formatFields = {
  encoding: z.enum(encodings),
  delimiter: namesOf(delimiters).optional(),
  decimalMark: namesOf(decimalMarks),
  groupMark: namesOf(groupMarks),
  decimals: z.int().min(0).max(DECIMALS_MAX),
  dateFormat: z.enum(dayFormats),
} satisfies Record<keyof FileFormat, z.ZodType>;

const warningView = z
  .strictObject({
    code: namesOf(oddityCodes),
    detail: z.string(),
    line: z.int().optional(),
    rows: z.int().optional().meta({ description: 'How many rows, about.' }),
    importId: z.string().optional().meta({ description: 'The earlier import.' }),
  })
  .meta({ id: 'ImportWarning' });

export const importView = z
  .strictObject({
    importId: z.string(),
    state: z.enum(importStates),
    programId,
    pointsPerUnit: z.string(),
    rounding: z.enum(['floor', 'half-up', 'ceiling']),
    campaign: z.string().optional(),
    termsOfUse: termsOfUseVersion.optional(),
    earnedOn: z.enum(['import', 'purchase']),
    format: z.strictObject(formatFields),
    sha256: z.string(),
    bytes: z.int().min(0),
    rowsTotal: z
      .int()
      .min(0)
      .meta({ description: 'Once it is completed: posted, rejected, skipped and existing ones.' }),
    rowsPosted: z.int().min(0),
    rowsRejected: z.int().min(0),
    rowsSkipped: z.int().min(0).meta({ description: 'Worth zero points.' }),
    rowsExisting: z
      .int()
      .min(0)
      .meta({ description: 'Posted already by an earlier import: of the same file, or of the same purchase_id.' }),
    pointsIssued: amount.meta({ description: 'For the purchases that were posted.' }),
    pointsReturned: amount.meta({ description: 'What returns took off, as far as it was there.' }),
    warnings: z.array(warningView).meta({ description: 'Of the file as a whole; once it is completed.' }),
    createdAt: timestamp,
    completedAt: timestamp.optional(),
    reversal: z
      .strictObject({
        state: z.enum(['running', 'completed']),
        rowsReversed: z.int().min(0).meta({ description: 'Purchases of which nothing is left.' }),
        rowsRefused: z.int().min(0),
        pointsReversed: amount,
        shortfall: amount.meta({ description: 'Points that were not there any more.' }),
        refusals: z.record(z.string(), z.int()).meta({ description: 'How many rows were refused, by code.' }),
        createdAt: timestamp,
        completedAt: timestamp.optional(),
      })
      .optional(),
    code: problemCode.optional(),
    detail: z.string().optional(),
  })
  .meta({ id: 'Import' });
export const importsView = z.strictObject({ imports: z.array(importView), nextCursor });

const previewRow = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['purchase', 'return']),
    line: z.int(),
    customerId: z.string(),
    date: z.string(),
    amount: z.string().meta({ description: 'A plain decimal; of a return what was given back.' }),
    points: amount,
    purchaseId: z.string().optional(),
    returnOf: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('rejected'), line: z.int(), code: namesOf(rowErrors), fields: z.array(z.string()) }),
]);

export const importPreviewView = z
  .strictObject({
    format: z.strictObject({ ...formatFields, delimiter: namesOf(delimiters) }),
    query: z.string().meta({ description: 'The same as the query of an import.' }),
    questions: z
      .array(z.strictObject({ parameter: z.string(), values: z.array(z.string()), detail: z.string() }))
      .meta({ description: 'What the file leaves open; the first value is the one that is proposed.' }),
    columns: z.array(z.string()),
    rows: z.array(previewRow).meta({ description: 'The first ones, as they are understood.' }),
    rowsTotal: z.int().min(0),
    rowsPosting: z.int().min(0),
    rowsRejected: z.int().min(0),
    rowsSkipped: z.int().min(0),
    rowsExisting: z.int().min(0).meta({ description: 'Posted already, by their purchase_id.' }),
    pointsIssued: amount,
    rejections: z.array(
      z.strictObject({
        code: namesOf(rowErrors),
        reason: z.string(),
        rows: z.int(),
        line: z.int().meta({ description: 'The first one’s.' }),
      }),
    ),
    warnings: z.array(warningView),
  })
  .meta({ id: 'ImportPreview' });
