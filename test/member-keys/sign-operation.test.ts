/** What apps sign is what the chaincode verifies; anything else is refused. */
import {
  authorization as authorizationSchema,
  catalogue,
  operation as operationSchema,
  type Operation,
} from '@commonpoint/catalogue';
import { hashLockOf } from '../../gateway-api/src/hash-lock.js';
import {
  authorize,
  createMemberKey,
  createSpendingCode,
  signRequest,
  type Agreement,
  type Authorization,
  type Debit,
  type MemberKey,
} from '../../member-keys/src/index.js';
import {
  agreeOnRate,
  alice,
  available,
  bob,
  capture,
  citypark,
  END,
  harbor,
  issue,
  post,
  postOne,
  startConsortium,
} from '../contract/consortium.js';
import type { LedgerStub } from '../support/ledger-stub.js';

const GOOD_UNTIL = new Date('2026-11-23T08:01:00.000Z');
const custodian = 'HarborMSP';
const ofHarbor = { programId: 'harbor', accountId: alice, amount: '6' } as const;
const debits: readonly Debit[] = [
  { kind: 'redeem', id: 'd-1', ...ofHarbor, acceptor: 'CityParkMSP' },
  { kind: 'transfer', id: 'd-1', programId: 'harbor', fromAccountId: alice, toAccountId: bob, amount: '6' },
  { kind: 'hold', id: 'd-1', ...ofHarbor, beneficiary: 'CityParkMSP', hashLock: 'a'.repeat(64), expiresAt: END },
  { kind: 'exchange', id: 'd-1', ...ofHarbor, targetProgramId: 'citypark', rateVersion: 1, minReceived: '4' },
];
const [redemption] = debits as readonly [Debit];
const withAuthorization = (operation: object, authorization: Authorization) =>
  ({ ...operation, authorization }) as Operation;

describe.each(['ES256', 'Ed25519'] as const)('signed with %s', (algorithm) => {
  let ledger: LedgerStub;
  let key: MemberKey;
  const sign = (operation: Debit, terms: Partial<Agreement> = {}) =>
    authorize(key, operation, { custodian, expiresAt: GOOD_UNTIL, ...terms });

  beforeEach(async () => {
    ledger = await startConsortium();
    await agreeOnRate(ledger);
    await post(ledger, harbor(), issue('i-1', alice, '60'));
    key = await createMemberKey({ algorithm });
    await ledger.submit(harbor(), catalogue.setPublicKey, { accountId: alice, publicKey: key.publicKey });
  });

  it.each(debits.map((debit) => [debit.kind, debit] as const))('a %s is done', async (_kind, debit) => {
    const signed = operationSchema.parse(withAuthorization(debit, await sign(debit)));
    expect(await postOne(ledger, harbor(), signed)).toMatchObject({ state: 'POSTED' });
    expect(await available(ledger, alice)).toBe('54');
  });

  it.each<[string, object]>([
    ['another amount', { amount: '60' }],
    ['another merchant', { acceptor: 'GreenMartMSP' }],
    ['another id', { id: 'd-2' }],
  ])('%s is refused', async (_name, change) => {
    const tampered = { ...withAuthorization(redemption, await sign(redemption)), ...change };
    expect((await postOne(ledger, harbor(), tampered)).code).toBe('SIGNATURE_INVALID');
    expect(await available(ledger, alice)).toBe('60');
  });

  it.each<[string, Partial<Authorization>, string]>([
    ['another nonce', { nonce: 'another-nonce-0000000000' }, 'SIGNATURE_INVALID'],
    ['a later end', { expiresAt: '2026-11-23T09:00:00.000Z' }, 'SIGNATURE_INVALID'],
    ['an end that has come', { expiresAt: '2026-11-23T08:00:00.000Z' }, 'AUTHORIZATION_EXPIRED'],
  ])('%s is refused', async (_name, change, code) => {
    const authorization = { ...(await sign(redemption)), ...change };
    expect((await postOne(ledger, harbor(), withAuthorization(redemption, authorization))).code).toBe(code);
  });

  it('an authorization that has ended is refused although its signature is right', async () => {
    const late = await sign(redemption, { expiresAt: new Date('2026-11-23T07:59:00.000Z') });
    expect((await postOne(ledger, harbor(), withAuthorization(redemption, late))).code).toBe('AUTHORIZATION_EXPIRED');
  });

  it('one for another custodian is refused', async () => {
    const elsewhere = await sign(redemption, { custodian: 'CityParkMSP' });
    expect((await postOne(ledger, harbor(), withAuthorization(redemption, elsewhere))).code).toBe('SIGNATURE_INVALID');
  });

  it('sent a second time it takes no effect, and under another id it is refused', async () => {
    const signed = withAuthorization(redemption, await sign(redemption));
    expect((await postOne(ledger, harbor(), signed)).state).toBe('POSTED');
    expect((await postOne(ledger, harbor(), signed)).state).toBe('EXISTS');
    expect((await postOne(ledger, harbor(), { ...signed, id: 'd-2' })).code).toBe('SIGNATURE_INVALID');
    expect(await available(ledger, alice)).toBe('54');
  });

  it('another member’s signature is refused', async () => {
    key = await createMemberKey({ algorithm });
    expect((await postOne(ledger, harbor(), withAuthorization(redemption, await sign(redemption)))).code).toBe(
      'SIGNATURE_INVALID',
    );
  });

  it('a hold that is locked with the app’s own code is opened by that code', async () => {
    const { code, hashLock } = await createSpendingCode(custodian);
    const locked = { ...debits[2]!, hashLock } as Debit;
    await postOne(ledger, harbor(), withAuthorization(locked, await sign(locked)));
    const by = (preimage: string) =>
      postOne(ledger, citypark(), capture(`c-${preimage}`, 'd-1', { holdMspId: custodian, preimage }));
    expect((await by(`x${code}`)).code).toBe('PREIMAGE_WRONG');
    expect((await by(code)).state).toBe('POSTED');
  });
});

it('an authorization is what the ledger takes, with a nonce of its own and good for five minutes', async () => {
  const key = await createMemberKey();
  const [first, second] = await Promise.all([
    authorize(key, redemption, { custodian }),
    authorize(key, redemption, { custodian }),
  ]);
  expect(authorizationSchema.parse(first)).toEqual(first);
  expect(first.nonce).not.toBe(second.nonce);
  const goodForMs = Date.parse(first.expiresAt) - Date.now();
  expect(goodForMs).toBeGreaterThan(4.5 * 60_000);
  expect(goodForMs).toBeLessThanOrEqual(5 * 60_000);
});

it('a request is what the gateway takes: the operation without its kind, the id under its name there', async () => {
  const key = await createMemberKey();
  const { kind, id, ...content } = redemption;
  const request = await signRequest(key, redemption, { custodian, expiresAt: GOOD_UNTIL });
  expect(request).toEqual({
    path: '/v1/redemptions',
    body: { ...content, operationId: id, authorization: expect.anything() },
  });
  const { body: first } = await signRequest(key, { kind, ...content } as Debit, { custodian });
  const { body: second } = await signRequest(key, { kind, ...content } as Debit, { custodian });
  expect(operationSchema.parse({ kind, id: first['operationId'], ...content })).toMatchObject({
    id: expect.stringMatching(/^m-/),
  });
  expect(first['operationId']).not.toBe(second['operationId']);
});

it.each<[string, object]>([
  ['a kind that takes nothing from an account', { kind: 'issue', id: 'i', ...ofHarbor }],
  ['a name that every object has', { kind: 'constructor', id: 'i', ...ofHarbor }],
  ['a field that is not posted', { ...redemption, memo: 'parking' }],
  ['a number for an amount', { ...redemption, amount: 6 }],
  ['a missing field', { ...redemption, amount: undefined }],
  ['a missing id', { ...redemption, id: undefined }],
  ['half a version', { ...debits[3]!, rateVersion: 1.5 }],
])('%s is not signed', async (_name, operation) => {
  const key = await createMemberKey();
  await expect(authorize(key, operation as Debit, { custodian })).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
});

it('a spending code is made as gateways make them, and its lock is what they look for', async () => {
  const { code, hashLock } = await createSpendingCode(custodian);
  expect(code).toMatch(/^\d{6}\.[A-Za-z0-9_-]{22}$/);
  expect(hashLock).toBe(hashLockOf(custodian, code));
  expect((await createSpendingCode(custodian)).code).not.toBe(code);
});
