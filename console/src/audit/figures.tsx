/** This organisation's own business figures, by month, as its own peer holds them; and showing them to the auditor. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import type { FieldOf } from '../data/fields.js';
import { monthBefore } from '../data/month-before.js';
import { useProgramList } from '../data/programs.js';
import { useRead } from '../data/read.js';
import { Actions, type Offered } from '../parts/action.js';
import { AsOf, Card, Loaded, Table } from '../parts/parts.js';
import { millionths, money, month } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

type Month = Routes['/v1/figures']['get']['reply']['months'][number];

/** Those that are amounts; what else there is has a label of its own, and comes by the API. */
const amounts = ['pointsCost', 'breakageEstimate', 'redemptionsValue', 'margin'] as const;

/** A figure is in whole smallest units, and its form in money. */
const named = (currency: string): readonly FieldOf[] =>
  amounts.map((name) => ({ name, label: `figure.${name}`, kind: 'balance', currency, optional: true }));

const asFigures = (typed: Readonly<Record<string, string>>) =>
  amounts.flatMap((name) => (typed[name] === undefined ? [] : [{ name, value: typed[name] }]));

export function Figures(): JSX.Element {
  const programs = useProgramList();
  const reading = useRead('figures', (client, signal) => client.get('/v1/figures', { signal }), ['figures.']);
  const currency = programs.value?.currency;
  const inMoney = (name: string, value: string): string =>
    currency !== undefined && (amounts as readonly string[]).includes(name)
      ? money(millionths(value), currency)
      : value;
  return (
    <Card
      title={t('figures.title')}
      note={t('figures.note')}
      aside={
        <div class="actions">
          <AsOf block={reading.value?.asOfBlock} />
          {currency !== undefined && <Actions of={[record(currency)]} onDone={reading.reload} />}
        </div>
      }
      flush
    >
      <Loaded of={reading}>
        {({ months }) => (
          <Table
            caption={t('figures.title')}
            empty={t('figures.none')}
            keyOf={({ period }) => period}
            rows={months.toReversed()}
            wide
            columns={[
              { title: t('programs.month'), names: true, of: ({ period }) => month(period) },
              {
                title: t('audit.figure'),
                of: ({ figures }) =>
                  figures.length === 0 ? (
                    '—'
                  ) : (
                    <ul class="sums">
                      {figures.map(({ name, label, value }) => (
                        <li key={name}>
                          <span>{label ?? tOf('figure', name)}</span>
                          <span>{inMoney(name, value)}</span>
                        </li>
                      ))}
                    </ul>
                  ),
              },
              {
                title: t('notes.say'),
                of: (of) => (
                  <span class="actions">
                    {currency !== undefined && (
                      <Actions quiet of={figureActions(of, currency)} onDone={reading.reload} />
                    )}
                  </span>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

const record = (currency: string): Offered => ({
  action: 'post /v1/figures',
  title: t('figures.record'),
  note: t('figures.recordNote'),
  fields: [{ name: 'period', label: 'programs.month', kind: 'month', initial: monthBefore() }, ...named(currency)],
  sent: ({ period, ...typed }: { period: string }) => ({ period, figures: asFigures(typed) }),
});

/** Of a month that was purged there is nothing to show or to take away; it can be filled anew. */
function figureActions({ period, revision, figures }: Month, currency: string): readonly (Offered | false)[] {
  const params = { period };
  const names = figures.map(({ name }) => name);
  const hasAny = names.length > 0;
  return [
    {
      action: 'post /v1/figures/{period}/amend',
      title: t('figures.amend'),
      note: t('figures.amendNote'),
      fields: named(currency),
      params,
      sent: (typed: Readonly<Record<string, string>>) => ({ revision, figures: asFigures(typed) }),
    },
    hasAny && {
      action: 'post /v1/disclosures',
      title: t('figures.disclose'),
      note: t('figures.discloseNote'),
      fields: [
        {
          name: 'name',
          label: 'audit.figure',
          kind: 'choice',
          options: figures.map(({ name, label }) => [name, label ?? tOf('figure', name)]),
        },
        { name: 'auditor', label: 'figures.auditor', kind: 'text', optional: true, hint: 'figures.auditorHint' },
      ],
      sent: ({ name, ...typed }: { name: string }) => ({ period, names: [name], ...typed }),
    },
    hasAny && {
      action: 'post /v1/figures/{period}/purge',
      title: t('figures.purge'),
      note: t('figures.purgeNote'),
      danger: true,
      params,
      sent: () => ({ names }),
    },
  ];
}
