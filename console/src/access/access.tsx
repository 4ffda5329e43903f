/** Who may do what here: the one who is signed in, and the gateway's API keys. */
import type { JSX } from 'preact';
import { may } from '../data/allowed.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { Ago, Badge, Card, Command, Facts, Loaded, Organization, Page, Table, Time } from '../parts/parts.js';
import { t, tOf } from '../texts/text.js';

export function Access(): JSX.Element {
  const { who } = useSession();
  const mayList = may(who, 'get /v1/keys');
  const reading = useRead(mayList ? 'keys' : undefined, (client, signal) => client.get('/v1/keys', { signal }));
  return (
    <Page title={t('access.title')} lead={t('access.lead')}>
      <div class="stack">
        <Card title={t('access.you')}>
          <Facts
            of={[
              [t('network.organization'), <Organization of={who.mspId} />],
              [t('members.client'), who.client],
              [t('access.role'), tOf('role', who.role)],
              [t('access.by'), who.keyId ? t('access.byKey', { id: who.keyId }) : t('access.bySession')],
              ...(who.authenticatedAt ? ([[t('access.since'), <Time at={who.authenticatedAt} />]] as const) : []),
              ...(who.stepUpMinutes
                ? ([[t('access.stepUp'), t('access.stepUpSays', { count: who.stepUpMinutes })]] as const)
                : []),
            ]}
          />
        </Card>
        {mayList && (
          <Card title={t('access.keys')} note={t('access.keysNote')} flush>
            <Loaded of={reading}>
              {({ keys }) => (
                <Table
                  caption={t('access.keys')}
                  keyOf={({ id }) => id}
                  rows={keys}
                  columns={[
                    { title: t('members.id'), names: true, of: ({ id }) => <code>{id}</code> },
                    { title: t('members.client'), of: ({ client }) => client },
                    { title: t('access.role'), of: ({ role }) => tOf('role', role) },
                    {
                      title: t('members.state'),
                      of: ({ revokedAt }) =>
                        revokedAt ? (
                          <Badge>{t('access.revoked')}</Badge>
                        ) : (
                          <Badge tone="good">{t('access.inUse')}</Badge>
                        ),
                    },
                    {
                      title: t('access.lastUse'),
                      of: ({ lastUsedAt }) => (lastUsedAt ? <Ago at={lastUsedAt} /> : t('access.never')),
                    },
                    { title: t('access.created'), of: ({ createdAt }) => createdAt && <Time at={createdAt} /> },
                  ]}
                />
              )}
            </Loaded>
          </Card>
        )}
        <Card title={t('access.change')} note={t('access.changeNote')}>
          <div class="stack">
            <Command text={`npm run keys -- ${who.organization} create --role cashier --name till-4`} />
            <Command text={`npm run keys -- ${who.organization} revoke --id till-4`} />
          </div>
        </Card>
      </div>
    </Page>
  );
}
