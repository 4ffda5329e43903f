/**
 * The bytes that a member signs. Apps and the ledger make them with this same function.
 *
 * This file and `canonical-json.ts` are also built as modules for browsers (`member-keys/`), so they use nothing that only
 * Node has and import nothing from elsewhere.
 */
import { canonicalJson } from '../core/canonical-json.js';

/** The first line of what is signed. */
export const AUTHORIZATION_DOMAIN = 'commonpoint/authorization/v1';

/**
 * What a custodian fills in when it posts, and what changes nothing of what is done. Hints are no part of an operation's
 * identity: the same operation sent again with other inputs or lanes, or signed anew, is a replay, not a conflict.
 */
const hints: ReadonlySet<string> = new Set(['inputs', 'lanes', 'creditLanes', 'linked', 'authorization']);

/** What a member agrees to. */
export interface SignedContent {
  accountId: string;
  /** The MSP id of the account's custodian. */
  custodian: string;
  nonce: string;
  expiresAt: string;
  /** The operation as it is posted; hints and authorization are left out here. */
  operation: object;
}

/** What an operation is, apart from how it is posted. */
export function withoutHints(operation: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(operation).filter(([field]) => !hints.has(field)));
}

export function authorizationBytes({
  accountId,
  custodian,
  nonce,
  expiresAt,
  operation,
}: SignedContent): Uint8Array<ArrayBuffer> {
  const content = canonicalJson({ accountId, custodian, nonce, expiresAt, operation: withoutHints(operation) });
  return new TextEncoder().encode(`${AUTHORIZATION_DOMAIN}\n${content}`);
}
