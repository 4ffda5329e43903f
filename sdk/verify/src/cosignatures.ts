/** Which of the trusted organisations signed a checkpoint (C2SP tlog-cosignature, Ed25519). */
import { cosignedText, keyIdInput, type TreeHead } from '../../../catalogue/src/evidence/checkpoint-text.js';
import { areEqual, type Bytes, sha256, utf8, webCrypto } from './bytes.js';
import type { Policy, TrustedKey } from './policy.js';
import type { NoteSignature } from './proof-file.js';
import { Unverified } from './unverified.js';

const KEY_ID_BYTES = 4;
const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** The last moment that a date has: a time beyond it, which somebody may say, would be none. */
const LATEST_MS = 8.64e15;

export interface Signer {
  readonly name: string;
  /** When it signed, as it says. */
  readonly at: Date;
}

/**
 * The organisations that signed, each once, if they are as many as have to be.
 * @throws Unverified SIGNATURE_WRONG, KEY_REVOKED, SIGNATURES_TOO_FEW, WEBCRYPTO_MISSING
 */
export async function requireSigners(
  { keys, quorum }: Policy,
  head: TreeHead,
  signatures: readonly NoteSignature[],
): Promise<readonly Signer[]> {
  const signers = new Map<string, Signer>();
  const revoked: string[] = [];
  for (const { name, bytes } of signatures) {
    const key = await findKey(keys, name, bytes.slice(0, KEY_ID_BYTES));
    if (key === undefined) continue;
    const time = await timeOf(key, head, bytes);
    if (key.isRevoked) revoked.push(name);
    else signers.set(name, { name, at: new Date(Math.min(time * 1000, LATEST_MS)) });
  }
  if (signers.size >= quorum) return [...signers.values()];
  const those = signers.size === 0 ? 'none of those trusted' : [...signers.keys()].join(', ');
  const [code, why] =
    revoked.length > 0
      ? (['KEY_REVOKED', `, and with a revoked key: ${revoked.join(', ')}`] as const)
      : (['SIGNATURES_TOO_FEW', ''] as const);
  throw new Unverified(code, `${quorum} organisations have to have signed; signed have ${those}${why}.`);
}

/** The trusted key that a signature says to be of. Those of others say nothing. */
async function findKey(keys: readonly TrustedKey[], name: string, id: Bytes): Promise<TrustedKey | undefined> {
  for (const key of keys) {
    if (key.name !== name) continue;
    const hash = await sha256(keyIdInput(name, key.publicKey));
    if (areEqual(hash.slice(0, KEY_ID_BYTES), id)) return key;
  }
  return undefined;
}

/** When it was signed, in seconds. @throws Unverified SIGNATURE_WRONG, WEBCRYPTO_MISSING */
async function timeOf({ name, publicKey }: TrustedKey, head: TreeHead, bytes: Bytes): Promise<number> {
  const wrong = new Unverified('SIGNATURE_WRONG', `The signature of ${name} is not its own over this checkpoint.`);
  if (bytes.length !== KEY_ID_BYTES + TIME_BYTES + SIGNATURE_BYTES) throw wrong;
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(KEY_ID_BYTES));
  const signature = bytes.slice(KEY_ID_BYTES + TIME_BYTES);
  const subtle = webCrypto();
  const key = await subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']).catch(() => undefined);
  if (key === undefined) throw new Unverified('WEBCRYPTO_MISSING', 'Signatures of Ed25519 cannot be checked here.');
  if (!(await subtle.verify({ name: 'Ed25519' }, key, signature, utf8(cosignedText(head, time))))) throw wrong;
  return time;
}
