/** Figures that were shown to the auditor, each with what its gateway found of it. */
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { AsOf, Card, Loaded, Organization, Status, Table, Time } from '../parts/parts.js';
import { t } from '../texts/text.js';

export function Disclosures(): JSX.Element {
  const reading = useRead('disclosures', (client, signal) => client.get('/v1/disclosures', { signal }));
  return (
    <Card
      title={t('audit.disclosures')}
      note={t('audit.disclosuresNote')}
      aside={<AsOf block={reading.value?.asOfBlock} />}
      flush
    >
      <Loaded of={reading}>
        {({ disclosures }) => (
          <Table
            caption={t('audit.disclosures')}
            empty={t('audit.noDisclosures')}
            keyOf={({ id }) => id}
            rows={disclosures}
            columns={[
              { title: t('audit.figure'), names: true, of: ({ figure }) => `${figure.name} ${figure.period}` },
              { title: t('audit.owner'), of: ({ figure }) => <Organization of={figure.owner} /> },
              { title: t('audit.value'), figures: true, of: ({ figure }) => figure.value },
              { title: t('audit.verdict'), of: ({ verdict }) => <Status of={verdict} group="verdict" /> },
              { title: t('audit.text'), of: ({ finding }) => finding },
              { title: t('members.when'), of: ({ disclosedAt }) => <Time at={disclosedAt} /> },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
