/** One account of a custodian into another: all that bears on its points goes over, and nothing is gained on the way. */
import { catalogue, type RequestOf } from '@commonpoint/catalogue';
import { createMemberKey, signAccountChange } from '../../member-keys/src/index.js';
import type { LedgerStub, Refused } from '../support/ledger-stub.js';
import {
  alice,
  available,
  bob,
  carol,
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

type Request = RequestOf<typeof catalogue.mergeAccounts>;
const merge = (request: Partial<Request> = {}, caller = harbor('operator')) =>
  ledger.submit(caller, catalogue.mergeAccounts, { accountId: alice, intoAccountId: bob, ...request });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'DONE',
    (error: unknown) => (error as Refused).body.code,
  );
const lotsOf = (accountId: string) =>
  ledger
    .table('lot')
    .filter(({ parts }) => parts[0] === accountId)
    .map(({ parts, value }) => ({ programId: parts[1], lotId: parts.slice(2).join('.'), ...value }));
/** As the gateway lets the lots follow. */
async function follow(programId = 'harbor') {
  const lots = lotsOf(alice).filter((lot) => lot.programId === programId) as unknown as {
    lotId: string;
    amount: string;
  }[];
  const amount = String(lots.reduce((sum, lot) => sum + BigInt(lot.amount), 0n));
  const inputs = lots.map(({ lotId }) => lotId).sort();
  return postOne(ledger, harbor(), transfer(`m-${programId}`, alice, bob, amount, { programId, inputs }));
}

test('lots follow with expiry and campaign, also those past it, and of a programme without transfers', async () => {
  const rules = { transferable: false };
  await ledger.submit(harbor(), catalogue.createProgram, { ...program, programId: 'harbor-fixed', rules });
  await post(ledger, harbor(), issue('i-1', alice, '5', { campaign: 'spring' }), issue('i-2', alice, '7'));
  await post(ledger, harbor(), issue('i-3', alice, '9', { programId: 'harbor-fixed' }));
  await post(ledger, harbor(), issue('i-4', bob, '1'));
  const before = lotsOf(alice);
  ledger.now = '2028-01-01T00:00:00.000Z';
  expect(await merge()).toMatchObject({ status: 'closed', mergedInto: bob });
  expect((await follow()).state).toBe('POSTED');
  expect((await follow('harbor-fixed')).state).toBe('POSTED');
  expect(lotsOf(alice)).toEqual([]);
  const moved = lotsOf(bob).filter((lot) => (lot as { amount?: unknown }).amount !== '1');
  const alike = (lots: object[]) =>
    (lots as { programId: string; lotId: string; amount: string; campaign?: string }[])
      .map(({ programId, lotId, amount, campaign }) => [programId, lotId.slice(0, 10), amount, campaign])
      .sort();
  expect(alike(moved)).toEqual(alike(before));
});

test('nothing else comes to it or leaves it, and asking again changes nothing', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '5'));
  const merged = await merge();
  const rows = new Map(ledger.rows);
  expect(await merge()).toEqual(merged);
  expect(ledger.rows).toEqual(rows);
  for (const operation of [issue('i-2', alice, '1'), redeem('r-1', alice, '1'), transfer('t-1', bob, alice, '0')])
    expect((await postOne(ledger, harbor(), operation).catch(() => undefined))?.state).not.toBe('POSTED');
  const [lot] = lotsOf(alice) as unknown as { lotId: string }[];
  const inputs = [lot!.lotId];
  expect((await postOne(ledger, harbor(), transfer('t-2', alice, bob, '4', { inputs }))).code).toBe('INPUTS_INVALID');
  expect((await postOne(ledger, harbor(), transfer('t-3', alice, bob, '5'))).code).toBe('INPUTS_INVALID');
  expect((await postOne(ledger, citypark(), transfer('t-4', alice, bob, '5', { inputs }))).code).toBe('NOT_CUSTODIAN');
  expect((await postOne(ledger, harbor(), transfer('t-5', alice, carol, '5', { inputs }))).code).toBe('ACCOUNT_CLOSED');
  expect((await follow()).state).toBe('POSTED');
  expect(await available(ledger, bob)).toBe('5');
});

test('counts of the day, references and a freeze go over', async () => {
  const limits = { perAccountDay: { debitedMax: '10' } };
  await ledger.submit(harbor(), catalogue.setLimits, { programId: 'harbor', limits });
  await post(ledger, harbor(), issue('i-1', alice, '20'), issue('i-2', bob, '20'));
  await post(ledger, harbor(), redeem('r-1', alice, '6'), redeem('r-2', bob, '3'));
  const card = 'HarborMSP:card-0001';
  await ledger.submit(harbor(), catalogue.addReference, { accountId: alice, referenceId: card });
  await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
  await merge();
  const into = await ledger.submit(harbor(), catalogue.getAccount, { accountId: bob });
  expect(into).toMatchObject({ status: 'frozen', references: [{ referenceId: alice }, { referenceId: card }] });
  expect(ledger.table('reference').map(({ parts, value }) => [parts[0], value['accountId']])).toEqual([
    [alice, bob],
    [card, bob],
  ]);
  await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: bob, status: 'active' });
  expect((await postOne(ledger, harbor(), redeem('r-3', bob, '2'))).code).toBe('DAY_LIMIT_EXCEEDED');
  expect((await postOne(ledger, harbor(), redeem('r-3', bob, '1'))).state).toBe('POSTED');
  expect(await codeOf(ledger.submit(harbor(), catalogue.openAccounts, { accounts: [{ accountId: alice }] }))).toBe(
    'REFERENCE_ELSEWHERE',
  );
});

test('what is owed back goes over, and what has not matured stays so', async () => {
  const rules = { ...program.rules, shortfall: 'clawback' as const };
  await ledger.submit(harbor(), catalogue.createProgram, { ...program, programId: 'harbor-owed', rules });
  const ofOwed = { programId: 'harbor-owed' };
  await post(ledger, harbor(), issue('i-1', alice, '20', ofOwed), redeem('r-1', alice, '15', ofOwed));
  await post(ledger, harbor(), reverse('v-1', 'i-1'));
  await post(ledger, harbor(), issue('i-2', alice, '7', { maturesOn: '2026-12-24' }));
  await merge();
  expect(await ledger.submit(harbor(), catalogue.getAccount, { accountId: alice })).not.toHaveProperty('clawbacks');
  expect(await ledger.submit(harbor(), catalogue.getAccount, { accountId: bob })).toMatchObject({
    clawbacks: [{ programId: 'harbor-owed', amount: '15' }],
  });
  expect((await follow()).state).toBe('POSTED');
  expect(lotsOf(bob)).toMatchObject([{ amount: '7', maturesOn: '2026-12-24' }]);
  const paid = await postOne(ledger, harbor(), issue('i-3', bob, '16', ofOwed));
  expect(paid.receipt).toMatchObject({ paidOff: '15' });
});

test('what was done before is undone where the points are now, also after a second merge', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '20'), redeem('r-1', alice, '5'));
  await merge();
  await follow();
  const third = 'HarborMSP:third-0001';
  await ledger.submit(harbor(), catalogue.openAccounts, { accounts: [{ accountId: third }] });
  const onward = { accountId: bob, intoAccountId: third };
  await ledger.submit(harbor(), catalogue.mergeAccounts, onward);
  const lots = lotsOf(bob) as unknown as { lotId: string }[];
  await post(ledger, harbor(), transfer('m-2', bob, third, '15', { inputs: lots.map(({ lotId }) => lotId) }));
  const back = await postOne(ledger, harbor(), reverse('v-1', 'r-1', { amount: '2' }));
  expect(back.receipt).toMatchObject({ accountId: third, amount: '2' });
  const returned = await postOne(ledger, harbor(), reverse('v-2', 'i-1'));
  expect(returned.receipt).toMatchObject({ accountId: third, amount: '17', shortfall: '3' });
  expect(await ledger.submit(harbor(), catalogue.getReceipt, { mspId: 'HarborMSP', operationId: 'i-1' })).toMatchObject(
    {
      accountId: alice,
      reversed: '20',
    },
  );
});

test('accounts of different custodians are not merged, by neither of them', async () => {
  const before = new Map(ledger.rows);
  expect(await codeOf(merge({ intoAccountId: carol }))).toBe('NOT_CUSTODIAN');
  expect(await codeOf(merge({ intoAccountId: carol }, citypark()))).toBe('NOT_CUSTODIAN');
  expect(await codeOf(merge({ accountId: carol }))).toBe('NOT_CUSTODIAN');
  expect(await codeOf(merge({}, citypark()))).toBe('NOT_CUSTODIAN');
  expect(await codeOf(merge({ intoAccountId: 'HarborMSP:nobody-001' }))).toBe('ACCOUNT_UNKNOWN');
  expect(await codeOf(merge({ intoAccountId: alice }))).toBe('ACCOUNTS_EQUAL');
  expect(await codeOf(merge({}, harbor('cashier')))).toBe('ROLE_NOT_ALLOWED');
  expect(ledger.rows).toEqual(before);
});

test('holds are resolved first, and a lock holds', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '5'), hold('h-1', alice, '2'));
  expect(await codeOf(merge())).toBe('ACCOUNT_HAS_HOLDS');
  await post(ledger, harbor(), voidHold('v-1', 'h-1'));
  await ledger.submit(harbor(), catalogue.lockAccount, { accountId: alice });
  expect(await codeOf(merge())).toBe('ACCOUNT_LOCKED');
});

test('of a hold and a merge that were endorsed side by side one is valid', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '5'));
  const simulate = (name: string, request: object) => ledger.simulate(harbor(), name, [JSON.stringify(request)], {});
  const merging = await simulate('Accounts:Merge', { accountId: alice, intoAccountId: bob });
  const holding = await simulate('Points:Post', { operations: [hold('h-1', alice, '2')] });
  expect([ledger.commit(holding), ledger.commit(merging)]).toEqual(['VALID', 'PHANTOM_READ_CONFLICT']);
});

test('an account with a key is merged only with its signature', async () => {
  const key = await createMemberKey();
  await ledger.submit(harbor(), catalogue.setPublicKey, { accountId: alice, publicKey: key.publicKey });
  await post(ledger, harbor(), issue('i-1', alice, '5'));
  expect(await codeOf(merge())).toBe('SIGNATURE_REQUIRED');
  const terms = { custodian: 'HarborMSP', expiresAt: new Date(Date.parse(ledger.now) + 60_000) };
  const change = { kind: 'merge', intoAccountId: bob } as const;
  const { body } = await signAccountChange(key, { accountId: alice }, change, terms);
  await ledger.submit(harbor(), catalogue.openAccounts, { accounts: [{ accountId: 'HarborMSP:thief-001' }] });
  expect(await codeOf(merge({ ...body, intoAccountId: 'HarborMSP:thief-001' }))).toBe('SIGNATURE_INVALID');
  expect(await codeOf(merge(body))).toBe('DONE');
  expect((await follow()).state).toBe('POSTED');
});
