/** What a programme's points came to by day: how many were outstanding, and what was issued and spent. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { Chart } from '../parts/chart.js';
import { AsOf, Card, Empty, Loaded } from '../parts/parts.js';
import { day as dayName, points, shortDay } from '../texts/format.js';
import { t } from '../texts/text.js';

type Day = Routes['/v1/programs/{programId}/supply/days']['get']['reply']['days'][number];

const DAYS = 31;

export function SupplyDays({ programId }: { programId: string }): JSX.Element {
  const reading = useRead(
    `supply-days ${programId}`,
    (client, signal) =>
      client.get('/v1/programs/{programId}/supply/days', { params: { programId }, query: { limit: DAYS }, signal }),
    ['points.', 'hold.', 'note.'],
  );
  return (
    <Card title={t('programs.byDay')} note={t('programs.byDayNote')} aside={<AsOf block={reading.value?.asOfBlock} />}>
      <Loaded of={reading} lines={5}>
        {({ days }) =>
          days.length === 0 ? <Empty>{t('programs.nothingYet')}</Empty> : <Days of={days.toReversed()} />
        }
      </Loaded>
    </Card>
  );
}

function Days({ of }: { of: readonly Day[] }): JSX.Element {
  const times = of.map(({ day }) => Date.parse(day));
  const sum = (...names: ('issued' | 'interest' | 'redeemed' | 'expired')[]): bigint[] =>
    of.map((day) => names.reduce((total, name) => total + BigInt(day[name]), 0n));
  const last = of.at(-1)!;
  const unit = t('programs.points');
  return (
    <div class="grid two">
      <figure>
        <Chart
          unit={unit}
          times={times}
          whenOf={shortDay}
          isLine
          series={[
            { label: t('supply.outstanding'), color: 1, values: of.map(({ outstanding }) => BigInt(outstanding)) },
          ]}
        />
        <figcaption>
          <ul class="legend">
            <Legend color={1} label={t('supply.outstanding')} value={last.outstanding} />
          </ul>
        </figcaption>
      </figure>
      <figure>
        <Chart
          unit={unit}
          times={times}
          whenOf={shortDay}
          series={[
            { label: t('supply.issued'), color: 1, values: sum('issued', 'interest') },
            { label: t('programs.spent'), color: 3, values: sum('redeemed') },
            { label: t('supply.expired'), color: 4, values: sum('expired') },
          ]}
        />
        <figcaption>
          <p class="note">{dayName(last.day)}</p>
          <ul class="legend">
            <Legend color={1} label={t('supply.issued')} value={last.issued} />
            <Legend color={3} label={t('programs.spent')} value={last.redeemed} />
            <Legend color={4} label={t('supply.expired')} value={last.expired} />
          </ul>
        </figcaption>
      </figure>
    </div>
  );
}

export const Legend = ({ color, label, value }: { color: number; label: string; value: string }): JSX.Element => (
  <li>
    <i class={`c${color}`} aria-hidden="true" />
    <span class="note">{label}</span>
    <b>{t('programs.pointsCount', { count: points(value) })}</b>
  </li>
);
