/**
 * Bridges: points that cross between a merchant's legacy programme and its programme here, beside each other. What may cross in a day and in
 * all is on the ledger, so that neither a stolen key of the bridge nor another program in its place makes more cross.
 *
 * Inwards a point is issued that was debited in the legacy programme. Outwards points are held, and captured once the legacy
 * programme can take them: they retire at their issuer. Each is an operation that names its bridge, with an id that follows from the row of
 * the legacy database that asked for it; so each crosses once, for ever.
 */
import { z } from 'zod';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import { amount, bookmark, day, displayName, page, programId } from '../core/values.js';

/** What an issuer calls one of its bridges. */
export const bridgeId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,15}$/, 'must be 1 to 16 lower-case letters, digits or dashes');

export const bridgeDirections = ['in', 'out'] as const;
export type BridgeDirection = (typeof bridgeDirections)[number];

/** How much may cross in one direction, on a day (UTC) and since the bridge was set up. */
const caps = z.strictObject({ perDay: amount, inAll: amount });

export const bridge = z.strictObject({
  programId,
  bridgeId,
  /** What people call the programme on the other side. */
  legacyName: displayName,
  in: caps,
  out: caps,
  /** Of one that is closed nothing crosses; what is held already may still go out or back. */
  status: z.enum(['open', 'closed']),
});
export type Bridge = z.infer<typeof bridge>;

const crossed = z.strictObject({ today: amount, inAll: amount, count: z.int().min(0) });

/** What has crossed. A second row, so that setting caps and crossing do not stand in each other's way. */
export const bridgeUse = z.strictObject({
  /** The last day on which anything crossed: `today` is of it. */
  day,
  in: crossed,
  out: crossed,
});
export type BridgeUse = z.infer<typeof bridgeUse>;

/** The id of the operation by which a row of the legacy database crosses: the issuance, or the hold. */
export const crossingId = (ofBridge: string, direction: BridgeDirection, row: string): string =>
  `br-${ofBridge}-${direction}-${row}`;

const byName = z.strictObject({ programId, bridgeId });

export const setBridge = transaction({
  name: 'Bridges:Set',
  mode: 'submit',
  summary:
    'Says how much may cross between a programme and its legacy programme, in place of what was said before. For the issuer. Repeating it changes nothing.',
  roles: ['admin'],
  request: bridge,
  reply: bridge,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'NOT_ISSUER'],
});

const withUse = bridge.extend({ crossed: bridgeUse.optional() });

export const getBridge = transaction({
  name: 'Bridges:Get',
  mode: 'evaluate',
  summary: 'A bridge, and what has crossed it.',
  roles: anyone,
  request: byName,
  reply: withUse,
  errors: [...ofReads, 'BRIDGE_UNKNOWN'],
});

export const listBridges = transaction({
  name: 'Bridges:List',
  mode: 'evaluate',
  summary: 'A programme’s bridges, a page at a time.',
  roles: anyone,
  request: z.strictObject({ programId, ...page }),
  reply: z.strictObject({ bridges: z.array(bridge), bookmark }),
  errors: [...ofReads, 'PROGRAM_UNKNOWN'],
});
