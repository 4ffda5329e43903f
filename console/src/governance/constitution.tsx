/** By which rules members decide, and who they are. */
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { Ago, AsOf, Badge, Card, Facts, Loaded, Status, Table, Time } from '../parts/parts.js';
import { count, time } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

const subjects = ['members', 'constitution', 'agreement', 'programs', 'orders', 'network'] as const;
const hours = (seconds: number): string => t('governance.hours', { count: count(Math.round(seconds / 3_600)) });

/** What members switch on by a vote. */
const features = ['notes', 'credit', 'collateral', 'otherAssets'] as const;

export function Constitution(): JSX.Element {
  const reading = useRead('constitution', (client, signal) => client.get('/v1/constitution', { signal }), [
    'constitution.',
    'agreement.',
    'epoch.',
  ]);
  const members = useRead('members', (client, signal) => client.get('/v1/members', { signal }), [
    'member.',
    'agreement.',
  ]);
  return (
    <div class="stack">
      <Card title={t('governance.members')} aside={<AsOf block={members.value?.asOfBlock} />} flush>
        <Loaded of={members}>
          {(value) => (
            <Table
              caption={t('governance.members')}
              keyOf={({ mspId }) => mspId}
              rows={value.members}
              columns={[
                {
                  title: t('network.organization'),
                  names: true,
                  of: ({ mspId, name }) => <span title={mspId}>{name}</span>,
                },
                { title: t('members.kind'), of: ({ kind }) => tOf('organizationKind', kind) },
                {
                  title: t('members.state'),
                  of: ({ status, inDefaultSince }) => (
                    <>
                      <Status of={status} group="member" />{' '}
                      {inDefaultSince && (
                        <Badge tone="bad">
                          <span title={time(inDefaultSince)}>{t('governance.inDefault')}</span>
                        </Badge>
                      )}
                    </>
                  ),
                },
                {
                  title: t('governance.agreement'),
                  of: ({ agreementVersion, agreementDue }) =>
                    agreementDue ? (
                      <>
                        {t('governance.agreementDue', { version: agreementDue.version })}{' '}
                        <Ago at={agreementDue.acceptBy} />
                      </>
                    ) : agreementVersion ? (
                      t('governance.agreed', { version: agreementVersion })
                    ) : (
                      '—'
                    ),
                },
                { title: t('governance.registered'), of: ({ registeredAt }) => <Time at={registeredAt} /> },
              ]}
            />
          )}
        </Loaded>
      </Card>
      <Card
        title={t('governance.rules')}
        note={t('governance.rulesNote')}
        aside={<AsOf block={reading.value?.asOfBlock} />}
        flush
      >
        <Loaded of={reading}>
          {({ constitution }) => (
            <Table
              caption={t('governance.rules')}
              keyOf={(subject) => subject}
              rows={subjects}
              columns={[
                { title: t('governance.about'), names: true, of: (subject) => tOf('subject', subject) },
                {
                  title: t('governance.moreThan'),
                  figures: true,
                  of: (subject) => constitution.rules[subject].moreThan,
                },
                { title: t('governance.quorum'), figures: true, of: (subject) => constitution.rules[subject].quorum },
                {
                  title: t('governance.voting'),
                  figures: true,
                  of: (subject) => hours(constitution.rules[subject].votingSeconds),
                },
                {
                  title: t('governance.timeLock'),
                  figures: true,
                  of: (subject) => hours(constitution.rules[subject].timeLockSeconds),
                },
                {
                  title: t('governance.stoppedBy'),
                  figures: true,
                  of: (subject) => constitution.rules[subject].stoppedBy,
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
      {reading.value && (
        <Card>
          <Facts
            of={[
              [t('governance.version'), String(reading.value.constitution.version)],
              [t('governance.inForce'), <Time at={reading.value.constitution.since} />],
              [t('governance.epoch'), String(reading.value.epoch.number)],
              [
                t('governance.voters'),
                reading.value.constitution.voters.map((kind) => tOf('organizationKind', kind)).join(', '),
              ],
              [
                t('governance.switchedOn'),
                features
                  .filter((name) => reading.value?.constitution[name] === true)
                  .map((name) => tOf('feature', name))
                  .join(', ') || t('governance.nothingOn'),
              ],
              [
                t('governance.capRaise'),
                t('governance.capRaiseSays', {
                  percent: reading.value.constitution.capRaise.percent,
                  days: reading.value.constitution.capRaise.days,
                }),
              ],
              ...(reading.value.agreement
                ? ([
                    [
                      t('governance.agreement'),
                      <a href={reading.value.agreement.address} rel="noreferrer">
                        {t('governance.agreed', { version: reading.value.agreement.version })}
                      </a>,
                    ],
                  ] as const)
                : []),
            ]}
          />
        </Card>
      )}
    </div>
  );
}
