/** Rows of rates: the parts of their keys, behind the type, and what they hold. */
import { z } from 'zod';
import type { StateEvent } from '../core/state-event.js';
import { rate } from './rates.js';
import { lane } from '../programs/rows.js';

export const rateRows = {
  rate: {
    key: ['sourceProgramId', 'targetProgramId', 'version'],
    holds: rate,
    events: ['rate.proposed', 'rate.accepted', 'rate.suspended', 'rate.withdrawn'],
    tells: (row: z.infer<typeof rate>): StateEvent => ({
      type: `rate.${row.status}`,
      programId: row.sourceProgramId,
      targetProgramId: row.targetProgramId,
      version: row.version,
    }),
  },
  'rate-quota': { key: ['sourceProgramId', 'targetProgramId', 'version', 'lane'], holds: lane },
} as const;
