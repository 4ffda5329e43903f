/**
 * Anchors: what an organisation says of a log of its own, of details that stay with it. Each one has to continue the one
 * before, which the ledger verifies itself: so an organisation cannot rewrite its own past.
 */
import { z } from 'zod';
import { ofMembers, transaction } from '../core/transaction.js';
import { mspId, timestamp } from '../core/values.js';
import { merkleProof, treeHash, treeSize } from './receipt-log.js';

/** Which log of an organisation. */
export const anchoredLog = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits or dashes');

export const anchor = z.strictObject({
  mspId,
  log: anchoredLog,
  /** Counted from 1. */
  sequence: z.int().min(1),
  size: treeSize.min(1),
  root: treeHash,
  anchoredAt: timestamp,
});
export type Anchor = z.infer<typeof anchor>;

export const anchorLog = transaction({
  name: 'Evidence:Anchor',
  mode: 'submit',
  summary:
    'Records size and root of a log of the caller’s organisation, with a proof that it continues what was recorded of it before. Repeating it changes nothing.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ log: anchoredLog, size: treeSize.min(1), root: treeHash, proof: merkleProof }),
  reply: anchor,
  errors: [...ofMembers, 'LOG_SHRINKS', 'LOG_FORKS'],
});
