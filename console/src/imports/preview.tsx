/** What an import would come to: sums, what is odd, and the first rows as they were read. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { Badge, Facts, Points, Table } from '../parts/parts.js';
import { count, points } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

export type ImportPreview = Routes['/v1/imports/preview']['post']['reply'];

export function Preview({ of, isPartial }: { of: ImportPreview; isPartial: boolean }): JSX.Element {
  return (
    <section class="stack" aria-label={t('members.preview')}>
      <div class="preview">
        <Facts
          of={[
            [t('imports.rows'), count(of.rowsTotal)],
            [t('imports.posting'), count(of.rowsPosting)],
            [t('imports.rejected'), count(of.rowsRejected)],
            [t('imports.skipped'), count(of.rowsSkipped)],
            [t('imports.existing'), count(of.rowsExisting)],
            [t('members.amount'), <Points of={of.pointsIssued} />],
          ]}
        />
        {isPartial && <p class="note">{t('imports.partial')}</p>}
      </div>
      {of.questions.map(({ parameter, detail }) => (
        <p key={parameter} class="stale" role="alert">
          {tOf('format', parameter)}: {detail}
        </p>
      ))}
      {(of.warnings.length > 0 || of.rejections.length > 0) && (
        <ul class="checks odd">
          {of.warnings.map(({ code, detail, line }) => (
            <li key={code}>
              <Badge tone="warn">{tOf('warning', code)}</Badge>
              <span>{detail}</span>
              <span class="note">{line !== undefined && t('imports.line', { line })}</span>
            </li>
          ))}
          {of.rejections.map(({ code, reason, rows, line }) => (
            <li key={code}>
              <Badge tone="bad">{t('imports.rejects', { count: count(rows) })}</Badge>
              <span>{reason}</span>
              <span class="note">{t('imports.line', { line })}</span>
            </li>
          ))}
        </ul>
      )}
      <Table
        caption={t('imports.firstRows')}
        keyOf={({ line }) => String(line)}
        rows={of.rows.slice(0, 12)}
        columns={[
          { title: t('imports.lineTitle'), names: true, of: ({ line }) => line },
          {
            title: t('imports.read'),
            of: (row) =>
              row.kind === 'rejected' ? <Badge tone="bad">{t('imports.isRejected')}</Badge> : tOf('rowKind', row.kind),
          },
          {
            title: t('imports.customer'),
            of: (row) => (row.kind === 'rejected' ? <code>{row.fields.join(' · ')}</code> : row.customerId),
          },
          { title: t('imports.date'), of: (row) => (row.kind === 'rejected' ? '' : row.date) },
          { title: t('imports.money'), figures: true, of: (row) => (row.kind === 'rejected' ? '' : row.amount) },
          {
            title: t('members.amount'),
            figures: true,
            of: (row) => (row.kind === 'rejected' ? '' : `${row.kind === 'return' ? '−' : ''}${points(row.points)}`),
          },
        ]}
      />
    </section>
  );
}
