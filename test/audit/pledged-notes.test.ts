/** Notes that are pledged, as an auditor recomputes them: what is forged of them is found. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import { alice, harbor, post, postOne } from '../contract/consortium.js';
import { lend, startWithLine, switchAssets, take, notice } from '../contract/collateral-world.js';
import { buy, redeemNote, terms } from '../contract/notes-world.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import { AuditAlong } from './audit-along.js';

let ledger: LedgerStub;
let audit: AuditAlong;
const pledge: Operation = {
  ...{ kind: 'pledge-note', id: 'p-1', noteMspId: 'HarborMSP', noteId: 'n-1' },
  ...{ beneficiary: 'CityParkMSP', lineId: 'line-1' },
};
const note = ['HarborMSP', 'n-1'];
const hold = ['HarborMSP', 'p-1'];

beforeEach(async () => {
  ledger = await startWithLine({}, { cap: '3000' });
  switchAssets(ledger);
  const early = { afterDays: 0, sharePpm: 500_000 };
  await ledger.submit(harbor(), catalogue.offerNotes, { ...terms, days: 60, early });
  audit = new AuditAlong(ledger);
  await post(ledger, harbor(), buy('n-1', alice, '400'), pledge);
  expect(audit.found()).toEqual([]);
});

const saysOf = (what: string, found: string[]) => expect(found.join()).toContain(what);
/** A receipt as the last one of its operation was, but for some fields. */
const receipt = (id: string, fields: object) => {
  const { value } = ledger.table('op').find(({ parts }) => parts[1] === id)!;
  return { key: ['op', 'HarborMSP', (fields as { id?: string }).id ?? id], value: { ...value, ...fields } };
};

test('a note of which the row says no more that it is pledged', () => {
  const { pledge: _gone, ...free } = ledger.table('note')[0]!.value;
  const found = audit.forge('GreenMartMSP', { key: ['note', ...note], value: free });
  saysOf('pledged by HarborMSP p-1', [...found, ...audit.found()]);
});

test('a pledge that gets points beside the note’s', () => {
  const found = audit.forge('GreenMartMSP', audit.changed('hold', hold, { lots: [{ lotId: 'x', amount: '400' }] }));
  expect(found).toContain(
    'transaction forged-1: the pledge HarborMSP p-1 of the note HarborMSP n-1 has points of its own',
  );
});

test('a note that is pledged twice, or without the line’s knowing', () => {
  const forged = receipt('p-1', { id: 'p-2', txId: 'forged-1' });
  const found = audit.forge('HarborMSP', forged);
  saysOf('which is pledged', found);
});

test('one redeemed before its end although it is pledged', async () => {
  ledger.now = '2026-12-20T08:00:00.000Z';
  const forged = receipt('p-1', {
    ...{ kind: 'redeem-note', id: 'x-1', txId: 'forged-1', txTime: ledger.now, interest: '1' },
    ...{ lineId: undefined, beneficiary: undefined, expiresAt: undefined },
  });
  saysOf('it is pledged by p-1', audit.forge('HarborMSP', JSON.parse(JSON.stringify(forged)) as typeof forged));
});

test('more interest than what was taken earned; and what was taken does not come back', async () => {
  await lend(ledger, 'd-1', 300);
  await ledger.submit(harbor(), catalogue.setClearingValue, { programId: 'harbor', clearingValue: '1200000' });
  ledger.now = '2026-12-01T00:30:00.000Z';
  await notice(ledger);
  ledger.now = '2026-12-08T00:30:00.000Z';
  await take(ledger, 'c-1', 'p-1');
  expect(audit.found()).toEqual([]);
  ledger.now = '2027-01-22T00:20:00.000Z';
  expect(await postOne(ledger, harbor(), redeemNote('x-1', 'n-1'))).toMatchObject({ state: 'POSTED' });
  expect(audit.found()).toEqual([]);
  const { value } = ledger.table('op').find(({ parts }) => parts[1] === 'c-1')!;
  const back = { ...value, id: 'b-1', kind: 'reverse', reverses: 'c-1', amount: '275', txId: 'forged-1' };
  saysOf('took a pledge', audit.forge('CityParkMSP', { key: ['op', 'CityParkMSP', 'b-1'], value: back }));
});

test('what is found of a pledge names its programme, whatever stands behind it in the transaction', () => {
  const pledged = audit.changed('hold', hold, { lots: [{ lotId: 'x', amount: '400' }] });
  const { key, value } = receipt('n-1', { id: 'x-1', txId: 'forged-1', programId: 'citypark' });
  const told = audit.forgeTold('GreenMartMSP', pledged, { key, value });
  const ofPledge = told.filter(({ text }) => text.includes('has points of its own'));
  expect(ofPledge.map(({ programs }) => programs)).toEqual([['harbor']]);
});
