/** Returned purchases of which the points were spent: what is owed back, how it is paid off, and days of grace. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  agreeOnRate,
  alice,
  auditor,
  bob,
  capture,
  citypark,
  exchange,
  expire,
  harbor,
  hold,
  issue,
  post,
  postOne,
  program,
  redeem,
  reverse,
  startConsortium,
  supply,
  transfer,
  voidHold,
} from './consortium.js';

let ledger: LedgerStub;
const start = async (rules: object, conditions: object = {}) => {
  ledger = await startConsortium({}, { rules: { ...program.rules, ...rules }, ...conditions });
};
const clawback = { shortfall: 'clawback' };
const balance = async (accountId = alice) => {
  const { balances } = await ledger.submit(auditor, catalogue.getBalances, { accountId });
  const of = balances.find(({ programId }) => programId === 'harbor');
  return {
    available: of?.available ?? '0',
    pending: of?.pending ?? '0',
    held: of?.held ?? '0',
    owed: of?.clawback ?? '0',
  };
};
const at = (day: string): void => {
  ledger.now = `${day}T08:00:00.000Z`;
};
const receiptOf = async (operation: Operation, caller = harbor()) => (await postOne(ledger, caller, operation)).receipt;

describe('an issuance taken back', () => {
  test('takes its own unripe points first, then ripe ones of its expiry, then others', async () => {
    await start({ expiryBounds: { minDays: 0, maxDays: 400 } });
    await post(ledger, harbor(), issue('i-1', alice, '10', { maturesOn: '2026-12-01', expiresOn: '2027-06-30' }));
    await post(ledger, harbor(), issue('i-2', alice, '10', { expiresOn: '2027-06-30' }));
    await post(ledger, harbor(), issue('i-3', alice, '10', { expiresOn: '2027-01-31' }));
    await post(ledger, harbor(), issue('i-4', alice, '10', { maturesOn: '2026-12-24', expiresOn: '2027-06-30' }));
    const left = async () =>
      (await ledger.submit(auditor, catalogue.listLots, { accountId: alice })).lots.map(
        ({ expiry, maturesOn = '', amount }) => `${expiry} ${maturesOn} ${amount}`,
      );
    await post(ledger, harbor(), reverse('v-1', 'i-1', { amount: '6' }));
    expect(await left()).toEqual(expect.arrayContaining(['2027-06-30 2026-12-01 4', '2027-06-30  10']));
    await post(ledger, harbor(), reverse('v-2', 'i-1'));
    expect((await left()).length).toBe(3);
    // Nothing of i-1 is left now: i-4 goes for i-2's points when those are gone.
    await post(ledger, harbor(), redeem('r-1', alice, '15'), reverse('v-3', 'i-2'));
    expect(await left()).toEqual(['2027-06-30 2026-12-24 5']);
  });

  test.each([
    ['forgiven', {}, { amount: '12', shortfall: '18', clawback: undefined }, '0'],
    ['owed back', clawback, { amount: '12', shortfall: '18', clawback: '18' }, '18'],
  ])('what is missing is %s by the programme’s rule', async (_name, rules, receipt, owed) => {
    await start(rules);
    await post(ledger, harbor(), issue('i-1', alice, '30'), redeem('r-1', alice, '18'));
    expect(await receiptOf(reverse('v-1', 'i-1'))).toMatchObject(JSON.parse(JSON.stringify(receipt)));
    expect(await balance()).toEqual({ available: '0', pending: '0', held: '0', owed });
    expect(await supply(ledger)).toMatchObject({ issued: '30', redeemed: '18', reversed: '12', outstanding: '0' });
  });

  test('from a frozen account too, where nothing else moves', async () => {
    await start(clawback);
    await post(ledger, harbor(), issue('i-1', alice, '30'), redeem('r-1', alice, '18'));
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
    expect((await postOne(ledger, harbor(), reverse('v-1', 'r-1'))).code).toBe('ACCOUNT_FROZEN');
    expect(await receiptOf(reverse('v-2', 'i-1'))).toMatchObject({ amount: '12', clawback: '18' });
    expect((await postOne(ledger, harbor(), issue('i-2', alice, '1'))).code).toBe('ACCOUNT_FROZEN');
  });
});

describe('what is owed back', () => {
  /** Alice owes 20; 10 of her points are held, and 10 were spent at CityPark. */
  beforeEach(async () => {
    await start(clawback);
    await post(ledger, harbor(), issue('i-1', alice, '20'), issue('b-1', bob, '50'));
    await post(ledger, harbor(), hold('h-1', alice, '10'), redeem('r-1', alice, '10', { acceptor: 'CityParkMSP' }));
    await post(ledger, harbor(), reverse('v-1', 'i-1'));
    expect(await balance()).toEqual({ available: '0', pending: '0', held: '10', owed: '20' });
  });

  test('is paid off first by what is issued later, ripe or not', async () => {
    expect(await receiptOf(issue('i-2', alice, '15', { maturesOn: '2026-12-01' }))).toMatchObject({
      amount: '15',
      paidOff: '15',
      created: [],
    });
    const { paidOff, created } = (await receiptOf(issue('i-3', alice, '8')))!;
    expect([paidOff, created!.map(({ amount }) => amount)]).toEqual(['5', ['3']]);
    expect(await balance()).toEqual({ available: '3', pending: '0', held: '10', owed: '0' });
    expect(await supply(ledger)).toMatchObject({ issued: '93', reversed: '20', outstanding: '53', held: '10' });
    expect((await receiptOf(issue('i-4', alice, '1')))?.paidOff).toBeUndefined();
  });

  test('by a hold that is voided: holding points is no way to keep them', async () => {
    expect(await receiptOf(voidHold('u-1', 'h-1'))).toMatchObject({ amount: '10', paidOff: '10', created: [] });
    expect(await balance()).toEqual({ available: '0', pending: '0', held: '0', owed: '10' });
  });

  test('by the rest of a hold that is captured in part', async () => {
    expect(await receiptOf(capture('c-1', 'h-1', { amount: '4' }))).toMatchObject({ amount: '4', paidOff: '6' });
    expect(await balance()).toEqual({ available: '0', pending: '0', held: '0', owed: '14' });
  });

  test('also by a void of what another merchant was promised, not by what its capture leaves', async () => {
    const promise = { beneficiary: 'CityParkMSP' };
    const held = [hold('h-2', bob, '10', promise), hold('h-3', bob, '10', promise)];
    await post(ledger, harbor(), ...held, redeem('r-2', bob, '30'), reverse('v-2', 'b-1'));
    expect((await balance(bob)).owed).toBe('50');
    const ofHarbor = { holdMspId: 'HarborMSP' };
    expect(await receiptOf(voidHold('u-1', 'h-2', ofHarbor), citypark())).toMatchObject({ paidOff: '10', created: [] });
    // Of a capture nobody may be in the way, so that it reads nothing of the account.
    await post(ledger, citypark(), capture('c-1', 'h-3', { ...ofHarbor, amount: '4' }));
    expect(await balance(bob)).toEqual({ available: '6', pending: '0', held: '0', owed: '40' });
  });

  test('by a redemption that is taken back: spending points is no way to keep them', async () => {
    const part = reverse('v-2', 'r-1', { operationMspId: 'HarborMSP', amount: '7' });
    expect(await receiptOf(part, citypark())).toMatchObject({ amount: '7', paidOff: '7', created: [] });
    expect(await balance()).toMatchObject({ available: '0', owed: '13' });
    const { positions } = await ledger.submit(auditor, catalogue.clearingPositions, { cycle: '2026-11' });
    expect(positions.map(({ amount }) => amount)).toEqual(['3']);
  });

  test('not by what others send, nor by what an exchange brings', async () => {
    await post(ledger, harbor(), transfer('t-1', bob, alice, '9'));
    expect(await balance()).toMatchObject({ available: '9', owed: '20' });
    await agreeOnRate(ledger);
    await ledger.submit(citypark(), catalogue.setLimits, { programId: 'citypark', limits: {} });
    await post(ledger, harbor(), exchange('e-1', alice, '9'));
    expect(await balance()).toMatchObject({ available: '0', owed: '20' });
  });

  test('not by points that came back after their end', async () => {
    at('2027-11-24');
    expect(await receiptOf(voidHold('u-1', 'h-1'))).toMatchObject({ created: [{ amount: '10' }] });
    expect(await balance()).toMatchObject({ available: '0', owed: '20' });
    expect((await receiptOf(expire('e-1', alice)))?.amount).toBe('10');
  });

  test('again, when the purchase that paid it off is returned too', async () => {
    await post(ledger, harbor(), issue('i-2', alice, '30'));
    expect(await balance()).toMatchObject({ available: '10', owed: '0' });
    expect(await receiptOf(reverse('v-2', 'i-2'))).toMatchObject({ amount: '10', clawback: '20' });
    expect(await balance()).toMatchObject({ available: '0', owed: '20' });
  });

  test('a chain that fails leaves it as it was', async () => {
    await post(ledger, harbor(), { ...issue('i-2', alice, '5'), linked: true }, redeem('r-2', alice, '99'));
    expect(await balance()).toMatchObject({ available: '0', owed: '20' });
  });

  test('of two that are endorsed at once one is done again: nothing is paid off twice', async () => {
    const both = await Promise.all(
      ['i-2', 'i-3'].map((id) =>
        ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations: [issue(id, alice, '15')] })]),
      ),
    );
    expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  });
});

describe('what comes back of a redemption after its end', () => {
  test.each([
    ['14 days if the programme says nothing', {}, '2027-12-08'],
    ['as many days as the programme says', { returnGraceDays: 3 }, '2027-11-27'],
  ])('can be spent for %s', async (_name, rules, until) => {
    await start(rules);
    await post(ledger, harbor(), issue('i-1', alice, '10'), redeem('r-1', alice, '10'));
    at('2027-11-24');
    expect(await receiptOf(reverse('v-1', 'r-1', { amount: '4' }))).toMatchObject({
      grace: [{ expiry: '2027-11-23', until, amount: '4' }],
    });
    expect(await balance()).toMatchObject({ available: '4' });
  });

  test('has ended where the programme grants none', async () => {
    await start({ returnGraceDays: 0 });
    await post(ledger, harbor(), issue('i-1', alice, '10'), redeem('r-1', alice, '10'));
    at('2027-11-24');
    expect((await receiptOf(reverse('v-1', 'r-1')))?.grace).toBeUndefined();
    expect(await balance()).toMatchObject({ available: '0' });
  });
});

describe('with a cap on what is outstanding', () => {
  const out = { capOn: 'outstanding', cap: '100', lanes: 2 };
  const fold = (period: string) => ledger.submit(harbor(), catalogue.foldSupply, { programId: 'harbor', period });

  test('a redemption whose day is folded is given back by drawing quota, as if it were issued', async () => {
    await start({}, out);
    await post(ledger, harbor(), issue('i-1', alice, '40'), redeem('r-1', alice, '30', { acceptor: 'CityParkMSP' }));
    at('2026-11-24');
    await fold('2026-11-23');
    const back = reverse('v-1', 'r-1', { operationMspId: 'HarborMSP', amount: '20' });
    expect(await receiptOf(back, citypark())).toMatchObject({ amount: '20', lanes: [{ lane: 0, amount: '20' }] });
    at('2026-11-25');
    await fold('2026-11-24');
    const { lanes } = await ledger.submit(auditor, catalogue.getQuota, { programId: 'harbor' });
    expect(lanes).toEqual([
      { lane: 0, granted: '80', used: '60' },
      { lane: 1, granted: '50', used: '0' },
    ]);
    expect(await supply(ledger)).toMatchObject({ issued: '40', redeemed: '10', outstanding: '30' });
  });

  test('from all lanes if need be, and is refused only if there is none', async () => {
    await start({}, out);
    await post(ledger, harbor(), issue('i-1', alice, '50'), redeem('r-1', alice, '30'), redeem('r-2', alice, '20'));
    at('2026-11-24');
    await fold('2026-11-23');
    await post(ledger, harbor(), issue('i-2', bob, '40'), issue('i-3', bob, '35', { lanes: [1] }));
    expect(await receiptOf(reverse('v-1', 'r-2'))).toMatchObject({
      lanes: [
        { lane: 0, amount: '10' },
        { lane: 1, amount: '10' },
      ],
    });
    expect((await postOne(ledger, harbor(), reverse('v-2', 'r-1'))).code).toBe('QUOTA_EXHAUSTED');
    expect((await supply(ledger)).outstanding).toBe('95');
  });
});
