/** The keys by which an organisation signs checkpoints of the log. They follow from a secret that the gateway has anyway. */
import { createPrivateKey, createPublicKey, hash, hkdfSync, sign, type KeyObject } from 'node:crypto';
import { cosignedText, keyIdInput, type TreeHead } from '@commonpoint/catalogue';

/** What an Ed25519 seed is wrapped in as PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;

export interface LogKey {
  /** The raw 32 bytes in base64. */
  readonly publicKey: string;
  /** 64 bytes in base64, over the checkpoint at a moment in seconds. */
  sign(head: TreeHead, time: number): string;
}

/** The organisation's `number`th key, counted from 0: as many were revoked before it. */
export function createLogKey(secret: Uint8Array, mspId: string, number: number): LogKey {
  const seed = hkdfSync('sha256', secret, mspId, `commonpoint/log-key/${number}`, SEED_BYTES);
  const der = Buffer.concat([PKCS8_PREFIX, Buffer.from(seed)]);
  const key: KeyObject = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    publicKey: Buffer.from(x, 'base64url').toString('base64'),
    sign: (head, time) => sign(null, Buffer.from(cosignedText(head, time)), key).toString('base64'),
  };
}

/** The first bytes of it say in a note which key signed. */
export function keyIdOf(name: string, publicKey: string): Buffer {
  return hash('sha256', keyIdInput(name, Buffer.from(publicKey, 'base64')), 'buffer').subarray(0, 4);
}

/** What stands in a note's signature line behind the name: the key's id, the time and the signature, in base64. */
export function cosignature(
  name: string,
  { publicKey, time, signature }: { readonly publicKey: string; readonly time: number; readonly signature: string },
): string {
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(time));
  return Buffer.concat([keyIdOf(name, publicKey), moment, Buffer.from(signature, 'base64')]).toString('base64');
}
