/**
 * Collateral: a member pledges points for money that a merchant lends.
 *
 * A merchant, the pledgee, grants a credit line to an account: how much, on how much of the points' clearing value, until when.
 * Points are pledged as a hold for the pledgee that names the line, so that they are neither spent nor pledged twice; a void
 * releases them, a capture takes them, each by the line's rules and not by those of other holds. The money itself moves outside
 * of the ledger: what both sides say of it stands here, as of settlements.
 */
import { z } from 'zod';
import { sentence, settlement } from '../clearing/settlements.js';
import { authorization } from '../points/authorization.js';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import { accountId, bookmark, cycle, displayName, money, mspId, operationId, page } from '../core/values.js';
import { creditLine, linePayment, lineTerms, loanMoney } from './credit-line.js';

/** Of which pledgee, and which line of it. */
const line = { mspId, lineId: operationId };
const payment = { ...line, paymentId: operationId };

export const grantCreditLine = transaction({
  name: 'Collateral:Grant',
  mode: 'submit',
  summary:
    'Grants a credit line in money to an account, for points of one programme that are pledged to the caller’s organisation. Repeating it changes nothing.',
  roles: ['admin'],
  request: z.strictObject({ lineId: operationId, ...lineTerms }),
  reply: creditLine,
  errors: [
    ...ofMembers,
    'COLLATERAL_OFF',
    'LINE_EXISTS',
    'PROGRAM_UNKNOWN',
    'ACCOUNT_UNKNOWN',
    'ACCOUNT_CLOSED',
    'ISSUER_IN_DEFAULT',
    'PROGRAM_UNVALUED',
    'PROGRAM_NOT_ACCEPTED',
    'LINE_TERM_INVALID',
  ],
});

export const drawOnLine = transaction({
  name: 'Collateral:Draw',
  mode: 'submit',
  summary:
    'Asks for money on a credit line, as its account’s custodian, with the member’s signature where the account carries a key; never more than limit and pledges cover. Repeating it changes nothing.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ ...payment, amount: loanMoney, authorization: authorization.optional() }),
  reply: linePayment,
  errors: [
    ...ofMembers,
    'COLLATERAL_OFF',
    'LINE_UNKNOWN',
    'LINE_PAYMENT_EXISTS',
    'PROGRAM_UNKNOWN',
    'ACCOUNT_UNKNOWN',
    'NOT_CUSTODIAN',
    'ACCOUNT_FROZEN',
    'ACCOUNT_CLOSED',
    'ACCOUNT_LOCKED',
    'SIGNATURE_REQUIRED',
    'AUTHORIZATION_EXPIRED',
    'SIGNATURE_INVALID',
    'DEBITS_STOPPED',
    'LINE_STATE',
    'LINE_EXCEEDED',
  ],
});

const ofPayments = [
  ...ofMembers,
  'LINE_UNKNOWN',
  'LINE_PAYMENT_UNKNOWN',
  'NOT_LINE_PARTY',
  'LINE_PAYMENT_STATE',
] as const;

export const repayLine = transaction({
  name: 'Collateral:Repay',
  mode: 'submit',
  summary:
    'Says that money was repaid: by the account’s custodian, for the pledgee to confirm, or by the pledgee that has it. Repeating it changes nothing.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ ...payment, amount: loanMoney, reference: displayName }),
  reply: linePayment,
  errors: [...ofMembers, 'LINE_UNKNOWN', 'LINE_PAYMENT_EXISTS', 'NOT_LINE_PARTY', 'LINE_STATE', 'LINE_EXCEEDED'],
});

export const confirmLinePayment = transaction({
  name: 'Collateral:Confirm',
  mode: 'submit',
  summary:
    'The pledgee says that it pays what was asked for, with a reference, or that it has what was repaid. It confirms a draw first and pays then: until it is confirmed either side may withdraw it. Repeating it changes nothing.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ ...payment, reference: displayName.optional() }),
  reply: linePayment,
  errors: ofPayments,
});

export const withdrawLinePayment = transaction({
  name: 'Collateral:Withdraw',
  mode: 'submit',
  summary:
    'Takes back what was not confirmed: a draw by either side, a repayment by the custodian. The pledgee confirms before it pays, since the custodian may withdraw until then. The pledgee takes back a draw that is disputed, too.',
  roles: ['admin', 'operator'],
  request: z.strictObject(payment),
  reply: linePayment,
  errors: ofPayments,
});

export const disputeLinePayment = transaction({
  name: 'Collateral:Dispute',
  mode: 'submit',
  summary:
    'The custodian disputes a draw that never came, or a repayment that the pledgee does not confirm: until it is resolved no pledge is taken without an authority’s word.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ ...payment, reason: sentence }),
  reply: linePayment,
  errors: ofPayments,
});

export const resolveLinePayment = transaction({
  name: 'Collateral:Resolve',
  mode: 'submit',
  summary: 'The custodian takes back a dispute: the payment is what it was before.',
  roles: ['admin', 'operator'],
  request: z.strictObject(payment),
  reply: linePayment,
  errors: ofPayments,
});

export const claimOnLine = transaction({
  name: 'Collateral:Claim',
  mode: 'submit',
  summary:
    'The pledgee brings what a merchant in default owes it for a closed cycle on the line that secures it, after what was set off and what was paid in advance; the rest stands as its loss. Repeating it changes nothing.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ ...line, cycle }),
  reply: settlement,
  errors: [
    ...ofMembers,
    'LINE_UNKNOWN',
    'NOT_LINE_PARTY',
    'CYCLE_NOT_CLOSED',
    'SETTLEMENT_UNKNOWN',
    'NOT_IN_DEFAULT',
    'SETTLEMENT_STATE',
    'LINE_STATE',
    'LINE_EXCEEDED',
  ],
});

export const giveNotice = transaction({
  name: 'Collateral:GiveNotice',
  mode: 'submit',
  summary:
    'The pledgee says that a line falls short of what is drawn, or that its term is over: its waiting days begin. Repeating it changes nothing.',
  roles: ['admin', 'operator'],
  request: z.strictObject(line),
  reply: creditLine,
  errors: [...ofMembers, 'LINE_UNKNOWN', 'NOT_LINE_PARTY', 'LINE_STATE', 'LINE_COVERED'],
});

export const allowLiquidation = transaction({
  name: 'Collateral:Allow',
  mode: 'submit',
  summary:
    'A regulator lets the pledges of a line be taken although the account is frozen, or a payment disputed. Repeating it changes nothing.',
  roles: ['regulator'],
  request: z.strictObject(line),
  reply: creditLine,
  errors: [...ofMembers, 'LINE_UNKNOWN', 'LINE_STATE'],
});

export const closeCreditLine = transaction({
  name: 'Collateral:Close',
  mode: 'submit',
  summary:
    'Ends a line: the pledgee at any time, and lets go of what is still drawn; the custodian once nothing is owed, the fee included. Pledges are free to be released. Repeating it changes nothing.',
  roles: ['admin', 'operator'],
  request: z.strictObject(line),
  reply: creditLine,
  errors: [...ofMembers, 'LINE_UNKNOWN', 'NOT_LINE_PARTY', 'LINE_STATE'],
});

export const getCreditLine = transaction({
  name: 'Collateral:Get',
  mode: 'evaluate',
  summary: 'A credit line, and what its pledges cover at the value of the present cycle.',
  roles: anyone,
  request: z.strictObject(line),
  reply: z.strictObject({ ...creditLine.shape, cover: money }),
  errors: [...ofReads, 'LINE_UNKNOWN'],
});

export const listCreditLines = transaction({
  name: 'Collateral:List',
  mode: 'evaluate',
  summary: 'Credit lines by pledgee and id, of one account if it is named, a page at a time.',
  roles: anyone,
  request: z.strictObject({ mspId: mspId.optional(), accountId: accountId.optional(), ...page }),
  reply: z.strictObject({ lines: z.array(creditLine), bookmark }),
  errors: ofReads,
});

export const listLinePayments = transaction({
  name: 'Collateral:Payments',
  mode: 'evaluate',
  summary: 'What is said of the money of a credit line, by id, a page at a time.',
  roles: anyone,
  request: z.strictObject({ ...line, ...page }),
  reply: z.strictObject({ payments: z.array(linePayment), bookmark }),
  errors: [...ofReads, 'LINE_UNKNOWN'],
});
