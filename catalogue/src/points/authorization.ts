/**
 * A member's own signature over a debit.
 *
 * An account that carries a public key is debited only with it: then its custodian alone cannot spend. What is signed
 * are the UTF-8 bytes of
 *
 *     commonpoint/authorization/v1 LF canonical-JSON
 *
 * where the JSON (keys sorted, no spaces) has the account, its custodian, the nonce, the end, and the whole operation
 * with its id and without its hints. The first line keeps the signature from meaning anything elsewhere. It can be used
 * once: the operation's id is part of it, and the ledger records each id with the nonce, and does it once.
 *
 * Signatures are the 64 bytes that WebCrypto makes: ECDSA P-256 over SHA-256 as r and s (ES256), or Ed25519.
 */
import { z } from 'zod';
import { timestamp } from '../core/values.js';

const base64url32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url');

/** A public key as a JSON Web Key, with the fields it needs and no others. */
export const publicKey = z.discriminatedUnion('kty', [
  z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: base64url32, y: base64url32 }),
  z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: base64url32 }),
]);
export type PublicKey = z.infer<typeof publicKey>;

export const authorization = z.strictObject({
  /** At least 96 random bits. */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, 'must be 16 to 64 characters of base64url'),
  /** The authorization is good until this moment. */
  expiresAt: timestamp,
  /** 64 bytes in base64url. */
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'must be 64 bytes in base64url'),
});
export type Authorization = z.infer<typeof authorization>;
