/** Clearing: who owes whom, by cycle; what is to be paid, and how old it is; which terms there are. */
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { Card, Loaded, Page, Status, Table, Tabs } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import type { ScreenProps } from '../shell/screen.js';
import { cycleName } from '../texts/format.js';
import { t } from '../texts/text.js';
import { CyclePage } from './cycle.js';
import { MoneyStatementPage } from './money-statements.js';
import { Settlements } from './settlements.js';
import { Terms } from './terms.js';
import { TermsPage } from './terms-page.js';

const views = ['cycles', 'settlements', 'terms'] as const;

export function Clearing({ path, query }: ScreenProps): JSX.Element {
  const [view = 'cycles', cycle, other] = path;
  if (view === 'terms' && cycle !== undefined && other !== undefined)
    return <TermsPage counterparty={cycle} version={other} />;
  if (view === 'cycles' && cycle !== undefined && other !== undefined)
    return <MoneyStatementPage cycle={cycle} counterparty={other} />;
  if (view === 'cycles' && cycle !== undefined) return <CyclePage cycle={cycle} />;
  return (
    <Page title={t('clearing.title')} lead={t('clearing.lead')}>
      <Tabs
        label={t('clearing.title')}
        tabs={views.map((each) => ({
          href: addressOf(['clearing', each]),
          text: t(`clearing.${each}`),
          isCurrent: each === view,
        }))}
      />
      {view === 'settlements' ? (
        <Settlements cycle={query.get('cycle') ?? undefined} />
      ) : view === 'terms' ? (
        <Terms />
      ) : (
        <Cycles />
      )}
    </Page>
  );
}

function Cycles(): JSX.Element {
  const reading = useRead('cycles', (client, signal) => client.get('/v1/clearing/cycles', { signal }), ['cycle.']);
  return (
    <Loaded of={reading} lines={6}>
      {({ cycles }) => (
        <div class="stack">
          {cycles[0] && <CyclePage cycle={cycles[0].cycle} isPart />}
          <Card title={t('clearing.cycles')} flush>
            <Table
              caption={t('clearing.cycles')}
              keyOf={({ cycle }) => cycle}
              rows={cycles}
              columns={[
                {
                  title: t('clearing.cycle'),
                  names: true,
                  of: ({ cycle }) => <a href={addressOf(['clearing', 'cycles', cycle])}>{cycleName(cycle)}</a>,
                },
                { title: t('members.state'), of: ({ status }) => <Status of={status} group="cycle" /> },
              ]}
            />
          </Card>
        </div>
      )}
    </Loaded>
  );
}
