/** Rows of programmes: the parts of their keys, behind the type, and what they hold. */
import { z } from 'zod';
import type { StateEvent } from '../core/state-event.js';
import { day, signedAmount, revisionOf } from '../core/values.js';
import { acceptance } from './acceptances.js';
import { program, quotaLane, supplyDelta } from './programs.js';

/** Of a quota that is drawn in lanes; the key says which lane. */
export const lane = quotaLane.omit({ lane: true });

export const programRows = {
  program: {
    key: ['programId'],
    holds: program,
    events: ['program.created', 'program.changed', 'program.suspended'],
    tells: (row: z.infer<typeof program>): StateEvent => ({
      type: revisionOf(row) === 1 ? 'program.created' : `program.${row.status === 'active' ? 'changed' : row.status}`,
      programId: row.programId,
      mspId: row.issuer,
    }),
  },
  acceptance: {
    key: ['programId', 'mspId'],
    holds: acceptance,
    events: ['program.accepted', 'program.acceptance-ended'],
    tells: (row: z.infer<typeof acceptance>): StateEvent => ({
      type: row.endedAt === undefined ? 'program.accepted' : 'program.acceptance-ended',
      programId: row.programId,
      mspId: row.mspId,
    }),
  },
  quota: { key: ['programId', 'lane'], holds: lane },
  supply: { key: ['programId', 'day', 'txId'], holds: supplyDelta },
  /** The sum of all supply rows that were folded. */
  'supply-total': {
    key: ['programId'],
    holds: supplyDelta.extend({
      /** The last day of which any row was folded. */
      foldedThrough: day.optional(),
      /** A day that is folded in part, and what its folded rows retired, or gave back of quota. */
      pending: z.strictObject({ period: day, retired: signedAmount }).optional(),
      /** What came back as quota so far: of points that left, only with a cap on what is outstanding. */
      returned: signedAmount.optional(),
    }),
  },
} as const;
