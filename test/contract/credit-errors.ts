/** For the test of all codes: those of credit between merchants. */
import { catalogue, charterOtherwise, type ErrorCode } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, citypark, closeNovember, greenmart, harbor, issue, post, program, redeem } from './consortium.js';
import { atCityPark, grant, prepay, raise } from './credit-world.js';

/** On a ledger whose members have switched it on; CityPark lets Harbor owe it 20 points, over two lanes. */
const granted =
  (work: (ledger: LedgerStub) => Promise<unknown>) =>
  async (ledger: LedgerStub): Promise<unknown> => {
    ledger.plant('constitution', [], { version: 1, ...charterOtherwise, credit: true, since: ledger.now });
    await grant(ledger, '20', { lanes: 2 });
    return work(ledger);
  };
const spending = (amount: string, more: object = {}) =>
  granted((l) =>
    post(l, harbor(), issue('i-1', alice, '30'), redeem('r-1', alice, amount, { acceptor: 'CityParkMSP', ...more })),
  );
const releasing = (cycle: string) => (l: LedgerStub) =>
  l.submit(greenmart(), catalogue.releaseCredit, { ...atCityPark, cycle });
const givingBack = (lanes: number[]) => (l: LedgerStub) =>
  l.submit(greenmart(), catalogue.giveBackCredit, { ...atCityPark, txIds: ['0'.repeat(64)], lanes });

export const creditErrors: [ErrorCode, string, (ledger: LedgerStub) => Promise<unknown>][] = [
  ['CREDIT_EXHAUSTED', 'more than there is', spending('21', { creditLanes: [0, 1] })],
  ['CREDIT_EXHAUSTED', 'more than in the lane', spending('11')],
  ['LANE_UNKNOWN', 'drawing on a credit', spending('1', { creditLanes: [2] })],
  ['LANE_UNKNOWN', 'giving back', granted(givingBack([2]))],
  [
    'ISSUER_IN_DEFAULT',
    'creating a programme',
    (l) => {
      const { value } = l.table('org').find(({ parts }) => parts[0] === 'HarborMSP')!;
      l.plant('org', ['HarborMSP'], { ...value, inDefaultSince: l.now });
      return l.submit(harbor(), catalogue.createProgram, { ...program, programId: 'harbor-second' });
    },
  ],
  ['CREDIT_OFF', 'granting', (l) => grant(l, '20')],
  [
    'ACCEPTANCE_UNKNOWN',
    'granting',
    (l) => l.submit(harbor(), catalogue.grantCredit, { programId: 'harbor', limit: '1' }),
  ],
  ['CREDIT_UNKNOWN', 'reading', (l) => l.submit(greenmart(), catalogue.getCredit, atCityPark)],
  ['CREDIT_UNKNOWN', 'raising', (l) => raise(l, '30')],
  ['CREDIT_UNKNOWN', 'ending', (l) => l.submit(citypark(), catalogue.endCredit, { programId: 'harbor' })],
  ['CREDIT_UNKNOWN', 'giving back', givingBack([0])],
  ['CREDIT_UNKNOWN', 'releasing', releasing('2026-11')],
  ['CREDIT_UNKNOWN', 'paying in advance', (l) => prepay(l, 'p-1', '1')],
  ['NOT_CREDIT_PARTY', 'raising', granted((l) => raise(l, '30', greenmart()))],
  ['CREDIT_RAISE_ALONE', 'by the merchant', granted((l) => grant(l, '21'))],
  ['CREDIT_NOT_RAISED', 'to what it is', granted((l) => raise(l, '20'))],
  ['CREDIT_LANES_FIXED', 'granting', granted((l) => grant(l, '20', { lanes: 3 }))],
  [
    'CREDIT_BELOW_USED',
    'narrowing',
    granted(async (l) => {
      await spending('5')(l);
      return grant(l, '4');
    }),
  ],
  ['CYCLE_NOT_CLOSED', 'releasing', granted(releasing('2026-11'))],
  [
    'CREDIT_NOT_SETTLED',
    'releasing',
    async (l) => {
      await closeNovember(l);
      return granted(releasing('2026-11'))(l);
    },
  ],
  [
    'PREPAYMENT_EXISTS',
    'another amount',
    granted(async (l) => {
      await prepay(l, 'p-1', '1');
      return prepay(l, 'p-1', '2');
    }),
  ],
];
