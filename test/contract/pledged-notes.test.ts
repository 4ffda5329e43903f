/** Notes pledged for a credit line: what they cover, what happens at their end, and when they are released or taken. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import { AuditAlong } from '../audit/audit-along.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, auditor, bob, citypark, greenmart, harbor, post, postOne, supply } from './consortium.js';
import { lend, money, notice, pledge, read, release, startWithLine, switchAssets, take } from './collateral-world.js';
import { terms as lineTerms } from './collateral-world.js';
import { buy, giveNote, redeemNote, terms } from './notes-world.js';

let ledger: LedgerStub;
let audit: AuditAlong;
/** Sixty days, at the most 20 per cent a year, half of what was earned at any time before. */
const quick = { ...terms, offerId: 'quick', days: 60, early: { afterDays: 0, sharePpm: 500_000 } };
const { early: _early, ...neverEarly } = terms;

beforeEach(async () => {
  ledger = await startWithLine({}, { cap: '3000' });
  switchAssets(ledger);
  for (const offered of [quick, terms, { ...neverEarly, offerId: 'firm' }])
    await ledger.submit(harbor(), catalogue.offerNotes, offered);
  audit = new AuditAlong(ledger);
});
afterEach(async () => {
  const { issued, interest, outstanding, held, redeemed, expired, reversed } = await supply(ledger);
  const sum = [outstanding, held, redeemed, expired, reversed].reduce((total, part) => total + BigInt(part), 0n);
  expect(sum).toBe(BigInt(issued) + BigInt(interest));
  expect(audit.found()).toEqual([]);
});

const pledgeNote = (id: string, noteId: string, more: object = {}): Operation => ({
  kind: 'pledge-note',
  id,
  noteMspId: 'HarborMSP',
  noteId,
  beneficiary: 'CityParkMSP',
  lineId: 'line-1',
  ...more,
});
const quickly = { offerId: 'quick' };
const doing = (operation: Operation, by = harbor()) => postOne(ledger, by, operation);
const note = async (noteId = 'n-1') => ledger.submit(auditor, catalogue.getNote, { mspId: 'HarborMSP', noteId });
const balanceOf = async (accountId = alice) => {
  const { balances } = await ledger.submit(auditor, catalogue.getBalances, { accountId });
  return balances.map(({ available, held }) => [available, held]);
};
const value = (clearingValue: string) =>
  ledger.submit(harbor(), catalogue.setClearingValue, { programId: 'harbor', clearingValue });

/** Alice has 600 points and a note of 400, which she pledged. */
const pledged = async () => {
  await doing(buy('n-1', alice, '400', quickly));
  expect(await doing(pledgeNote('p-1', 'n-1'))).toMatchObject({ state: 'POSTED' });
};
/** 300 are drawn on it; from December on a point is worth 1.2, and notice is given. Pledges are taken from the 8th on. */
const noticed = async () => {
  await lend(ledger, 'd-1', 300);
  await value('1200000');
  ledger.now = '2026-12-01T00:30:00.000Z';
  await notice(ledger);
  ledger.now = '2026-12-08T00:30:00.000Z';
};

describe('pledging', () => {
  it('a note stays where it is and covers what was given for it', async () => {
    await doing(buy('n-1', alice, '400', quickly));
    const { receipt } = await doing(pledgeNote('p-1', 'n-1'));
    expect(receipt).toMatchObject({ amount: '400', accountId: alice, noteId: 'n-1', lineId: 'line-1' });
    expect(receipt).not.toHaveProperty('consumed');
    expect(await balanceOf()).toEqual([['600', '400']]);
    expect(await note()).toMatchObject({ status: 'open', pledge: { mspId: 'HarborMSP', holdId: 'p-1' } });
    expect(await read(ledger)).toMatchObject({ cover: money(300), pledges: [{ pledgeId: 'p-1', amount: '400' }] });
    expect((await ledger.submit(auditor, catalogue.listHolds, { accountId: alice })).holds).toEqual([]);
    const asked = { mspId: 'HarborMSP', holdId: 'p-1' };
    expect(await ledger.submit(auditor, catalogue.getHold, asked)).toMatchObject({ note: { noteId: 'n-1' } });
    expect(await doing(pledgeNote('p-1', 'n-1'))).toMatchObject({ state: 'EXISTS' });
    expect(await doing(pledgeNote('p-1', 'n-2'))).toMatchObject({ code: 'ID_CONFLICT', field: 'noteId' });
  });

  it('a pledged note is pledged, redeemed early and given away no more', async () => {
    await pledged();
    for (const attempt of [
      pledgeNote('x-1', 'n-1'),
      redeemNote('x-1', 'n-1', { early: true }),
      giveNote('x-1', 'n-1', bob),
      giveNote('x-1', 'n-1', alice, { parts: { of: 2, given: 1 } }),
    ])
      expect(await doing(attempt)).toMatchObject({ code: 'NOTE_PLEDGED' });
  });

  it('is for a note that can be redeemed by the day on which pledges are taken', async () => {
    await post(ledger, harbor(), buy('n-1', alice, '200'), buy('n-2', alice, '200', { offerId: 'firm' }));
    expect(await doing(pledgeNote('p-1', 'n-1'))).toMatchObject({ code: 'NOTE_NOT_PLEDGEABLE' });
    // After thirty days it may be redeemed, and a notice is of seven.
    ledger.now = '2026-12-16T00:14:59.000Z';
    expect(await doing(pledgeNote('p-1', 'n-1'))).toMatchObject({ code: 'NOTE_NOT_PLEDGEABLE' });
    ledger.now = '2026-12-16T00:15:00.000Z';
    expect(await doing(pledgeNote('p-1', 'n-1'))).toMatchObject({ state: 'POSTED' });
    // Never before its end, on 2027-05-22: the line’s pledges end before.
    expect(await doing(pledgeNote('p-2', 'n-2'))).toMatchObject({ code: 'NOTE_NOT_PLEDGEABLE' });
    const patient = { ...lineTerms, lineId: 'line-2', marginDays: 157 };
    await ledger.submit(citypark(), catalogue.grantCreditLine, patient);
    expect(await doing(pledgeNote('p-2', 'n-2', { lineId: 'line-2' }))).toMatchObject({ state: 'POSTED' });
  });

  it('is for points that outlast the line', async () => {
    await doing(buy('n-1', alice, '400', quickly));
    await ledger.submit(citypark(), catalogue.grantCreditLine, { ...lineTerms, lineId: 'long', until: '2027-10-31' });
    expect(await doing(pledgeNote('p-1', 'n-1', { lineId: 'long' }))).toMatchObject({ code: 'NOTE_NOT_PLEDGEABLE' });
  });

  it('of a part: divided first, in one chain', async () => {
    await doing(buy('n-1', alice, '400', quickly));
    const parts = { parts: { of: 4, given: 1 }, linked: true };
    const outcomes = await post(ledger, harbor(), giveNote('n-2', 'n-1', alice, parts), pledgeNote('p-1', 'n-2'));
    expect(outcomes).toMatchObject([{ state: 'POSTED' }, { state: 'POSTED' }]);
    expect(await note('n-1')).toMatchObject({ principal: '300' });
    expect(await note('n-2')).toMatchObject({ principal: '100', pledge: { holdId: 'p-1' } });
    expect(await balanceOf()).toEqual([['600', '400']]);
    expect(await doing(giveNote('x-1', 'n-1', alice))).toMatchObject({ code: 'ACCOUNTS_EQUAL' });
  });

  it('cures a notice, as points do', async () => {
    await pledge(ledger, 'p-0', '400');
    await lend(ledger, 'd-1', 300);
    await value('1200000');
    ledger.now = '2026-12-01T00:30:00.000Z';
    await notice(ledger);
    await doing(buy('n-1', alice, '100', quickly));
    expect(await doing(pledgeNote('p-1', 'n-1'))).toMatchObject({ state: 'POSTED' });
    expect(await read(ledger)).toMatchObject({ status: 'open' });
  });
});

describe('releasing', () => {
  it('makes it a note as before, whole', async () => {
    await pledged();
    expect(await release(ledger, 'v-1', 'p-1', { amount: '100' })).toMatchObject({ code: 'HOLD_NOT_DIVISIBLE' });
    await lend(ledger, 'd-1', 1);
    expect(await release(ledger, 'v-1', 'p-1')).toMatchObject({ code: 'LINE_NOT_COVERED' });
    expect(await release(ledger, 'v-1', 'p-1', {}, greenmart())).toMatchObject({ code: 'HOLD_NOT_YOURS' });
    const { receipt } = await release(ledger, 'v-1', 'p-1', {}, citypark());
    expect(receipt).toMatchObject({ amount: '400', noteId: 'n-1' });
    expect(receipt).not.toHaveProperty('created');
    expect(await note()).not.toHaveProperty('pledge');
    expect(await balanceOf()).toEqual([['600', '400']]);
    expect((await read(ledger)).pledges).toEqual([]);
    expect(await release(ledger, 'v-2', 'p-1')).toMatchObject({ code: 'HOLD_RESOLVED' });
    expect(await doing(pledgeNote('p-2', 'n-1'))).toMatchObject({ state: 'POSTED' });
    await release(ledger, 'v-2', 'p-2', {}, citypark());
    expect(await doing(redeemNote('x-1', 'n-1', { early: true }))).toMatchObject({ state: 'POSTED' });
    expect(await balanceOf()).toEqual([['1000', '0']]);
  });
});

describe('the end of its term', () => {
  // 400 × 0.1 × 60 / 365 = 6.57…
  const end = async () => {
    await pledged();
    await lend(ledger, 'd-1', 150);
    ledger.now = '2027-01-22T00:20:00.000Z';
    const { receipt } = await doing(redeemNote('x-1', 'n-1'));
    expect(receipt).toMatchObject({ amount: '400', interest: '6', holdId: 'p-1', lineId: 'line-1' });
    expect(receipt?.created).toMatchObject([{ amount: '6' }]);
  };

  it('brings what it earned, and its points are what is pledged', async () => {
    const before = await read(ledger);
    await end();
    expect(await balanceOf()).toEqual([['606', '400']]);
    expect(await note()).toMatchObject({ status: 'redeemed', interest: '6' });
    const { holds } = await ledger.submit(auditor, catalogue.listHolds, { accountId: alice });
    expect(holds).toMatchObject([{ holdId: 'p-1', amount: '400', lineId: 'line-1' }]);
    expect(await read(ledger)).toMatchObject({ status: before.status, cover: money(300) });
    expect(await doing(redeemNote('x-2', 'n-1'))).toMatchObject({ code: 'NOTE_ENDED' });
    // From now on it goes back in parts.
    expect(await release(ledger, 'v-1', 'p-1', { amount: '200' })).toMatchObject({ state: 'POSTED' });
    expect(await balanceOf()).toEqual([['806', '200']]);
  });

  it('and is taken like any points', async () => {
    await end();
    ledger.now = '2027-04-01T00:16:00.000Z';
    await notice(ledger);
    ledger.now = '2027-04-08T00:16:00.000Z';
    // 150 and a fee of 15 are 110 points of 1.5.
    expect((await take(ledger, 'c-1', 'p-1')).receipt).toMatchObject({ amount: '110' });
    expect(await balanceOf()).toEqual([['896', '0']]);
    expect(await read(ledger)).toMatchObject({ status: 'liquidated', drawn: '0', fee: '0' });
  });

  it('comes for a frozen account too, and what is pledged stays so', async () => {
    await pledged();
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
    ledger.now = '2027-01-22T00:20:00.000Z';
    expect(await doing(redeemNote('x-1', 'n-1'))).toMatchObject({ state: 'POSTED' });
    expect(await balanceOf()).toEqual([['606', '400']]);
  });
});

describe('taking', () => {
  it('redeems so much of it as its offer says for the day; the rest is a note as before', async () => {
    await pledged();
    await noticed();
    // 300 and a fee of 30 are 275 points of 1.2; these earned 275 × 0.1 × 15 / 365 / 2 = 0.56…
    const { receipt } = await take(ledger, 'c-1', 'p-1');
    expect(receipt).toMatchObject({ amount: '275', acceptor: 'CityParkMSP', noteId: 'n-1', interest: '0' });
    expect(await balanceOf()).toEqual([['600', '125']]);
    expect(await note()).toMatchObject({ status: 'open', principal: '125' });
    expect(await note()).not.toHaveProperty('pledge');
    expect(await read(ledger)).toMatchObject({ status: 'liquidated', drawn: '0', fee: '0', pledges: [] });
    expect(await supply(ledger)).toMatchObject({ redeemed: '275', held: '125', interest: '0' });
    ledger.now = '2027-01-22T00:20:00.000Z';
    // 125 × 0.1 × 60 / 365 = 2.05…
    expect((await doing(redeemNote('x-1', 'n-1'))).receipt).toMatchObject({ amount: '125', interest: '2' });
    expect(await balanceOf()).toEqual([['727', '0']]);
  });

  it('of all of it ends the note, and what it earned is the member’s', async () => {
    await doing(buy('n-1', alice, '1000', quickly));
    await doing(pledgeNote('p-1', 'n-1'));
    await lend(ledger, 'd-1', 500);
    await value('400000');
    ledger.now = '2026-12-01T00:30:00.000Z';
    await notice(ledger);
    ledger.now = '2026-12-20T00:30:00.000Z';
    // 1000 × 0.1 × 27 / 365 / 2 = 3.69…
    expect((await take(ledger, 'c-1', 'p-1')).receipt).toMatchObject({ amount: '1000', interest: '3' });
    expect(await balanceOf()).toEqual([['3', '0']]);
    expect(await note()).toMatchObject({ status: 'redeemed', interest: '3' });
    expect(await read(ledger)).toMatchObject({ drawn: money(100), fee: money(50) });
    expect(await doing(redeemNote('x-1', 'n-1'))).toMatchObject({ code: 'NOTE_ENDED' });
  });

  it('when its term is over and nobody redeemed it yet: for all that it earned', async () => {
    await pledged();
    await lend(ledger, 'd-1', 30);
    ledger.now = '2027-04-01T00:16:00.000Z';
    await notice(ledger);
    ledger.now = '2027-04-08T00:16:00.000Z';
    // 33 are 22 points; 22 × 0.1 × 60 / 365 = 0.36…
    expect((await take(ledger, 'c-1', 'p-1')).receipt).toMatchObject({ amount: '22', interest: '0' });
    expect((await doing(redeemNote('x-1', 'n-1'))).receipt).toMatchObject({ amount: '378', interest: '6' });
    expect(await balanceOf()).toEqual([['984', '0']]);
  });
});
