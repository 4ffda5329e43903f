/** Rows of bridges: the parts of their keys, behind the type, and what they hold. */
import { bridge, bridgeUse } from './bridges.js';

export const bridgeRows = {
  bridge: { key: ['programId', 'bridgeId'], holds: bridge },
  'bridge-use': { key: ['programId', 'bridgeId'], holds: bridgeUse },
} as const;
