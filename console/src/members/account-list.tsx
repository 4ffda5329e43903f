/** The accounts in this organisation's custody. */
import type { JSX } from 'preact';
import { usePages } from '../data/pages.js';
import { AsOf, Card, Id, Status, Time } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { addressOf } from '../shell/router.js';
import { t, tOf } from '../texts/text.js';

export function AccountList(): JSX.Element {
  const reading = usePages(
    'accounts',
    (client, signal, cursor) => client.get('/v1/accounts', { signal, query: { limit: 25, cursor } }),
    ({ accounts }) => accounts,
    ({ accountId }) => accountId,
    ['account.'],
  );
  return (
    <Card
      title={t('members.accounts')}
      note={t('members.accountsNote')}
      aside={<AsOf block={reading.value?.asOfBlock} />}
      flush
    >
      <PagedTable
        of={reading}
        caption={t('members.accounts')}
        keyOf={({ accountId }) => accountId}
        columns={[
          {
            title: t('members.account'),
            names: true,
            of: ({ accountId }) => <Id of={accountId} href={addressOf(['members', 'account', accountId])} />,
          },
          { title: t('members.kind'), of: ({ kind }) => tOf('accountKind', kind) },
          { title: t('members.state'), of: ({ status }) => <Status of={status} /> },
          { title: t('members.opened'), of: ({ openedAt }) => <Time at={openedAt} /> },
        ]}
      />
    </Card>
  );
}
