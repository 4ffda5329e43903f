/** What a merchant lets a programme's issuer owe it: what drew on it and what came back, in points and in money. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { may } from '../data/allowed.js';
import { listOf } from '../data/lists.js';
import { useProgramNames } from '../data/names.js';
import { usePages } from '../data/pages.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { asCsv, Downloads } from '../parts/downloads.js';
import { PagedTable } from '../parts/paged-table.js';
import { AsOf, Card, Change, Empty, Facts, Loaded, Meter, Page, Points, Time } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { cycleName, organizationName, points, share } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

type Entry = Routes['/v1/programs/{programId}/credit/{mspId}/statement']['get']['reply']['entries'][number];
const path = '/v1/programs/{programId}/credit/{mspId}/statement';
const events = ['credit.', 'points.', 'hold.', 'settlement.', 'cycle.'];

export function CreditPage({ programId, mspId }: { programId: string; mspId: string }): JSX.Element {
  const { who } = useSession();
  const names = useProgramNames();
  const params = { programId, mspId };
  const credit = useRead(
    `credit ${programId} ${mspId}`,
    (client, signal) => client.get('/v1/programs/{programId}/credit/{mspId}', { params, signal }),
    events,
  );
  return (
    <Page
      title={t('credit.of', { organization: organizationName(mspId), program: names(programId) })}
      lead={t('credit.ofLead')}
      back={{ href: addressOf(['programs', programId], { tab: 'acceptances' }), text: t('accept.title') }}
    >
      <div class="stack">
        <Card aside={<AsOf block={credit.value?.asOfBlock} />}>
          <Loaded of={credit}>
            {({ credit: { limit, endedAt, grantedAt }, used }) => (
              <div class="drawn">
                <p class="big" data-used={used}>
                  {points(used)} <small class="note">{t('notes.ofCeiling', { ceiling: points(limit) })}</small>
                </p>
                <Meter part={used.startsWith('-') ? 0 : share(used, limit)} label={t('credit.used')} />
                <Facts
                  of={[
                    [t('credit.limit'), points(limit)],
                    [t('lines.granted'), <Time at={grantedAt} />],
                    ...(endedAt === undefined ? [] : ([[t('credit.ended'), <Time at={endedAt} />]] as const)),
                  ]}
                />
              </div>
            )}
          </Loaded>
        </Card>
        {may(who, 'get /v1/programs/{programId}/credit/{mspId}/statement') ? (
          <Statement programId={programId} mspId={mspId} />
        ) : (
          <Card title={t('members.statement')}>
            <Empty>{t('statement.notHere')}</Empty>
          </Card>
        )}
      </div>
    </Page>
  );
}

function Statement({ programId, mspId }: { programId: string; mspId: string }): JSX.Element {
  const params = { programId, mspId };
  const reading = usePages(
    `credit-statement ${programId} ${mspId}`,
    async (client, signal, cursor) => {
      const { entries, currency, ...page } = await client.get(path, { params, signal, query: { limit: 50, cursor } });
      return { ...page, entries: entries.map((entry) => ({ ...entry, currency })) };
    },
    ({ entries }) => entries,
    keyOf,
    events,
  );
  return (
    <Card
      title={t('members.statement')}
      note={t('statement.creditNote')}
      aside={
        <div class="actions">
          <AsOf block={reading.value?.asOfBlock} />
          <Downloads
            of={{
              name: `credit-${programId}-${mspId}`,
              csv: (client) => client.get(path, { params, headers: asCsv }),
              json: async (client) => ({
                ...params,
                entries: await listOf(client.pages(path, { params }), ({ entries }) => entries),
              }),
            }}
          />
        </div>
      }
      flush
    >
      <PagedTable
        of={reading}
        caption={t('members.statement')}
        empty={t('statement.none')}
        keyOf={keyOf}
        columns={[
          { title: t('statement.what'), names: true, of: ({ kind }) => tOf('creditEntry', kind) },
          { title: t('statement.about'), of: about },
          {
            title: t('members.change'),
            figures: true,
            of: ({ change }) => change !== '0' && <Change of={change} calm />,
          },
          {
            title: t('clearing.worth'),
            figures: true,
            of: ({ worth, currency }) => worth !== undefined && <Change of={worth} currency={currency} calm />,
          },
          { title: t('statement.usedAfter'), figures: true, of: ({ used }) => <Points of={used} /> },
          { title: t('members.when'), of: ({ at }) => at && <Time at={at} /> },
          { title: t('members.block'), figures: true, of: ({ blockNumber }) => <Block of={blockNumber} /> },
        ]}
      />
    </Card>
  );
}

const keyOf = ({ blockNumber, kind, cycle, prepaymentId, used }: Entry): string =>
  [blockNumber, kind, cycle, prepaymentId, used].join(' ');

const about = ({ limit, cycle, prepaymentId }: Entry): JSX.Element | string | false =>
  limit !== undefined
    ? `${t('credit.limit')} ${points(limit)}`
    : cycle !== undefined
      ? cycleName(cycle)
      : prepaymentId !== undefined && <code>{prepaymentId}</code>;

const Block = ({ of }: { of: number }): JSX.Element => <a href={addressOf(['explorer', 'blocks', of])}>{of}</a>;
