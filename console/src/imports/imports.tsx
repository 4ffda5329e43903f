/** Imports: a file is dropped, read as it would be, and only then made into points. */
import type { JSX } from 'preact';
import { may } from '../data/allowed.js';
import { usePages } from '../data/pages.js';
import { useSession } from '../data/session.js';
import { Card, Page, Points, Status, Tabs, Time } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { addressOf } from '../shell/router.js';
import type { ScreenProps } from '../shell/screen.js';
import { count } from '../texts/format.js';
import { t } from '../texts/text.js';
import { useProgramNames } from '../data/names.js';
import { ImportPage } from './import.js';
import { Migrations } from './migrations.js';
import { NewImport } from './new-import.js';

export function Imports({ path, query }: ScreenProps): JSX.Element {
  const { who } = useSession();
  const [importId] = path;
  if (!may(who, 'get /v1/imports'))
    return (
      <Page title={t('imports.title')} lead={t('imports.lead')}>
        <Card>
          <p class="empty">{t('imports.notHere')}</p>
        </Card>
      </Page>
    );
  const isOfBalances = query.get('tab') === 'migrations';
  if (importId !== undefined) return <ImportPage importId={importId} />;
  return (
    <Page title={t('imports.title')} lead={t('imports.lead')}>
      <Tabs
        label={t('imports.title')}
        tabs={[
          { href: addressOf(['imports']), text: t('imports.purchases'), isCurrent: !isOfBalances },
          { href: addressOf(['imports'], { tab: 'migrations' }), text: t('migrations.title'), isCurrent: isOfBalances },
        ]}
      />
      {isOfBalances ? (
        <Migrations />
      ) : (
        <div class="stack">
          <NewImport />
          <All />
        </div>
      )}
    </Page>
  );
}

function All(): JSX.Element {
  const names = useProgramNames();
  const reading = usePages(
    'imports',
    (client, signal, cursor) => client.get('/v1/imports', { signal, query: { limit: 30, cursor } }),
    ({ imports }) => imports,
    ({ importId }) => importId,
    ['points.issued'],
  );
  return (
    <Card title={t('imports.before')} flush>
      <PagedTable
        of={reading}
        caption={t('imports.before')}
        empty={t('imports.none')}
        keyOf={({ importId }) => importId}
        columns={[
          {
            title: t('imports.import'),
            names: true,
            of: ({ importId, campaign }) => (
              <a href={addressOf(['imports', importId])}>
                <code>{importId.slice(0, 14)}…</code> {campaign}
              </a>
            ),
          },
          { title: t('members.state'), of: ({ state }) => <Status of={state} group="import" /> },
          { title: t('members.program'), of: ({ programId }) => names(programId) },
          { title: t('imports.rows'), figures: true, of: ({ rowsTotal }) => count(rowsTotal) },
          { title: t('imports.rejected'), figures: true, of: ({ rowsRejected }) => count(rowsRejected) },
          { title: t('members.amount'), figures: true, of: ({ pointsIssued }) => <Points of={pointsIssued} /> },
          { title: t('members.when'), of: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
      />
    </Card>
  );
}
