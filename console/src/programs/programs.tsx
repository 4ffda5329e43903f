/** Programmes: all of them, or one. */
import type { JSX } from 'preact';
import { capShare } from '../data/invariants.js';
import { type Rows, usePages } from '../data/pages.js';
import { type ProgramWithSupply, withSupply } from '../data/programs.js';
import type { Reading } from '../data/read.js';
import { Actions } from '../parts/action.js';
import { More } from '../parts/paged-table.js';
import { AsOf, Card, Empty, Facts, Loaded, Meter, Organization, Page, Points, Status, Tabs } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import type { ScreenProps } from '../shell/screen.js';
import { count, percent, price } from '../texts/format.js';
import { t } from '../texts/text.js';
import { CreditPage } from './credit-statement.js';
import { create } from './issuer-actions.js';
import { Rates } from './rates.js';
import { SupplyBars } from './supply-bars.js';
import { ProgramPage } from './program.js';

export function Programs({ path, query }: ScreenProps): JSX.Element {
  const [programId, view, mspId] = path;
  if (programId === undefined) return <All isOfRates={query.get('tab') === 'rates'} />;
  if (view === 'credit' && mspId !== undefined) return <CreditPage programId={programId} mspId={mspId} />;
  return <ProgramPage programId={programId} tab={query.get('tab') ?? 'supply'} />;
}

/** @param isOfRates what they buy of each other is shown, beside where their points are */
function All({ isOfRates }: { isOfRates: boolean }): JSX.Element {
  const reading = usePages(
    'programs-page',
    async (client, signal, cursor) => {
      const { programs, ...page } = await client.get('/v1/programs', { signal, query: { limit: 20, cursor } });
      const both = await withSupply(client, programs, signal);
      return { ...page, programs: both.map((each) => ({ ...each, currency: page.currency })) };
    },
    ({ programs }) => programs,
    ({ program }) => program.programId,
    ['points.', 'hold.', 'program.'],
  );
  return (
    <Page
      title={t('programs.title')}
      lead={t('programs.lead')}
      actions={!isOfRates && <Actions of={[create()]} onDone={reading.reload} />}
    >
      <Tabs
        label={t('programs.title')}
        tabs={[
          { href: addressOf(['programs']), text: t('programs.title'), isCurrent: !isOfRates },
          { href: addressOf(['programs'], { tab: 'rates' }), text: t('rates.title'), isCurrent: isOfRates },
        ]}
      />
      {isOfRates ? <Rates /> : <Cards of={reading} />}
    </Page>
  );
}

function Cards({ of: reading }: { of: Reading<Rows<ProgramWithSupply & { readonly currency: string }>> }): JSX.Element {
  return (
    <Loaded of={reading} lines={8}>
      {(found) =>
        found.rows.length === 0 ? (
          <Card>
            <Empty>{t('programs.none')}</Empty>
          </Card>
        ) : (
          <div class="stack">
            {found.rows.map((each) => (
              <ProgramCard key={each.program.programId} {...each} />
            ))}
            <More of={found} />
          </div>
        )
      }
    </Loaded>
  );
}

function ProgramCard({ program, supply, currency }: ProgramWithSupply & { currency: string }): JSX.Element {
  const value = program.clearingValues?.at(-1);
  return (
    <section class="card" aria-label={program.name}>
      <div class="card-body stack">
        <div class="program-head">
          <div class="named">
            <h2>
              <a href={addressOf(['programs', program.programId])}>{program.name}</a>
            </h2>
            <p class="note">
              <code>{program.programId}</code> · <Organization of={program.issuer} />
            </p>
          </div>
          <span>
            <AsOf block={supply.asOfBlock} /> <Status of={program.status} />
          </span>
        </div>
        <SupplyBars supply={supply} />
        <Facts
          of={[
            [t('supply.issued'), <Points of={supply.issued} />],
            [
              t('programs.capUsed'),
              <>
                {percent(capShare(supply), 3)} <Meter part={capShare(supply)} label={t('programs.capUsed')} />
              </>,
            ],
            [t('programs.lanes'), count(program.lanes)],
            [t('programs.expiryMonths'), t('programs.months', { count: count(program.expiryMonths ?? 0) })],
            [
              t('programs.clearingValue'),
              value === undefined ? t('programs.noValue') : price(value.clearingValue, currency),
            ],
          ]}
        />
      </div>
    </section>
  );
}
