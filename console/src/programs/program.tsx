/** One programme: where its points are, lanes, what expires, what is owed; who takes them, notes, bridges, and its rules. */
import type { JSX } from 'preact';
import type { Routes } from '@commonpoint/client';
import { type Reading, useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { Actions } from '../parts/action.js';
import { AsOf, Card, Loaded, Meter, Page, Points, Table, Tabs } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { month, share } from '../texts/format.js';
import { t } from '../texts/text.js';
import { Acceptances } from './acceptances.js';
import { ActivityCard } from './activity.js';
import { Bridges } from './bridges.js';
import { capActions } from './issuer-actions.js';
import { Liability } from './liability.js';
import { NoteOffers } from './note-offers.js';
import { Rules } from './rules.js';
import { SupplyBars } from './supply-bars.js';
import { SupplyDays } from './supply-days.js';

const tabs = ['supply', 'acceptances', 'notes', 'bridges', 'rules'] as const;

export function ProgramPage({ programId, tab }: { programId: string; tab: string }): JSX.Element {
  const { who } = useSession();
  const params = { programId };
  const program = useRead(
    `program ${programId}`,
    (client, signal) => client.get('/v1/programs/{programId}', { params, signal }),
    ['program.'],
  );
  const { value } = program;
  const quota = useRead(
    `quota ${programId}`,
    (client, signal) => client.get('/v1/programs/{programId}/quota', { params, signal }),
    ['points.issued', 'program.'],
  );
  return (
    <Page
      title={value?.name ?? programId}
      id={programId}
      back={{ href: addressOf(['programs']), text: t('programs.title') }}
      actions={
        value && value.issuer === who.mspId && <Actions of={capActions(value, quota.value)} onDone={program.reload} />
      }
    >
      <Tabs
        label={value?.name ?? programId}
        tabs={tabs.map((each) => ({
          href: addressOf(['programs', programId], { tab: each === 'supply' ? undefined : each }),
          text: t(`programs.tab.${each}`),
          isCurrent: each === tab,
        }))}
      />
      {tab === 'supply' ? (
        <WhereItsPointsAre programId={programId} quota={quota} />
      ) : (
        <Loaded of={program} lines={6}>
          {(read) =>
            tab === 'acceptances' ? (
              <Acceptances program={read} />
            ) : tab === 'notes' ? (
              <NoteOffers program={read} />
            ) : tab === 'bridges' ? (
              <Bridges program={read} />
            ) : (
              <Rules program={read} onDone={program.reload} />
            )
          }
        </Loaded>
      )}
    </Page>
  );
}

type QuotaRead = Reading<Routes['/v1/programs/{programId}/quota']['get']['reply']>;

function WhereItsPointsAre({ programId, quota }: { programId: string; quota: QuotaRead }): JSX.Element {
  const params = { programId };
  const supply = useRead(
    `supply ${programId}`,
    (client, signal) => client.get('/v1/programs/{programId}/supply', { params, signal }),
    ['points.', 'hold.'],
  );
  const expiring = useRead(
    `expiring ${programId}`,
    (client, signal) => client.get('/v1/programs/{programId}/expiring', { params, signal }),
    ['points.'],
  );
  return (
    <div class="stack">
      <Card title={t('programs.where')} aside={<AsOf block={supply.value?.asOfBlock} />}>
        <Loaded of={supply}>{(value) => <SupplyBars supply={value} />}</Loaded>
      </Card>
      <SupplyDays programId={programId} />
      <ActivityCard programId={programId} />
      <Liability programId={programId} />
      <div class="grid two">
        <Card
          title={t('programs.lanes')}
          note={t('programs.lanesNote')}
          aside={<AsOf block={quota.value?.asOfBlock} />}
          flush
        >
          <Loaded of={quota}>
            {({ lanes }) => (
              <div class="scroll">
                <Table
                  caption={t('programs.lanes')}
                  keyOf={({ lane }) => String(lane)}
                  rows={lanes}
                  columns={[
                    { title: t('programs.lane'), of: ({ lane }) => lane, names: true },
                    { title: t('programs.granted'), of: ({ granted }) => <Points of={granted} />, figures: true },
                    { title: t('programs.used'), of: ({ used }) => <Points of={used} />, figures: true },
                    {
                      title: t('programs.usedShare'),
                      of: ({ used, granted, lane }) => (
                        <Meter part={share(used, granted)} label={t('programs.laneUsed', { lane })} />
                      ),
                    },
                  ]}
                />
              </div>
            )}
          </Loaded>
        </Card>
        <Card title={t('programs.expiring')} aside={<AsOf block={expiring.value?.asOfBlock} />} flush>
          <Loaded of={expiring}>
            {({ months, never }) => (
              <Table
                caption={t('programs.expiring')}
                empty={t('programs.nothingExpires')}
                keyOf={({ name }) => name}
                rows={[
                  ...months.map((each) => ({ name: month(each.month), amount: each.amount })),
                  ...(never === '0' ? [] : [{ name: t('programs.never'), amount: never }]),
                ]}
                columns={[
                  { title: t('programs.month'), of: ({ name }) => name, names: true },
                  { title: t('programs.points'), of: ({ amount }) => <Points of={amount} />, figures: true },
                ]}
              />
            )}
          </Loaded>
        </Card>
      </div>
    </div>
  );
}
