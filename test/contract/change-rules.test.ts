/** Other rules of a programme: for later issuances as its issuer likes, for points that are held only better. */
import { catalogue, type RequestOf } from '@commonpoint/catalogue';
import type { LedgerStub, Refused } from '../support/ledger-stub.js';
import { alice, citypark, harbor, issue, postOne, program, redeem, reverse, startConsortium } from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});
type Rules = RequestOf<typeof catalogue.setRules>['rules'];
const setRules = (rules: Rules, more: object = {}, caller = harbor('admin')) =>
  ledger.submit(caller, catalogue.setRules, { programId: 'harbor', rules, ...more });
const refused = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error as Refused).body,
  );
const transferable = true;

test('what is issued from then on matures and ends by them, what was issued before does not', async () => {
  const before = await postOne(ledger, harbor(), issue('i-1', alice, '5'));
  const { rules, revision } = await setRules({ ...program.rules, maturityDays: 14, expiryRounding: 'year' });
  expect([rules.maturityDays, revision]).toEqual([14, 2]);
  const after = await postOne(ledger, harbor(), issue('i-2', alice, '7'));
  expect(before.receipt).not.toHaveProperty('maturesOn');
  expect(after.receipt).toMatchObject({ maturesOn: '2026-12-07', expiry: '2027-12-31' });
  expect((await postOne(ledger, harbor(), redeem('r-1', alice, '5'))).state).toBe('POSTED');
  expect((await postOne(ledger, harbor(), redeem('r-2', alice, '1'))).code).toBe('INSUFFICIENT_POINTS');
  // The same issuance once more is what it was.
  expect((await postOne(ledger, harbor(), issue('i-1', alice, '5'))).state).toBe('EXISTS');
});

test('those that points were taken under only become better for whoever holds them', async () => {
  const good: Rules = { transferable, reinstatementDays: 10, returnGraceDays: 20 };
  await setRules(good);
  const worse: [string, Partial<Rules>][] = [
    ['/rules/transferable', { transferable: false }],
    ['/rules/reinstatementDays', { reinstatementDays: 9 }],
    ['/rules/returnGraceDays', { returnGraceDays: 19 }],
    ['/rules/shortfall', { shortfall: 'clawback' }],
  ];
  for (const [pointer, rules] of worse)
    expect(await refused(setRules({ ...good, ...rules }))).toMatchObject({
      code: 'RULES_FIXED',
      errors: [{ pointer }],
    });
  const { returnGraceDays: _usual, ...without } = good;
  expect(await refused(setRules(without))).toMatchObject({ errors: [{ pointer: '/rules/returnGraceDays' }] });
  expect(await refused(setRules({ ...good, reinstatementDays: 30, returnGraceDays: 365 }))).toBeUndefined();
});

test('a programme that claws back may forgive from then on', async () => {
  const owed = { programId: 'harbor-owed' };
  const conditions = { ...program, ...owed, rules: { transferable, shortfall: 'clawback' as const } };
  await ledger.submit(harbor(), catalogue.createProgram, conditions);
  await setRules({ transferable, shortfall: 'forgiven' }, owed);
  await postOne(ledger, harbor(), issue('i-1', alice, '5', owed));
  await postOne(ledger, harbor(), redeem('r-1', alice, '5', owed));
  const { receipt } = await postOne(ledger, harbor(), reverse('v-1', 'i-1'));
  expect(receipt).toMatchObject({ shortfall: '5' });
  expect(receipt).not.toHaveProperty('clawback');
});

test('are for the issuer’s administrator, at the revision that was read', async () => {
  expect((await refused(setRules({ transferable }, {}, citypark('admin'))))?.code).toBe('NOT_ISSUER');
  expect((await refused(setRules({ transferable }, {}, harbor('operator'))))?.code).toBe('ROLE_NOT_ALLOWED');
  await setRules({ transferable, maturityDays: 3 }, { revision: 1 });
  expect((await refused(setRules({ transferable }, { revision: 1 })))?.code).toBe('PRECONDITION_FAILED');
  expect((await refused(setRules({ transferable, maturityDays: 0 })))?.code).toBe('REQUEST_INVALID');
});
