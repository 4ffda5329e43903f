/** What both sides say of a credit line's money: what was asked for and paid out, what was repaid. */
import type { JSX } from 'preact';
import { usePages } from '../data/pages.js';
import { Actions } from '../parts/action.js';
import { AsOf, Card, Id, Status, Time } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { money } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';
import { lineEvents } from './line-table.js';
import { type Payment, paymentActions, type Spoken } from './line-actions.js';

export function Payments({ of, onDone }: { of: Spoken; onDone: () => void }): JSX.Element {
  const { mspId, lineId } = of.line;
  const reading = usePages(
    `line-payments ${mspId} ${lineId}`,
    (client, signal, cursor) =>
      client.get('/v1/credit-lines/{mspId}/{lineId}/payments', {
        params: { mspId, lineId },
        query: { limit: 25, cursor },
        signal,
      }),
    ({ payments }) => payments,
    ({ paymentId }) => paymentId,
    lineEvents,
  );
  const mayAct = of.isPledgee || of.isCustodian;
  return (
    <Card
      title={t('clearing.payments')}
      note={t('lines.paymentsNote')}
      aside={<AsOf block={reading.value?.asOfBlock} />}
      flush
    >
      <PagedTable
        of={reading}
        caption={t('clearing.payments')}
        empty={t('lines.noPayments')}
        keyOf={({ paymentId }) => paymentId}
        columns={[
          { title: t('members.id'), names: true, of: ({ paymentId }) => <Id of={paymentId} /> },
          { title: t('members.kind'), of: ({ kind }) => tOf('linePayment', kind) },
          { title: t('clearing.amount'), figures: true, of: ({ amount }) => money(amount, of.currency) },
          { title: t('members.state'), of: (payment) => <Said of={payment} /> },
          { title: t('settlements.reference'), of: ({ reference }) => reference },
          { title: t('members.when'), of: ({ instructedAt }) => <Time at={instructedAt} /> },
          ...(mayAct
            ? [
                {
                  title: t('settlements.say'),
                  of: (payment: Payment) => (
                    <span class="actions">
                      <Actions
                        quiet
                        of={paymentActions(payment, of)}
                        onDone={() => {
                          reading.reload();
                          onDone();
                        }}
                      />
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

const Said = ({ of: { status, kind, dispute } }: { of: Payment }): JSX.Element => (
  <>
    {kind === 'draw' ? <Status of={status} group="drawStatus" /> : <Status of={status} group="repaymentStatus" />}
    {dispute && <p class="note">{dispute.reason}</p>}
  </>
);
