/**
 * Which 32 bytes are an Ed25519 key that nobody can sign for but its owner: the one encoding of a point on the curve that is not of
 * small order. For a point of small order everybody makes signatures without any secret.
 */
const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
/** Of the order 8; the other such point has P minus it. */
const Y_OF_8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
const SMALL: readonly bigint[] = [0n, 1n, P - 1n, Y_OF_8, P - Y_OF_8];

export function isSafePoint(bytes: Uint8Array): boolean {
  // The last bit is the sign of x.
  const y = BigInt.asUintN(255, BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`));
  if (y >= P || SMALL.includes(y)) return false;
  const square = (y * y) % P;
  // x² = (y² - 1) / (d y² + 1) has a root just where the product of the two has one.
  return power(((square - 1n) * (D * square + 1n)) % P, (P - 1n) / 2n) === 1n;
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, factor] = [1n, base];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * factor) % P;
    factor = (factor * factor) % P;
  }
  return result;
}
