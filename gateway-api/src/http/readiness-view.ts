/** What `/readyz` answers. */
import { z } from 'zod';
import { readinessParts } from './readiness.js';

const blockNumber = z.int().min(0);

export const readinessView = z.strictObject({
  ready: z.boolean(),
  reasons: z.array(z.strictObject({ part: z.enum(readinessParts), detail: z.string() })).meta({
    description: 'What is missing, a sentence each; nothing while it is ready.',
  }),
  peerReachable: z.boolean(),
  orderingAvailable: z.boolean().meta({
    description: 'False while what was handed over does not come back in blocks: then writes are refused.',
  }),
  storageAvailable: z.boolean().meta({ description: 'False while the gateway’s disk is full, locked or failing.' }),
  projectionBlock: blockNumber,
  ledgerBlock: blockNumber,
  queueLength: z.int().min(0),
  queueLengthMax: z.int().min(0),
  recovering: z.boolean(),
  watch: z
    .strictObject({
      state: z.enum(['off', 'catching-up', 'watching', 'broken']),
      block: blockNumber.optional(),
      findings: z.int().min(0),
      last: z.strictObject({ block: blockNumber, about: z.string() }).optional(),
    })
    .meta({
      description:
        'The ledger recomputed from the blocks of the own peer: how far, and how often a block broke the rules. It does not make the gateway unready; what was found is in the log.',
    }),
});
