/**
 * Fabric accepts only one of the two equivalent forms of an ECDSA signature: the one whose S lies in the lower half of
 * the curve's order. OpenSSL makes the other one half of the time.
 *
 * Reference: hyperledger/fabric-lib-go bccsp/utils/ecdsa.go.
 */

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF_ORDER = ORDER / 2n;

/** The two numbers of a P-256 signature. */
export interface EcdsaSignature {
  readonly r: bigint;
  readonly s: bigint;
}

/** Reads the DER form SEQUENCE{INTEGER r, INTEGER s}. Throws on anything that is not exactly that. */
export function decodeSignature(der: Uint8Array): EcdsaSignature {
  if (der.length < 8 || der[0] !== 0x30 || der[1] !== der.length - 2) {
    throw new Error('An ECDSA signature is a DER sequence of two integers');
  }
  const first = decodeInteger(der, 2);
  const second = decodeInteger(der, first.end);
  if (second.end !== der.length) {
    throw new Error('An ECDSA signature ends after its second integer');
  }
  return { r: first.value, s: second.value };
}

/** True when Fabric would accept the signature's form. */
export function isLowS(der: Uint8Array): boolean {
  return decodeSignature(der).s <= HALF_ORDER;
}

/** The same signature with S in the lower half; the input itself when it already is. */
export function toLowS(der: Uint8Array): Uint8Array {
  const { r, s } = decodeSignature(der);
  if (s <= HALF_ORDER) {
    return der;
  }
  const body = Buffer.concat([encodeInteger(r), encodeInteger(ORDER - s)]);
  return Buffer.concat([Uint8Array.of(0x30, body.length), body]);
}

function decodeInteger(der: Uint8Array, offset: number): { value: bigint; end: number } {
  const length = der[offset + 1];
  const start = offset + 2;
  if (der[offset] !== 0x02 || length === undefined || length === 0 || start + length > der.length) {
    throw new Error('An ECDSA signature holds two DER integers');
  }
  const hex = Buffer.from(der.subarray(start, start + length)).toString('hex');
  return { value: BigInt(`0x${hex}`), end: start + length };
}

function encodeInteger(value: bigint): Uint8Array {
  const hex = value.toString(16);
  const magnitude = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  // A leading bit that is set would mean a negative number.
  const bytes = (magnitude[0] ?? 0) & 0x80 ? Buffer.concat([Uint8Array.of(0), magnitude]) : magnitude;
  return Buffer.concat([Uint8Array.of(0x02, bytes.length), bytes]);
}
