/** One order: what it does to whose points, on which power, why as far as one is told, and what can be said of it. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { may } from '../data/allowed.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { useWrite } from '../data/write.js';
import { Act } from '../parts/act.js';
import { Actions, type Offered } from '../parts/action.js';
import { AsOf, Card, Facts, Loaded, Organization, Page, Points, Status, Time } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { points } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';
import { ScopeOf } from './orders.js';

type Order = Routes['/v1/orders/{orderId}']['get']['reply'];

export function OrderPage({ orderId }: { orderId: string }): JSX.Element {
  const { who } = useSession();
  const params = { orderId };
  const reading = useRead(
    `order ${orderId}`,
    (client, signal) => client.get('/v1/orders/{orderId}', { params, signal }),
    ['order.', 'points.'],
  );
  const { value } = reading;
  return (
    <Page
      title={value ? tOf('effect', value.effect.kind) : t('orders.effect')}
      id={orderId}
      back={{ href: addressOf(['governance', 'orders']), text: t('governance.orders') }}
      actions={value && <Actions of={orderActions(value, who.mspId)} onDone={reading.reload} />}
    >
      <Loaded of={reading} lines={6}>
        {(order) => (
          <div class="stack">
            <Card title={t('orders.effect')} aside={<AsOf block={order.asOfBlock} />}>
              <Facts of={factsOf(order)} />
            </Card>
            <Reason orderId={orderId} hash={order.reasonHash} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

type Fact = readonly [string, JSX.Element | string];

function factsOf(order: Order): readonly Fact[] {
  const { effect } = order;
  const when = (name: string, at: string | undefined): Fact[] => (at === undefined ? [] : [[name, <Time at={at} />]]);
  return [
    [t('members.state'), <Status of={order.status} group="order" />],
    [t('orders.scope'), <ScopeOf scope={order.scope} />],
    ...('amount' in effect ? ([[t('members.amount'), <Points of={effect.amount} />]] as const) : []),
    ...('toAccountId' in effect ? ([[t('members.toAccount'), <code>{effect.toAccountId}</code>]] as const) : []),
    ...(order.seized ? ([[t('orders.seized'), <Points of={order.seized} />]] as const) : []),
    [t('orders.basis'), tOf('basis', order.basis)],
    ...(order.issuedBy ? ([[t('orders.issuedBy'), <Organization of={order.issuedBy} />]] as const) : []),
    ...when(t('orders.from'), order.from),
    ...when(t('members.until'), order.until),
    ...when(t('orders.ratified'), order.ratifiedAt),
    ...(order.ratifiedBy ? ([[t('orders.ratifiedBy'), <Organization of={order.ratifiedBy} />]] as const) : []),
    ...when(t('orders.lifted'), order.liftedAt),
    [t('orders.expiry'), t(order.expiry === 'waits' ? 'orders.waits' : 'orders.runs')],
  ];
}

/** Shown to those it was disclosed to, when they ask: that it was not is refused, which browsers tell as an error. */
function Reason({ orderId, hash }: { orderId: string; hash: string }): JSX.Element {
  const { who } = useSession();
  const read = useWrite(undefined, (client) => {
    const path = `/v1/orders/${encodeURIComponent(orderId)}/reason`;
    return client.attempts
      .get<{ reason?: string }>(path)
      .then(({ status, body }) => (status === 200 ? body.reason : ''));
  });
  return (
    <Card title={t('governance.reason')} note={t('orders.reasonNote')}>
      <div class="stack">
        {may(who, 'get /v1/orders/{orderId}/reason') && (
          <Act of={read} label={t('orders.showReason')} done={(reason) => reason || t('orders.notTold')} />
        )}
        <p class="note hash">
          {t('terms.hash')} <code>{hash}</code>
        </p>
      </div>
    </Card>
  );
}

/** Who answers for it lifts it and tells why; a second organisation moves what is seized. */
function orderActions(order: Order, own: string): readonly (Offered | false)[] {
  const { orderId, status, basis, issuedBy, ratifiedBy, ratifiedAt, until, effect, seized } = order;
  const params = { orderId };
  const answersFor = (ratifiedBy ?? issuedBy) === own;
  const isOver = until !== undefined && Date.parse(until) < Date.now();
  if (status === 'lifted') return [];
  return [
    (answersFor || isOver) && {
      action: 'post /v1/orders/{orderId}/lift',
      title: t('orders.lift'),
      note: t('orders.liftNote'),
      params,
    },
    basis === 'emergency' &&
      ratifiedAt === undefined && {
        action: 'post /v1/orders/{orderId}/ratify',
        title: t('orders.ratify'),
        note: t('orders.ratifyNote'),
        fields: [{ name: 'until', label: 'members.until', kind: 'moment', optional: true }],
        params,
      },
    effect.kind === 'seize' &&
      seized !== effect.amount && {
        action: 'post /v1/orders/{orderId}/seize',
        title: t('orders.seize'),
        note: t('orders.seizeNote', { amount: points(BigInt(effect.amount) - BigInt(seized ?? 0)) }),
        danger: true,
        params,
      },
    answersFor && {
      action: 'post /v1/orders/{orderId}/disclosures',
      title: t('orders.tell'),
      note: t('orders.tellNote'),
      fields: [
        { name: 'reason', label: 'governance.reason', kind: 'long', hint: 'orders.sameReason' },
        { name: 'recipient', label: 'orders.recipient', kind: 'text', optional: true, hint: 'orders.recipientHint' },
      ],
      params,
    },
  ];
}
