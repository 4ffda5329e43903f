/** For the test of all codes: those of orders. */
import { catalogue, type ErrorCode, ORDERS_MAX, type RequestOf } from '@commonpoint/catalogue';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import { alice, bob, expire, greenmart, harbor, issue, post, redeem } from './consortium.js';
import { admitRegulator, regulator } from './regulated.js';

const ordering =
  (caller: StubCaller, orderId: string, more: Partial<RequestOf<typeof catalogue.issueOrder>> = {}) =>
  (ledger: LedgerStub) =>
    admitRegulator(ledger).submit(caller, catalogue.issueOrder, {
      orderId,
      scope: { kind: 'account', accountId: alice, programId: 'harbor' },
      effect: { kind: 'stop-debits' },
      reasonHash: 'a'.repeat(64),
      ...more,
    });
const lifting = (caller: StubCaller, orderId: string) => (ledger: LedgerStub) =>
  admitRegulator(ledger).submit(caller, catalogue.liftOrder, { orderId });
const one = 'RegulatorMSP:1';
const after =
  (...acts: ((ledger: LedgerStub) => Promise<unknown>)[]) =>
  async (ledger: LedgerStub): Promise<unknown> => {
    let last: unknown;
    for (const act of acts) last = await act(ledger);
    return last;
  };

export const orderErrors: [ErrorCode, string, (ledger: LedgerStub) => Promise<unknown>][] = [
  ['ORDER_UNKNOWN', 'lifting what was not issued', lifting(regulator, one)],
  ['ORDER_NOT_ALLOWED', 'an emergency about another’s account', ordering(greenmart(), 'GreenMartMSP:1')],
  [
    'ORDER_EXISTS',
    'other content',
    after(ordering(regulator, one), ordering(regulator, one, { effect: { kind: 'stop-credits' } })),
  ],
  ['NOT_ORDER_AUTHORITY', 'the custodian', after(ordering(regulator, one), lifting(harbor(), one))],
  [
    'ORDER_STATE',
    'ratifying a regulator’s',
    after(ordering(regulator, one), (ledger) => ledger.submit(regulator, catalogue.ratifyOrder, { orderId: one })),
  ],
  ['ORDER_PERIOD_INVALID', 'an end in the past', ordering(regulator, one, { until: '2026-11-01T00:00:00Z' })],
  ['ORDER_REPEATED', 'an emergency', after(ordering(harbor(), 'HarborMSP:1'), ordering(harbor(), 'HarborMSP:2'))],
  [
    'ORDERS_TOO_MANY',
    'one more',
    after(...Array.from({ length: ORDERS_MAX + 1 }, (_, n) => ordering(regulator, `RegulatorMSP:${n}`))),
  ],
  [
    'ACCOUNT_UNDER_ORDER',
    'closing',
    after(ordering(regulator, one), (ledger) =>
      ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'closed' }),
    ),
  ],
  [
    'DEBITS_STOPPED',
    'a redemption',
    after(ordering(regulator, one), (ledger) => post(ledger, harbor(), redeem('x', alice, '1'))),
  ],
  [
    'CREDITS_STOPPED',
    'an issuance',
    after(ordering(regulator, one, { effect: { kind: 'stop-credits' } }), (ledger) =>
      post(ledger, harbor(), issue('x', alice, '1')),
    ),
  ],
  [
    'EXPIRY_STOPPED',
    'retiring what waits',
    after(ordering(regulator, one, { expiry: 'waits' }), (ledger) => post(ledger, harbor(), expire('x', alice))),
  ],
  [
    'REASON_UNKNOWN',
    'what nobody disclosed',
    after(ordering(regulator, one), (ledger) => ledger.submit(harbor(), catalogue.getReason, { orderId: one })),
  ],
  [
    'SEIZURE_EXCEEDED',
    'a seizure of more than was ordered',
    after(ordering(regulator, one, { effect: { kind: 'seize', amount: '9', toAccountId: bob } }), (ledger) =>
      post(ledger, harbor(), { kind: 'seize', id: 'x', orderId: one, amount: '10' }),
    ),
  ],
  [
    'POINTS_RESERVED',
    'a redemption',
    after(ordering(regulator, one, { effect: { kind: 'reserve', amount: '9' } }), (ledger) =>
      post(ledger, harbor(), issue('i', alice, '9'), redeem('x', alice, '1')),
    ),
  ],
];
