/** The channel's configuration as it was after a block. */
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { Card, Facts, Id, Loaded, Organization, Page, Table, Time } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { count } from '../texts/format.js';
import { t } from '../texts/text.js';
import { ToBlock } from './rows.js';
import { Verification } from './verification.js';

export function ConfigurationPage({ block }: { block: number }): JSX.Element {
  const reading = useRead(`configuration ${block}`, (client, signal) =>
    client.get('/v1/explorer/configurations/{block}', { params: { block: String(block) }, signal }),
  );
  return (
    <Page
      title={t('explorer.configuration')}
      lead={t('explorer.configurationLead', { block: count(block) })}
      back={{ href: addressOf(['explorer'], { tab: 'configurations' }), text: t('explorer.title') }}
    >
      <Loaded of={reading} lines={8}>
        {(told) => (
          <div class="stack">
            <div class="grid two">
              <Card title={t('explorer.configurationNumber', { number: told.sequence })}>
                <Facts
                  of={[
                    [t('explorer.block'), <ToBlock block={told.block} />],
                    [t('explorer.channel'), <code>{told.channel}</code>],
                    [t('explorer.consensus'), told.consensus],
                    [
                      t('explorer.orderers'),
                      told.consenters.map(({ id, mspId }) => `${id} ${mspId.replace(/MSP$/, '')}`).join(', ') || '—',
                    ],
                  ]}
                />
              </Card>
              <Verification block={told.block} told={undefined} />
            </div>
            <Card title={t('explorer.organizations')} flush>
              <Table
                caption={t('explorer.organizations')}
                rows={told.organizations.flatMap(({ mspId, roots }) => roots.map((root) => ({ mspId, ...root })))}
                keyOf={({ mspId, fingerprint }) => `${mspId} ${fingerprint}`}
                columns={[
                  { title: t('explorer.organization'), names: true, of: ({ mspId }) => <Organization of={mspId} /> },
                  { title: t('explorer.authority'), of: ({ name }) => name },
                  { title: t('explorer.fingerprint'), of: ({ fingerprint }) => <Id of={fingerprint} /> },
                  { title: t('members.until'), of: ({ endsAt }) => <Time at={endsAt} /> },
                ]}
              />
            </Card>
            <Card title={t('explorer.policies')} flush>
              <Table
                caption={t('explorer.policies')}
                rows={told.policies}
                keyOf={({ path }) => path}
                columns={[
                  { title: t('explorer.of'), names: true, of: ({ path }) => <code>{path}</code> },
                  { title: t('explorer.policy'), of: ({ policy }) => <code>{policy}</code> },
                ]}
              />
            </Card>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
