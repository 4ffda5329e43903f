/** Rows of evidence: the parts of their keys, behind the type, and what they hold. */
import { anchor } from './anchors.js';
import { logCheckpoint, logKeys } from './receipt-log.js';

export const evidenceRows = {
  'log-key': { key: ['mspId'], holds: logKeys },
  /** The newest one of an organisation; the ones before are in the blocks. */
  checkpoint: { key: ['mspId'], holds: logCheckpoint },
  /** The newest one of an organisation's log. */
  anchor: { key: ['mspId', 'log'], holds: anchor },
} as const;
