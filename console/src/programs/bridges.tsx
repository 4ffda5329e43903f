/** What may cross between a programme and its legacy programme, and what has. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { usePages } from '../data/pages.js';
import { useSession } from '../data/session.js';
import { Actions, type Offered } from '../parts/action.js';
import { More } from '../parts/paged-table.js';
import { AsOf, Card, Empty, Loaded, Meter, Points, Status, Table } from '../parts/parts.js';
import { count, points, share } from '../texts/format.js';
import { t } from '../texts/text.js';
import type { ProgramRead } from './issuer-actions.js';

type Bridge = Routes['/v1/programs/{programId}/bridges/{bridgeId}']['get']['reply'];
const ways = ['in', 'out'] as const;

export function Bridges({ program }: { program: ProgramRead }): JSX.Element {
  const { who } = useSession();
  const { programId } = program;
  const reading = usePages(
    `bridges ${programId}`,
    async (client, signal, cursor) => {
      const { bridges, nextCursor } = await client.get('/v1/programs/{programId}/bridges', {
        params: { programId },
        query: { limit: 10, cursor },
        signal,
      });
      const all = bridges.map(({ bridgeId }) =>
        client.get('/v1/programs/{programId}/bridges/{bridgeId}', { params: { programId, bridgeId }, signal }),
      );
      return { bridges: await Promise.all(all), nextCursor };
    },
    ({ bridges }) => bridges,
    ({ bridgeId }) => bridgeId,
    ['points.', 'hold.', 'bridge.'],
  );
  const isIssuer = program.issuer === who.mspId;
  return (
    <div class="stack">
      <Card
        title={t('bridges.title')}
        note={t('bridges.note')}
        aside={isIssuer && <Actions of={[setBridge(programId)]} onDone={reading.reload} />}
      >
        {!reading.value?.rows.length && <Loaded of={reading}>{() => <Empty>{t('bridges.none')}</Empty>}</Loaded>}
      </Card>
      {reading.value?.rows.map((bridge) => (
        <Card
          key={bridge.bridgeId}
          title={bridge.legacyName}
          note={<code>{bridge.bridgeId}</code>}
          aside={
            <div class="actions">
              <AsOf block={bridge.asOfBlock} />
              <Status of={bridge.status} group="bridge" />
              {isIssuer && <Actions quiet of={[setBridge(programId, bridge)]} onDone={reading.reload} />}
            </div>
          }
          flush
        >
          <Crossed of={bridge} />
        </Card>
      ))}
      {reading.value && <More of={reading.value} />}
    </div>
  );
}

function Crossed({ of }: { of: Bridge }): JSX.Element {
  const today = new Date().toISOString().slice(0, 10);
  const rows = ways.map((way) => {
    const crossed = of.crossed?.[way];
    const isOfToday = of.crossed?.day === today;
    return {
      way,
      ...of[way],
      today: (isOfToday && crossed?.today) || '0',
      all: crossed?.inAll ?? '0',
      times: crossed?.count ?? 0,
    };
  });
  return (
    <Table
      caption={of.legacyName}
      keyOf={({ way }) => way}
      rows={rows}
      columns={[
        { title: t('bridges.way'), names: true, of: ({ way }) => t(`bridges.${way}`) },
        {
          title: t('bridges.today'),
          figures: true,
          of: ({ today: crossed, perDay }) => <OfCap crossed={crossed} cap={perDay} label={t('bridges.today')} />,
        },
        {
          title: t('bridges.inAll'),
          figures: true,
          of: ({ all, inAll }) => <OfCap crossed={all} cap={inAll} label={t('bridges.inAll')} />,
        },
        { title: t('bridges.times'), figures: true, of: ({ times }) => count(times) },
      ]}
    />
  );
}

const OfCap = ({ crossed, cap, label }: { crossed: string; cap: string; label: string }): JSX.Element => (
  <>
    <Points of={crossed} /> <span class="note">{t('bridges.ofCap', { cap: points(cap) })}</span>
    <Meter part={share(crossed, cap)} label={label} />
  </>
);

function setBridge(programId: string, bridge?: Bridge): Offered {
  const caps = ways.flatMap((way) =>
    (['perDay', 'inAll'] as const).map((name) => ({
      name: `${way}.${name}`,
      label: `bridgeCap.${way}-${name}` as const,
      kind: 'amount' as const,
      ...(bridge && { initial: bridge[way][name], now: points(bridge[way][name]) }),
    })),
  );
  return {
    action: 'post /v1/programs/{programId}/bridges/{bridgeId}',
    title: t(bridge === undefined ? 'bridges.new' : 'bridges.change'),
    note: t('bridges.setNote'),
    fields: [
      ...(bridge === undefined
        ? ([{ name: 'bridgeId', label: 'bridges.id', kind: 'text', hint: 'bridges.idHint' }] as const)
        : []),
      { name: 'legacyName', label: 'bridges.legacyName', kind: 'text', initial: bridge?.legacyName ?? '' },
      ...caps,
      {
        name: 'status',
        label: 'members.state',
        kind: 'choice',
        initial: bridge?.status ?? 'open',
        options: [
          ['open', t('bridge.open')],
          ['closed', t('bridge.closed')],
        ],
      },
    ],
    params: ({ bridgeId = bridge?.bridgeId ?? '' }: { bridgeId?: string }) => ({ programId, bridgeId }),
    sent: ({ bridgeId: _named, ...body }: { bridgeId?: string }) => body,
  };
}
