/** What `/readyz` answers. */
import { z } from 'zod';

const blockNumber = z.int().min(0);

export const readinessView = z.strictObject({
  ready: z.boolean(),
  peerReachable: z.boolean(),
  orderingAvailable: z.boolean().meta({
    description: 'False while what was handed over does not come back in blocks: then writes are refused.',
  }),
  projectionBlock: blockNumber,
  ledgerBlock: blockNumber,
  queueLength: z.int().min(0),
  queueLengthMax: z.int().min(0),
  recovering: z.boolean(),
});
