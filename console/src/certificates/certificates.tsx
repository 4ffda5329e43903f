/** Certificates, soonest end first. */
import type { JSX } from 'preact';
import { readCertificateName } from '../data/certificate-name.js';
import { useCertificates } from '../data/certificates.js';
import { Ago, Badge, Card, Command, Loaded, Organization, Page, Table, Time } from '../parts/parts.js';
import { t, tOf } from '../texts/text.js';

export function Certificates(): JSX.Element {
  const reading = useCertificates();
  return (
    <Page title={t('certificates.title')} lead={t('certificates.lead')}>
      <div class="stack">
        <Loaded of={reading} lines={8}>
          {({ certificates }) => {
            const due = certificates.filter(({ withinDays }) => withinDays !== undefined);
            return (
              <>
                <Card>
                  <p class={`verdict ${due.length === 0 ? 'good' : 'bad'}`}>
                    {due.length === 0 ? `✓ ${t('certificates.noneDue')}` : t('certificates.due', { count: due.length })}
                  </p>
                </Card>
                {due.length > 0 && (
                  <Card title={t('certificates.renew')} note={t('certificates.renewNote')}>
                    <Command text="kill -HUP GATEWAY_PID" />
                  </Card>
                )}
                <Card title={t('certificates.all')} note={t('certificates.allNote')} flush>
                  <Table
                    caption={t('certificates.all')}
                    empty={t('certificates.none')}
                    keyOf={({ name }) => name}
                    rows={certificates}
                    columns={[
                      {
                        title: t('certificates.for'),
                        names: true,
                        of: ({ name }) => tOf('certificate', readCertificateName(name).use),
                      },
                      {
                        title: t('network.organization'),
                        of: ({ name }) => {
                          const { mspId } = readCertificateName(name);
                          return mspId === undefined ? t('certificates.own') : <Organization of={mspId} />;
                        },
                      },
                      { title: t('certificates.name'), of: ({ name }) => <code>{name}</code> },
                      { title: t('certificates.ends'), of: ({ endsAt }) => <Time at={endsAt} /> },
                      {
                        title: t('certificates.left'),
                        of: ({ endsAt, withinDays }) =>
                          withinDays === undefined ? (
                            <Ago at={endsAt} />
                          ) : (
                            <Badge tone={withinDays <= 1 ? 'bad' : 'warn'}>
                              <Ago at={endsAt} />
                            </Badge>
                          ),
                      },
                    ]}
                  />
                </Card>
              </>
            );
          }}
        </Loaded>
      </div>
    </Page>
  );
}
