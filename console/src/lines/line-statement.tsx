/** What is owed on a credit line, change by change, to be read and to be taken away. */
import type { JSX } from 'preact';
import { may } from '../data/allowed.js';
import { listOf } from '../data/lists.js';
import { usePages } from '../data/pages.js';
import { useSession } from '../data/session.js';
import { asCsv, Downloads } from '../parts/downloads.js';
import { PagedTable } from '../parts/paged-table.js';
import { BlockLink } from '../parts/block-link.js';
import { AsOf, Card, Change, Time } from '../parts/parts.js';
import { cycleName, money, points } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';
import { lineEvents } from './line-table.js';
import type { Spoken } from './line-actions.js';

const path = '/v1/credit-lines/{mspId}/{lineId}/statement';

export function LineStatement({ of: { line, currency } }: { of: Spoken }): JSX.Element {
  const { who } = useSession();
  const { mspId, lineId } = line;
  const params = { mspId, lineId };
  const isShown = may(who, 'get /v1/credit-lines/{mspId}/{lineId}/statement');
  const reading = usePages(
    isShown ? `line-statement ${mspId} ${lineId}` : undefined,
    (client, signal, cursor) => client.get(path, { params, signal, query: { limit: 50, cursor } }),
    ({ entries }) => entries,
    (entry) => JSON.stringify(entry),
    lineEvents,
  );
  if (!isShown) return <></>;
  return (
    <Card
      title={t('members.statement')}
      note={t('statement.lineNote')}
      aside={
        <div class="actions">
          <AsOf block={reading.value?.asOfBlock} />
          <Downloads
            of={{
              name: `line-${mspId}-${lineId}`,
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
        keyOf={(entry) => JSON.stringify(entry)}
        columns={[
          { title: t('statement.what'), names: true, of: ({ kind }) => tOf('lineEntry', kind) },
          {
            title: t('statement.about'),
            of: ({ paymentId, reference, cycle, points: taken }) =>
              reference ??
              (paymentId !== undefined ? (
                <code>{paymentId}</code>
              ) : cycle !== undefined ? (
                cycleName(cycle)
              ) : (
                taken !== undefined && t('programs.pointsCount', { count: points(taken) })
              )),
          },
          {
            title: t('members.change'),
            figures: true,
            of: ({ change }) => <Change of={change} currency={currency} calm />,
          },
          { title: t('statement.owedAfter'), figures: true, of: ({ owed }) => money(owed, currency) },
          { title: t('members.when'), of: ({ at }) => at && <Time at={at} /> },
          {
            title: t('members.block'),
            figures: true,
            of: ({ blockNumber }) => <BlockLink of={blockNumber} />,
          },
        ]}
      />
    </Card>
  );
}
