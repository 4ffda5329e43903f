/** Erasing: the account ends at once, with what could be compared with a person; what it holds may be retired, and nothing else. */
import { catalogue, type RequestOf } from '@commonpoint/catalogue';
import { createMemberKey, signAccountChange } from '../../member-keys/src/index.js';
import type { LedgerStub, Refused } from '../support/ledger-stub.js';
import {
  alice,
  bob,
  citypark,
  harbor,
  hold,
  issue,
  post,
  postOne,
  program,
  redeem,
  reverse,
  startConsortium,
  transfer,
  voidHold,
} from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

type Request = RequestOf<typeof catalogue.eraseAccount>;
const erase = (request: Partial<Request> = {}, caller = harbor('operator')) =>
  ledger.submit(caller, catalogue.eraseAccount, { accountId: alice, references: 1, unnamed: 0, ...request });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'DONE',
    (error: unknown) => (error as Refused).body.code,
  );
const account = (accountId = alice) => ledger.submit(harbor(), catalogue.getAccount, { accountId });
const expire = (id: string, more: object = {}) => ({
  kind: 'expire' as const,
  id,
  programId: 'harbor',
  accountId: alice,
  ...more,
});
const lots = () => ledger.table('lot').flatMap(({ parts }) => (parts[0] === alice ? [parts.slice(2).join('.')] : []));

test('closes it without key, locks, references and reason, and asking again changes nothing', async () => {
  await ledger.submit(harbor(), catalogue.addReference, { accountId: alice, referenceId: 'HarborMSP:card-0001' });
  const reasonHash = 'a'.repeat(64);
  await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen', reasonHash });
  const erased = await erase({ references: 2, unnamed: 1 });
  expect(erased).toEqual({
    accountId: alice,
    custodian: 'HarborMSP',
    kind: 'member',
    status: 'closed',
    openedAt: erased.openedAt,
    erasure: { at: ledger.now, references: 2, unnamed: 1 },
    revision: erased.revision,
  });
  const rows = new Map(ledger.rows);
  ledger.now = '2026-12-01T00:00:00.000Z';
  expect(await erase({ references: 7 })).toEqual(erased);
  expect(ledger.rows).toEqual(rows);
});

test('what it still holds retires whenever it would end or mature; nothing else leaves or comes', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '5'), issue('i-2', alice, '7', { maturesOn: '2026-12-24' }));
  const inputs = lots();
  expect((await postOne(ledger, harbor(), expire('e-0', { inputs }))).code).toBe('INPUTS_INVALID');
  await erase();
  for (const operation of [issue('i-3', alice, '1'), redeem('r-1', alice, '1'), transfer('t-1', alice, bob, '1')])
    expect((await postOne(ledger, harbor(), operation)).code).toBe('ACCOUNT_CLOSED');
  expect((await postOne(ledger, citypark('operator'), expire('e-1', { inputs }))).code).toBe('NOT_CUSTODIAN');
  expect((await postOne(ledger, harbor(), expire('e-2', { inputs }))).state).toBe('POSTED');
  expect(lots()).toEqual([]);
  const supply = await ledger.submit(harbor(), catalogue.getSupply, { programId: 'harbor' });
  expect(supply).toMatchObject({ issued: '12', expired: '12', outstanding: '0' });
});

test('only its custodian does it, and not what stands in the way of others', async () => {
  expect(await codeOf(erase({}, citypark('operator')))).toBe('NOT_CUSTODIAN');
  expect(await codeOf(erase({}, harbor('cashier')))).toBe('ROLE_NOT_ALLOWED');
  await post(ledger, harbor(), issue('i-1', alice, '5'), hold('h-1', alice, '5', { beneficiary: 'CityParkMSP' }));
  expect(await codeOf(erase())).toBe('ACCOUNT_HAS_HOLDS');
  await post(ledger, citypark(), voidHold('v-1', 'h-1', { holdMspId: 'HarborMSP' }));
  await ledger.submit(harbor(), catalogue.lockAccount, { accountId: alice, delayHours: 0 });
  expect(await codeOf(erase())).toBe('ACCOUNT_LOCKED');
  await ledger.submit(harbor(), catalogue.unlockAccount, { accountId: alice });
  ledger.now = new Date(Date.parse(ledger.now) + 1000).toISOString();
  await ledger.submit(harbor('admin'), catalogue.issueOrder, {
    orderId: 'HarborMSP:o-1',
    scope: { kind: 'account', accountId: alice, programId: 'harbor' },
    effect: { kind: 'reserve', amount: '1' },
    reasonHash: 'b'.repeat(64),
  });
  expect(await codeOf(erase())).toBe('ACCOUNT_UNDER_ORDER');
  await ledger.submit(harbor('admin'), catalogue.liftOrder, { orderId: 'HarborMSP:o-1' });
  expect(await codeOf(erase())).toBe('DONE');
});

test('a reference that came while the others were counted is not left behind', async () => {
  await ledger.submit(harbor(), catalogue.addReference, { accountId: alice, referenceId: 'HarborMSP:card-0001' });
  expect(await codeOf(erase({ revision: 1 }))).toBe('PRECONDITION_FAILED');
  expect(await codeOf(erase({ revision: 2, references: 2 }))).toBe('DONE');
  expect(await codeOf(erase({ revision: 1 }))).toBe('DONE');
});

test('points that an order on their programme keeps in place stay, until it is lifted', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '5'));
  const inputs = lots();
  await erase();
  await ledger.submit(harbor('admin'), catalogue.issueOrder, {
    orderId: 'HarborMSP:o-1',
    scope: { kind: 'program', programId: 'harbor' },
    effect: { kind: 'stop-debits' },
    reasonHash: 'b'.repeat(64),
  });
  expect((await postOne(ledger, harbor(), expire('e-1', { inputs }))).code).toBe('DEBITS_STOPPED');
  await ledger.submit(harbor('admin'), catalogue.liftOrder, { orderId: 'HarborMSP:o-1' });
  expect((await postOne(ledger, harbor(), expire('e-1', { inputs }))).state).toBe('POSTED');
});

test('with a key only by its signature: a custodian forfeits no points of a member who signs', async () => {
  const key = await createMemberKey();
  await ledger.submit(harbor(), catalogue.setPublicKey, { accountId: alice, publicKey: key.publicKey });
  expect(await codeOf(erase())).toBe('SIGNATURE_REQUIRED');
  const terms = { custodian: 'HarborMSP', expiresAt: new Date(Date.parse(ledger.now) + 60_000) };
  const { path, body } = await signAccountChange(key, { accountId: alice }, { kind: 'erase' }, terms);
  expect(path).toBe(`/v1/accounts/${alice}/erasure`);
  expect(await codeOf(erase({ ...body, sequence: 2 }))).toBe('SIGNATURE_INVALID');
  expect(await erase({ ...body })).not.toHaveProperty('publicKey');
});

test('a merged account is erased with the one that it was merged into, a closed one by itself', async () => {
  await ledger.submit(harbor(), catalogue.mergeAccounts, { accountId: alice, intoAccountId: bob });
  expect(await codeOf(erase())).toBe('ACCOUNT_CLOSED');
  await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: bob, status: 'closed' });
  expect(await codeOf(erase({ accountId: bob }))).toBe('DONE');
});

test('what it owes back stays written down, and nothing is taken back of it any more', async () => {
  const rules = { ...program.rules, shortfall: 'clawback' as const };
  await ledger.submit(harbor(), catalogue.createProgram, { ...program, programId: 'harbor-owed', rules });
  const ofOwed = { programId: 'harbor-owed' };
  await post(ledger, harbor(), issue('i-1', alice, '20', ofOwed), issue('i-2', alice, '3', ofOwed));
  await post(ledger, harbor(), redeem('r-1', alice, '15', ofOwed));
  await post(ledger, harbor(), reverse('v-1', 'i-1'));
  expect(await erase()).toMatchObject({ clawbacks: [{ programId: 'harbor-owed', amount: '12' }] });
  expect((await postOne(ledger, harbor(), reverse('v-2', 'i-2'))).code).toBe('ACCOUNT_CLOSED');
  expect(await account()).toMatchObject({ clawbacks: [{ programId: 'harbor-owed', amount: '12' }] });
  expect(lots()).toEqual([]);
});
