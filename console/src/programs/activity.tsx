/** Points issued and spent over the newest blocks, as a picture. */
import type { Client } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { type Activity, activityOf, type PointsEvent } from '../data/activity.js';
import { may } from '../data/allowed.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { Chart } from '../parts/chart.js';
import { Card, Empty, Loaded } from '../parts/parts.js';
import { clock, shortDay } from '../texts/format.js';
import { t } from '../texts/text.js';
import { Legend } from './supply-days.js';

/** So many of the newest blocks are looked at; fewer where they hold more events than so many pages of a hundred. */
const SPANS = [200, 20, 2] as const;
const PAGES = 10;
const PARTS = 40;
const types = 'points.issued,points.redeemed,points.exchanged,hold.captured';

/** What the newest blocks told; undefined where that is more than is read for a picture. */
async function eventsOf(
  client: Client,
  programId: string,
  from: number,
  signal: AbortSignal,
): Promise<PointsEvent[] | undefined> {
  const events: PointsEvent[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const place = after === undefined ? { from } : { after };
    const found = await client.get('/v1/events', { signal, query: { ...place, types, programId, limit: 100 } });
    events.push(...found.events);
    if (found.isLast) return events;
    after = found.next;
  }
  return undefined;
}

async function read(
  client: Client,
  programId: string,
  signal: AbortSignal,
  fitting: { current: number },
): Promise<Activity | undefined> {
  const { asOfBlock } = await client.get('/v1/programs/{programId}/supply', { params: { programId }, signal });
  for (; fitting.current < SPANS.length; fitting.current += 1) {
    const from = Math.max(0, asOfBlock - SPANS[fitting.current]!);
    const events = await eventsOf(client, programId, from, signal);
    if (events !== undefined) return activityOf(events, programId, PARTS);
  }
  return undefined;
}

export function ActivityCard({ programId }: { programId: string }): JSX.Element {
  const { who } = useSession();
  const mayRead = may(who, 'get /v1/events');
  const fitting = useRef(0);
  const reading = useRead(mayRead ? `activity ${programId}` : undefined, async (client, signal) => ({
    activity: await read(client, programId, signal, fitting),
  }));
  if (!mayRead) return <></>;
  const activity = reading.value?.activity;
  return (
    <Card
      title={t('programs.activity')}
      note={t('programs.activityNote')}
      aside={
        activity && (
          <span class="as-of">{t('programs.blocks', { first: activity.firstBlock, last: activity.lastBlock })}</span>
        )
      }
    >
      <Loaded of={reading} lines={5}>
        {({ activity: found }) =>
          found === undefined ? <Empty>{t('programs.noActivity')}</Empty> : <Picture of={found} />
        }
      </Loaded>
    </Card>
  );
}

function Picture({ of }: { of: Activity }): JSX.Element {
  const sum = (values: readonly bigint[]): string => String(values.reduce((total, each) => total + each, 0n));
  const step = (of.times[1] ?? of.times[0]!) - of.times[0]!;
  return (
    <figure>
      <Chart
        unit={t('programs.points')}
        times={of.times.map((seconds) => seconds * 1000)}
        whenOf={(at) => (step >= 86_400 ? shortDay(at) : clock(at, step < 60))}
        series={[
          { label: t('supply.issued'), values: of.issued, color: 1 },
          { label: t('programs.spent'), values: of.spent, color: 3 },
        ]}
      />
      <figcaption>
        <ul class="legend">
          <Legend color={1} label={t('supply.issued')} value={sum(of.issued)} />
          <Legend color={3} label={t('programs.spent')} value={sum(of.spent)} />
        </ul>
      </figcaption>
    </figure>
  );
}
