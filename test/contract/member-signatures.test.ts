/** An account with its member's key: the custodian alone cannot spend. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  authorizationBytes,
  catalogue,
  publicKey as publicKeySchema,
  type Operation,
  type PublicKey,
} from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  alice,
  auditor,
  available,
  bob,
  citypark,
  harbor,
  hold,
  issue,
  post,
  postOne,
  redeem,
  reverse,
  startConsortium,
  transfer,
} from './consortium.js';

interface Member {
  readonly publicKey: PublicKey;
  readonly privateKey: KeyObject;
}

function member(type: 'ES256' | 'Ed25519'): Member {
  const { publicKey, privateKey } =
    type === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  return { publicKey: publicKeySchema.parse(publicKey.export({ format: 'jwk' })), privateKey };
}

const accountOf = (operation: Operation) =>
  operation.kind === 'transfer' ? operation.fromAccountId : 'accountId' in operation ? operation.accountId : '';

function signed(by: Member, operation: Operation, change: { expiresAt?: string; custodian?: string } = {}): Operation {
  const { expiresAt = '2026-11-23T08:01:00.000Z', custodian = 'HarborMSP' } = change;
  const nonce = 'bm9uY2Utbm9uY2Utbm9u';
  const bytes = authorizationBytes({ accountId: accountOf(operation), custodian, nonce, expiresAt, operation });
  const key = { key: by.privateKey, dsaEncoding: 'ieee-p1363' as const };
  const signature = sign(by.publicKey.kty === 'EC' ? 'sha256' : null, bytes, key).toString('base64url');
  return { ...operation, authorization: { nonce, expiresAt, signature } } as Operation;
}

let ledger: LedgerStub;
const setKey = (accountId: string, { publicKey }: Member) =>
  ledger.submit(harbor('cashier'), catalogue.setPublicKey, { accountId, publicKey });

beforeEach(async () => {
  ledger = await startConsortium();
  await post(ledger, harbor(), issue('i-1', alice, '60'));
});

describe.each(['ES256', 'Ed25519'] as const)('with %s', (type) => {
  const owner = member(type);

  test.each([
    ['redemption', redeem('x-1', alice, '5', { acceptor: 'CityParkMSP' })],
    ['transfer', transfer('x-1', alice, bob, '5')],
    ['hold', hold('x-1', alice, '5')],
  ])('a %s needs the member’s signature', async (_name, operation) => {
    await setKey(alice, owner);
    expect((await postOne(ledger, harbor(), operation)).code).toBe('SIGNATURE_REQUIRED');
    expect((await postOne(ledger, harbor(), signed(member(type), operation))).code).toBe('SIGNATURE_INVALID');
    const late = signed(owner, operation, { expiresAt: '2026-11-23T08:00:00.000Z' });
    expect((await postOne(ledger, harbor(), late)).code).toBe('AUTHORIZATION_EXPIRED');
    const outcome = await postOne(ledger, harbor(), signed(owner, operation));
    expect(outcome).toMatchObject({ state: 'POSTED', receipt: { nonce: 'bm9uY2Utbm9uY2Utbm9u' } });
    expect(await available(ledger, alice)).toBe('55');
  });

  test.each([
    ['amount', { amount: '6' }],
    ['id', { id: 'x-2' }],
    ['acceptor', { acceptor: 'GreenMartMSP' }],
    ['nonce', { authorization: { nonce: 'another-nonce-00000' } }],
    ['end', { authorization: { expiresAt: '2026-11-23T09:00:00.000Z' } }],
  ])('a signature is good for one %s only', async (_name, change: Record<string, unknown>) => {
    await setKey(alice, owner);
    const agreed = signed(owner, redeem('x-1', alice, '5', { acceptor: 'CityParkMSP' }));
    const authorization = {
      ...('authorization' in agreed ? agreed.authorization : {}),
      ...(change['authorization'] ?? {}),
    };
    const forged = { ...agreed, ...change, authorization } as Operation;
    expect((await postOne(ledger, harbor(), forged)).code).toBe('SIGNATURE_INVALID');
  });

  test('a signature is good for one custodian only', async () => {
    await setKey(alice, owner);
    const elsewhere = signed(owner, redeem('x-1', alice, '5'), { custodian: 'CityParkMSP' });
    expect((await postOne(ledger, harbor(), elsewhere)).code).toBe('SIGNATURE_INVALID');
  });

  test('an authorization takes effect once, and the lots are the custodian’s to name', async () => {
    await setKey(alice, owner);
    const agreed = signed(owner, redeem('x-1', alice, '5'));
    const { lots } = await ledger.submit(auditor, catalogue.listLots, { accountId: alice });
    const named = { ...agreed, inputs: lots.map(({ lotId }) => lotId) } as Operation;
    expect((await postOne(ledger, harbor(), named)).state).toBe('POSTED');
    expect((await postOne(ledger, harbor(), agreed)).state).toBe('EXISTS');
    expect((await postOne(ledger, harbor(), signed(owner, redeem('x-1', alice, '5')))).state).toBe('EXISTS');
    expect(await available(ledger, alice)).toBe('55');
  });

  test('an account may carry a key from its opening on', async () => {
    const accounts = [{ accountId: 'HarborMSP:new-00001', publicKey: owner.publicKey }];
    await ledger.submit(harbor('cashier'), catalogue.openAccounts, { accounts });
    const account = await ledger.submit(auditor, catalogue.getAccount, { accountId: 'HarborMSP:new-00001' });
    expect(account.publicKey).toEqual(owner.publicKey);
    const again = await ledger.submit(harbor('cashier'), catalogue.openAccounts, { accounts });
    expect(again.accounts[0]?.state).toBe('EXISTS');
  });
});

test('credits need no signature', async () => {
  await setKey(alice, member('ES256'));
  expect((await postOne(ledger, harbor(), issue('i-2', alice, '5'))).state).toBe('POSTED');
});

test('a key is set once', async () => {
  const owner = member('ES256');
  await setKey(alice, owner);
  await setKey(alice, owner);
  await expect(setKey(alice, member('ES256'))).rejects.toMatchObject({ body: { code: 'PUBLIC_KEY_EXISTS' } });
  const accounts = [{ accountId: alice, publicKey: member('Ed25519').publicKey }];
  await expect(ledger.submit(harbor(), catalogue.openAccounts, { accounts })).rejects.toMatchObject({
    body: { code: 'ACCOUNT_EXISTS' },
  });
});

test('a key that is no point of its curve is refused', async () => {
  const publicKey = { kty: 'EC' as const, crv: 'P-256' as const, x: 'A'.repeat(43), y: 'A'.repeat(43) };
  await expect(
    ledger.submit(harbor(), catalogue.openAccounts, { accounts: [{ accountId: 'HarborMSP:new-00001', publicKey }] }),
  ).rejects.toMatchObject({ body: { code: 'PUBLIC_KEY_INVALID', errors: [{ pointer: '/accounts/0/publicKey' }] } });
});

test('a key that anybody can sign for is refused', async () => {
  const publicKey = { kty: 'OKP' as const, crv: 'Ed25519' as const, x: 'A'.repeat(43) };
  await expect(ledger.submit(harbor(), catalogue.setPublicKey, { accountId: alice, publicKey })).rejects.toMatchObject({
    body: { code: 'PUBLIC_KEY_INVALID', errors: [{ pointer: '/publicKey' }] },
  });
});

test('only the custodian gives an account its key', async () => {
  const { publicKey } = member('ES256');
  await expect(
    ledger.submit(citypark(), catalogue.setPublicKey, { accountId: alice, publicKey }),
  ).rejects.toMatchObject({ body: { code: 'NOT_CUSTODIAN' } });
});

test('a transfer to a signed account cannot be taken back by the custodian', async () => {
  await setKey(bob, member('ES256'));
  await post(ledger, harbor(), transfer('t-1', alice, bob, '5'));
  expect((await postOne(ledger, harbor(), reverse('v-1', 't-1'))).code).toBe('NOT_REVERSIBLE');
});

test('what is signed is spelled once and for all', () => {
  const operation = { ...redeem('x-1', alice, '5'), inputs: ['a lot'], linked: true };
  const bytes = authorizationBytes({
    operation,
    nonce: 'n',
    expiresAt: '2026-11-23T08:01:00.000Z',
    custodian: 'HarborMSP',
    accountId: alice,
  });
  expect(Buffer.from(bytes).toString()).toBe(
    'commonpoint/authorization/v1\n{"accountId":"HarborMSP:alice-0001","custodian":"HarborMSP",' +
      '"expiresAt":"2026-11-23T08:01:00.000Z","nonce":"n","operation":{"accountId":"HarborMSP:alice-0001","amount":"5",' +
      '"id":"x-1","kind":"redeem","programId":"harbor"}}',
  );
});
