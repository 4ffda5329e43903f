/** Members and operations: found by whatever somebody has in hand. */
import { ProblemError } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { may } from '../data/allowed.js';
import { useSession } from '../data/session.js';
import { Failure, Page, Tabs } from '../parts/parts.js';
import { addressOf, goTo } from '../shell/router.js';
import type { ScreenProps } from '../shell/screen.js';
import { t } from '../texts/text.js';
import { AccountList } from './account-list.js';
import { AccountPage } from './account.js';
import { OpenHolds } from './open-holds.js';
import { OperationList } from './operation-list.js';
import { operationOf, OperationPage } from './operation.js';
import { type OperationName, soughtBy } from './sought.js';

export function Members({ path, query }: ScreenProps): JSX.Element {
  const [kind, first, second] = path;
  if (kind === 'account' && first !== undefined)
    return <AccountPage accountId={first} tab={query.get('tab') ?? 'lots'} />;
  if (kind === 'operation' && first !== undefined && second !== undefined)
    return <OperationPage mspId={first} operationId={second} />;
  return <Search query={query} />;
}

function Search({ query }: Pick<ScreenProps, 'query'>): JSX.Element {
  const { who } = useSession();
  const tabs = [
    'operations' as const,
    ...(may(who, 'get /v1/accounts') ? (['accounts'] as const) : []),
    ...(may(who, 'get /v1/holds') ? (['holds'] as const) : []),
  ];
  const tab = tabs.find((each) => each === query.get('tab')) ?? 'operations';
  return (
    <Page title={t('members.title')} lead={t('members.lead')}>
      <div class="stack">
        <SearchField />
        <div>
          <Tabs
            label={t('members.title')}
            tabs={tabs.map((each) => ({
              href: addressOf(['members'], { tab: each === 'operations' ? undefined : each }),
              text: t(`members.${each}`),
              isCurrent: each === tab,
            }))}
          />
          {tab === 'accounts' ? <AccountList /> : tab === 'holds' ? <OpenHolds /> : <OperationList query={query} />}
        </div>
      </div>
    </Page>
  );
}

const goToOperation = ({ mspId, operationId }: OperationName): void =>
  goTo(addressOf(['members', 'operation', mspId, operationId]));

/** What is not there is nothing; any other failure is one. */
const ifThere = <T,>(of: Promise<T>): Promise<T | undefined> =>
  of.catch((error: unknown) => {
    if (error instanceof ProblemError && error.status === 404) return undefined;
    throw error;
  });

function SearchField(): JSX.Element {
  const { client, who } = useSession();
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<Error | 'nothing'>();
  const [isBusy, setBusy] = useState(false);
  const mayLookUp = may(who, 'post /v1/accounts/lookup');

  const find = async (): Promise<void> => {
    const sought = soughtBy(text, who.mspId);
    switch (sought.kind) {
      case 'account':
        return goTo(addressOf(['members', 'account', sought.accountId]));
      case 'operation':
        return goToOperation(sought);
      case 'transaction':
        return goTo(addressOf(['explorer', 'transactions', sought.txId]));
      case 'reference': {
        const { reference, operation } = sought;
        const account = mayLookUp && (await ifThere(client.post('/v1/accounts/lookup', { memberRef: reference })));
        if (account) return goTo(addressOf(['members', 'account', account.accountId]));
        const isOperation = operation && (await ifThere(operationOf(client, operation, who.mspId)));
        return isOperation ? goToOperation(operation) : setFailure('nothing');
      }
      case 'nothing':
        return;
      default:
        sought satisfies never;
    }
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    setBusy(true);
    find()
      .catch((error: unknown) => setFailure(error as Error))
      .finally(() => setBusy(false));
  };
  return (
    <div class="stack">
      <form class="search" role="search" onSubmit={submit}>
        <input
          type="search"
          aria-label={t('members.search')}
          placeholder={mayLookUp ? t('members.searchHint') : t('members.searchHintRead')}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button class="primary" disabled={isBusy || text.trim() === ''}>
          {t('members.find')}
        </button>
      </form>
      {failure === 'nothing' ? (
        <p class="stale" role="alert">
          {t('members.notFound')}
        </p>
      ) : (
        failure && <Failure of={failure} />
      )}
    </div>
  );
}
