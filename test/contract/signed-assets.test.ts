/** What a member with a key has to sign of notes and of collateral, and that a custodian can do nothing else with it. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { authorizationBytes, catalogue, type Operation, publicKey as publicKeySchema } from '@commonpoint/catalogue';
import { AuditAlong } from '../audit/audit-along.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, bob, harbor, issue, postOne } from './consortium.js';
import { line, money, pledgeOf, startWithLine } from './collateral-world.js';
import { buy, giveNote, redeemNote, terms } from './notes-world.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const expiresAt = '2027-01-01T00:00:00.000Z';
let nonces = 0;
const authorize = (operation: object) => {
  const nonce = `nonce-${String((nonces += 1)).padStart(16, '0')}`;
  const bytes = authorizationBytes({ accountId: alice, custodian: 'HarborMSP', nonce, expiresAt, operation });
  return { nonce, expiresAt, signature: sign(null, bytes, privateKey).toString('base64url') };
};
const signed = (operation: Operation): Operation =>
  ({ ...operation, authorization: authorize(operation) }) as Operation;

let ledger: LedgerStub;
let audit: AuditAlong;
beforeEach(async () => {
  ledger = await startWithLine();
  const constitution = ledger.table('constitution')[0]!.value;
  ledger.plant('constitution', [], { ...constitution, notes: true });
  await ledger.submit(harbor(), catalogue.changeCap, { programId: 'harbor', cap: '1200' });
  await ledger.submit(harbor(), catalogue.allotQuota, { programId: 'harbor', grants: [{ lane: 0, granted: '700' }] });
  await ledger.submit(harbor(), catalogue.offerNotes, { ...terms, early: { afterDays: 0, sharePpm: 1_000_000 } });
  const key = publicKeySchema.parse(publicKey.export({ format: 'jwk' }));
  await ledger.submit(harbor(), catalogue.setPublicKey, { accountId: alice, publicKey: key });
  audit = new AuditAlong(ledger);
});
afterEach(() => expect(audit.found()).toEqual([]));

const done = async (operation: Operation) => {
  const { state, code } = await postOne(ledger, harbor(), operation);
  return code ?? state;
};
/** Without a signature, with one over something else, and with the right one; then once more under another id. */
const attacked = async (operation: Operation, others: readonly Operation[]) => {
  expect(await done(operation)).toBe('SIGNATURE_REQUIRED');
  const authorization = authorize(operation);
  for (const other of others) expect(await done({ ...other, authorization } as Operation)).toBe('SIGNATURE_INVALID');
  expect(await done({ ...operation, authorization } as Operation)).toBe('POSTED');
  expect(await done({ ...operation, authorization } as Operation)).toBe('EXISTS');
  expect(await done({ ...operation, id: `${operation.id}-2`, authorization } as Operation)).toBe('SIGNATURE_INVALID');
};

test('buying a note', async () => {
  await attacked(buy('b-1', alice, '100'), [buy('b-1', alice, '101'), buy('b-2', alice, '100')]);
});

test('redeeming one before its end; at its end it needs none', async () => {
  for (const id of ['b-1', 'b-2']) await done(signed(buy(id, alice, '100')));
  await attacked(redeemNote('n-1', 'b-1', { early: true }), [
    redeemNote('n-1', 'b-2', { early: true }),
    redeemNote('n-2', 'b-1', { early: true }),
  ]);
  ledger.now = '2027-05-23T08:00:00.000Z';
  expect(await done(redeemNote('n-9', 'b-2'))).toBe('POSTED');
});

test('giving one away', async () => {
  await done(signed(buy('b-1', alice, '100')));
  const parts = { parts: { of: 2, given: 1 } };
  await attacked(giveNote('g-1', 'b-1', bob, parts), [giveNote('g-1', 'b-1', bob)]);
});

test('pledging points: for this line and no other, so much and no more', async () => {
  const held = { ...pledgeOf('p-1', '100'), lineId: undefined, expiresAt: '2026-11-24T08:00:00.000Z' } as Operation;
  await attacked(pledgeOf('p-1', '100'), [pledgeOf('p-1', '101'), pledgeOf('p-2', '100'), held]);
});

test('pledging a note: this one, for this line and no other', async () => {
  for (const id of ['b-1', 'b-2']) await done(signed(buy(id, alice, '100')));
  const pledge = (id: string, noteId: string, lineId = 'line-1'): Operation => ({
    ...{ kind: 'pledge-note', id, noteMspId: 'HarborMSP', noteId, beneficiary: 'CityParkMSP', lineId },
  });
  await attacked(pledge('p-1', 'b-1'), [pledge('p-1', 'b-2'), pledge('p-2', 'b-1'), pledge('p-1', 'b-1', 'line-2')]);
  const given = giveNote('p-2', 'b-2', bob);
  expect(await done({ ...given, authorization: authorize(pledge('p-2', 'b-2')) } as Operation)).toBe(
    'SIGNATURE_INVALID',
  );
});

test('drawing money', async () => {
  await done(signed(pledgeOf('p-1', '400')));
  const ask = (paymentId: string, units: number, authorization?: object) =>
    ledger
      .submit(harbor(), catalogue.drawOnLine, {
        ...{ ...line, paymentId, amount: money(units) },
        ...(authorization && { authorization: authorization as never }),
      })
      .then(
        ({ status }) => status as string,
        (error: unknown) => (error as { body: { code: string } }).body.code,
      );
  const content = { kind: 'draw', id: 'd-1', lineMspId: 'CityParkMSP', lineId: 'line-1', amount: money(10) };
  expect(await ask('d-1', 10)).toBe('SIGNATURE_REQUIRED');
  expect(await ask('d-1', 11, authorize(content))).toBe('SIGNATURE_INVALID');
  expect(await ask('d-2', 10, authorize(content))).toBe('SIGNATURE_INVALID');
  const authorization = authorize(content);
  expect(await ask('d-1', 10, authorization)).toBe('instructed');
  expect(await ask('d-1', 10, authorization)).toBe('instructed');
  expect((await ledger.submit(harbor(), catalogue.getCreditLine, line)).drawing).toBe(money(10));
  await postOne(ledger, harbor(), issue('i-9', bob, '1'));
});
