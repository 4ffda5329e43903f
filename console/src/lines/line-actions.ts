/** What can be done with a credit line, by whom and in which state, as forms. The ledger asks again. */
import type { Routes } from '@commonpoint/client';
import type { FieldOf } from '../data/fields.js';
import { monthBefore } from '../data/month-before.js';
import type { ProgramList } from '../data/programs.js';
import type { Offered } from '../parts/action.js';
import { day, money, organizationName, points } from '../texts/format.js';
import { t } from '../texts/text.js';

export type Line = Routes['/v1/credit-lines/{mspId}/{lineId}']['get']['reply'];
export type Payment = Routes['/v1/credit-lines/{mspId}/{lineId}/payments']['get']['reply']['payments'][number];
type Pledge = Line['pledges'][number];
type Note = Routes['/v1/accounts/{accountId}/notes']['get']['reply']['notes'][number];

/** A line, and who speaks of it here. */
export interface Spoken {
  readonly line: Line;
  readonly currency: string;
  readonly isPledgee: boolean;
  readonly isCustodian: boolean;
  /** Of the account, and not pledged yet; only its custodian asks. */
  readonly notes: readonly Note[];
}

/** Whoever gives none is given one. */
const ownId = (name: string): FieldOf => ({
  name,
  label: 'members.id',
  kind: 'text',
  optional: true,
  hint: 'lines.idHint',
});

/** @param accountId to be asked for if absent */
export const grant = ({ programs, currency }: ProgramList, accountId?: string): Offered => ({
  action: 'post /v1/credit-lines',
  title: t('lines.grant'),
  note: t('lines.grantNote'),
  fields: [
    ...(accountId === undefined ? ([{ name: 'accountId', label: 'members.account', kind: 'text' }] as const) : []),
    {
      name: 'programId',
      label: 'members.program',
      kind: 'choice',
      options: programs.map(({ programId, name }) => [programId, name]),
    },
    { name: 'limit', label: 'lines.limit', kind: 'money', currency, hint: 'field.inMoney' },
    { name: 'haircutPpm', label: 'lines.haircut', kind: 'rate', initial: '50', hint: 'lines.haircutHint' },
    { name: 'marginDays', label: 'lines.marginDays', kind: 'count', initial: '14', hint: 'lines.marginHint' },
    { name: 'feePpm', label: 'lines.fee', kind: 'rate', initial: '5', hint: 'lines.feeHint' },
    { name: 'until', label: 'lines.until', kind: 'day' },
    {
      name: 'secures',
      label: 'lines.secures',
      kind: 'choice',
      optional: true,
      hint: 'lines.securesHint',
      options: [['custodian', t('lines.securesCustodian')]],
    },
    ownId('lineId'),
  ],
  sent: ({ secures, ...body }: { secures?: string; accountId?: string }, idempotencyKey) => {
    const [custodian] = (body.accountId ?? accountId ?? '').split(':', 1);
    return { lineId: idempotencyKey, accountId, ...body, ...(secures && { secures: custodian }) };
  },
});

const isOwed = ({ drawn, drawing, fee = '0' }: Line): boolean => [drawn, drawing, fee].some((each) => each !== '0');

/** What may still be asked for, below zero where it falls short. */
export const leftOf = ({ limit, cover, drawn, drawing }: Line): bigint =>
  (BigInt(cover) < BigInt(limit) ? BigInt(cover) : BigInt(limit)) - BigInt(drawn) - BigInt(drawing);

export function lineActions({ line, currency, isPledgee, isCustodian, notes }: Spoken): readonly (Offered | false)[] {
  const { mspId, lineId, status, drawn, allowed, secures } = line;
  const params = { mspId, lineId };
  const left = leftOf(line);
  const isRunning = status === 'open' || status === 'noticed';
  return [
    isCustodian &&
      isRunning && {
        action: 'post /v1/credit-lines/{mspId}/{lineId}/pledges',
        title: t('lines.pledge'),
        note: t('lines.pledgeNote'),
        fields: [{ name: 'amount', label: 'members.amount', kind: 'points' }],
        params,
      },
    isCustodian &&
      isRunning &&
      notes.length > 0 && {
        action: 'post /v1/credit-lines/{mspId}/{lineId}/notes',
        title: t('lines.pledgeNoteTitle'),
        note: t('lines.pledgeNoteNote'),
        fields: [
          {
            name: 'noteId',
            label: 'members.note',
            kind: 'choice',
            options: notes.map(({ mspId: seller, noteId, principal, until }) => [
              `${seller}/${noteId}`,
              t('lines.noteSays', { amount: points(principal), day: day(until) }),
            ]),
          },
        ],
        params,
        sent: ({ noteId: chosen }: { noteId: string }) => {
          const [noteMspId, noteId] = chosen.split('/');
          return { noteMspId, noteId };
        },
      },
    isPledgee &&
      secures !== undefined &&
      isRunning && {
        action: 'post /v1/credit-lines/{mspId}/{lineId}/claims',
        title: t('lines.claim'),
        note: t('lines.claimNote', { organization: organizationName(secures) }),
        fields: [{ name: 'cycle', label: 'clearing.cycle', kind: 'month', initial: monthBefore() }],
        params,
      },
    isCustodian &&
      secures === undefined &&
      status === 'open' && {
        action: 'post /v1/credit-lines/{mspId}/{lineId}/draws',
        title: t('lines.draw'),
        note: t('lines.drawNote', { left: money(String(left < 0n ? 0n : left), currency) }),
        fields: [
          { name: 'amount', label: 'clearing.amount', kind: 'money', currency, hint: 'field.inMoney' },
          ownId('paymentId'),
        ],
        params,
        sent: (body: object, idempotencyKey) => ({ paymentId: idempotencyKey, ...body }),
      },
    (isCustodian || isPledgee) &&
      isOwed(line) && {
        action: 'post /v1/credit-lines/{mspId}/{lineId}/repayments',
        title: t('lines.repay'),
        note: t(isPledgee ? 'lines.repayPledgeeNote' : 'lines.repayNote', { drawn: money(drawn, currency) }),
        fields: [
          { name: 'amount', label: 'clearing.amount', kind: 'money', currency, hint: 'field.inMoney' },
          { name: 'reference', label: 'settlements.reference', kind: 'text' },
          ownId('paymentId'),
        ],
        params,
        sent: (body: object, idempotencyKey) => ({ paymentId: idempotencyKey, ...body }),
      },
    isPledgee &&
      status === 'open' && {
        action: 'post /v1/credit-lines/{mspId}/{lineId}/notice',
        title: t('lines.notice'),
        note: t('lines.noticeNote', { days: line.marginDays }),
        danger: true,
        params,
      },
    (status === 'noticed' || status === 'liquidated') &&
      allowed === undefined && {
        action: 'post /v1/credit-lines/{mspId}/{lineId}/allow',
        title: t('lines.allow'),
        note: t('lines.allowNote'),
        danger: true,
        params,
      },
    (isPledgee || (isCustodian && secures === undefined)) &&
      status !== 'closed' && {
        action: 'post /v1/credit-lines/{mspId}/{lineId}/close',
        title: t('lines.close'),
        note: t(isPledgee ? 'lines.closePledgeeNote' : 'lines.closeNote', { drawn: money(drawn, currency) }),
        danger: true,
        params,
      },
  ];
}

export function pledgeActions(
  { mspId: holdMspId, pledgeId: holdId, amount }: Pledge,
  { line, isPledgee, isCustodian }: Spoken,
): readonly (Offered | false)[] {
  const params = { holdId };
  return [
    // Of one that secures, its merchant releases what was claimed for, and nothing before.
    (isPledgee || (isCustodian && (line.secures === undefined || line.drawn !== '0'))) && {
      action: 'post /v1/holds/{holdId}/void',
      title: t('lines.release'),
      note: t(isPledgee ? 'lines.releasePledgeeNote' : 'lines.releaseNote'),
      fields: [
        {
          name: 'amount',
          label: 'members.amount',
          kind: 'points',
          optional: true,
          hint: 'lines.releaseHint',
          now: points(amount),
        },
      ],
      params,
      sent: (body: object) => ({ holdMspId, ...body }),
    },
    isPledgee &&
      (line.status === 'noticed' || line.status === 'liquidated') && {
        action: 'post /v1/holds/{holdId}/capture',
        title: t('lines.take'),
        note: t('lines.takeNote'),
        danger: true,
        params,
        sent: () => ({ holdMspId }),
      },
  ];
}

export function paymentActions(
  { paymentId, kind, status, amount }: Payment,
  { line, currency, isPledgee, isCustodian }: Spoken,
): readonly (Offered | false)[] {
  const params = { mspId: line.mspId, lineId: line.lineId, paymentId };
  const isDraw = kind === 'draw';
  const sum = money(amount, currency);
  const isReceivable = !isDraw && status === 'disputed';
  return [
    isPledgee &&
      (status === 'instructed' || isReceivable) && {
        action: 'post /v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/confirm',
        title: t(isDraw ? 'lines.payOut' : 'settlements.confirm'),
        note: t(isDraw ? 'lines.payOutNote' : 'lines.receivedNote', { amount: sum }),
        fields: isDraw ? [{ name: 'reference', label: 'settlements.reference', kind: 'text', optional: true }] : [],
        params,
      },
    (status === 'instructed' || (isDraw && status === 'disputed' && isPledgee)) &&
      (isCustodian || (isPledgee && isDraw)) && {
        action: 'post /v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/withdraw',
        title: t('lines.withdraw'),
        note: t('lines.withdrawNote', { amount: sum }),
        params,
      },
    isCustodian &&
      status === (isDraw ? 'confirmed' : 'instructed') && {
        action: 'post /v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/dispute',
        title: t('settlements.dispute'),
        note: t(isDraw ? 'lines.disputeDrawNote' : 'lines.disputeRepaymentNote'),
        danger: true,
        fields: [{ name: 'reason', label: 'settlements.reason', kind: 'text' }],
        params,
      },
    isCustodian &&
      status === 'disputed' && {
        action: 'post /v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/resolve',
        title: t('lines.resolve'),
        note: t('lines.resolveNote'),
        params,
      },
  ];
}
