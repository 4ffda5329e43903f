/** What requests and replies about bridges look like. */
import { bridge, bridgeUse } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, nextCursor, written } from '../views.js';

const caps = bridge.shape.in.meta({ id: 'BridgeCaps' });
const crossed = bridgeUse.shape.in.meta({ id: 'BridgeCrossed' });
const both = { in: caps, out: caps };

export const bridgeBody = bridge.omit({ programId: true, bridgeId: true }).extend(both);
export const bridgeView = z.strictObject({
  ...bridge.extend(both).shape,
  crossed: bridgeUse.extend({ in: crossed, out: crossed }).meta({ id: 'BridgeUse' }).optional(),
  asOfBlock,
});
export const bridgesView = z.strictObject({
  programId: bridge.shape.programId,
  bridges: z.array(bridge.extend(both).meta({ id: 'Bridge' })),
  nextCursor,
  asOfBlock,
});
export const bridgeWrittenView = z.strictObject({
  ...bridge.extend(both).omit({ status: true }).partial().shape,
  status: bridge.shape.status.optional(),
  ...written,
});
