/** What both sides can say of a settlement, as forms. */
import type { Routes } from '@commonpoint/client';
import type { Offered } from '../parts/action.js';
import { money, organizationName } from '../texts/format.js';
import { t } from '../texts/text.js';

export type Settlement = Routes['/v1/settlements']['get']['reply']['settlements'][number];

const path = '/v1/settlements/{cycle}/{debtor}/{creditor}';

/**
 * The debtor says that it paid, the creditor that it was paid; either, that something is wrong, and whoever said so, how it was
 * resolved.
 */
export function settlementActions(settlement: Settlement, own: string): readonly (Offered | false)[] {
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
        action: `post ${path}/instruct`,
        title: t('settlements.instruct'),
        note: t('settlements.instructNote', said),
        fields: [{ name: 'reference', label: 'settlements.reference', kind: 'text' }],
        send: (client, body, idempotencyKey) => client.post(`${path}/instruct`, body, { params, idempotencyKey }),
      },
    own === creditor &&
      status === 'instructed' && {
        action: `post ${path}/confirm`,
        title: t('settlements.confirm'),
        note: t('settlements.confirmNote', said),
        send: (client, _body, idempotencyKey) => client.post(`${path}/confirm`, undefined, { params, idempotencyKey }),
      },
    status !== 'disputed' && {
      action: `post ${path}/dispute`,
      title: t('settlements.dispute'),
      note: t('settlements.disputeNote', said),
      fields: [{ name: 'reason', label: 'settlements.reason', kind: 'text' }],
      send: (client, body, idempotencyKey) => client.post(`${path}/dispute`, body, { params, idempotencyKey }),
    },
    status === 'disputed' &&
      dispute?.by === own && {
        action: `post ${path}/resolve`,
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
        send: (client, body, idempotencyKey) => client.post(`${path}/resolve`, body, { params, idempotencyKey }),
      },
  ];
}
