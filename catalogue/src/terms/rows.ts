/** Rows of private terms; what they say is in the pair’s collection: the parts of their keys, behind the type, and what they hold. */
import { z } from 'zod';
import type { StateEvent } from '../core/state-event.js';
import { statementRecord } from './statements.js';
import { parties, termsRecord, termsVersion } from './terms.js';

export const termsRows = {
  'terms-pair': {
    key: ['first', 'second'],
    holds: z.strictObject({
      parties,
      /** The highest version. */
      newest: termsVersion,
      /** The version that was accepted last. */
      accepted: termsVersion.optional(),
    }),
  },
  terms: {
    key: ['first', 'second', 'version'],
    holds: termsRecord,
    events: ['terms.proposed', 'terms.accepted', 'terms.superseded', 'terms.withdrawn'],
    tells: (row: z.infer<typeof termsRecord>, [, first, second]: readonly string[]): StateEvent => ({
      type: `terms.${row.status}`,
      mspId: first!,
      counterparty: second,
      version: row.version,
    }),
  },
  statement: {
    key: ['cycle', 'first', 'second'],
    holds: statementRecord,
    events: ['statement.made'],
    tells: (_row: unknown, [, cycle, first, second]: readonly string[]): StateEvent => ({
      type: 'statement.made',
      cycle,
      mspId: first!,
      counterparty: second,
    }),
  },
} as const;
