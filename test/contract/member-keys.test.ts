/** Locks and keys of members: each is the member's or the custodian's alone, and time has to pass before anything is undone. */
import { catalogue, type RequestOf } from '@commonpoint/catalogue';
import { createMemberKey, signAccountChange, signRequest, type MemberKey } from '../../member-keys/src/index.js';
import type { LedgerStub, Refused } from '../support/ledger-stub.js';
import {
  alice,
  available,
  bob,
  capture,
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

type Change = Parameters<typeof signAccountChange>[2];

let ledger: LedgerStub;
let key: MemberKey;
beforeAll(async () => {
  key = await createMemberKey();
});
beforeEach(async () => {
  ledger = await startConsortium();
  await post(ledger, harbor(), issue('i-1', alice, '60'), issue('i-2', bob, '9'));
});

const later = (hours: number) => {
  ledger.now = new Date(Date.parse(ledger.now) + hours * 3_600_000).toISOString();
};
const until = () => new Date(Date.parse(ledger.now) + 60_000);
const account = () => ledger.submit(harbor(), catalogue.getAccount, { accountId: alice });
const setKey = (recoveryHours?: number) =>
  ledger.submit(harbor(), catalogue.setPublicKey, {
    accountId: alice,
    publicKey: key.publicKey,
    ...(recoveryHours !== undefined && { recoveryHours }),
  });

/** What the app signed, as the gateway hands it on. */
async function signed<Request>(by: MemberKey, change: Change, of: { signedChanges?: number } = {}): Promise<Request> {
  const before = { ...(await account()), ...of };
  const { body } = await signAccountChange(by, before, change, { custodian: 'HarborMSP', expiresAt: until() });
  return { accountId: alice, ...body } as Request;
}
const lock = (request: Partial<RequestOf<typeof catalogue.lockAccount>> = {}, caller = harbor('cashier')) =>
  ledger.submit(caller, catalogue.lockAccount, { accountId: alice, ...request });
const unlock = (request: Partial<RequestOf<typeof catalogue.unlockAccount>> = {}, caller = harbor('cashier')) =>
  ledger.submit(caller, catalogue.unlockAccount, { accountId: alice, ...request });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'DONE',
    (error: unknown) => (error as Refused).body.code,
  );
const spend = async (id: string) => (await postOne(ledger, harbor(), redeem(id, alice, '1'))).code ?? 'DONE';

describe('a locked account', () => {
  test('earns, and nothing leaves', async () => {
    await post(ledger, harbor(), hold('h-1', alice, '5'), transfer('t-0', bob, alice, '2'));
    await post(ledger, harbor(), hold('h-2', alice, '3', { beneficiary: 'CityParkMSP' }));
    expect(await lock()).toMatchObject({ locks: { custodian: { since: ledger.now, delayHours: 24 } } });
    for (const operation of [redeem('x-1', alice, '1'), transfer('x-1', alice, bob, '1'), hold('x-1', alice, '1')])
      expect((await postOne(ledger, harbor(), operation)).code).toBe('ACCOUNT_LOCKED');
    expect((await postOne(ledger, harbor(), capture('c-1', 'h-1'))).code).toBe('ACCOUNT_LOCKED');
    expect((await postOne(ledger, harbor(), reverse('v-1', 't-0'))).code).toBe('ACCOUNT_LOCKED');
    const earned = [
      issue('i-3', alice, '4'),
      transfer('t-1', bob, alice, '2'),
      reverse('v-2', 'i-1', { amount: '10' }),
    ];
    for (const operation of earned) expect((await postOne(ledger, harbor(), operation)).state).toBe('POSTED');
    // What another merchant was promised before is no longer the member's.
    const promised = capture('c-2', 'h-2', { holdMspId: 'HarborMSP' });
    expect((await postOne(ledger, citypark(), promised)).state).toBe('POSTED');
    expect(await available(ledger, alice)).toBe('50');
  });

  test('is locked until the delay chosen with the lock is over, from the first time that was asked for', async () => {
    await lock({ delayHours: 48 });
    const { locks } = await unlock();
    expect(locks?.custodian?.unlocksAt).toBe(new Date(Date.parse(ledger.now) + 48 * 3_600_000).toISOString());
    later(40);
    await unlock();
    expect(await spend('r-1')).toBe('ACCOUNT_LOCKED');
    later(8.1);
    expect(await spend('r-1')).toBe('DONE');
    expect(await codeOf(unlock())).toBe('ACCOUNT_NOT_LOCKED');
  });

  test('is locked for longer by a second lock, never for shorter, and an unlocking under way ends with it', async () => {
    await lock({ delayHours: 48 });
    await unlock();
    expect((await lock({ delayHours: 1 })).locks).toEqual({ custodian: { since: expect.any(String), delayHours: 48 } });
    expect((await lock({ delayHours: 72 })).locks).toMatchObject({ custodian: { delayHours: 72 } });
    later(1000);
    expect(await spend('r-1')).toBe('ACCOUNT_LOCKED');
  });

  test('is locked and unlocked by no other organisation', async () => {
    expect(await codeOf(lock({}, citypark()))).toBe('NOT_CUSTODIAN');
    await lock();
    expect(await codeOf(unlock({}, citypark()))).toBe('NOT_CUSTODIAN');
    expect(await spend('r-1')).toBe('ACCOUNT_LOCKED');
  });

  test('is unlocked by its member alone, if that locked it', async () => {
    await setKey();
    await lock(await signed(key, { kind: 'lock', delayHours: 1 }));
    expect(await codeOf(unlock())).toBe('SIGNATURE_REQUIRED');
    const thief = await createMemberKey();
    expect(await codeOf(signed<object>(thief, { kind: 'unlock' }).then(unlock))).toBe('SIGNATURE_INVALID');
    expect((await account()).locks).not.toHaveProperty('member.unlocksAt');
    await unlock(await signed(key, { kind: 'unlock' }));
    later(1.1);
    expect(await spend('r-1')).toBe('SIGNATURE_REQUIRED');
  });

  test('of a stolen telephone is not unlocked by its key, once the custodian has locked it', async () => {
    await setKey();
    await lock();
    await lock(await signed(key, { kind: 'lock', delayHours: 0 }));
    await unlock(await signed(key, { kind: 'unlock' }));
    later(1);
    expect(await spend('r-1')).toBe('ACCOUNT_LOCKED');
    expect(await codeOf(signed<object>(key, { kind: 'unlock' }).then(unlock))).toBe('ACCOUNT_NOT_LOCKED');
  });
});

describe('what a member signs of the account', () => {
  beforeEach(async () => {
    await setKey();
  });

  test('is good once, and in its order', async () => {
    const locking = await signed<RequestOf<typeof catalogue.lockAccount>>(key, { kind: 'lock', delayHours: 0 });
    const first = await lock(locking);
    // The same again, as a gateway sends it that does not know what became of it.
    expect(await lock(locking)).toEqual(first);
    const unlocking = await signed<object>(key, { kind: 'unlock' });
    await unlock(unlocking);
    expect(await codeOf(lock(locking))).toBe('SEQUENCE_WRONG');
    await lock(await signed(key, { kind: 'lock', delayHours: 5 }));
    expect(await codeOf(unlock(unlocking))).toBe('SEQUENCE_WRONG');
    expect(await codeOf(signed<object>(key, { kind: 'unlock' }, { signedChanges: 7 }).then(unlock))).toBe(
      'SEQUENCE_WRONG',
    );
  });

  test('is nothing else than what was signed, and nothing late', async () => {
    const locking = await signed<object>(key, { kind: 'lock', delayHours: 48 });
    expect(await codeOf(lock({ ...locking, delayHours: 1 }))).toBe('SIGNATURE_INVALID');
    later(1);
    expect(await codeOf(lock(locking))).toBe('AUTHORIZATION_EXPIRED');
    expect(await codeOf(lock({ sequence: 1 }))).toBe('REQUEST_INVALID');
  });

  test('needs a key', async () => {
    const request = await signed<object>(key, { kind: 'lock' });
    expect(await codeOf(lock({ ...request, accountId: bob }))).toBe('PUBLIC_KEY_MISSING');
  });
});

describe('a key', () => {
  const rotate = (request: RequestOf<typeof catalogue.rotateKey>) =>
    ledger.submit(harbor('cashier'), catalogue.rotateKey, request);
  const announce = (by: MemberKey, caller = harbor()) =>
    ledger.submit(caller, catalogue.announceRecovery, { accountId: alice, publicKey: by.publicKey });
  const cancel = (request: RequestOf<typeof catalogue.withdrawRecovery>) =>
    ledger.submit(harbor('cashier'), catalogue.withdrawRecovery, request);
  const spendWith = async (by: MemberKey, id: string) => {
    const terms = { custodian: 'HarborMSP', expiresAt: until() };
    const operation = { kind: 'redeem', id, programId: 'harbor', accountId: alice, amount: '1' } as const;
    const { body } = await signRequest(by, operation, terms);
    const { operationId: _id, ...content } = body;
    return (await postOne(ledger, harbor(), { kind: 'redeem', id, ...content } as never)).code ?? 'DONE';
  };
  let next: MemberKey;
  beforeEach(async () => {
    next = await createMemberKey({ algorithm: 'Ed25519' });
  });

  test('takes the place of another at once, by that one’s signature', async () => {
    await setKey();
    const request = await signed<RequestOf<typeof catalogue.rotateKey>>(key, {
      kind: 'rotate-key',
      publicKey: next.publicKey,
    });
    const other = (await createMemberKey()).publicKey;
    expect(await codeOf(rotate({ ...request, publicKey: other }))).toBe('SIGNATURE_INVALID');
    const rotated = await rotate(request);
    expect(rotated.publicKey).toEqual(next.publicKey);
    expect(await rotate(request)).toEqual(rotated);
    expect([await spendWith(key, 'r-1'), await spendWith(next, 'r-1')]).toEqual(['SIGNATURE_INVALID', 'DONE']);
  });

  test('that is lost is replaced after the delay that was set with it, in everybody’s sight', async () => {
    await setKey(30);
    expect(await codeOf(announce(next, harbor('operator')))).toBe('ROLE_NOT_ALLOWED');
    expect(await codeOf(announce(next, citypark()))).toBe('NOT_CUSTODIAN');
    const announced = await announce(next);
    const inForceAt = new Date(Date.parse(ledger.now) + 30 * 3_600_000).toISOString();
    expect(announced).toMatchObject({ recovery: { publicKey: next.publicKey, inForceAt } });
    expect(ledger.lastEvent).toEqual({
      name: 'KeyRecoveryAnnounced',
      content: expect.objectContaining({ accountId: alice, inForceAt }),
    });
    expect(await announce(next)).toEqual(announced);
    later(29.9);
    expect([await spendWith(next, 'r-1'), await spendWith(key, 'r-1')]).toEqual(['SIGNATURE_INVALID', 'DONE']);
    later(0.2);
    expect([await spendWith(key, 'r-2'), await spendWith(next, 'r-2')]).toEqual(['SIGNATURE_INVALID', 'DONE']);
    expect(await codeOf(signed<never>(key, { kind: 'withdraw-recovery' }).then(cancel))).toBe('RECOVERY_UNKNOWN');
  });

  test('that was not lost cancels its recovery, and another can be announced and waited for', async () => {
    await setKey();
    expect(await codeOf(signed<never>(key, { kind: 'withdraw-recovery' }).then(cancel))).toBe('RECOVERY_UNKNOWN');
    await announce(next);
    expect(await codeOf(signed<never>(next, { kind: 'withdraw-recovery' }).then(cancel))).toBe('SIGNATURE_INVALID');
    const cancelling = await signed<RequestOf<typeof catalogue.withdrawRecovery>>(key, { kind: 'withdraw-recovery' });
    expect(await cancel(cancelling)).not.toHaveProperty('recovery');
    expect(await cancel(cancelling)).not.toHaveProperty('recovery');
    later(100);
    expect(await spendWith(next, 'r-1')).toBe('SIGNATURE_INVALID');
    await announce(next);
    expect(await codeOf(cancel(cancelling))).toMatch(/AUTHORIZATION_EXPIRED/);
    expect(await codeOf(announce(await createMemberKey()))).toBe('RECOVERY_ANNOUNCED');
    later(72.1);
    expect(await spendWith(next, 'r-1')).toBe('DONE');
    // Announced once more it is written into its place, so that what the old key signed and somebody kept back meets it.
    expect(await announce(next)).toMatchObject({ publicKey: next.publicKey });
    expect(await account()).not.toHaveProperty('recovery');
  });

  test('that is rotated ends a recovery', async () => {
    await setKey();
    await announce(await createMemberKey());
    await rotate(await signed(key, { kind: 'rotate-key', publicKey: next.publicKey, recoveryHours: 24 }));
    expect(await account()).toMatchObject({ publicKey: next.publicKey, recoveryHours: 24 });
    expect(await account()).not.toHaveProperty('recovery');
  });

  test('is neither recovered nor rotated where there is none, nor by what is no key', async () => {
    expect(await codeOf(announce(next))).toBe('PUBLIC_KEY_MISSING');
    await setKey();
    const broken = { kty: 'EC' as const, crv: 'P-256' as const, x: 'A'.repeat(43), y: 'A'.repeat(43) };
    const announcing = { accountId: alice, publicKey: broken };
    expect(await codeOf(ledger.submit(harbor(), catalogue.announceRecovery, announcing))).toBe('PUBLIC_KEY_INVALID');
    expect(await codeOf(signed<never>(key, { kind: 'rotate-key', publicKey: broken }).then(rotate))).toBe(
      'PUBLIC_KEY_INVALID',
    );
  });
});
