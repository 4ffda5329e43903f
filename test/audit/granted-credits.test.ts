/** What two peers that count as they like could say of a credit: each is found. */
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import { citypark, harbor, postOne, redeem, alice } from '../contract/consortium.js';
import { prepay, putBack, release, settle, spend, startWithCredit } from '../contract/credit-world.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import { AuditAlong } from './audit-along.js';

const [programId, mspId] = ['harbor', 'CityParkMSP'];
let ledger: LedgerStub;
let audit: AuditAlong;
beforeEach(async () => {
  ledger = await startWithCredit();
  audit = new AuditAlong(ledger);
  await spend(ledger, 'r-1', '60');
  expect(audit.found()).toEqual([]);
});

const lane = (number: string, fields: object) => audit.changed('credit-quota', [programId, mspId, number], fields);
const row = (type: string, last: string, value: object | undefined): RowWrite =>
  value === undefined ? { key: [type, programId, mspId, last] } : { key: [type, programId, mspId, last], value };
const limited = (fields: object): RowWrite => {
  const { credit } = ledger.table('acceptance').find(({ parts }) => parts[1] === mspId)!.value as { credit: object };
  return audit.changed('acceptance', [programId, mspId], { credit: { ...credit, ...fields } });
};

const owed = (fields: object): RowWrite => {
  const { parts, value } = ledger.table('clearing')[0]!;
  return { key: ['clearing', ...parts.slice(0, 4), 'another'], value: { ...value, ...fields } };
};

const forged: [string, () => RowWrite[], string][] = [
  ['a lane with less used than was drawn', () => [lane('00', { used: '0' })], '10 used by rows, 60 by receipts'],
  ['a lane that used more than it was granted', () => [lane('01', { used: '51' })], 'used more than it was granted'],
  ['a lane that was granted more', () => [lane('01', { granted: '60' })], '110 granted to lanes, the limit is 100'],
  ['a limit without lanes', () => [limited({ limit: '90' })], '100 granted to lanes, the limit is 90'],
  ['another number of lanes', () => [limited({ lanes: 3 })], 'changed the lanes'],
  [
    'a credit that is gone',
    () => [audit.changed('acceptance', [programId, mspId], { credit: undefined })],
    'took the credit',
  ],
  ['what comes back of nothing', () => [row('credit-back', 't', { amount: '60' })], '0 used by rows, 60 by receipts'],
  ['what comes back and was not there', () => [row('credit-back', 't', undefined)], 'put back what is not there'],
  [
    'a release of an open cycle',
    () => [row('credit-release', '2026-11', { amount: '60', prepaid: '0' })],
    'which is not closed',
  ],
  [
    'a release of more than was drawn',
    () => [row('credit-release', '2026-11', { amount: '61', prepaid: '0' })],
    'drawn were 60',
  ],
  [
    'what is owed, said to be drawn',
    () => [owed({ credited: '7' })],
    'with 7 too much drawn on credit: 2026-11 harbor',
  ],
  [
    'a prepayment that gives back nothing',
    () => [row('prepayment', 'p', { amount: '5', left: '5', at: ledger.now })],
    '60 used by rows, 55 by receipts',
  ],
  [
    'a prepayment that is used up without a settlement',
    () => [row('prepayment', 'p', { amount: '5', left: '0', at: ledger.now })],
    '5 of prepayments are used up, settled cycles say 0',
  ],
];
test.each(forged)('%s', (_what, writes, says) => {
  expect(audit.forge('GreenMartMSP', ...writes()).join('\n')).toContain(says);
});

test('a redemption that does not draw, and one that draws where there is no limit', async () => {
  const before = ledger.copy();
  await postOne(ledger, harbor(), redeem('r-2', alice, '5', { acceptor: 'CityParkMSP', creditLanes: [1] }));
  const receipt = ledger.table('op').find(({ parts }) => parts[1] === 'r-2')!.value;
  const replayed = new AuditAlong(before);
  const without = (fields: object): RowWrite => ({ key: ['op', 'HarborMSP', 'r-2'], value: { ...receipt, ...fields } });
  expect(replayed.forge('HarborMSP', without({ credit: undefined })).join('\n')).toContain('it has to draw 5');
  const elsewhere = new AuditAlong(before);
  expect(elsewhere.forge('HarborMSP', without({ acceptor: 'GreenMartMSP' })).join('\n')).toContain('it has to draw 0');
});

test('what is owed, said not to be drawn, in its block', async () => {
  const before = ledger.copy();
  await spend(ledger, 'r-2', '5');
  const receipt = ledger.table('op').find(({ parts }) => parts[1] === 'r-2')!.value;
  const debt = ledger.table('clearing').find(({ value }) => value['credited'] === '5')!;
  const said = (credited: string | undefined): string =>
    new AuditAlong(before)
      .forge(
        'HarborMSP',
        { key: ['op', 'HarborMSP', 'r-2'], value: receipt },
        { key: ['clearing', ...debt.parts], value: { ...debt.value, credited } },
      )
      .join('\n');
  expect(said('5')).not.toContain('drawn on credit');
  expect(said(undefined)).toContain('with -5 too much drawn on credit: 2026-11 harbor CityParkMSP');
  expect(said('4')).toContain('with -1 too much drawn on credit');
});

test('what a void or a reversal gives back of it, or keeps', async () => {
  const copied = ledger.copy();
  const replayed = new AuditAlong(copied);
  const reversal = {
    ...ledger.table('op').find(({ parts }) => parts[1] === 'r-1')!.value,
    id: 'v-1',
    mspId: 'CityParkMSP',
    kind: 'reverse',
    reverses: 'r-1',
    reversesMspId: 'HarborMSP',
    credit: undefined,
    consumed: undefined,
  };
  const write: RowWrite = { key: ['op', 'CityParkMSP', 'v-1'], value: reversal };
  expect(replayed.forge('CityParkMSP', write).join('\n')).toContain('gave back 0 of a credit, it has to give back 60');
});

test('a settled cycle that gives back a second time, and one that is not paid', async () => {
  await settle(ledger, ['2026-11'], { pay: false });
  const unpaid = row('credit-release', '2026-11', { amount: '60', prepaid: '0' });
  const copied = new AuditAlong(ledger.copy());
  expect(copied.forge('HarborMSP', unpaid).join('\n')).toContain('for which HarborMSP has yet to pay CityParkMSP');
  await settle(ledger, [], { pay: true });
  await release(ledger, '2026-11', citypark());
  await putBack(ledger);
  await prepay(ledger, 'p-1', '5');
  expect(audit.found()).toEqual([]);
  expect(audit.forge('HarborMSP', unpaid).join('\n')).toContain('a second time');
});
