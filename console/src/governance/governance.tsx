/** Governance: proposals, the rules they are decided by, members, and orders. */
import type { JSX } from 'preact';
import { may } from '../data/allowed.js';
import { usePages } from '../data/pages.js';
import { useSession } from '../data/session.js';
import { Ago, AsOf, Card, Organization, Page, Status, Tabs, Time } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { addressOf } from '../shell/router.js';
import type { ScreenProps } from '../shell/screen.js';
import { t, tOf } from '../texts/text.js';
import { Constitution } from './constitution.js';
import { OrderPage } from './order.js';
import { Orders } from './orders.js';
import { ProposalPage } from './proposal.js';
import { Propose } from './propose.js';
import { Unsanctioned } from './unsanctioned.js';

const views = ['proposals', 'constitution', 'orders'] as const;

export function Governance({ path }: ScreenProps): JSX.Element {
  const { who } = useSession();
  const [view = 'proposals', id] = path;
  if (view === 'propose') return <Propose />;
  if (view === 'orders' && id !== undefined) return <OrderPage orderId={id} />;
  if (!(views as readonly string[]).includes(view)) return <ProposalPage proposalId={view} />;
  return (
    <Page
      title={t('governance.title')}
      lead={t('governance.lead')}
      actions={
        may(who, 'post /v1/proposals') && (
          <a class="button" href={addressOf(['governance', 'propose'])}>
            {t('propose.title')}
          </a>
        )
      }
    >
      <Tabs
        label={t('governance.title')}
        tabs={views.map((each) => ({
          href: addressOf(each === 'proposals' ? ['governance'] : ['governance', each]),
          text: t(`governance.${each}`),
          isCurrent: each === view,
        }))}
      />
      {view === 'constitution' ? <Constitution /> : view === 'orders' ? <Orders /> : <Proposals />}
    </Page>
  );
}

function Proposals(): JSX.Element {
  const reading = usePages(
    'proposals-all',
    (client, signal, cursor) => client.get('/v1/proposals', { signal, query: { limit: 30, cursor } }),
    ({ proposals }) => proposals,
    ({ proposalId }) => proposalId,
    ['proposal.'],
  );
  return (
    <div class="stack">
      <Card title={t('governance.proposals')} aside={<AsOf block={reading.value?.asOfBlock} />} flush>
        <PagedTable
          of={reading}
          caption={t('governance.proposals')}
          empty={t('governance.none')}
          keyOf={({ proposalId }) => proposalId}
          columns={[
            {
              title: t('governance.proposal'),
              names: true,
              of: ({ proposalId, actions }) => (
                <a href={addressOf(['governance', proposalId])}>
                  {actions.map(({ kind }) => tOf('action', kind)).join(', ')}
                </a>
              ),
            },
            { title: t('governance.proposer'), of: ({ proposer }) => <Organization of={proposer} /> },
            { title: t('members.state'), of: ({ status }) => <Status of={status} group="proposal" /> },
            {
              title: t('governance.votes'),
              of: ({ tally, voters }) =>
                tally ? t('governance.tally', { ...tally, voters: voters.length }) : t('governance.notCounted'),
            },
            { title: t('governance.proposedAt'), of: ({ proposedAt }) => <Time at={proposedAt} /> },
            {
              title: t('governance.next'),
              of: ({ status, votingEnds, executableFrom }) =>
                status === 'open' ? (
                  <>
                    {t('governance.votingEnds')} <Ago at={votingEnds} />
                  </>
                ) : status === 'passed' && executableFrom ? (
                  <>
                    {t('governance.executable')} <Ago at={executableFrom} />
                  </>
                ) : (
                  ''
                ),
            },
          ]}
        />
      </Card>
      <Unsanctioned />
    </div>
  );
}
