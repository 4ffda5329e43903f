/** Blocks, transactions, the history of a key, configurations: found by what somebody has in hand. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { usePages } from '../data/pages.js';
import { Card, Id, Page, Tabs } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { addressOf, goTo } from '../shell/router.js';
import type { ScreenProps } from '../shell/screen.js';
import { count } from '../texts/format.js';
import { t } from '../texts/text.js';
import { BlockPage } from './block.js';
import { ConfigurationPage } from './configuration.js';
import { HistoryPage } from './history.js';
import { ToBlock, When } from './rows.js';
import { lookedFor } from './looked-for.js';
import { TransactionPage } from './transaction.js';

export function Explorer({ path, query }: ScreenProps): JSX.Element {
  const [kind, first] = path;
  const number = Number(first);
  if (kind === 'blocks' && first !== undefined && Number.isSafeInteger(number)) return <BlockPage block={number} />;
  if (kind === 'transactions' && first !== undefined) return <TransactionPage txId={first} />;
  if (kind === 'history') return <HistoryPage of={query.get('key') ?? ''} />;
  if (kind === 'configurations' && first !== undefined && Number.isSafeInteger(number))
    return <ConfigurationPage block={number} />;
  return <Lists isOfConfigurations={query.get('tab') === 'configurations'} />;
}

function Lists({ isOfConfigurations }: { isOfConfigurations: boolean }): JSX.Element {
  return (
    <Page title={t('explorer.title')} lead={t('explorer.lead')}>
      <div class="stack">
        <SearchField />
        <div>
          <Tabs
            label={t('explorer.title')}
            tabs={[
              { href: addressOf(['explorer']), text: t('explorer.blocks'), isCurrent: !isOfConfigurations },
              {
                href: addressOf(['explorer'], { tab: 'configurations' }),
                text: t('explorer.configurations'),
                isCurrent: isOfConfigurations,
              },
            ]}
          />
          {isOfConfigurations ? <Configurations /> : <Blocks />}
        </div>
      </div>
    </Page>
  );
}

function Blocks(): JSX.Element {
  const reading = usePages(
    'explorer blocks',
    (client, signal, cursor) => client.get('/v1/explorer/blocks', { query: { ...(cursor && { cursor }) }, signal }),
    ({ blocks }) => blocks,
    ({ number }) => String(number),
    [''],
  );
  return (
    <Card flush>
      <PagedTable
        of={reading}
        caption={t('explorer.blocks')}
        keyOf={({ number }) => String(number)}
        columns={[
          { title: t('explorer.block'), names: true, figures: true, of: ({ number }) => <ToBlock block={number} /> },
          { title: t('explorer.time'), of: ({ time }) => <When at={time} /> },
          { title: t('explorer.transactions'), figures: true, of: ({ transactions }) => count(transactions) },
          {
            title: t('explorer.refused'),
            figures: true,
            of: ({ transactions, validTransactions }) => count(transactions - validTransactions),
          },
          { title: t('explorer.hash'), of: ({ hash }) => <Id of={hash} /> },
        ]}
      />
    </Card>
  );
}

function Configurations(): JSX.Element {
  const reading = usePages(
    'explorer configurations',
    (client, signal, cursor) =>
      client.get('/v1/explorer/configurations', { query: { ...(cursor && { cursor }) }, signal }),
    ({ configurations }) => configurations,
    ({ number }) => String(number),
  );
  return (
    <Card flush>
      <PagedTable
        of={reading}
        caption={t('explorer.configurations')}
        keyOf={({ number }) => String(number)}
        columns={[
          {
            title: t('explorer.configuration'),
            names: true,
            of: ({ number, configuration }) => (
              <a href={addressOf(['explorer', 'configurations', number])}>{count(configuration ?? 0)}</a>
            ),
          },
          { title: t('explorer.block'), figures: true, of: ({ number }) => <ToBlock block={number} /> },
          { title: t('explorer.hash'), of: ({ hash }) => <Id of={hash} /> },
        ]}
      />
    </Card>
  );
}

function SearchField(): JSX.Element {
  const [text, setText] = useState('');
  const [isNothing, setNothing] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const found = lookedFor(text);
    setNothing(found === undefined);
    if (found !== undefined) goTo(found);
  };
  return (
    <div class="stack">
      <form class="search" role="search" onSubmit={submit}>
        <input
          type="search"
          aria-label={t('explorer.search')}
          placeholder={t('explorer.searchHint')}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setNothing(false);
          }}
        />
        <button class="primary" disabled={text.trim() === ''}>
          {t('members.find')}
        </button>
      </form>
      {isNothing && (
        <p class="stale" role="alert">
          {t('explorer.notKnown')}
        </p>
      )}
    </div>
  );
}
