/** One account: what it holds, by which lots, and what happened to it. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { may } from '../data/allowed.js';
import { useProgramNames } from '../data/names.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { Actions, type Offered } from '../parts/action.js';
import {
  AsOf,
  Card,
  Day,
  Empty,
  Facts,
  Loaded,
  Organization,
  Page,
  Points,
  Status,
  Tabs,
  Time,
} from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { points } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';
import { AccountLines } from './account-lines.js';
import { changes, Holds, Lots, Statement } from './account-lists.js';
import { Manage } from './manage.js';
import { Notes } from './notes.js';
import { PointsDialog } from './points-dialog.js';

type AccountRead = Routes['/v1/accounts/{accountId}']['get']['reply'];
const tabs = ['lots', 'statement', 'holds', 'notes', 'lines', 'manage'] as const;

export function AccountPage({ accountId, tab }: { accountId: string; tab: string }): JSX.Element {
  const { who } = useSession();
  const names = useProgramNames();
  const [action, setAction] = useState<'issue' | 'redeem'>();
  const params = { accountId };
  const account = useRead(
    `account ${accountId}`,
    (client, signal) => client.get('/v1/accounts/{accountId}', { params, signal }),
    changes,
  );
  const balances = useRead(
    `balances ${accountId}`,
    (client, signal) => client.get('/v1/accounts/{accountId}/balances', { params, signal }),
    changes,
  );
  const isOwn = account.value?.custodian === who.mspId;
  // An account that another merchant keeps is not managed here.
  const shown = tabs.filter((each) => each !== 'manage' || (isOwn && may(who, 'post /v1/accounts/{accountId}/lock')));
  return (
    <Page
      title={t('members.account')}
      id={accountId}
      back={{ href: addressOf(['members']), text: t('members.title') }}
      actions={
        <>
          {may(who, 'post /v1/issuances') && <button onClick={() => setAction('issue')}>{t('members.issue')}</button>}
          {may(who, 'post /v1/redemptions') && isOwn && (
            <button onClick={() => setAction('redeem')}>{t('members.spend')}</button>
          )}
          {isOwn && account.value && <Actions of={[freezing(account.value)]} onDone={account.reload} />}
        </>
      }
    >
      <div class="stack">
        <Card>
          <Loaded of={account}>
            {(value) => (
              <Facts
                of={[
                  [t('members.custodian'), <Organization of={value.custodian} />],
                  [t('members.kind'), tOf('accountKind', value.kind)],
                  [
                    t('members.state'),
                    <>
                      <Status of={value.status} /> {value.locks && <Status of="locked" />}
                    </>,
                  ],
                  [t('members.opened'), <Time at={value.openedAt} />],
                  [t('members.key'), value.publicKey ? t('members.hasKey') : t('members.noKey')],
                  ...(value.standing && value.standing.orders.length > 0
                    ? ([[t('members.orders'), String(value.standing.orders.length)]] as const)
                    : []),
                ]}
              />
            )}
          </Loaded>
        </Card>
        <Loaded of={balances}>
          {(value) =>
            value.balances.length === 0 ? (
              <Card>
                <Empty>{t('members.noPoints')}</Empty>
              </Card>
            ) : (
              <div class="grid">
                {value.balances.map((balance) => (
                  <Card
                    key={balance.programId}
                    title={names(balance.programId)}
                    aside={<AsOf block={balance.asOfBlock ?? value.asOfBlock} />}
                  >
                    <p class="big" data-balance={balance.programId}>
                      {points(balance.available)}
                    </p>
                    <p class="note">{t('members.available')}</p>
                    <ul class="sums">
                      {(['pending', 'held', 'expired', 'clawback'] as const)
                        .filter((part) => balance[part] !== '0')
                        .map((part) => (
                          <li key={part}>
                            <span>{t(`balance.${part}`)}</span>
                            <Points of={balance[part]} />
                          </li>
                        ))}
                      {balance.expiring.slice(0, 1).map(({ day, amount }) => (
                        <li key={day}>
                          <span>
                            {t('members.endsFirst')} <Day of={day} />
                          </span>
                          <Points of={amount} />
                        </li>
                      ))}
                    </ul>
                  </Card>
                ))}
              </div>
            )
          }
        </Loaded>
        <div>
          <Tabs
            label={t('members.account')}
            tabs={shown.map((each) => ({
              href: addressOf(['members', 'account', accountId], { tab: each }),
              text: t(`members.${each}`),
              isCurrent: each === tab,
            }))}
          />
          {tab === 'statement' ? (
            <Statement accountId={accountId} />
          ) : tab === 'holds' ? (
            <Holds accountId={accountId} />
          ) : tab === 'notes' ? (
            <Notes accountId={accountId} isOwn={isOwn} />
          ) : tab === 'lines' ? (
            <AccountLines accountId={accountId} />
          ) : tab === 'manage' && account.value ? (
            <Manage
              account={account.value}
              onDone={() => {
                account.reload();
                balances.reload();
              }}
            />
          ) : (
            <Lots accountId={accountId} />
          )}
        </div>
      </div>
      {action && (
        <PointsDialog
          kind={action}
          accountId={accountId}
          balances={balances.value?.balances ?? []}
          onClose={() => {
            setAction(undefined);
            account.reload();
            balances.reload();
          }}
        />
      )}
    </Page>
  );
}

/** The custodian's own word; what an authority says is an order. */
function freezing({ accountId, status, revision }: AccountRead): Offered | false {
  if (status === 'closed') return false;
  const isFrozen = status === 'frozen';
  return {
    action: 'patch /v1/accounts/{accountId}',
    title: t(isFrozen ? 'members.unfreeze' : 'members.freeze'),
    note: t(isFrozen ? 'members.unfreezeNote' : 'members.freezeNote'),
    danger: !isFrozen,
    params: { accountId },
    ifMatch: revision,
    sent: () => ({ status: isFrozen ? 'active' : 'frozen' }),
  };
}
