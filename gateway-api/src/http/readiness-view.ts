/** What `/readyz` answers. */
import { mspId, rowRange } from '@commonpoint/catalogue';
import { z } from 'zod';
import { ordererStates } from '../channel/standing-orderers.js';
import { readinessParts } from './readiness.js';

const time = z.iso.datetime({ precision: 3 });
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
  passedOver: z.int().min(0).meta({
    description:
      'How many rows and transactions of valid blocks make no sense, so that no reply knows of them. It does not make the gateway unready; which they are is in the log.',
  }),
  rows: rowRange.meta({ description: 'Which versions of the ledger’s rows it reads, and those between.' }),
  writesWait: z.boolean().meta({
    description:
      'While orderers change, for seconds: what comes meanwhile is kept, and done then. It does not make the gateway unready.',
  }),
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
  orderers: z
    .array(
      z.strictObject({
        orderer: z.string().meta({ description: 'The orderer: its organisation, a colon, its number.' }),
        mspId,
        block: blockNumber.optional().meta({ description: 'The newest block that it has said it has.' }),
        state: z.enum(ordererStates).meta({
          description:
            '`stands-still` does not get blocks that two others have; `behind` comes closer, or has not been behind for long; `silent` gives no answer, and lacks nothing as far as is known.',
        }),
        since: time.optional().meta({ description: 'When it was first seen to stand.' }),
        restartDueAt: time.optional().meta({
          description: 'Its process is to be started again if it was started before this.',
        }),
      }),
    )
    .meta({ description: 'How far each orderer is. One that stands still does not make the gateway unready.' }),
});
