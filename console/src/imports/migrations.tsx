/** Legacy balances that become points: all merchants' migrations, how far each is, and what each side has to say of it. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useProgramNames } from '../data/names.js';
import { usePages } from '../data/pages.js';
import { useSession } from '../data/session.js';
import { Actions, type Offered } from '../parts/action.js';
import { AsOf, Card, Meter, Organization, Points, Status } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { count, organizationName, points } from '../texts/format.js';
import { t } from '../texts/text.js';

type Migration = Routes['/v1/migrations/{mspId}/{migrationId}']['get']['reply'];

export function Migrations(): JSX.Element {
  const { who } = useSession();
  const names = useProgramNames();
  const reading = usePages(
    'migrations',
    async (client, signal, cursor) => {
      const page = await client.get('/v1/migrations', { signal, query: { limit: 20, cursor } });
      const read = page.migrations.map(({ mspId, migrationId }) =>
        client.get('/v1/migrations/{mspId}/{migrationId}', { params: { mspId, migrationId }, signal }),
      );
      return { ...page, migrations: await Promise.all(read) };
    },
    ({ migrations }) => migrations,
    ({ mspId, migrationId }) => `${mspId} ${migrationId}`,
    ['migration.', 'points.issued'],
  );
  return (
    <Card
      title={t('migrations.title')}
      note={t('migrations.note')}
      aside={
        <div class="actions">
          <AsOf block={reading.value?.asOfBlock} />
          <Actions of={[propose(who.mspId)]} onDone={reading.reload} />
        </div>
      }
      flush
    >
      <PagedTable
        of={reading}
        caption={t('migrations.title')}
        empty={t('migrations.none')}
        keyOf={({ mspId, migrationId }) => `${mspId} ${migrationId}`}
        columns={[
          {
            title: t('migrations.migration'),
            names: true,
            of: ({ mspId, migrationId }) => (
              <>
                <Organization of={mspId} /> · <code>{migrationId}</code>
              </>
            ),
          },
          { title: t('members.program'), of: ({ programId }) => names(programId) },
          { title: t('migrations.balances'), figures: true, of: (migration) => count(owedOf(migration)) },
          { title: t('members.amount'), figures: true, of: ({ total }) => <Points of={total} /> },
          {
            title: t('migrations.claimed'),
            figures: true,
            of: (migration) => (
              <>
                {count(migration.claimedSoFar.count)}
                <Meter
                  part={migration.claimedSoFar.count / Math.max(1, owedOf(migration))}
                  label={t('migrations.claimed')}
                  tone="note"
                />
              </>
            ),
          },
          {
            title: t('members.state'),
            of: ({ status, approvals }) => (
              <>
                <Status of={status} group="migration" />
                {approvals.length > 0 && (
                  <p class="note">{approvals.map(({ mspId }) => organizationName(mspId)).join(', ')}</p>
                )}
              </>
            ),
          },
          {
            title: t('settlements.say'),
            of: (migration) => (
              <span class="actions">
                <Actions quiet of={migrationActions(migration, who.mspId)} onDone={reading.reload} />
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** Balances that are owed: others stand in the snapshot, and are never claimed. */
const owedOf = ({ byStatus }: Migration): number =>
  byStatus
    .filter(({ status }) => status === 'active' || status === 'frozen')
    .reduce((sum, each) => sum + each.count, 0);

const propose = (own: string): Offered => ({
  action: 'post /v1/migrations/{mspId}/{migrationId}/propose',
  title: t('migrations.propose'),
  note: t('migrations.proposeNote'),
  fields: [{ name: 'migrationId', label: 'members.id', kind: 'text', hint: 'migrations.idHint' }],
  params: ({ migrationId }: { migrationId: string }) => ({ mspId: own, migrationId }),
  sent: () => undefined,
});

function migrationActions(migration: Migration, own: string): readonly (Offered | false)[] {
  const { mspId, migrationId, status, root, total, claimedSoFar, approvals } = migration;
  const size = owedOf(migration);
  const params = { mspId, migrationId };
  const isOwn = mspId === own;
  const left = size - claimedSoFar.count;
  const unclaimed = { count: left, amount: String(BigInt(total) - BigInt(claimedSoFar.amount)) };
  return [
    !isOwn &&
      status === 'proposed' &&
      !approvals.some((each) => each.mspId === own) && {
        action: 'post /v1/migrations/{mspId}/{migrationId}/approve',
        title: t('migrations.approve'),
        note: t('migrations.approveNote', { total: points(total), size: count(size), root }),
        params,
        sent: () => ({ root, total }),
      },
    isOwn &&
      status === 'approved' && {
        action: 'post /v1/migrations/{mspId}/{migrationId}/claim',
        title: t('migrations.claim'),
        note: t('migrations.claimNote'),
        params,
      },
    isOwn &&
      status === 'approved' && {
        action: 'post /v1/migrations/{mspId}/{migrationId}/complete',
        title: t('migrations.complete'),
        note: t('migrations.completeNote', { amount: points(unclaimed.amount) }),
        fields:
          unclaimed.amount === '0'
            ? []
            : [{ name: 'owedUntil', label: 'migrations.owedUntil', kind: 'day', hint: 'migrations.owedUntilHint' }],
        params,
        sent: (typed: object) => ({ unclaimed, ...typed }),
      },
    isOwn &&
      (status === 'proposed' || status === 'approved') && {
        action: 'post /v1/migrations/{mspId}/{migrationId}/abort',
        title: t('migrations.abort'),
        note: t('migrations.abortNote'),
        danger: true,
        params,
      },
  ];
}
