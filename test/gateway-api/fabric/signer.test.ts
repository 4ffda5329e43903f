/** Signatures that Fabric accepts: DER, over SHA-256, with the lower s. */
import { generateKeyPairSync, verify } from 'node:crypto';
import { createSigner } from '../../../gateway-api/src/fabric/signer.js';

const halfOrder = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

function scalars(der: Uint8Array): bigint[] {
  const integers: bigint[] = [];
  for (let at = 2; at < der.length;) {
    const length = der[at + 1]!;
    integers.push(BigInt(`0x${Buffer.from(der.subarray(at + 2, at + 2 + length)).toString('hex')}`));
    at += 2 + length;
  }
  return integers;
}

test('every signature verifies, has the lower s and is minimal DER', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = createSigner(privateKey);
  for (let n = 0; n < 300; n++) {
    const message = Buffer.from(`message ${n}`);
    const der = await signer(message);
    expect(verify('sha256', message, publicKey, der)).toBe(true);
    const [r, s] = scalars(der);
    expect(s! <= halfOrder).toBe(true);
    expect(der.length).toBe(der[1]! + 2);
    const minimal = [r!, s!].map((value) => Math.ceil((value.toString(2).length + 1) / 8) + 2);
    expect(der[1]).toBe(minimal[0]! + minimal[1]!);
  }
});
