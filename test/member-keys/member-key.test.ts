/** Keys that members' apps make: in the form that the ledger takes, and never half. */
import { publicKey as publicKeySchema } from '@commonpoint/catalogue';
import { isUsableKey } from '../../chaincode/src/domain/points/verify-signature.js';
import { createMemberKey, exportMemberKey, importMemberKey, MemberKeyError } from '../../member-keys/src/index.js';

const algorithms = ['ES256', 'Ed25519'] as const;

describe.each(algorithms)('a key for %s', (algorithm) => {
  it('has a public half that the ledger takes as it is', async () => {
    const { publicKey } = await createMemberKey({ algorithm });
    expect(publicKeySchema.parse(publicKey)).toEqual(publicKey);
    expect(isUsableKey(publicKey)).toBe(true);
  });

  it('is a new one each time', async () => {
    const keys = await Promise.all([createMemberKey({ algorithm }), createMemberKey({ algorithm })]);
    expect(keys[0].publicKey.x).not.toBe(keys[1].publicKey.x);
  });

  it('stays on the device unless asked otherwise', async () => {
    const key = await createMemberKey({ algorithm });
    expect(key.privateKey.extractable).toBe(false);
    await expect(exportMemberKey(key)).rejects.toMatchObject({ code: 'KEY_NOT_EXTRACTABLE' });
  });

  it('comes back from its export, and by default cannot be exported again', async () => {
    const jwk = await exportMemberKey(await createMemberKey({ algorithm, extractable: true }));
    expect(Object.keys(jwk).sort()).toEqual(
      algorithm === 'ES256' ? ['crv', 'd', 'kty', 'x', 'y'] : ['crv', 'd', 'kty', 'x'],
    );
    const key = await importMemberKey(JSON.parse(JSON.stringify(jwk)));
    expect(key).toMatchObject({ algorithm, publicKey: { x: jwk.x } });
    await expect(exportMemberKey(key)).rejects.toMatchObject({ code: 'KEY_NOT_EXTRACTABLE' });
    expect(await exportMemberKey(await importMemberKey(jwk, { extractable: true }))).toEqual(jwk);
  });

  it('is refused when its halves do not belong together', async () => {
    const made = () => createMemberKey({ algorithm, extractable: true });
    const [mine, other] = await Promise.all([made().then(exportMemberKey), made().then(exportMemberKey)]);
    await expect(importMemberKey({ ...mine, d: other.d })).rejects.toMatchObject({ code: 'KEY_INVALID' });
  });
});

it('is ES256 unless asked otherwise', async () => {
  expect((await createMemberKey()).algorithm).toBe('ES256');
});

it.each([
  ['nothing', undefined],
  ['a text', 'a key'],
  ['another curve', { kty: 'EC', crv: 'P-384', x: 'AA', y: 'AA', d: 'AA' }],
  ['an RSA key', { kty: 'RSA', n: 'AA', e: 'AQAB', d: 'AA' }],
  ['a public key', { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }],
  ['no point of the curve', { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43), d: 'A'.repeat(43) }],
])('%s is not taken for a key', async (_name, jwk) => {
  await expect(importMemberKey(jwk)).rejects.toMatchObject({ code: 'KEY_INVALID' });
});

it('a page without WebCrypto is told so', async () => {
  const subtle = jest.spyOn(globalThis.crypto, 'subtle', 'get').mockReturnValue(undefined as never);
  try {
    const refusal = await createMemberKey().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(MemberKeyError);
    expect(refusal).toMatchObject({ code: 'WEBCRYPTO_MISSING' });
  } finally {
    subtle.mockRestore();
  }
});

it('a browser that does not know the algorithm is told so', async () => {
  const unknown = Object.assign(new Error('unknown'), { name: 'NotSupportedError' });
  const generate = jest.spyOn(globalThis.crypto.subtle, 'generateKey').mockRejectedValue(unknown);
  try {
    await expect(createMemberKey({ algorithm: 'Ed25519' })).rejects.toMatchObject({ code: 'ALGORITHM_UNSUPPORTED' });
  } finally {
    generate.mockRestore();
  }
});
