/** What operations of several kinds have in common. */
import { z } from 'zod';
import { lane, LANES_MAX, lotId } from '../core/values.js';
import { authorization } from './authorization.js';
import { unimportedId } from './imported-rows.js';

export const base = {
  id: unimportedId,
  /** Joined with the next operation of the batch: a chain of linked operations is done wholly or not at all. */
  linked: z.boolean().optional(),
};

/** Lots to spend, strictly ascending by expiry, transaction and number; all of them are consumed, change comes back. */
export const inputs = z.array(lotId).min(1).max(500).optional();

/** Lanes of the acceptor's credit to draw from, in this order; lane 0 if absent. */
export const creditLanes = { creditLanes: z.array(lane).min(1).max(LANES_MAX).optional() };
/** The member's signature; needed where the account carries a public key. */
export const authorized = { authorization: authorization.optional() };
