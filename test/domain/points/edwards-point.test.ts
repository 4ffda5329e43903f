/** Keys of Ed25519 that anybody could sign for are none. */
import { generateKeyPairSync } from 'node:crypto';
import { isUsableKey } from '../../../chaincode/src/domain/points/verify-signature.js';

const ofBytes = (hex: string) => ({
  kty: 'OKP' as const,
  crv: 'Ed25519' as const,
  x: Buffer.from(hex, 'hex').toString('base64url'),
});

it('every key that is made is taken', () => {
  for (let made = 0; made < 50; made++) {
    const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    expect(isUsableKey({ kty: 'OKP', crv: 'Ed25519', x: x! })).toBe(true);
  }
});

// As they are listed in every account of the curve, with each sign and each other encoding.
it.each([
  ['the order 4', '00'.repeat(32)],
  ['the order 4, the other sign', `${'00'.repeat(31)}80`],
  ['the order 1', `01${'00'.repeat(31)}`],
  ['the order 1, the other sign', `01${'00'.repeat(30)}80`],
  ['the order 2', `ec${'ff'.repeat(30)}7f`],
  ['the order 2, the other sign', `ec${'ff'.repeat(31)}`],
  ['the order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
  ['the order 8, the other sign', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
  ['the order 8, another one', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  ['the order 8, another one of the other sign', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
  ['the order 4, encoded as p', `ed${'ff'.repeat(30)}7f`],
  ['the order 1, encoded as p + 1', `ee${'ff'.repeat(30)}7f`],
  ['no point', `02${'00'.repeat(31)}`],
])('a key of %s is refused', (_what, hex) => {
  expect(isUsableKey(ofBytes(hex))).toBe(false);
});

it('a key of P-256 that is not on its curve is refused', () => {
  const { x } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  expect(isUsableKey({ kty: 'EC', crv: 'P-256', x: x!, y: Buffer.alloc(32).toString('base64url') })).toBe(false);
});
