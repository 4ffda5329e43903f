/**
 * What organisations say of the log. The ledger cannot know the log's root, which every gateway and auditor computes of the
 * blocks; it sees to it that nobody takes back what it said: each checkpoint has to continue the one before.
 */
import {
  cosignedText,
  LOG_KEYS_MAX,
  type LogCheckpoint,
  type LogKeys,
  type postCheckpoint,
  type RequestOf,
} from '@commonpoint/catalogue';
import type { Saying } from '../core/saying.js';
import { refuse, Refusal } from '../core/refusal.js';
import { isUsableKey, verifySignature } from '../points/verify-signature.js';
import { isContinued } from './merkle.js';

const jwkOf = (publicKey: string) =>
  ({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'base64').toString('base64url') }) as const;

/** Errors: PUBLIC_KEY_INVALID, LOG_KEY_REVOKED, LOG_KEYS_EXCEEDED. */
export function decideSetLogKey(before: LogKeys | undefined, publicKey: string, { by, at }: Saying): LogKeys | Refusal {
  const keys = before?.keys ?? [];
  if (before !== undefined && keys.at(-1)?.publicKey === publicKey) return before;
  if (keys.some((key) => key.publicKey === publicKey)) return refuse('LOG_KEY_REVOKED', 'this key was revoked before');
  if (!isUsableKey(jwkOf(publicKey))) return refuse('PUBLIC_KEY_INVALID', 'no key of Ed25519');
  if (keys.length >= LOG_KEYS_MAX) return refuse('LOG_KEYS_EXCEEDED', `${by} had ${keys.length} keys`);
  const revoked = keys.map((key) => ({ ...key, revokedAt: key.revokedAt ?? at }));
  return { mspId: by, keys: [...revoked, { publicKey, since: at }] };
}

/**
 * Errors: LOG_KEY_UNKNOWN, LOG_KEY_REVOKED, LOG_SIGNATURE_INVALID, LOG_ORIGIN_OTHER, LOG_SHRINKS, LOG_FORKS.
 */
export function decideCheckpoint(
  before: LogCheckpoint | undefined,
  keys: LogKeys | undefined,
  { proof, ...said }: RequestOf<typeof postCheckpoint>,
  mspId: string,
): LogCheckpoint | Refusal {
  const key = keys?.keys.find(({ publicKey }) => publicKey === said.publicKey);
  if (key === undefined) return refuse('LOG_KEY_UNKNOWN', `${mspId} has registered no such key`);
  if (key.revokedAt !== undefined) return refuse('LOG_KEY_REVOKED', `this key was revoked at ${key.revokedAt}`);
  const signature = Buffer.from(said.signature, 'base64').toString('base64url');
  if (!verifySignature(jwkOf(said.publicKey), Buffer.from(cosignedText(said, said.time)), signature))
    return refuse('LOG_SIGNATURE_INVALID', 'the signature is not the key’s over this checkpoint');
  if (before === undefined) {
    return proof.length === 0
      ? { mspId, ...said }
      : refuse('LOG_FORKS', 'there is no checkpoint that it could continue');
  }
  if (before.origin !== said.origin) return refuse('LOG_ORIGIN_OTHER', `the log of this ledger is ${before.origin}`);
  if (said.size < before.size)
    return refuse('LOG_SHRINKS', `it had ${before.size} leaves, and would have ${said.size}`);
  if (!isContinued(before, said, proof))
    return refuse('LOG_FORKS', `${said.size} leaves are not shown to begin with the ${before.size} before`);
  return before.size === said.size ? before : { mspId, ...said };
}
