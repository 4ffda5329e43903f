/**
 * Signatures by node:crypto.
 *
 * The signer that comes with the Fabric client is written in JavaScript and takes 842 µs; OpenSSL takes 47 µs. Fabric
 * accepts only the lower of the two values of s that verify, and OpenSSL returns either, so s is normalised here.
 * With `hash.none` the client hands over the whole message, and hashing happens inside `sign`.
 */
import { sign, type KeyObject } from 'node:crypto';
import type { Signer } from '@hyperledger/fabric-gateway';

const SCALAR_BYTES = 32;
const groupOrder = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const halfOrder = scalarBytes(groupOrder >> 1n);

/** A signer of ECDSA P-256 over SHA-256, DER, low-S; to be used together with `hash.none`. */
export function createSigner(privateKey: KeyObject): Signer {
  return (message) => Promise.resolve(signLowS(privateKey, message));
}

/** The DER signature over the message's SHA-256, with the lower s. */
export function signLowS(privateKey: KeyObject, message: Uint8Array): Uint8Array {
  // DER from OpenSSL: as bare numbers it takes twice as long.
  const der = sign('sha256', message, privateKey);
  const r = integerAt(der, 2);
  const s = integerAt(der, 4 + r.length);
  // Of 33 bytes the first one is 0, so that the number is not a negative one.
  const isLow = s.length < SCALAR_BYTES || (s.length === SCALAR_BYTES && s.compare(halfOrder) <= 0);
  if (isLow) return der;
  const lower = scalarBytes(groupOrder - BigInt(`0x${s.toString('hex')}`));
  return derSequence(der.subarray(2, 4 + r.length), derInteger(lower));
}

/** The bytes of an INTEGER that begins there. */
function integerAt(der: Buffer, at: number): Buffer {
  return der.subarray(at + 2, at + 2 + der[at + 1]!);
}

function scalarBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(SCALAR_BYTES * 2, '0'), 'hex');
}

/** DER integers are minimal and signed: no needless leading zeros, one zero where the first bit would mean minus. */
function derInteger(scalar: Buffer): Buffer {
  const first = Math.max(
    0,
    scalar.findIndex((byte) => byte !== 0),
  );
  const magnitude = scalar.subarray(first);
  const padding = (magnitude[0] ?? 0) >= 0x80 ? [0] : [];
  return Buffer.concat([Buffer.from([0x02, magnitude.length + padding.length, ...padding]), magnitude]);
}

function derSequence(...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}
