/** By which rules members decide, and who they are. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { Actions, type Offered } from '../parts/action.js';
import { Ago, AsOf, Badge, Card, Facts, Loaded, Status, Table, Time } from '../parts/parts.js';
import { count, day, time } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

const subjects = ['members', 'constitution', 'agreement', 'programs', 'orders', 'network'] as const;
const hours = (seconds: number): string => t('governance.hours', { count: count(Math.round(seconds / 3_600)) });

/** What members switch on by a vote. */
const features = ['notes', 'credit', 'collateral', 'otherAssets'] as const;

export function Constitution(): JSX.Element {
  const { who } = useSession();
  const reading = useRead('constitution', (client, signal) => client.get('/v1/constitution', { signal }), [
    'constitution.',
    'agreement.',
    'epoch.',
  ]);
  const members = useRead('members', (client, signal) => client.get('/v1/members', { signal }), [
    'member.',
    'agreement.',
  ]);
  const own = members.value?.members.find(({ mspId }) => mspId === who.mspId);
  return (
    <div class="stack">
      <Card
        title={t('governance.members')}
        aside={
          <div class="actions">
            <AsOf block={members.value?.asOfBlock} />
            <Actions of={ownActions(own, reading.value?.agreement)} onDone={members.reload} />
          </div>
        }
        flush
      >
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

type Member = Routes['/v1/members']['get']['reply']['members'][number];
type Agreement = NonNullable<Routes['/v1/constitution']['get']['reply']['agreement']>;

/** What a member says for itself alone: that it accepts the newest agreement, and that it leaves. */
function ownActions(own: Member | undefined, agreement: Agreement | undefined): readonly (Offered | false)[] {
  if (own === undefined || own.status === 'left') return [];
  return [
    agreement !== undefined &&
      (own.agreementVersion ?? 0) < agreement.version && {
        action: 'post /v1/agreement/{version}/acceptance',
        title: t('governance.acceptAgreement'),
        note: t('governance.acceptAgreementNote', { version: agreement.version, address: agreement.address }),
        fields: [{ name: 'hash', label: 'propose.textHash', kind: 'hash', hint: 'governance.acceptHashHint' }],
        params: { version: String(agreement.version) },
      },
    {
      action: 'post /v1/departure',
      title: t('governance.leave'),
      note: t('governance.leaveNote'),
      fields: [
        {
          name: 'spendableUntil',
          label: 'programs.woundDown',
          kind: 'day',
          ...(own.leaving && { now: day(own.leaving.until) }),
        },
      ],
      danger: true,
    },
  ];
}
