/** What waits for one account goes into one transaction: of that the audit says no more than of one operation after the other. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import { alice, harbor, bob, post, postOne } from '../contract/consortium.js';
import { lend, notice, pledgeOf, startWithLine, switchAssets, take } from '../contract/collateral-world.js';
import { buy, giveNote, redeemNote, terms } from '../contract/notes-world.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import { AuditAlong } from './audit-along.js';

let ledger: LedgerStub;
let audit: AuditAlong;
const quick = { offerId: 'quick', days: 60, early: { afterDays: 0, sharePpm: 500_000 } };
const eight = { offerId: 'eight', days: 60, early: { afterDays: 20, sharePpm: 500_000 } };
const END = '2027-01-22T00:20:00.000Z';

beforeEach(async () => {
  ledger = await startWithLine({}, { cap: '3000' });
  switchAssets(ledger);
  for (const more of [quick, eight]) await ledger.submit(harbor(), catalogue.offerNotes, { ...terms, ...more });
  audit = new AuditAlong(ledger);
});

const pledgeNote = (id: string, noteId: string): Operation => ({
  ...{ kind: 'pledge-note', id, noteMspId: 'HarborMSP', noteId },
  ...{ beneficiary: 'CityParkMSP', lineId: 'line-1' },
});
const release = (id: string, holdId: string, more: object = {}): Operation => ({
  ...{ kind: 'void', id, holdMspId: 'HarborMSP', holdId },
  ...more,
});
const buyQuick = (id: string, amount = '400') => buy(id, alice, amount, { offerId: 'quick' });
/** All of them take effect. */
async function together(...operations: Operation[]): Promise<void> {
  const outcomes = await post(ledger, harbor(), ...operations);
  expect(outcomes.map(({ state, code }) => code ?? state)).toEqual(operations.map(() => 'POSTED'));
}
async function lowerValue(): Promise<void> {
  await lend(ledger, 'd-1', 300);
  await ledger.submit(harbor(), catalogue.setClearingValue, { programId: 'harbor', clearingValue: '1200000' });
}

test('a note that is pledged on the day on which it ends', async () => {
  await together(buyQuick('n-1'));
  ledger.now = END;
  await together(pledgeNote('p-1', 'n-1'), redeemNote('x-1', 'n-1'));
  expect(audit.found()).toEqual([]);
});

test.each([{}, { amount: '100' }])('a pledged note that ends, and goes back: %j', async (more) => {
  await together(buyQuick('n-1'), pledgeNote('p-1', 'n-1'));
  ledger.now = END;
  await together(redeemNote('x-1', 'n-1'), release('v-1', 'p-1', more));
  expect(audit.found()).toEqual([]);
});

test('one that is pledged, ends and goes back in part', async () => {
  await together(buyQuick('n-1'));
  ledger.now = END;
  await together(pledgeNote('z-1', 'n-1'), redeemNote('y-1', 'n-1'), release('x-1', 'z-1', { amount: '100' }));
  expect(audit.found()).toEqual([]);
  await together(release('w-1', 'z-1'));
  expect(audit.found()).toEqual([]);
});

test('points that cure a notice, and a note that would have been too late under it', async () => {
  await postOne(ledger, harbor(), pledgeOf('p-0', '400'));
  await lowerValue();
  ledger.now = '2026-11-24T00:30:00.000Z';
  await together(buy('n-1', alice, '100', { offerId: 'eight' }));
  ledger.now = '2026-12-01T00:30:00.000Z';
  await notice(ledger);
  ledger.now = '2026-12-07T00:30:00.000Z';
  await together(pledgeOf('p-2', '200'), pledgeNote('p-1', 'n-1'));
  expect(audit.found()).toEqual([]);
});

test('ids say nothing of the order: sold, divided, pledged, and pledged beside it', async () => {
  await together(
    buyQuick('z-1'),
    giveNote('y-1', 'z-1', alice, { parts: { of: 4, given: 1 } }),
    pledgeNote('x-1', 'y-1'),
    pledgeNote('w-1', 'z-1'),
    pledgeOf('v-1', '100'),
  );
  expect(audit.found()).toEqual([]);
});

test('released, divided, and pledged anew in two parts that end', async () => {
  await together(buyQuick('n-1'));
  await together(pledgeNote('p-1', 'n-1'));
  ledger.now = '2026-12-22T00:20:00.000Z';
  await together(
    release('v-1', 'p-1'),
    giveNote('n-2', 'n-1', alice, { parts: { of: 4, given: 1 } }),
    pledgeNote('p-2', 'n-1'),
    pledgeNote('p-3', 'n-2'),
  );
  ledger.now = END;
  await together(redeemNote('x-1', 'n-1'), redeemNote('x-2', 'n-2'));
  expect(audit.found()).toEqual([]);
});

test('what a taking left is given away and redeemed', async () => {
  await together(buyQuick('n-1'));
  await together(pledgeNote('p-1', 'n-1'));
  await lowerValue();
  ledger.now = '2026-12-01T00:30:00.000Z';
  await notice(ledger);
  ledger.now = '2026-12-08T00:30:00.000Z';
  await take(ledger, 'c-1', 'p-1');
  await together(giveNote('z-1', 'n-1', bob), redeemNote('a-1', 'n-1', { early: true }));
  expect(audit.found()).toEqual([]);
});

test('a pledge that has points before its note ends, and others than it had then', async () => {
  await together(buyQuick('n-1'), pledgeNote('p-1', 'n-1'));
  const lots = [{ lotId: '2027-12-31.x.0', amount: '400' }];
  const row = audit.changed('hold', ['HarborMSP', 'p-1'], { lots });
  expect(audit.forge('GreenMartMSP', row)).toContain(
    'transaction forged-1: the pledge HarborMSP p-1 of the note HarborMSP n-1 has points of its own',
  );
  ledger.plant('hold', ['HarborMSP', 'p-1'], { ...(row.value as object), lots: undefined });
  audit = new AuditAlong(ledger);
  ledger.now = END;
  await together(redeemNote('x-1', 'n-1'));
  expect(audit.found()).toEqual([]);
  expect(audit.forge('GreenMartMSP', audit.changed('hold', ['HarborMSP', 'p-1'], { lots }))).toEqual([
    'transaction forged-1: the pledge HarborMSP p-1 has other points than the note HarborMSP n-1',
  ]);
});
