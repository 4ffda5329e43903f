/** How long points live: maturing, their end, and what extends it. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  alice,
  auditor,
  bob,
  carol,
  consolidate,
  expire,
  extend,
  harbor,
  hold,
  issue,
  post,
  postOne,
  program,
  redeem,
  startConsortium,
  supply,
  transfer,
  voidHold,
} from './consortium.js';

let ledger: LedgerStub;
const start = async (rules: object = {}, conditions: object = {}) => {
  ledger = await startConsortium({}, { rules: { ...program.rules, ...rules }, ...conditions });
};
const balance = async (accountId = alice) => {
  const { balances } = await ledger.submit(auditor, catalogue.getBalances, { accountId });
  return balances.find(({ programId }) => programId === 'harbor');
};
const lots = async (accountId = alice) =>
  (await ledger.submit(auditor, catalogue.listLots, { accountId })).lots
    .map(({ expiry, amount, maturesOn = 'ripe' }) => [expiry, maturesOn, amount])
    .sort();
const at = (day: string): void => {
  ledger.now = `${day}T08:00:00.000Z`;
};
const codeOf = async (operation: Operation, caller = harbor()) => (await postOne(ledger, caller, operation)).code;

describe('points that mature', () => {
  test('are pending until their day, and can be spent from then on', async () => {
    await start({ maturityDays: 14 });
    const { receipt } = await postOne(ledger, harbor(), issue('i-1', alice, '30'));
    expect(receipt).toMatchObject({ maturesOn: '2026-12-07', expiry: '2027-11-23' });
    expect(await balance()).toMatchObject({ available: '0', pending: '30', expired: '0' });
    const [refused] = await post(ledger, harbor(), redeem('r-1', alice, '10'));
    expect(refused).toMatchObject({
      code: 'INSUFFICIENT_POINTS',
      detail: '10 asked for, 0 there; 30 more are pending, until 2026-12-07 at the latest',
    });
    at('2026-12-06');
    expect(await codeOf(hold('h-1', alice, '10', { expiresAt: '2026-12-06T09:00:00.000Z' }))).toBe(
      'INSUFFICIENT_POINTS',
    );
    expect(await codeOf(transfer('t-1', alice, bob, '10'))).toBe('INSUFFICIENT_POINTS');
    at('2026-12-07');
    expect((await postOne(ledger, harbor(), redeem('r-2', alice, '10'))).state).toBe('POSTED');
    expect(await balance()).toMatchObject({ available: '20', pending: '0' });
  });

  test.each([
    ['of the operation, in place of the programme’s', { maturityDays: 14 }, { maturesOn: '2026-11-30' }, '2026-11-30'],
    [
      'of the programme, counted from the day of earning',
      { maturityDays: 14, earnedDaysMax: 30 },
      { earnedOn: '2026-11-20' },
      '2026-12-04',
    ],
    ['that has come already', { maturityDays: 14, earnedDaysMax: 30 }, { earnedOn: '2026-11-01' }, undefined],
    ['that is today', {}, { maturesOn: '2026-11-23' }, undefined],
  ])('have the day %s', async (_name, rules, more, maturesOn) => {
    await start(rules);
    const { receipt } = await postOne(ledger, harbor(), issue('i-1', alice, '30', more));
    expect(receipt?.maturesOn).toBe(maturesOn);
  });

  test('are merged with those alone that mature on the same day; what is ripe is alike', async () => {
    await start();
    await post(ledger, harbor(), issue('i-1', alice, '1', { maturesOn: '2026-11-25' }));
    await post(ledger, harbor(), issue('i-2', alice, '2', { maturesOn: '2026-11-25' }));
    await post(ledger, harbor(), issue('i-3', alice, '4', { maturesOn: '2026-11-26' }));
    await post(ledger, harbor(), issue('i-4', alice, '8'));
    await post(ledger, harbor(), consolidate('c-1', alice));
    expect(await lots()).toEqual([
      ['2027-11-23', '2026-11-25', '3'],
      ['2027-11-23', '2026-11-26', '4'],
      ['2027-11-23', 'ripe', '8'],
    ]);
    at('2026-11-25');
    await post(ledger, harbor(), redeem('r-1', alice, '1'));
    expect(await lots()).toEqual([
      ['2027-11-23', '2026-11-26', '4'],
      ['2027-11-23', 'ripe', '10'],
    ]);
  });
});

describe('the end of points', () => {
  test.each([
    ['day', '2027-11-23'],
    ['month', '2027-11-30'],
    ['quarter', '2027-12-31'],
    ['year', '2027-12-31'],
    ['12-31', '2027-12-31'],
    ['11-23', '2027-11-23'],
    ['01-31', '2028-01-31'],
  ])('is rounded up to the %s', async (expiryRounding, expiry) => {
    await start({ expiryRounding });
    expect((await postOne(ledger, harbor(), issue('i-1', alice, '30'))).receipt?.expiry).toBe(expiry);
  });

  test('is named by an issuance within the programme’s bounds', async () => {
    await start({ expiryBounds: { minDays: 7, maxDays: 60 } });
    expect(
      (await postOne(ledger, harbor(), issue('i-1', alice, '3', { expiresOn: '2026-12-31' }))).receipt?.expiry,
    ).toBe('2026-12-31');
    for (const expiresOn of ['2026-11-29', '2027-01-23'])
      expect(await codeOf(issue('i-2', alice, '3', { expiresOn }))).toBe('EXPIRY_OUT_OF_BOUNDS');
    expect(await codeOf(issue('i-2', alice, '3', { expiresOn: '2026-12-31', maturesOn: '2027-01-01' }))).toBe(
      'MATURITY_AFTER_EXPIRY',
    );
    expect(await balance()).toMatchObject({ available: '3', expiring: [{ day: '2026-12-31', amount: '3' }] });
  });

  test('is told by day of what can be spent and of what cannot yet', async () => {
    await start({ expiryBounds: { minDays: 0, maxDays: 60 } });
    await post(ledger, harbor(), issue('i-1', alice, '3', { expiresOn: '2026-12-01' }));
    await post(ledger, harbor(), issue('i-2', alice, '4', { expiresOn: '2026-12-31', maturesOn: '2026-12-24' }));
    await post(ledger, harbor(), issue('i-3', alice, '5', { expiresOn: '2026-12-31' }));
    expect((await balance())?.expiring).toEqual([
      { day: '2026-12-01', amount: '3' },
      { day: '2026-12-31', amount: '9' },
    ]);
  });

  test('is counted from the day of earning, which is not in the future and not too long ago', async () => {
    await start({ earnedDaysMax: 400 }, { limits: undefined });
    expect(
      (await postOne(ledger, harbor('operator'), issue('i-1', alice, '3', { earnedOn: '2026-01-31' }))).receipt,
    ).toMatchObject({
      earnedOn: '2026-01-31',
      expiry: '2027-01-31',
    });
    expect(await codeOf(issue('i-2', alice, '3', { earnedOn: '2026-11-24' }))).toBe('EARNED_ON_INVALID');
    expect(await codeOf(issue('i-2', alice, '3', { earnedOn: '2025-10-18' }))).toBe('EARNED_ON_INVALID');
    // It would have ended before it is issued.
    expect(await codeOf(issue('i-2', alice, '3', { earnedOn: '2025-11-01' }))).toBe('EXPIRY_OUT_OF_BOUNDS');
    expect(await codeOf(issue('i-2', alice, '3', { earnedOn: '2026-01-31' }), harbor('cashier'))).toBe(
      'ROLE_NOT_ALLOWED',
    );
  });

  test('an issuance of what was earned before does not use up today’s limits', async () => {
    await start({ earnedDaysMax: 30 });
    const limits = { perAccountDay: { creditedMax: '10' } };
    await ledger.submit(harbor(), catalogue.setLimits, { programId: 'harbor', limits });
    expect((await postOne(ledger, harbor(), issue('i-1', alice, '30', { earnedOn: '2026-11-20' }))).state).toBe(
      'POSTED',
    );
    expect(await codeOf(issue('i-2', alice, '11', { earnedOn: '2026-11-23' }))).toBe('DAY_LIMIT_EXCEEDED');
    expect((await postOne(ledger, harbor(), issue('i-3', alice, '10'))).state).toBe('POSTED');
  });
});

describe('extending', () => {
  test('gives what ends soon another expiry, and what ended a while ago; its maturity stays', async () => {
    await start({ reinstatementDays: 10, expiryBounds: { minDays: 0, maxDays: 200 } });
    await post(ledger, harbor(), issue('i-1', alice, '1', { expiresOn: '2026-12-01' }));
    await post(ledger, harbor(), issue('i-2', alice, '2', { expiresOn: '2026-12-05' }));
    await post(ledger, harbor(), issue('i-3', alice, '4', { expiresOn: '2026-12-20', maturesOn: '2026-12-18' }));
    await post(ledger, harbor(), issue('i-4', alice, '8', { expiresOn: '2026-12-31' }));
    at('2026-12-15');
    expect((await balance())?.expired).toBe('3');
    const { receipt } = await postOne(
      ledger,
      harbor(),
      extend('x-1', alice, { endingBy: '2026-12-20', expiresOn: '2027-01-31' }),
    );
    expect(receipt).toMatchObject({ amount: '6', endingBy: '2026-12-20', expiry: '2027-01-31' });
    expect(await lots()).toEqual([
      ['2026-12-01', 'ripe', '1'],
      ['2026-12-31', 'ripe', '8'],
      ['2027-01-31', '2026-12-18', '4'],
      ['2027-01-31', 'ripe', '2'],
    ]);
    expect(await supply(ledger)).toMatchObject({ issued: '15', outstanding: '15', expired: '0' });
    expect(await codeOf(extend('x-2', alice, { endingBy: '2026-12-31', expiresOn: '2027-07-04' }))).toBe(
      'EXPIRY_OUT_OF_BOUNDS',
    );
  });

  test('is for the issuer, also on accounts of others', async () => {
    await start();
    await post(ledger, harbor(), issue('i-1', carol, '5'));
    const later = extend('x-1', carol, { endingBy: '2027-12-31', expiresOn: '2028-06-30' });
    expect(await codeOf(later, { mspId: 'CityParkMSP', role: 'admin' })).toBe('NOT_ISSUER');
    expect((await postOne(ledger, harbor(), later)).state).toBe('POSTED');
    const other = { ...later, expiresOn: '2028-07-31' } as Operation;
    expect(await postOne(ledger, harbor(), other)).toMatchObject({ code: 'ID_CONFLICT', field: 'expiresOn' });
  });

  test('what can be extended is not retired yet', async () => {
    await start({ reinstatementDays: 10 });
    await post(ledger, harbor(), issue('i-1', alice, '5'));
    at('2027-12-03');
    expect(await codeOf(expire('e-1', alice))).toBe('NOTHING_TO_EXPIRE');
    at('2027-12-04');
    expect((await postOne(ledger, harbor(), expire('e-1', alice))).receipt).toMatchObject({ amount: '5' });
  });
});

test('consolidating leaves one lot of those that are alike, and everybody with what they had', async () => {
  await start();
  await post(ledger, harbor(), issue('i-0', alice, '7'), hold('h-1', alice, '2'));
  for (let n = 0; n < 20; n += 1) await post(ledger, harbor(), issue(`i-1-${n}`, alice, '1'));
  const before = [await balance(), await supply(ledger)];
  await post(ledger, harbor('cashier'), consolidate('c-1', alice));
  expect(await lots()).toEqual([['2027-11-23', 'ripe', '25']]);
  expect([await balance(), await supply(ledger)]).toEqual(before);
  await post(ledger, harbor(), voidHold('v-1', 'h-1'));
  expect(await balance()).toMatchObject({ available: '27', held: '0' });
});
