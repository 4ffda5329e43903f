/** What authorities say of points that others keep or issue. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { usePages } from '../data/pages.js';
import { useProgramList } from '../data/programs.js';
import { useSession } from '../data/session.js';
import { Actions, type Offered } from '../parts/action.js';
import { AsOf, Card, Id, Organization, Status, Time } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { addressOf } from '../shell/router.js';
import { organizationName } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';
import { orderFields } from './order-fields.js';

type Scope = Routes['/v1/orders']['get']['reply']['orders'][number]['scope'];

export function Orders(): JSX.Element {
  const { who } = useSession();
  const programs = useProgramList();
  const reading = usePages(
    'orders',
    (client, signal, cursor) => client.get('/v1/orders', { signal, query: { limit: 30, cursor } }),
    ({ orders }) => orders,
    ({ orderId }) => orderId,
    ['order.'],
  );
  const ids = (programs.value?.programs ?? []).map(({ programId }) => programId);
  return (
    <Card
      title={t('governance.orders')}
      note={t('orders.note')}
      aside={
        <div class="actions">
          <AsOf block={reading.value?.asOfBlock} />
          <Actions of={[issueOrder(ids, who.role === 'regulator')]} onDone={reading.reload} />
        </div>
      }
      flush
    >
      <PagedTable
        of={reading}
        caption={t('governance.orders')}
        empty={t('orders.none')}
        keyOf={({ orderId }) => orderId}
        columns={[
          {
            title: t('orders.effect'),
            names: true,
            of: ({ effect, orderId }) => (
              <a href={addressOf(['governance', 'orders', orderId])}>{tOf('effect', effect.kind)}</a>
            ),
          },
          { title: t('orders.scope'), of: ({ scope }) => <ScopeOf scope={scope} /> },
          { title: t('members.state'), of: ({ status }) => <Status of={status} group="order" /> },
          { title: t('orders.basis'), of: ({ basis }) => tOf('basis', basis) },
          { title: t('orders.issuedBy'), of: ({ issuedBy }) => issuedBy && <Organization of={issuedBy} /> },
          { title: t('orders.from'), of: ({ from }) => <Time at={from} /> },
          { title: t('members.until'), of: ({ until }) => until && <Time at={until} /> },
        ]}
      />
    </Card>
  );
}

export function ScopeOf({ scope }: { scope: Scope }): JSX.Element {
  if (scope.kind === 'account')
    return (
      <>
        <Id of={scope.accountId} href={addressOf(['members', 'account', scope.accountId])} /> {scope.programId}
      </>
    );
  if (scope.kind === 'program') return <a href={addressOf(['programs', scope.programId])}>{scope.programId}</a>;
  return <span>{organizationName(scope.mspId)}</span>;
}

const issueOrder = (programs: readonly string[], isRegulator: boolean): Offered => ({
  action: 'post /v1/orders',
  title: t('orders.issue'),
  note: t(isRegulator ? 'orders.issueNote' : 'orders.emergencyNote'),
  danger: true,
  fields: [
    ...orderFields(programs, '', isRegulator),
    { name: 'reason', label: 'governance.reason', kind: 'long', hint: 'orders.reasonHint' },
  ],
});
