/** What both sides can say of a settlement, as forms. */
import type { Routes } from '@commonpoint/client';
import type { Offered } from '../parts/action.js';
import { money, organizationName } from '../texts/format.js';
import { t } from '../texts/text.js';

export type Settlement = Routes['/v1/settlements']['get']['reply']['settlements'][number];

type Settled = Pick<
  Settlement,
  'cycle' | 'debtor' | 'creditor' | 'amount' | 'currency' | 'status' | 'dispute' | 'claim'
>;

/** What is said in public is a path, and what is said in private a word. */
const words = { instruct: 'instructed', confirm: 'confirmed', dispute: 'disputed', resolve: 'resolved' } as const;

/** As `settlementActions`, of a money statement between this organisation and another one. */
export function statementActions(settlement: Settled, own: string): readonly (Offered | false)[] {
  const { cycle, debtor, creditor } = settlement;
  const params = { cycle, counterparty: own === debtor ? creditor : debtor };
  return settlementActions(settlement, own).map((offered) => {
    if (!offered) return false;
    const say = words[offered.action.split('/').at(-1) as keyof typeof words];
    return {
      ...offered,
      action: 'post /v1/clearing/cycles/{cycle}/statements/{counterparty}/settle',
      params,
      sent: (typed: object) => ({ say, ...typed }),
    } satisfies Offered;
  });
}

/**
 * The debtor says that it paid, the creditor that it was paid; either, that something is wrong, and whoever said so, how it was
 * resolved.
 */
export function settlementActions(settlement: Settled, own: string): readonly (Offered | false)[] {
  const { cycle, debtor, creditor, amount, currency, status, dispute, claim } = settlement;
  if (status === 'confirmed' || (own !== debtor && own !== creditor)) return [];
  const params = { cycle, debtor, creditor };
  // Of what was claimed on a line only the loss is paid any more.
  const isPayable = claim?.loss !== '0';
  const said = {
    debtor: organizationName(debtor),
    creditor: organizationName(creditor),
    amount: money(claim?.loss ?? amount, currency),
  };
  return [
    own === debtor &&
      status === 'due' &&
      isPayable && {
        action: 'post /v1/settlements/{cycle}/{debtor}/{creditor}/instruct',
        title: t('settlements.instruct'),
        note: t('settlements.instructNote', said),
        fields: [{ name: 'reference', label: 'settlements.reference', kind: 'text' }],
        params,
      },
    own === creditor &&
      status === 'instructed' && {
        action: 'post /v1/settlements/{cycle}/{debtor}/{creditor}/confirm',
        title: t('settlements.confirm'),
        note: t('settlements.confirmNote', said),
        params,
      },
    status !== 'disputed' && {
      action: 'post /v1/settlements/{cycle}/{debtor}/{creditor}/dispute',
      title: t('settlements.dispute'),
      note: t('settlements.disputeNote', said),
      fields: [{ name: 'reason', label: 'settlements.reason', kind: 'text' }],
      params,
    },
    status === 'disputed' &&
      dispute?.by === own && {
        action: 'post /v1/settlements/{cycle}/{debtor}/{creditor}/resolve',
        title: t('settlements.resolve'),
        note: t('settlements.resolveNote', said),
        fields: [
          {
            name: 'outcome',
            label: 'settlements.outcome',
            kind: 'choice',
            options: [
              ['due', t('settlements.outcome.due')],
              // That it has the money only the creditor knows.
              ...(own === creditor && isPayable ? ([['paid', t('settlements.outcome.paid')]] as const) : []),
            ],
          },
          { name: 'note', label: 'settlements.resolution', kind: 'text' },
        ],
        params,
      },
  ];
}
