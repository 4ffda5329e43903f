/** Taking back: by whom, how much of it, and which points come back. */
import { catalogue } from '@commonpoint/catalogue';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import {
  AFTER_NOVEMBER,
  alice,
  auditor,
  available,
  bob,
  capture,
  carol,
  citypark,
  closeNovember,
  expire,
  greenmart,
  harbor,
  hold,
  issue,
  post,
  postOne,
  redeem,
  reverse,
  startConsortium,
  supply,
  transfer,
} from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

const ofHarbor = { operationMspId: 'HarborMSP' };
const atCityPark = { acceptor: 'CityParkMSP' };
const positions = async (cycle = '2026-11') =>
  (await ledger.submit(auditor, catalogue.clearingPositions, { cycle })).positions.map(({ amount }) => amount);
const lotsOf = async (accountId: string) =>
  (await ledger.submit(auditor, catalogue.listLots, { accountId })).lots
    .map(({ expiry, amount }) => [expiry, amount])
    .sort();
const receiptOf = (operationId: string, mspId = 'HarborMSP') =>
  ledger.submit(auditor, catalogue.getReceipt, { mspId, operationId });

describe('what made a merchant a creditor', () => {
  beforeEach(async () => {
    await post(ledger, harbor(), issue('i-1', alice, '30'), redeem('r-1', alice, '10', atCityPark));
  });

  test.each<[string, StubCaller, object]>([
    ['the custodian, which is the debtor', harbor(), {}],
    ['a third merchant', greenmart(), ofHarbor],
  ])('is not taken back by %s', async (_name, caller, more) => {
    expect((await postOne(ledger, caller, reverse('v-1', 'r-1', more))).code).toBe('REVERSAL_NOT_YOURS');
    expect([await available(ledger, alice), await positions()]).toEqual(['20', ['10']]);
  });

  test('is taken back by that merchant alone, at its own till', async () => {
    const { receipt } = await postOne(ledger, citypark('operator'), reverse('v-1', 'r-1', ofHarbor));
    expect(receipt).toMatchObject({ mspId: 'CityParkMSP', reverses: 'r-1', reversesMspId: 'HarborMSP', amount: '10' });
    expect([await available(ledger, alice), await positions()]).toEqual(['30', []]);
    const again = await postOne(ledger, citypark(), reverse('v-2', 'r-1', ofHarbor));
    expect(again.code).toBe('ALREADY_REVERSED');
  });

  test('is not taken back by the debtor after its cycle was closed either', async () => {
    ledger.now = AFTER_NOVEMBER;
    await ledger.submit(greenmart(), catalogue.closeCycle, { cycle: '2026-11' });
    expect((await postOne(ledger, harbor(), reverse('v-1', 'r-1'))).code).toBe('REVERSAL_NOT_YOURS');
    expect((await postOne(ledger, citypark(), reverse('v-1', 'r-1', ofHarbor))).receipt).toMatchObject({
      cycle: '2026-12',
      refersToCycle: '2026-11',
    });
    expect(await positions('2026-12')).toEqual(['-10']);
  });

  test('is taken back in parts, in all never more than it was', async () => {
    const part = (id: string, amount: string) => reverse(id, 'r-1', { ...ofHarbor, amount });
    expect((await postOne(ledger, citypark(), part('v-1', '4'))).receipt).toMatchObject({ amount: '4' });
    expect((await postOne(ledger, citypark(), part('v-2', '7'))).code).toBe('REVERSAL_EXCEEDED');
    expect((await postOne(ledger, citypark(), part('v-3', '5'))).state).toBe('POSTED');
    const last = await postOne(ledger, citypark(), reverse('v-4', 'r-1', ofHarbor));
    expect(last.receipt).toMatchObject({ amount: '1' });
    expect([await available(ledger, alice), await positions()]).toEqual(['30', []]);
    expect(await receiptOf('r-1')).toMatchObject({
      amount: '10',
      reversed: '10',
      reversedBy: ['v-1', 'v-3', 'v-4'].map((operationId) => ({ mspId: 'CityParkMSP', operationId })),
    });
    expect(await supply(ledger)).toMatchObject({ issued: '30', redeemed: '0', outstanding: '30' });
  });

  test('of two that take back the rest at once one is done', async () => {
    const both = await Promise.all(
      ['v-1', 'v-2'].map((id) =>
        ledger.simulate(citypark(), 'Points:Post', [JSON.stringify({ operations: [reverse(id, 'r-1', ofHarbor)] })]),
      ),
    );
    expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  });

  test('a repeated part answers what it did, another amount is a conflict', async () => {
    const part = reverse('v-1', 'r-1', { ...ofHarbor, amount: '4' });
    const first = await postOne(ledger, citypark(), part);
    expect(await postOne(ledger, citypark(), part)).toEqual({ ...first, state: 'EXISTS' });
    const other = await postOne(ledger, citypark(), reverse('v-1', 'r-1', { ...ofHarbor, amount: '5' }));
    expect(other).toMatchObject({ code: 'ID_CONFLICT', field: 'amount' });
    const whose = await postOne(ledger, citypark(), reverse('v-1', 'r-1', { amount: '4' }));
    expect(whose).toMatchObject({ code: 'ID_CONFLICT', field: 'operationMspId' });
  });

  test('a captured hold likewise: its custodian cannot undo the capture', async () => {
    await post(ledger, harbor(), hold('h-1', alice, '10', { beneficiary: 'CityParkMSP' }));
    await post(ledger, citypark(), capture('c-1', 'h-1', { holdMspId: 'HarborMSP' }));
    const back = reverse('v-1', 'c-1', { operationMspId: 'CityParkMSP' });
    expect((await postOne(ledger, harbor(), back)).code).toBe('REVERSAL_NOT_YOURS');
    expect((await postOne(ledger, citypark(), reverse('v-2', 'c-1', { amount: '3' }))).state).toBe('POSTED');
    expect(await positions()).toEqual(['17']);
  });
});

test('what was spent at the issuer is taken back by the issuer, not by the member’s custodian', async () => {
  await post(ledger, harbor(), issue('i-1', carol, '10'));
  await post(ledger, citypark(), redeem('r-1', carol, '10'));
  expect((await postOne(ledger, citypark(), reverse('v-1', 'r-1'))).code).toBe('REVERSAL_NOT_YOURS');
  const back = await postOne(ledger, harbor(), reverse('v-1', 'r-1', { operationMspId: 'CityParkMSP' }));
  expect(back.state).toBe('POSTED');
  expect(await available(ledger, carol)).toBe('10');
});

test('an issuance is taken back by who posted it alone, in parts too', async () => {
  await post(ledger, harbor(), issue('i-1', carol, '10'));
  const foreign = await postOne(ledger, citypark(), reverse('v-1', 'i-1', ofHarbor));
  expect(foreign.code).toBe('REVERSAL_NOT_YOURS');
  expect((await postOne(ledger, harbor(), reverse('v-1', 'i-1', { amount: '4' }))).receipt).toMatchObject({
    amount: '4',
  });
  await post(ledger, citypark(), redeem('r-1', carol, '5'));
  expect((await postOne(ledger, harbor(), reverse('v-2', 'i-1'))).receipt).toMatchObject({
    amount: '1',
    shortfall: '5',
  });
  expect((await postOne(ledger, harbor(), reverse('v-3', 'i-1'))).code).toBe('ALREADY_REVERSED');
  expect(await supply(ledger)).toMatchObject({ issued: '10', redeemed: '5', reversed: '5', outstanding: '0' });
});

test('what comes back of a redemption in parts is the newest first, with the expiries that it had', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '6'));
  ledger.now = '2026-12-24T08:00:00.000Z';
  await post(ledger, harbor(), issue('i-2', alice, '4'), redeem('r-1', alice, '10', atCityPark));
  await post(ledger, citypark(), reverse('v-1', 'r-1', { ...ofHarbor, amount: '5' }));
  expect(await lotsOf(alice)).toEqual([
    ['2027-11-23', '1'],
    ['2027-12-24', '4'],
  ]);
  await post(ledger, citypark(), reverse('v-2', 'r-1', ofHarbor));
  expect(await lotsOf(alice)).toEqual([
    ['2027-11-23', '1'],
    ['2027-11-23', '5'],
    ['2027-12-24', '4'],
  ]);
});

describe('a reversed transfer', () => {
  test('takes the very points that were sent, also past their expiry, and no fresh ones', async () => {
    await post(ledger, harbor(), issue('i-1', alice, '10'), transfer('t-1', alice, bob, '10'));
    ledger.now = '2027-11-24T08:00:00.000Z';
    await post(ledger, harbor(), issue('i-2', bob, '10'));
    expect((await postOne(ledger, harbor(), reverse('v-1', 't-1'))).state).toBe('POSTED');
    expect(await lotsOf(bob)).toEqual([['2028-11-24', '10']]);
    expect(await lotsOf(alice)).toEqual([['2027-11-23', '10']]);
  });

  test.each([
    ['spent', redeem('r-1', bob, '3')],
    ['retired', expire('e-1', bob)],
  ])('is refused when they were %s, whatever else is there', async (_name, gone) => {
    await post(ledger, harbor(), issue('i-1', alice, '10'), transfer('t-1', alice, bob, '10'));
    if (gone.kind === 'expire') ledger.now = '2027-11-24T08:00:00.000Z';
    await post(ledger, harbor(), gone);
    ledger.now = '2027-11-24T09:00:00.000Z';
    await post(ledger, harbor(), issue('i-2', bob, '10'));
    const before = await lotsOf(bob);
    expect((await postOne(ledger, harbor(), reverse('v-1', 't-1'))).code).toBe('INSUFFICIENT_POINTS');
    expect(await lotsOf(bob)).toEqual(before);
  });

  test('takes each expiry as much as was sent of it, and in parts the newest first', async () => {
    await post(ledger, harbor(), issue('i-1', alice, '5'), issue('i-b', bob, '50'));
    ledger.now = '2026-12-24T08:00:00.000Z';
    await post(ledger, harbor(), issue('i-2', alice, '5'), transfer('t-1', alice, bob, '10'));
    await post(ledger, harbor(), reverse('v-1', 't-1', { amount: '6' }));
    expect(await lotsOf(alice)).toEqual([
      ['2027-11-23', '1'],
      ['2027-12-24', '5'],
    ]);
    await post(ledger, harbor(), reverse('v-2', 't-1'));
    expect(await lotsOf(bob)).toEqual([['2027-11-23', '50']]);
    expect(await available(ledger, alice)).toBe('10');
  });

  test('looks for them itself where the lots that were named have them no more', async () => {
    await post(ledger, harbor(), issue('i-1', alice, '10'), transfer('t-1', alice, bob, '10'), issue('i-2', bob, '10'));
    const named = (await ledger.submit(auditor, catalogue.listLots, { accountId: bob })).lots.map(({ lotId }) => lotId);
    await post(ledger, harbor(), redeem('r-1', bob, '1'));
    const sources = [{ accountId: bob, programId: 'harbor', lots: named }];
    const { outcomes } = await ledger.submit(harbor(), catalogue.postPoints, {
      operations: [reverse('v-1', 't-1')],
      sources,
    });
    expect(outcomes[0]?.state).toBe('POSTED');
  });
});

test('a late reversal is refused nothing by the closed cycle and falls in the open one', async () => {
  await closeNovember(ledger);
  const { receipt } = await postOne(ledger, citypark(), reverse('v-1', 'r-nov', ofHarbor));
  expect(receipt).toMatchObject({ cycle: '2026-12', refersToCycle: '2026-11' });
});
