/** For the tests of all codes: those of collateral. */
import { catalogue, type ErrorCode, type Outcome } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  agreeOnRate,
  alice,
  citypark,
  closeNovember,
  greenmart,
  harbor,
  hold,
  issue,
  post,
  postOne,
  voidHold,
} from './consortium.js';
import {
  confirm,
  draw,
  lend,
  line,
  notice,
  pledge,
  pledgeOf,
  release,
  repay,
  startWithLine,
  switchAssets,
  switchCollateral,
  take,
  terms,
} from './collateral-world.js';
import { buy, switchNotes, terms as noteTerms } from './notes-world.js';

const grant = (ledger: LedgerStub, more: object = {}, by = citypark()) =>
  ledger.submit(by, catalogue.grantCreditLine, { ...terms, ...more });
/** On a ledger whose members have switched it on; CityPark grants Alice a line, and she has 400 points. */
const granted =
  (work: (ledger: LedgerStub) => Promise<unknown>) =>
  async (ledger: LedgerStub): Promise<unknown> => {
    switchCollateral(ledger);
    await postOne(ledger, harbor(), issue('i-1', alice, '400'));
    await grant(ledger);
    return work(ledger);
  };
/** 300 are drawn on 400 points. */
const lent = (work: (ledger: LedgerStub) => Promise<unknown>) =>
  granted(async (ledger) => {
    await pledge(ledger, 'p-1', '400');
    await lend(ledger, 'd-1', 300);
    return work(ledger);
  });

export const collateralErrors: [ErrorCode, string, (ledger: LedgerStub) => Promise<unknown>][] = [
  ['COLLATERAL_OFF', 'granting', (l) => grant(l)],
  ['LINE_EXISTS', 'with other terms', granted((l) => grant(l, { feePpm: 1 }))],
  [
    'LINE_TERM_INVALID',
    'that is over',
    async (l) => {
      switchCollateral(l);
      return grant(l, { until: '2026-11-23' });
    },
  ],
  ['LINE_UNKNOWN', 'reading', (l) => l.submit(greenmart(), catalogue.getCreditLine, line)],
  ['LINE_UNKNOWN', 'its payments', (l) => l.submit(greenmart(), catalogue.listLinePayments, line)],
  ['LINE_PAYMENT_UNKNOWN', 'confirming', granted((l) => confirm(l, 'd-1'))],
  ['LINE_PAYMENT_EXISTS', 'of another amount', lent((l) => draw(l, 'd-1', 1))],
  ['NOT_LINE_PARTY', 'repaying', lent((l) => repay(l, 'b-1', 1, greenmart()))],
  ['LINE_STATE', 'a closed line', granted((l) => closed(l).then(() => draw(l, 'd-1', 1)))],
  [
    'LINE_PAYMENT_STATE',
    'disputing what is not paid out',
    granted(async (l) => {
      await pledge(l, 'p-1', '400');
      await draw(l, 'd-1', 1);
      return l.submit(harbor(), catalogue.disputeLinePayment, { ...line, paymentId: 'd-1', reason: 'never came' });
    }),
  ],
  ['LINE_EXCEEDED', 'more than pledges cover', lent((l) => draw(l, 'd-2', 1))],
  [
    'NOT_IN_DEFAULT',
    'claiming what a merchant owes that pays',
    async (l) => {
      switchCollateral(l);
      await agreeOnRate(l);
      await grant(l, { programId: 'citypark', secures: 'HarborMSP' });
      await closeNovember(l);
      return l.submit(citypark(), catalogue.claimOnLine, { ...line, cycle: '2026-11' });
    },
  ],
  ['LINE_COVERED', 'giving notice', lent((l) => notice(l))],
  ['LINE_NOT_COVERED', 'releasing', lent((l) => release(l, 'v-1', 'p-1').then((outcome) => [outcome]))],
  ['HOLD_NOT_DIVISIBLE', 'a hold in part', () => collateralRefusals['HOLD_NOT_DIVISIBLE void']!()],
  ...(['LINE_NOT_DUE', 'LIQUIDATION_STOPPED', 'PLEDGE_NOT_FIRST'] as const).map(
    (code): (typeof collateralErrors)[number] => [code, 'taking', () => collateralRefusals[`${code} capture`]!()],
  ),
  ['PLEDGES_TOO_MANY', 'pledging', () => collateralRefusals['PLEDGES_TOO_MANY hold']!()],
  ['NOTE_PLEDGED', 'pledging a note again', () => collateralRefusals['NOTE_PLEDGED pledge-note']!()],
  ['NOTE_NOT_PLEDGEABLE', 'pledging a note', () => collateralRefusals['NOTE_NOT_PLEDGEABLE pledge-note']!()],
];

const closed = (ledger: LedgerStub) => ledger.submit(citypark(), catalogue.closeCreditLine, line);

type Refusing = () => Promise<readonly Outcome[]>;
const on =
  (work: (ledger: LedgerStub) => Promise<Outcome>): Refusing =>
  async () => [await work(await startWithLine())];
/** The line fell short, notice was given, and its waiting days are over. */
const due = (work: (ledger: LedgerStub) => Promise<Outcome>): Refusing =>
  on(async (ledger) => {
    await pledge(ledger, 'p-1', '400');
    await pledge(ledger, 'p-2', '100');
    await lend(ledger, 'd-1', 375);
    await ledger.submit(harbor(), catalogue.setClearingValue, { programId: 'harbor', clearingValue: '1200000' });
    ledger.now = '2026-12-01T00:30:00.000Z';
    await notice(ledger);
    ledger.now = '2026-12-09T00:00:00.000Z';
    return work(ledger);
  });

/** Alice has a note of 400 points, which may be redeemed after so many days. */
const ofNote = (work: (ledger: LedgerStub) => Promise<Outcome>, afterDays = 0): Refusing => {
  return async () => {
    const ledger = await startWithLine({}, { cap: '3000' });
    switchAssets(ledger);
    const early = { afterDays, sharePpm: 500_000 };
    await ledger.submit(harbor(), catalogue.offerNotes, { ...noteTerms, early });
    await post(ledger, harbor(), buy('n-1', alice, '400'));
    return [await work(ledger)];
  };
};
const pledgeNote = (ledger: LedgerStub, more: object = {}, id = 'x-1') =>
  postOne(ledger, harbor(), {
    ...{ kind: 'pledge-note', id, noteId: 'n-1', beneficiary: 'CityParkMSP', lineId: 'line-1' },
    ...more,
  });

/** By code and kind of operation: what is refused so. */
export const collateralRefusals: Readonly<Record<string, Refusing>> = {
  'COLLATERAL_OFF hold': on((l) => {
    switchCollateral(l, false);
    return pledge(l, 'x-1', '1');
  }),
  'LINE_UNKNOWN hold': on((l) => pledge(l, 'x-1', '1', { lineId: 'line-2' })),
  'LINE_STATE hold': on((l) => closed(l).then(() => pledge(l, 'x-1', '1'))),
  'PLEDGES_TOO_MANY hold': on(async (l) => {
    await post(l, harbor(), ...Array.from({ length: 20 }, (_, n) => pledgeOf(`p-${n}`, '1')));
    return pledge(l, 'x-1', '1');
  }),
  'LINE_STATE capture': on((l) => pledge(l, 'p-1', '1').then(() => take(l, 'x-1', 'p-1'))),
  'LINE_COVERED capture': due(async (l) => {
    await l.submit(harbor(), catalogue.setClearingValue, { programId: 'harbor', clearingValue: '1500000' });
    l.now = '2027-01-01T01:00:00.000Z';
    return take(l, 'x-1', 'p-1');
  }),
  'LINE_NOT_DUE capture': due((l) => {
    l.now = '2026-12-08T00:10:00.000Z';
    return take(l, 'x-1', 'p-1');
  }),
  'LIQUIDATION_STOPPED capture': due(async (l) => {
    await l.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
    return take(l, 'x-1', 'p-1');
  }),
  'PLEDGE_NOT_FIRST capture': due((l) => take(l, 'x-1', 'p-2')),
  'PROGRAM_UNVALUED capture': due((l) => {
    const { value } = l.table('program').find(({ parts }) => parts[0] === 'harbor')!;
    const { clearingValues: _values, ...unvalued } = value;
    l.plant('program', ['harbor'], unvalued);
    return take(l, 'x-1', 'p-1');
  }),
  'COLLATERAL_OFF pledge-note': ofNote((l) => {
    switchNotes(l, true);
    return pledgeNote(l);
  }),
  'NOTE_PLEDGED pledge-note': ofNote((l) => pledgeNote(l, {}, 'p-1').then(() => pledgeNote(l))),
  'LINE_UNKNOWN pledge-note': ofNote((l) => pledgeNote(l, { beneficiary: 'GreenMartMSP' })),
  'LINE_STATE pledge-note': ofNote((l) => closed(l).then(() => pledgeNote(l))),
  'PLEDGES_TOO_MANY pledge-note': ofNote(async (l) => {
    await post(l, harbor(), ...Array.from({ length: 20 }, (_, n) => pledgeOf(`p-${n}`, '1')));
    return pledgeNote(l);
  }),
  'NOTE_NOT_PLEDGEABLE pledge-note': ofNote((l) => pledgeNote(l), 30),
  // What may be pledged may be taken in time; here somebody took the rule from the offer.
  'NOTE_NOT_DUE capture': ofNote(async (l) => {
    await pledgeNote(l, {}, 'p-1');
    await lend(l, 'd-1', 100);
    await l.submit(harbor(), catalogue.setClearingValue, { programId: 'harbor', clearingValue: '400000' });
    l.now = '2026-12-01T00:30:00.000Z';
    await notice(l);
    l.now = '2026-12-09T00:00:00.000Z';
    const { parts, value } = l.table('note-offer')[0]!;
    const { early: _early, ...never } = value;
    l.plant('note-offer', parts, never);
    return take(l, 'x-1', 'p-1');
  }),
  'HOLD_NOT_DIVISIBLE void': on(async (l) => {
    await postOne(l, harbor(), hold('h-1', alice, '3'));
    return postOne(l, harbor(), voidHold('x-1', 'h-1', { amount: '1' }));
  }),
  'HOLD_EXCEEDED void': on((l) => pledge(l, 'p-1', '3').then(() => release(l, 'x-1', 'p-1', { amount: '4' }))),
  'LINE_NOT_COVERED void': due((l) => release(l, 'x-1', 'p-1')),
};
