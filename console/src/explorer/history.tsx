/** What was ever written under a key, newest first. */
import type { JSX } from 'preact';
import { usePages } from '../data/pages.js';
import { Card, Page } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { addressOf } from '../shell/router.js';
import { t, tOf } from '../texts/text.js';
import { Maker, ToBlock, ToTransaction, Value, When } from './rows.js';

export function HistoryPage({ of: key }: { of: string }): JSX.Element {
  const reading = usePages(
    `history ${key}`,
    (client, signal, cursor) =>
      client.get('/v1/explorer/history', { query: { key, ...(cursor && { cursor }) }, signal }),
    ({ versions }) => versions,
    ({ block, index }) => `${block}:${index}`,
    [''],
  );
  const [type = ''] = key.split('/');
  return (
    <Page
      title={tOf('row', type)}
      lead={t('explorer.historyLead')}
      id={key}
      back={{ href: addressOf(['explorer']), text: t('explorer.title') }}
    >
      <Card flush>
        <PagedTable
          of={reading}
          caption={t('explorer.history')}
          empty={t('explorer.noHistory')}
          keyOf={({ block, index }) => `${block}:${index}`}
          columns={[
            { title: t('explorer.block'), names: true, figures: true, of: ({ block }) => <ToBlock block={block} /> },
            { title: t('explorer.time'), of: ({ time }) => <When at={time} /> },
            { title: t('explorer.maker'), of: (each) => <Maker of={each} /> },
            { title: t('explorer.called'), of: ({ called }) => <code>{called ?? '—'}</code> },
            { title: t('members.transaction'), of: ({ txId }) => <ToTransaction txId={txId} /> },
            { title: t('explorer.content'), of: ({ value, isDeleted }) => <Value of={value} isDeleted={isDeleted} /> },
          ]}
        />
      </Card>
    </Page>
  );
}
