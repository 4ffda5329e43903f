/**
 * A member's key: made on the member's device, its public half given to the ledger, its private half kept.
 *
 * A key that is not extractable cannot be read by anybody, this code included; browsers keep such keys in IndexedDB as
 * they are, because a `MemberKey` is a plain object that can be cloned. It is lost with the device. An extractable one
 * can be exported, for a copy elsewhere, and imported again.
 */
import { MemberKeyError } from './member-key-error.js';
import { webCrypto } from './web-crypto.js';

/** ECDSA on P-256 with SHA-256, which every browser has, or Ed25519, which those since 2025 have. */
export type KeyAlgorithm = 'ES256' | 'Ed25519';

/** A private key as WebCrypto holds it. */
export type PrivateKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A public key as the gateway's `POST /v1/accounts/{accountId}/public-key` takes it: a JSON Web Key, no field more. */
export type PublicKey =
  | { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };

/** The same with its private half. Whoever has it can spend the member's points. */
export type PrivateJwk = PublicKey & { readonly d: string };

export interface MemberKey {
  readonly algorithm: KeyAlgorithm;
  readonly publicKey: PublicKey;
  readonly privateKey: PrivateKey;
}

export interface CreateOptions {
  /** ES256 if absent. */
  readonly algorithm?: KeyAlgorithm;
  /** Whether the private half can be exported; it cannot if absent. */
  readonly extractable?: boolean;
}

const parameters = { ES256: { name: 'ECDSA', namedCurve: 'P-256' }, Ed25519: { name: 'Ed25519' } } as const;

/** How signatures are made with each kind of key. */
export const signing = { ES256: { name: 'ECDSA', hash: 'SHA-256' }, Ed25519: { name: 'Ed25519' } } as const;

/** @throws MemberKeyError WEBCRYPTO_MISSING, ALGORITHM_UNSUPPORTED */
export async function createMemberKey({
  algorithm = 'ES256',
  extractable = false,
}: CreateOptions = {}): Promise<MemberKey> {
  const subtle = webCrypto();
  try {
    const pair = await subtle.generateKey(parameters[algorithm], extractable, ['sign', 'verify']);
    if (!('privateKey' in pair)) throw new TypeError('no pair was made');
    const { privateKey } = pair;
    return { algorithm, publicKey: publicKeyOf(await subtle.exportKey('jwk', pair.publicKey)), privateKey };
  } catch (cause) {
    throw new MemberKeyError('ALGORITHM_UNSUPPORTED', `this device cannot make a key for ${algorithm}`, { cause });
  }
}

/** The private half, to be kept as a secret. @throws MemberKeyError KEY_NOT_EXTRACTABLE */
export async function exportMemberKey({ publicKey, privateKey }: MemberKey): Promise<PrivateJwk> {
  if (!privateKey.extractable) {
    throw new MemberKeyError('KEY_NOT_EXTRACTABLE', 'this key was made so that it never leaves the device');
  }
  const { d = '' } = await webCrypto().exportKey('jwk', privateKey);
  return { ...publicKey, d };
}

/**
 * A key that was exported before. Its halves are tried against each other: an account that was given a public key which
 * nobody can sign for would be lost.
 * @throws MemberKeyError KEY_INVALID, ALGORITHM_UNSUPPORTED
 */
export async function importMemberKey(
  jwk: unknown,
  { extractable = false }: Pick<CreateOptions, 'extractable'> = {},
): Promise<MemberKey> {
  const publicKey = publicKeyOf(jwk);
  const { d } = jwk as { d?: unknown };
  if (typeof d !== 'string') throw new MemberKeyError('KEY_INVALID', 'the key has no private half');
  const algorithm = publicKey.kty === 'EC' ? 'ES256' : 'Ed25519';
  const subtle = webCrypto();
  let isWhole = false;
  try {
    const privateKey = await subtle.importKey('jwk', { ...publicKey, d }, parameters[algorithm], extractable, ['sign']);
    const verifier = await subtle.importKey('jwk', publicKey, parameters[algorithm], false, ['verify']);
    const probe = new TextEncoder().encode('commonpoint/member-key/probe');
    const signature = await subtle.sign(signing[algorithm], privateKey, probe);
    isWhole = await subtle.verify(signing[algorithm], verifier, signature, probe);
    if (isWhole) return { algorithm, publicKey, privateKey };
  } catch (cause) {
    const isUnknown = (cause as { name?: unknown }).name === 'NotSupportedError';
    if (isUnknown)
      throw new MemberKeyError('ALGORITHM_UNSUPPORTED', `this device does not know ${algorithm}`, { cause });
    throw new MemberKeyError('KEY_INVALID', 'the key is none of its curve', { cause });
  }
  throw new MemberKeyError('KEY_INVALID', 'the halves of the key do not belong together');
}

/** @throws MemberKeyError KEY_INVALID */
function publicKeyOf(jwk: unknown): PublicKey {
  const { kty, crv, x, y } = (jwk ?? {}) as Readonly<Record<string, unknown>>;
  if (kty === 'EC' && crv === 'P-256' && typeof x === 'string' && typeof y === 'string') return { kty, crv, x, y };
  if (kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string') return { kty, crv, x };
  throw new MemberKeyError('KEY_INVALID', 'a JSON Web Key of P-256 or Ed25519 is needed');
}
