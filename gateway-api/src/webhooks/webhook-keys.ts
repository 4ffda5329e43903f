/**
 * What a webhook's requests are signed with, as Standard Webhooks 1.0.0 says: a secret that both sides know, and a key pair.
 * Both follow from a secret that the gateway has anyway, so neither is kept anywhere.
 */
import { createHmac, createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';

/** What an Ed25519 seed is wrapped in as PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SECRET_BYTES = 32;

export interface WebhookKey {
  /** `whsec_` and the secret in base64. */
  readonly secret: string;
  /** `whpk_` and the public key in base64. */
  readonly publicKey: string;
  /** A signature of each kind. */
  sign(content: string): string;
}

/** The webhook's key after it was rotated `generation` - 1 times. */
export function createWebhookKey(secret: Uint8Array, webhookId: string, generation: number): WebhookKey {
  const derived = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, webhookId, `commonpoint/webhook-${use}/${generation}`, SECRET_BYTES));
  const shared = derived('secret');
  const der = Buffer.concat([PKCS8_PREFIX, derived('key')]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    secret: `whsec_${shared.toString('base64')}`,
    publicKey: `whpk_${Buffer.from(x, 'base64url').toString('base64')}`,
    sign: (content) =>
      `v1,${createHmac('sha256', shared).update(content).digest('base64')} ` +
      `v1a,${sign(null, Buffer.from(content), key).toString('base64')}`,
  };
}

/** The headers of a message that is signed with all of these keys. */
export function signedHeaders(
  { id, timestamp, body }: { readonly id: string; readonly timestamp: number; readonly body: string },
  keys: readonly WebhookKey[],
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': keys.map((key) => key.sign(`${id}.${timestamp}.${body}`)).join(' '),
  };
}
