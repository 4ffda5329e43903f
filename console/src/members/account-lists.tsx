/** What an account holds, by lots, what happened to it, and what is held of it. */
import type { JSX } from 'preact';
import { listOf } from '../data/lists.js';
import { useProgramNames } from '../data/names.js';
import { usePages } from '../data/pages.js';
import { useSession } from '../data/session.js';
import { AsOf, Card, Change, Day, Id, Organization, Points, Time } from '../parts/parts.js';
import { asCsv, Downloads } from '../parts/downloads.js';
import { PagedTable } from '../parts/paged-table.js';
import { addressOf } from '../shell/router.js';
import { t, tOf } from '../texts/text.js';
import { holdColumns, sayColumn } from './open-holds.js';

export const changes = ['points.', 'hold.', 'note.', 'account.', 'order.'];

export function Lots({ accountId }: { accountId: string }): JSX.Element {
  const names = useProgramNames();
  const reading = usePages(
    `lots ${accountId}`,
    (client, signal, cursor) =>
      client.get('/v1/accounts/{accountId}/lots', { params: { accountId }, signal, query: { limit: 100, cursor } }),
    ({ lots }) => lots,
    ({ programId, lotId }) => `${programId} ${lotId}`,
    changes,
  );
  return (
    <Card
      title={t('members.lots')}
      note={t('members.lotsNote')}
      aside={<AsOf block={reading.value?.asOfBlock} />}
      flush
    >
      <PagedTable
        of={reading}
        caption={t('members.lots')}
        empty={t('members.noPoints')}
        keyOf={({ programId, lotId }) => `${programId} ${lotId}`}
        columns={[
          { title: t('members.expiry'), names: true, of: ({ expiry }) => <Day of={expiry} /> },
          { title: t('members.amount'), figures: true, of: ({ amount }) => <Points of={amount} /> },
          { title: t('members.program'), of: ({ programId }) => names(programId) },
          {
            title: t('members.matures'),
            of: ({ maturesOn }) => (maturesOn ? <Day of={maturesOn} /> : t('members.ripe')),
          },
          {
            title: t('members.origin'),
            of: ({ originMspId, originId }) => (
              <Id of={originId} href={addressOf(['members', 'operation', originMspId, originId])} />
            ),
          },
        ]}
      />
    </Card>
  );
}

const statement = '/v1/accounts/{accountId}/statement';

export function Statement({ accountId }: { accountId: string }): JSX.Element {
  const names = useProgramNames();
  const reading = usePages(
    `statement ${accountId}`,
    (client, signal, cursor) => client.get(statement, { params: { accountId }, signal, query: { limit: 50, cursor } }),
    ({ entries }) => entries,
    ({ mspId, operationId, programId, change }) => `${mspId} ${operationId} ${programId} ${change}`,
    changes,
  );
  return (
    <Card
      title={t('members.statement')}
      aside={
        <div class="actions">
          <AsOf block={reading.value?.asOfBlock} />
          <Downloads
            of={{
              name: `statement-${accountId}`,
              csv: (client) => client.get(statement, { params: { accountId }, headers: asCsv }),
              json: async (client) => ({
                accountId,
                entries: await listOf(client.pages(statement, { params: { accountId } }), ({ entries }) => entries),
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
        empty={t('members.noOperations')}
        keyOf={({ mspId, operationId, programId, change }) => `${mspId} ${operationId} ${programId} ${change}`}
        columns={[
          {
            title: t('members.operation'),
            names: true,
            of: ({ kind, mspId, operationId }) => (
              <a href={addressOf(['members', 'operation', mspId, operationId])}>{tOf('kind', kind)}</a>
            ),
          },
          {
            title: t('members.change'),
            figures: true,
            of: ({ change }) => <Change of={change} />,
          },
          { title: t('members.program'), of: ({ programId }) => names(programId) },
          { title: t('members.at'), of: ({ acceptor, mspId }) => <Organization of={acceptor ?? mspId} /> },
          { title: t('members.when'), of: ({ txTime }) => <Time at={txTime} /> },
          { title: t('members.block'), figures: true, of: ({ blockNumber }) => blockNumber },
        ]}
      />
    </Card>
  );
}

export function Holds({ accountId }: { accountId: string }): JSX.Element {
  const { who } = useSession();
  const names = useProgramNames();
  const reading = usePages(
    `holds ${accountId}`,
    (client, signal, cursor) =>
      client.get('/v1/accounts/{accountId}/holds', { params: { accountId }, signal, query: { limit: 50, cursor } }),
    ({ holds }) => holds,
    ({ mspId, holdId }) => `${mspId} ${holdId}`,
    ['hold.'],
  );
  return (
    <Card title={t('members.holds')} aside={<AsOf block={reading.value?.asOfBlock} />} flush>
      <PagedTable
        of={reading}
        caption={t('members.holds')}
        empty={t('members.noHolds')}
        keyOf={({ mspId, holdId }) => `${mspId} ${holdId}`}
        columns={[...holdColumns(names), sayColumn(who.mspId, reading.reload)]}
      />
    </Card>
  );
}
