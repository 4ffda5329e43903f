import { createPublicKey, generateKeyPairSync, sign as signBytes, verify } from 'node:crypto';
import { sign } from '../../../network/identities/load-identity.js';
import { decodeSignature, isLowS, toLowS } from '../../../network/identities/low-s.js';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKey = createPublicKey(privateKey);
const message = Buffer.from('a proposal');

/** Some signature of the wanted form, as OpenSSL happens to make it. */
function opensslSignature(low: boolean): Buffer {
  for (;;) {
    const signature = signBytes('sha256', message, privateKey);
    if (isLowS(signature) === low) return signature;
  }
}

test('a low signature is left as it is', () => {
  const signature = opensslSignature(true);
  expect(toLowS(signature)).toBe(signature);
});

test('a high signature becomes low, keeps r and still verifies', () => {
  const signature = opensslSignature(false);
  const normalised = toLowS(signature);
  expect(isLowS(normalised)).toBe(true);
  expect(decodeSignature(normalised).r).toBe(decodeSignature(signature).r);
  expect(verify('sha256', message, publicKey, normalised)).toBe(true);
});

test('everything that is signed is low', () => {
  for (let count = 0; count < 40; count += 1) {
    const signature = sign(privateKey, message);
    expect(isLowS(signature)).toBe(true);
    expect(verify('sha256', message, publicKey, signature)).toBe(true);
  }
});

test.each([
  ['empty', ''],
  ['not a sequence', '0206020101020101'],
  ['wrong length', '3007020101020101'],
  ['one integer', '3006020401010101'],
  ['bytes after the second integer', '300702010102010100'],
  ['integer longer than the sequence', '3006020101020901'],
])('refuses what is not a signature: %s', (_, hex) => {
  expect(() => decodeSignature(Buffer.from(hex, 'hex'))).toThrow('ECDSA');
});
