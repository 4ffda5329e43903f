/** What replies about imports look like. */
import { amount, programId, timestamp } from '@commonpoint/catalogue';
import { z } from 'zod';
import { problemCode } from '../../http/problem-view.js';
import { importStates } from '../../imports/import-progress.js';
import { nextCursor } from '../views.js';

export const importView = z
  .strictObject({
    importId: z.string(),
    state: z.enum(importStates),
    programId,
    pointsPerUnit: z.string(),
    rounding: z.enum(['floor', 'half-up', 'ceiling']),
    campaign: z.string().optional(),
    sha256: z.string(),
    bytes: z.int().min(0),
    rowsTotal: z.int().min(0),
    rowsPosted: z.int().min(0),
    rowsRejected: z.int().min(0),
    rowsSkipped: z.int().min(0).meta({ description: 'Worth zero points.' }),
    rowsExisting: z.int().min(0).meta({ description: 'Posted already by an earlier run of the same file.' }),
    pointsIssued: amount,
    createdAt: timestamp,
    completedAt: timestamp.optional(),
    code: problemCode.optional(),
    detail: z.string().optional(),
  })
  .meta({ id: 'Import' });
export const importsView = z.strictObject({ imports: z.array(importView), nextCursor });
