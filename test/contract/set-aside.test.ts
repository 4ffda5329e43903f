/** Accounts with notes and pledges that are merged, erased or closed: what goes along, what has to end before, and until when. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import { createMemberKey, signAccountChange } from '../../member-keys/src/index.js';
import { AuditAlong } from '../audit/audit-along.js';
import type { LedgerStub, Refused } from '../support/ledger-stub.js';
import { pledge, release, startWithLine, switchAssets } from './collateral-world.js';
import { alice, auditor, bob, carol, citypark, harbor, hold, post, postOne, program, transfer } from './consortium.js';
import { buy, giveNote, offer, redeemNote, terms } from './notes-world.js';

let ledger: LedgerStub;
let audit: AuditAlong;
beforeEach(() => start());
afterEach(() => expect(audit.found()).toEqual([]));

/** Sixty days, and half of what was earned at any time before. */
const quick = { ...terms, days: 60, ceiling: '400', lanes: 1, early: { afterDays: 0, sharePpm: 500_000 } };

/** Alice has 1,000 points, 400 of them in a note. */
async function start(rules: object = { transferable: true }): Promise<void> {
  ledger = await startWithLine({}, { cap: '3000', rules: { ...program.rules, ...rules } });
  switchAssets(ledger);
  await ledger.submit(harbor(), catalogue.offerNotes, quick);
  audit = new AuditAlong(ledger);
  await post(ledger, harbor(), buy('n-1', alice, '400'));
}

const sell = async (id: string, amount: string, more: object = {}) =>
  expect((await postOne(ledger, harbor(), buy(id, alice, amount, more))).state).toBe('POSTED');
const merge = (request: object = {}) =>
  ledger.submit(harbor('operator'), catalogue.mergeAccounts, { accountId: alice, intoAccountId: bob, ...request });
const erase = (accountId = alice) =>
  ledger.submit(harbor('operator'), catalogue.eraseAccount, { accountId, references: 1, unnamed: 0 });
const problem = (work: Promise<unknown>) =>
  work.then(
    () => ['DONE'],
    (error: unknown) => [(error as Refused).body.code, (error as Refused).body.detail],
  );
const notesOf = async (accountId: string) =>
  (await ledger.submit(auditor, catalogue.listNotes, { accountId })).notes.map(({ noteId, principal }) => [
    noteId,
    principal,
  ]);
const balance = async (accountId: string) =>
  (await ledger.submit(auditor, catalogue.getBalances, { accountId })).balances.map(({ available, held }) => [
    available,
    held,
  ]);
const follow = (more: object = {}, by = harbor()) => postOne(ledger, by, giveNote('m-1', 'n-1', bob, more));
const pledgeNote: Operation = {
  ...{ kind: 'pledge-note', id: 'p-1', noteMspId: 'HarborMSP', noteId: 'n-1' },
  ...{ beneficiary: 'CityParkMSP', lineId: 'line-1' },
};
const DUE = '2027-01-22';

describe('an account that another one was merged into', () => {
  const close = (accountId: string) =>
    ledger.submit(harbor('operator'), catalogue.setAccountStatus, { accountId, status: 'closed' });
  const moved = async (from: string, to: string) => {
    const { lots } = await ledger.submit(auditor, catalogue.listLots, { accountId: from });
    const amount = String(lots.reduce((sum, lot) => sum + BigInt(lot.amount), 0n));
    const inputs = lots.map(({ lotId }) => lotId).sort();
    return (await postOne(ledger, harbor(), transfer(`of-${from}`, from, to, amount, { inputs }))).state;
  };

  it('is neither closed nor erased while points or notes are on their way to it', async () => {
    await merge();
    const onTheirWay = ['ACCOUNT_NOT_EMPTY', expect.stringContaining(alice) as string];
    expect([await problem(close(bob)), await problem(erase(bob))]).toEqual([onTheirWay, onTheirWay]);
    expect((await follow()).state).toBe('POSTED');
    expect((await problem(erase(bob)))[0]).toBe('ACCOUNT_HAS_NOTES');
    await postOne(ledger, harbor(), giveNote('m-2', 'n-1', carol));
    expect([await problem(close(bob)), await problem(erase(bob))]).toEqual([onTheirWay, onTheirWay]);
    expect(await moved(alice, bob)).toBe('POSTED');
    expect(await problem(erase(bob))).toEqual(['DONE']);
  });

  it('nor is one that it was merged into itself, and all arrives there', async () => {
    const dora = 'HarborMSP:dora-0001';
    await ledger.submit(harbor('operator'), catalogue.openAccounts, { accounts: [{ accountId: dora }] });
    await merge();
    await ledger.submit(harbor('operator'), catalogue.mergeAccounts, { accountId: bob, intoAccountId: dora });
    expect(await ledger.submit(auditor, catalogue.getAccount, { accountId: dora })).toMatchObject({
      merged: [alice, bob],
    });
    expect(await problem(close(dora))).toEqual(['ACCOUNT_NOT_EMPTY', expect.stringContaining(alice) as string]);
    expect([await moved(alice, bob), (await follow()).state]).toEqual(['POSTED', 'POSTED']);
    expect(await problem(close(dora))).toEqual(['ACCOUNT_NOT_EMPTY', expect.stringContaining(bob) as string]);
    expect(await moved(bob, dora)).toBe('POSTED');
    expect((await postOne(ledger, harbor(), giveNote('m-2', 'n-1', dora))).state).toBe('POSTED');
    expect(await balance(dora)).toEqual([['600', '400']]);
  });
});

describe('merging an account with a note', () => {
  it('lets the note follow, which earns on for the other as it would have', async () => {
    expect(await merge()).toMatchObject({ mergedInto: bob });
    expect((await follow()).state).toBe('POSTED');
    expect(await notesOf(alice)).toEqual([]);
    expect(await notesOf(bob)).toEqual([['n-1', '400']]);
    expect(await balance(bob)).toEqual([['0', '400']]);
    ledger.now = `${DUE}T00:15:00.000Z`;
    const { receipt } = await postOne(ledger, harbor(), redeemNote('x-1', 'n-1'));
    expect(receipt).toMatchObject({ accountId: bob, interest: '6' });
    expect(await balance(bob)).toEqual([['406', '0']]);
  });

  it('also of points that nobody transfers, while the programme is suspended and the other account frozen', async () => {
    await start({ transferable: false });
    expect((await follow()).code).toBe('TRANSFER_NOT_ALLOWED');
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
    await merge();
    await ledger.submit(harbor(), catalogue.setProgramStatus, { programId: 'harbor', status: 'suspended' });
    expect((await follow()).state).toBe('POSTED');
    expect(await notesOf(bob)).toEqual([['n-1', '400']]);
  });

  it('is by the custodian, to that account, and whole', async () => {
    await merge();
    expect((await follow({}, citypark())).code).toBe('NOT_CUSTODIAN');
    expect((await follow({ toAccountId: carol })).code).toBe('ACCOUNT_CLOSED');
    expect((await follow({ parts: { of: 2, given: 1 } })).code).toBe('ACCOUNT_CLOSED');
    expect((await postOne(ledger, harbor(), buy('n-2', alice, '400'))).code).toBe('ACCOUNT_CLOSED');
  });

  it('with a key wants its signature of the merge, and none of each note', async () => {
    const key = await createMemberKey();
    await ledger.submit(harbor(), catalogue.setPublicKey, { accountId: alice, publicKey: key.publicKey });
    expect((await problem(merge()))[0]).toBe('SIGNATURE_REQUIRED');
    expect((await follow()).code).toBe('SIGNATURE_REQUIRED');
    const signing = { custodian: 'HarborMSP', expiresAt: new Date(Date.parse(ledger.now) + 60_000) };
    const change = { kind: 'merge', intoAccountId: bob } as const;
    const { body } = await signAccountChange(key, { accountId: alice }, change, signing);
    await merge(body);
    expect((await follow()).state).toBe('POSTED');
  });

  it('where the term ends in between pays all the same, and what comes back follows as points do', async () => {
    await merge();
    ledger.now = `${DUE}T00:15:00.000Z`;
    expect((await postOne(ledger, harbor(), redeemNote('x-1', 'n-1'))).state).toBe('POSTED');
    expect((await follow()).code).toBe('NOTE_ENDED');
    expect(await balance(alice)).toEqual([['1006', '0']]);
  });

  it('of a sale and a merge that were endorsed side by side one is valid', async () => {
    const simulate = (name: string, request: object) => ledger.simulate(harbor(), name, [JSON.stringify(request)], {});
    const merging = await simulate('Accounts:Merge', { accountId: alice, intoAccountId: bob });
    const selling = await simulate('Points:Post', { operations: [buy('n-2', alice, '200')] });
    expect([ledger.commit(selling), ledger.commit(merging)]).toEqual(['VALID', 'PHANTOM_READ_CONFLICT']);
  });
});

describe('what is pledged', () => {
  it('points keep an account from being merged, erased and closed until they are released', async () => {
    await pledge(ledger, 'p-0', '100');
    const said = 'points of HarborMSP:alice-0001 are pledged by p-0 of HarborMSP for line-1 of CityParkMSP, until ';
    for (const work of [merge, erase])
      expect(await problem(work())).toEqual(['ACCOUNT_HAS_PLEDGES', `${said}2027-05-07T00:00:00.000Z`]);
    await release(ledger, 'v-0', 'p-0');
    await merge();
    expect((await follow()).state).toBe('POSTED');
  });

  it('a note does too, and no longer once it is released', async () => {
    expect((await postOne(ledger, harbor(), pledgeNote)).state).toBe('POSTED');
    const said = 'the note n-1 of HarborMSP is pledged by p-1 of HarborMSP';
    for (const work of [merge, erase]) expect(await problem(work())).toEqual(['ACCOUNT_HAS_PLEDGES', said]);
    await release(ledger, 'v-1', 'p-1');
    await merge();
    expect((await follow()).state).toBe('POSTED');
  });

  it('a note whose term is over is points that are pledged', async () => {
    expect((await postOne(ledger, harbor(), pledgeNote)).state).toBe('POSTED');
    ledger.now = `${DUE}T00:15:00.000Z`;
    await post(ledger, harbor(), redeemNote('x-1', 'n-1'));
    const [code, detail] = await problem(merge());
    expect([code, detail?.slice(0, 27)]).toEqual(['ACCOUNT_HAS_PLEDGES', 'points of HarborMSP:alice-0']);
  });

  it('of a hold beside it the hold is said first, with its end', async () => {
    await pledge(ledger, 'p-0', '100');
    await post(ledger, harbor(), hold('h-1', alice, '5', { beneficiary: 'CityParkMSP' }));
    expect(await problem(merge())).toEqual([
      'ACCOUNT_HAS_HOLDS',
      expect.stringMatching(/^points of HarborMSP:alice-0001 are held by h-1 of HarborMSP, until 2026-11-/),
    ]);
  });
});

describe('erasing an account with notes', () => {
  it('is refused with the day on which the last one is due, and done once it was redeemed', async () => {
    await ledger.submit(harbor(), catalogue.offerNotes, { ...quick, offerId: 'year', days: 300 });
    await sell('n-2', '300', { offerId: 'year' });
    const said = 'has the note n-2 of HarborMSP, which is due on 2027-09-19';
    expect(await problem(erase())).toEqual(['ACCOUNT_HAS_NOTES', `${alice} ${said}, and 1 that are due before`]);
    ledger.now = '2026-12-23T08:00:00.000Z';
    await post(ledger, harbor(), redeemNote('x-2', 'n-2', { early: true }));
    expect(await problem(erase())).toEqual([
      'ACCOUNT_HAS_NOTES',
      `${alice} has the note n-1 of HarborMSP, which is due on ${DUE}`,
    ]);
    await post(ledger, harbor(), giveNote('g-1', 'n-1', bob));
    expect(await erase()).toMatchObject({ status: 'closed' });
    expect(await notesOf(bob)).toEqual([['n-1', '400']]);
  });

  it('of a sale and an erasure that were endorsed side by side one is valid', async () => {
    await post(ledger, harbor(), giveNote('g-1', 'n-1', bob));
    const simulate = (name: string, request: object) => ledger.simulate(harbor(), name, [JSON.stringify(request)], {});
    const erasing = await simulate('Accounts:Erase', { accountId: alice, references: 1, unnamed: 0 });
    const selling = await simulate('Points:Post', {
      operations: [{ kind: 'buy-note', id: 'n-2', ...offer, accountId: alice, amount: '200' }],
    });
    expect([ledger.commit(selling), ledger.commit(erasing)]).toEqual(['VALID', 'PHANTOM_READ_CONFLICT']);
  });
});
