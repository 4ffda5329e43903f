/** What a programme owes, by the month of issue, and what of it is expected to be spent. */
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { AsOf, Card, Loaded, Points, Table } from '../parts/parts.js';
import { month } from '../texts/format.js';
import { t } from '../texts/text.js';

export function Liability({ programId }: { programId: string }): JSX.Element {
  const reading = useRead(
    `liability ${programId}`,
    (client, signal) => client.get('/v1/programs/{programId}/liability', { params: { programId }, signal }),
    ['points.'],
  );
  return (
    <Card
      title={t('programs.liability')}
      note={t('programs.liabilityNote')}
      aside={<AsOf block={reading.value?.asOfBlock} />}
      flush
    >
      <Loaded of={reading}>
        {({ cohorts, totals, method }) => (
          <Table
            caption={t('programs.liability')}
            empty={t('programs.nothingExpires')}
            keyOf={({ name }) => name}
            rows={[
              ...cohorts.map((cohort) => ({ ...cohort, name: month(cohort.month) })),
              ...(cohorts.length > 1 ? [{ ...totals, name: t('overview.sum') }] : []),
            ]}
            columns={[
              { title: t('programs.issuedIn'), of: ({ name }) => name, names: true },
              { title: t('supply.issued'), of: ({ issued }) => <Points of={issued} />, figures: true },
              { title: t('supply.redeemed'), of: ({ redeemed }) => <Points of={redeemed} />, figures: true },
              { title: t('supply.expired'), of: ({ expired }) => <Points of={expired} />, figures: true },
              { title: t('programs.left'), of: ({ outstanding }) => <Points of={outstanding} />, figures: true },
              {
                title: t('programs.expected'),
                figures: true,
                // Without a factor nothing can be expected yet.
                of: ({ expectedRedemption }) =>
                  method.factors.length === 0 ? (
                    <span class="note">{t('programs.tooEarly')}</span>
                  ) : (
                    <Points of={expectedRedemption} />
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
