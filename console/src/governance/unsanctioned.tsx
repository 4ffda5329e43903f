/** Changes of the network or the chaincode that members did not decide on, as recomputing the blocks found them. */
import type { JSX } from 'preact';
import { may } from '../data/allowed.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { BlockLink } from '../parts/block-link.js';
import { AsOf, Card, Loaded, Table } from '../parts/parts.js';
import { t } from '../texts/text.js';

export function Unsanctioned(): JSX.Element {
  const { who } = useSession();
  const reading = useRead(
    may(who, 'get /v1/findings') ? 'findings' : undefined,
    (client, signal) => client.get('/v1/findings', { signal }),
    [''],
  );
  if (!may(who, 'get /v1/findings')) return <></>;
  return (
    <Card
      title={t('unsanctioned.title')}
      note={t('unsanctioned.note')}
      aside={<AsOf block={reading.value?.block} />}
      flush
    >
      <Loaded of={reading} lines={1}>
        {({ findings }) => (
          <Table
            caption={t('unsanctioned.title')}
            empty={t('unsanctioned.none')}
            keyOf={({ block, text }) => `${block} ${text}`}
            rows={findings.filter(({ about }) => about === 'configuration')}
            columns={[
              {
                title: t('members.block'),
                names: true,
                of: ({ block }) => <BlockLink of={block} />,
              },
              { title: t('audit.text'), of: ({ text }) => text },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
