/** Which terms exist between which merchants; what they say is between the two. */
import type { JSX } from 'preact';
import { usePages } from '../data/pages.js';
import { AsOf, Card, Organization, Status, Time } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { t } from '../texts/text.js';

export function Terms(): JSX.Element {
  const reading = usePages(
    'terms',
    (client, signal, cursor) => client.get('/v1/terms', { signal, query: { limit: 50, cursor } }),
    ({ terms }) => terms,
    ({ parties, version }) => `${parties.join(' ')} ${version}`,
    ['terms.'],
  );
  return (
    <Card title={t('clearing.terms')} note={t('terms.note')} aside={<AsOf block={reading.value?.asOfBlock} />} flush>
      <PagedTable
        of={reading}
        caption={t('clearing.terms')}
        empty={t('terms.none')}
        keyOf={({ parties, version }) => `${parties.join(' ')} ${version}`}
        columns={[
          {
            title: t('terms.parties'),
            names: true,
            of: ({ parties }) =>
              parties.map((mspId, index) => (
                <span key={mspId}>
                  {index > 0 && ' · '}
                  <Organization of={mspId} />
                </span>
              )),
          },
          { title: t('terms.version'), figures: true, of: ({ version }) => version },
          { title: t('members.state'), of: ({ status }) => <Status of={status} /> },
          { title: t('terms.proposedBy'), of: ({ proposedBy }) => <Organization of={proposedBy} /> },
          { title: t('terms.proposedAt'), of: ({ proposedAt }) => <Time at={proposedAt} /> },
          { title: t('terms.hash'), of: ({ hash }) => <code title={hash}>{hash.slice(0, 12)}…</code> },
        ]}
      />
    </Card>
  );
}
