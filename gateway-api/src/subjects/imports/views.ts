/** What replies about imports look like. */
import { amount, programId, timestamp } from '@commonpoint/catalogue';
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

export const importView = z
  .strictObject({
    importId: z.string(),
    state: z.enum(importStates),
    programId,
    pointsPerUnit: z.string(),
    rounding: z.enum(['floor', 'half-up', 'ceiling']),
    campaign: z.string().optional(),
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
    createdAt: timestamp,
    completedAt: timestamp.optional(),
    code: problemCode.optional(),
    detail: z.string().optional(),
  })
  .meta({ id: 'Import' });
export const importsView = z.strictObject({ imports: z.array(importView), nextCursor });
