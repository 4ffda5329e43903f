/** Points that are given for a term: what they earn, when they come back, and what cannot be gained by them. */
import { catalogue } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  alice,
  auditor,
  available,
  bob,
  carol,
  citypark,
  greenmart,
  harbor,
  issue,
  post,
  postOne,
  redeem,
  reverse,
  supply,
} from './consortium.js';
import { admitRegulator, regulator } from './regulated.js';
import { buy, giveNote, offer, redeemNote, startWithNotes, switchNotes, terms } from './notes-world.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startWithNotes();
  await post(ledger, harbor(), issue('i-1', alice, '500'));
});

const balance = async (accountId = alice) =>
  (await ledger.submit(auditor, catalogue.getBalances, { accountId })).balances.find(
    ({ programId }) => programId === 'harbor',
  );
const lanes = async () => (await ledger.submit(auditor, catalogue.getNoteOffer, offer)).quota;
const quotaLeft = async () => {
  const { lanes: all } = await ledger.submit(auditor, catalogue.getQuota, { programId: 'harbor' });
  return all.reduce((sum, { granted, used }) => sum + Number(granted) - Number(used), 0);
};
const inLane1 = { lanes: [1] };
/** From 2026-11-23 for 180 days. */
const DUE = '2027-05-22';
const AT_END = `${DUE}T00:15:00.000Z`;

async function expectIdentity(): Promise<void> {
  const { issued, interest, outstanding, held, redeemed, expired, reversed } = await supply(ledger);
  const sum = [outstanding, held, redeemed, expired, reversed].reduce((total, part) => total + BigInt(part), 0n);
  expect(sum).toBe(BigInt(issued) + BigInt(interest));
}

test('an offer carves its ceiling out of the quota, once', async () => {
  expect(await quotaLeft()).toBe(1000 - 500 - 100);
  await ledger.submit(harbor(), catalogue.offerNotes, terms);
  expect(await quotaLeft()).toBe(400);
  const { offers } = await ledger.submit(auditor, catalogue.listNoteOffers, { programId: 'harbor' });
  expect(offers).toMatchObject([{ ...terms, issuer: 'HarborMSP', rates: [{ from: '2026-11-23', ppm: 100_000 }] }]);
  expect(await lanes()).toEqual([
    { lane: 0, granted: '50', used: '0' },
    { lane: 1, granted: '50', used: '0' },
  ]);
});

test('points that are given are set aside, and draw the most that they can come to', async () => {
  const { receipt } = await postOne(ledger, harbor('cashier'), buy('n-1', alice, '400'));
  // 400 × 0.2 × 180 / 365 = 39.45…
  expect(receipt).toMatchObject({ amount: '400', from: '2026-11-23', until: DUE, interestMax: '39' });
  expect(await balance()).toMatchObject({ available: '100', held: '400' });
  expect(await supply(ledger)).toMatchObject({ issued: '500', interest: '0', outstanding: '100', held: '400' });
  expect((await lanes())[0]).toEqual({ lane: 0, granted: '50', used: '39' });
  const { notes } = await ledger.submit(auditor, catalogue.listNotes, { accountId: alice });
  expect(notes).toMatchObject([{ noteId: 'n-1', principal: '400', status: 'open' }]);
  expect((await ledger.submit(auditor, catalogue.listHolds, { accountId: alice })).holds).toEqual([]);
  // 400 × 0.1 × 180 / 365 = 19.72…
  const asked = { mspId: 'HarborMSP', noteId: 'n-1' };
  expect(await ledger.submit(auditor, catalogue.getNote, asked)).toMatchObject({ atEnd: '19' });
});

test('at its end they come back as they were, and interest as if it were issued', async () => {
  await post(ledger, harbor(), buy('n-1', alice, '400'));
  ledger.now = `${DUE}T00:14:59.999Z`;
  expect((await postOne(ledger, harbor(), redeemNote('x-1', 'n-1'))).code).toBe('NOTE_NOT_DUE');
  ledger.now = AT_END;
  const { receipt } = await postOne(ledger, harbor(), redeemNote('x-1', 'n-1'));
  expect(receipt).toMatchObject({ amount: '400', interest: '19', expiry: DUE.replace('2027', '2028') });
  expect(receipt?.created?.map(({ lotId, amount }) => [lotId.slice(0, 10), amount])).toEqual([
    ['2027-11-23', '400'],
    ['2028-05-22', '19'],
  ]);
  expect(await balance()).toMatchObject({ available: '519', held: '0' });
  expect(await supply(ledger)).toMatchObject({ issued: '500', interest: '19', outstanding: '519', held: '0' });
  await expectIdentity();
  expect(ledger.table('open-hold')).toEqual([]);
  expect((await postOne(ledger, harbor(), redeemNote('x-2', 'n-1'))).code).toBe('NOTE_ENDED');
  expect((await postOne(ledger, harbor(), redeemNote('x-1', 'n-1'))).state).toBe('EXISTS');
});

test('what it did not come to is quota again once its day is folded', async () => {
  await post(ledger, harbor(), buy('n-1', alice, '400'));
  ledger.now = AT_END;
  await post(ledger, harbor(), redeemNote('x-1', 'n-1'));
  expect(await quotaLeft()).toBe(400);
  ledger.now = '2027-05-23T08:00:00.000Z';
  await ledger.submit(harbor(), catalogue.foldSupply, { programId: 'harbor', period: DUE });
  // 39 were drawn, 19 were made.
  expect(await quotaLeft()).toBe(420);
  await ledger.submit(harbor(), catalogue.closeNoteOffer, offer);
  expect(await quotaLeft()).toBe(420 + 61);
  await ledger.submit(harbor(), catalogue.closeNoteOffer, offer);
  expect(await quotaLeft()).toBe(481);
  await expectIdentity();
});

test('before its end it pays the stated share, to nobody but its member', async () => {
  await post(ledger, harbor(), buy('n-1', alice, '400'));
  ledger.now = '2026-12-23T00:14:59.999Z';
  const early = { early: true };
  expect((await postOne(ledger, harbor(), redeemNote('x-1', 'n-1', early))).code).toBe('NOTE_NOT_DUE');
  ledger.now = '2026-12-23T00:15:00.000Z';
  expect((await postOne(ledger, citypark(), redeemNote('x-1', 'n-1', early))).code).toBe('NOT_CUSTODIAN');
  // Half of 400 × 0.1 × 30 / 365 = 3.28…
  expect((await postOne(ledger, harbor(), redeemNote('x-1', 'n-1', early))).receipt).toMatchObject({ interest: '1' });
});

test('a rate that is announced counts from its day on, for notes that were sold too', async () => {
  await post(ledger, harbor(), buy('n-1', alice, '400'));
  const from = '2026-12-03';
  await ledger.submit(harbor(), catalogue.changeNoteRate, { ...offer, from, ppm: 200_000 });
  ledger.now = AT_END;
  // 400 × (0.1 × 10 + 0.2 × 170) / 365 = 38.35…
  expect((await postOne(ledger, harbor(), redeemNote('x-1', 'n-1'))).receipt).toMatchObject({ interest: '38' });
});

test('minutes before midnight gain no day', async () => {
  ledger.now = '2026-11-23T23:45:00.000Z';
  const { receipt } = await postOne(ledger, harbor(), buy('n-1', alice, '400'));
  expect(receipt).toMatchObject({ from: '2026-11-24', until: '2027-05-23' });
});

test('points that end within the term are not taken', async () => {
  await post(ledger, harbor(), issue('i-2', bob, '100', inLane1));
  // Of points to 2027-11-23, a term to 2027-11-23 leaves no day to spend them.
  ledger.now = '2027-05-26T08:00:00.000Z';
  await post(ledger, harbor(), issue('i-3', bob, '50', inLane1));
  ledger.now = '2027-05-27T08:00:00.000Z';
  const outcome = await postOne(ledger, harbor(), buy('n-1', bob, '100'));
  expect(outcome).toMatchObject({ code: 'INSUFFICIENT_POINTS' });
  expect(outcome.detail).toMatch(/end after 2027-11-23/);
  const { receipt } = await postOne(ledger, harbor(), buy('n-2', bob, '50'));
  expect(receipt?.consumed?.map(({ lotId }) => lotId.slice(0, 10))).toEqual(['2028-05-26']);
});

test('a switch that is off stops sales, and no note', async () => {
  await post(ledger, harbor(), buy('n-1', alice, '400'));
  switchNotes(ledger, false);
  expect((await postOne(ledger, harbor(), buy('n-2', alice, '100'))).code).toBe('NOTES_OFF');
  ledger.now = AT_END;
  expect((await postOne(ledger, harbor(), redeemNote('x-1', 'n-1'))).state).toBe('POSTED');
});

test.each(['frozen', 'suspended'])('at its end it is paid while %s', async (state) => {
  await post(ledger, harbor(), buy('n-1', alice, '400'));
  if (state === 'frozen')
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
  else await ledger.submit(harbor(), catalogue.setProgramStatus, { programId: 'harbor', status: 'suspended' });
  ledger.now = '2027-01-23T08:00:00.000Z';
  const early = await postOne(ledger, harbor(), redeemNote('x-0', 'n-1', { early: true }));
  expect(early.code).toBe(state === 'frozen' ? 'ACCOUNT_FROZEN' : 'PROGRAM_SUSPENDED');
  ledger.now = AT_END;
  expect((await postOne(ledger, harbor(), redeemNote('x-1', 'n-1'))).receipt).toMatchObject({ interest: '19' });
});

test('of another merchant’s member the issuer redeems it too, and nobody else', async () => {
  await post(ledger, harbor(), issue('i-2', carol, '100', inLane1));
  await post(ledger, citypark(), buy('n-1', carol, '100'));
  ledger.now = AT_END;
  const mine = { noteMspId: 'CityParkMSP' };
  expect((await postOne(ledger, greenmart(), redeemNote('x-1', 'n-1', mine))).code).toBe('NOTE_NOT_YOURS');
  expect((await postOne(ledger, harbor(), redeemNote('x-1', 'n-1', mine))).state).toBe('POSTED');
  expect(await available(ledger, carol)).toBe('104');
});

test('what is owed back is paid off by what comes back', async () => {
  ledger = await startWithNotes({ rules: { transferable: true, shortfall: 'clawback' } });
  await post(ledger, harbor(), issue('i-1', alice, '500'));
  await post(ledger, harbor(), redeem('r-0', alice, '100'), buy('n-1', alice, '400'), reverse('v-1', 'i-1'));
  ledger.now = AT_END;
  const { receipt } = await postOne(ledger, harbor(), redeemNote('x-1', 'n-1'));
  // 500 are owed back, of which 419 come.
  expect(receipt).toMatchObject({ paidOff: '419', created: [] });
  await expectIdentity();
});

test('an account with a note is not closed, and a sale is not reversed', async () => {
  await post(ledger, harbor(), buy('n-1', alice, '500'));
  const closing = ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'closed' });
  await expect(closing).rejects.toMatchObject({ body: { code: 'ACCOUNT_NOT_EMPTY' } });
  expect((await postOne(ledger, harbor(), reverse('v-1', 'n-1'))).code).toBe('NOT_REVERSIBLE');
});

test('two redemptions that were endorsed side by side are one', async () => {
  await post(ledger, harbor(), buy('n-1', alice, '400'));
  ledger.now = AT_END;
  const endorse = (id: string) =>
    ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations: [redeemNote(id, 'n-1')] })]);
  const [first, second] = [await endorse('x-1'), await endorse('x-2')];
  expect(ledger.commit(first)).toBe('VALID');
  expect(ledger.commit(second)).not.toBe('VALID');
});

test('a redemption writes nothing that asks for the issuer', async () => {
  await post(ledger, harbor(), buy('n-1', alice, '400'));
  ledger.now = AT_END;
  const posted = await ledger.simulate(harbor(), 'Points:Post', [
    JSON.stringify({ operations: [redeemNote('x-1', 'n-1')] }),
  ]);
  expect([...posted.writes.keys()].filter((key) => ledger.policies.has(key))).toEqual([]);
});

describe('a note that is given away', () => {
  beforeEach(async () => {
    await post(ledger, harbor(), buy('n-1', alice, '400'));
  });

  it('is the other’s, and pays the other', async () => {
    await post(ledger, harbor(), giveNote('g-1', 'n-1', bob));
    expect(await balance()).toMatchObject({ available: '100', held: '0' });
    expect(await balance(bob)).toMatchObject({ held: '400' });
    ledger.now = AT_END;
    await post(ledger, harbor(), redeemNote('x-1', 'n-1'));
    expect(await available(ledger, bob)).toBe('419');
    await expectIdentity();
  });

  it('in equal parts is two, which earn and draw no more than the one', async () => {
    const { receipt } = await postOne(ledger, harbor(), giveNote('g-1', 'n-1', bob, { parts: { of: 4, given: 1 } }));
    expect(receipt).toMatchObject({ amount: '100', interestMax: '9', parts: { of: 4, given: 1 } });
    expect(await balance()).toMatchObject({ held: '300' });
    expect(ledger.table('note').map(({ value }) => value['interestMax'])).toEqual(['9', '30']);
    ledger.now = AT_END;
    const paid = await post(ledger, harbor(), redeemNote('x-1', 'n-1'), redeemNote('x-2', 'g-1'));
    // 14.79… and 4.93…, of 19.72…
    expect(paid.map((outcome) => outcome.receipt?.interest)).toEqual(['14', '4']);
    expect(await available(ledger, bob)).toBe('104');
    await expectIdentity();
    expect(ledger.table('open-hold')).toEqual([]);
  });

  it('is not taken back, and not divided for less than a point of interest', async () => {
    await post(ledger, harbor(), giveNote('g-1', 'n-1', bob));
    expect((await postOne(ledger, harbor(), reverse('v-1', 'g-1'))).code).toBe('NOT_REVERSIBLE');
    const crumbs = giveNote('g-2', 'n-1', alice, { parts: { of: 100, given: 1 } });
    expect((await postOne(ledger, harbor(), crumbs)).code).toBe('NOTE_TOO_SMALL');
  });
});

test('it is rolled over by a chain that names note, offer and points', async () => {
  await post(ledger, harbor(), buy('n-1', alice, '400'));
  ledger.now = AT_END;
  await post(ledger, harbor(), issue('i-9', alice, '100', { lanes: [1] }));
  const next = { ...terms, offerId: 'month', days: 30, ceiling: '50' };
  await ledger.submit(harbor(), catalogue.offerNotes, next);
  const again = { kind: 'buy-note' as const, id: 'n-2', programId: 'harbor', offerId: 'month', accountId: alice };
  const [, sold] = await post(ledger, harbor(), redeemNote('x-1', 'n-1', { linked: true }), {
    ...again,
    amount: '419',
  });
  expect(sold).toMatchObject({ state: 'POSTED', receipt: { amount: '419', from: DUE } });
  const none = await post(ledger, harbor(), redeemNote('x-2', 'n-2', { linked: true }), {
    ...again,
    id: 'n-3',
    amount: '9',
  });
  expect(none.map(({ code }) => code)).toEqual(['NOTE_NOT_DUE', 'LINKED_FAILED']);
});

describe('side by side', () => {
  const endorse = (...operations: Parameters<typeof postOne>[2][]) =>
    ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations })]);
  const first = async (one: ReturnType<typeof endorse>, other: ReturnType<typeof endorse>): Promise<string[]> => {
    const simulations = [await one, await other];
    return simulations.map((simulation) => (ledger.commit(simulation) === 'VALID' ? 'done' : 'conflict'));
  };
  beforeEach(async () => {
    await post(ledger, harbor(), buy('n-1', alice, '200'));
  });

  it('a note is given away and redeemed once', async () => {
    ledger.now = AT_END;
    const both = await first(endorse(giveNote('g-1', 'n-1', bob)), endorse(redeemNote('x-1', 'n-1')));
    expect(both).toEqual(['done', 'conflict']);
    await expectIdentity();
  });

  it('a note is given to one of two', async () => {
    const parts = { parts: { of: 2, given: 1 } };
    expect(await first(endorse(giveNote('g-1', 'n-1', bob)), endorse(giveNote('g-2', 'n-1', carol, parts)))).toEqual([
      'done',
      'conflict',
    ]);
    expect(ledger.table('note')).toHaveLength(1);
  });

  it('sales from two lanes are both done, from one lane one after the other', async () => {
    await post(ledger, harbor(), issue('i-2', bob, '100', inLane1));
    const ofBob = buy('n-3', bob, '100', inLane1);
    expect(await first(endorse(buy('n-2', alice, '100')), endorse(ofBob))).toEqual(['done', 'done']);
    const again = buy('n-5', alice, '50');
    expect(await first(endorse(redeemNote('x-9', 'n-9'), buy('n-4', alice, '50')), endorse(again))).toEqual([
      'done',
      'conflict',
    ]);
  });

  it('what is sold while its offer is closed is sold, or not at all', async () => {
    const sale = await endorse(buy('n-2', alice, '100'));
    await ledger.submit(harbor(), catalogue.closeNoteOffer, offer);
    expect(ledger.commit(sale)).not.toBe('VALID');
    expect((await lanes()).map(({ granted, used }) => granted === used)).toEqual([true, true]);
  });

  it('a rate that is announced meanwhile is what a redemption is made at, or it is done anew', async () => {
    ledger.now = '2027-01-23T08:00:00.000Z';
    const redemption = await endorse(redeemNote('x-1', 'n-1', { early: true }));
    await ledger.submit(harbor(), catalogue.changeNoteRate, { ...offer, from: '2027-03-01', ppm: 60_000 });
    expect(ledger.commit(redemption)).not.toBe('VALID');
  });
});

describe('what merchants might do to a member', () => {
  beforeEach(async () => {
    await post(ledger, harbor(), buy('n-1', alice, '400'));
  });

  it('the issuer does not lower a rate for days that come before it was announced', async () => {
    ledger.now = '2027-05-20T08:00:00.000Z';
    const late = ledger.submit(harbor(), catalogue.changeNoteRate, { ...offer, from: '2027-05-21', ppm: 50_000 });
    await expect(late).rejects.toMatchObject({ body: { code: 'NOTE_RATE_INVALID' } });
    const past = ledger.submit(harbor(), catalogue.changeNoteRate, { ...offer, from: '2026-11-24', ppm: 50_000 });
    await expect(past).rejects.toMatchObject({ body: { code: 'NOTE_RATE_INVALID' } });
  });

  it('the issuer holds a redemption off by no row that it writes as often as it likes', async () => {
    ledger.now = AT_END;
    const posted = await ledger.simulate(harbor(), 'Points:Post', [
      JSON.stringify({ operations: [redeemNote('x-1', 'n-1')] }),
    ]);
    const limits = { operations: { redeem: { min: '2' } } };
    await ledger.submit(harbor(), catalogue.setLimits, { programId: 'harbor', limits });
    await post(ledger, harbor(), issue('i-2', bob, '1', inLane1));
    expect(ledger.commit(posted)).toBe('VALID');
  });

  it('nobody but the custodian ends a note early or gives it away', async () => {
    ledger.now = '2027-01-23T08:00:00.000Z';
    const tries = [redeemNote('x-1', 'n-1', { early: true }), giveNote('g-1', 'n-1', carol)];
    for (const operation of tries) expect((await postOne(ledger, greenmart(), operation)).code).toBe('NOT_CUSTODIAN');
  });

  it('an expiry takes nothing of a note, and an order that reserves keeps it where it is', async () => {
    const reserve = { kind: 'reserve', amount: '450' } as const;
    const order = {
      orderId: 'RegulatorMSP:1',
      scope: { kind: 'account', accountId: alice, programId: 'harbor' } as const,
    };
    admitRegulator(ledger);
    await ledger.submit(regulator, catalogue.issueOrder, { ...order, effect: reserve, reasonHash: 'a'.repeat(64) });
    expect((await postOne(ledger, harbor(), giveNote('g-1', 'n-1', bob))).code).toBe('POINTS_RESERVED');
    ledger.now = '2028-06-01T08:00:00.000Z';
    await post(ledger, harbor(), { kind: 'expire', id: 'e-1', programId: 'harbor', accountId: alice });
    expect((await balance())?.held).toBe('400');
  });
});
