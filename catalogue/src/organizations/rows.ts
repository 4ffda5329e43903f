/** Rows of organizations: the parts of their keys, behind the type, and what they hold. */
import { z } from 'zod';
import type { StateEvent } from '../core/state-event.js';
import { organization } from './organizations.js';

export const organizationRows = {
  org: {
    key: ['mspId'],
    holds: organization,
    events: ['member.candidate', 'member.active', 'member.suspended', 'member.leaving', 'member.left'],
    tells: (row: z.infer<typeof organization>): StateEvent => ({ type: `member.${row.status}`, mspId: row.mspId }),
  },
} as const;
