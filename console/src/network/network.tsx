/** Who takes part in the channel, and whether each keeps up. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { AsOf, Badge, Card, Command, Facts, Loaded, Organization, Page, Status, Table, Time } from '../parts/parts.js';
import { OwnNode } from '../overview/own-node.js';
import { count } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

type Network = Routes['/v1/network']['get']['reply'];

/** Behind by more than so many blocks, while others go on. */
const BEHIND = 10;

export function Network(): JSX.Element {
  const network = useRead('network', (client, signal) => client.get('/v1/network', { signal }), ['']);
  const members = useRead('organizations', (client, signal) => client.get('/v1/organizations', { signal }), [
    'member.',
  ]);
  const log = useRead('log', (client, signal) => client.get('/v1/log', { signal }), ['points.', 'hold.']);
  return (
    <Page title={t('network.title')} lead={t('network.lead')}>
      <div class="stack">
        <Card
          title={t('network.organizations')}
          note={t('network.organizationsNote')}
          aside={<AsOf block={network.value?.asOfBlock} />}
          flush
        >
          <Loaded of={network} lines={6}>
            {(value) => (
              <Table
                caption={t('network.organizations')}
                keyOf={(mspId) => mspId}
                rows={value.organizations}
                columns={[
                  { title: t('network.organization'), names: true, of: (mspId) => <Organization of={mspId} /> },
                  {
                    title: t('network.member'),
                    of: (mspId) => {
                      const member = members.value?.organizations.find((each) => each.mspId === mspId);
                      return (
                        member && (
                          <>
                            {tOf('organizationKind', member.kind)} <Status of={member.status} group="member" />
                          </>
                        )
                      );
                    },
                  },
                  {
                    title: t('network.orderer'),
                    of: (mspId) =>
                      value.orderers
                        .filter((each) => each.mspId === mspId)
                        .map(({ endpoint }) => endpoint)
                        .join(', ') || '—',
                  },
                  {
                    title: t('network.signed'),
                    figures: true,
                    of: (mspId) => <Signed network={value} mspId={mspId} />,
                  },
                  {
                    title: t('network.gateway'),
                    figures: true,
                    of: (mspId) => {
                      const checkpoint = log.value?.checkpoints.find((each) => each.mspId === mspId);
                      if (log.value === undefined || checkpoint === undefined) return '—';
                      const lag = log.value.size - checkpoint.size;
                      return lag === 0 ? t('network.level') : t('network.entriesBehind', { count: count(lag) });
                    },
                  },
                ]}
              />
            )}
          </Loaded>
        </Card>
        <div class="grid two">
          <OwnNode />
          <Card title={t('network.configuration')}>
            <Loaded of={network}>
              {(value) => (
                <Facts
                  of={[
                    [t('network.version'), count(value.version)],
                    [t('network.changed'), <Time at={value.changedAt} />],
                    [t('network.height'), count(value.ledgerBlock)],
                    [t('network.orderers'), count(value.orderers.length)],
                    [
                      t('network.faults'),
                      t('network.faultsSays', { count: Math.floor((value.orderers.length - 1) / 3) }),
                    ],
                  ]}
                />
              )}
            </Loaded>
          </Card>
        </div>
        <Joining />
      </div>
    </Page>
  );
}

function Signed({ network, mspId }: { network: Network; mspId: string }): JSX.Element {
  const own = network.signatures.filter(({ orderer }) => orderer.split(':')[0] === mspId);
  if (own.length === 0)
    return (
      <span class="note">{network.orderers.some((each) => each.mspId === mspId) ? t('network.notSeen') : '—'}</span>
    );
  const newest = Math.max(...network.signatures.map(({ block }) => block));
  const block = Math.max(...own.map((each) => each.block));
  return (
    <>
      {newest - block > BEHIND && <Badge tone="warn">{t('node.behind', { count: count(newest - block) })}</Badge>}{' '}
      {count(block)}
    </>
  );
}

function Joining(): JSX.Element {
  const steps: readonly (readonly [string, string | undefined])[] = [
    [t('network.step1'), undefined],
    [t('network.step2'), undefined],
    [t('network.step3'), 'npm run commonpoint -- proposals propose admission.json'],
    [t('network.step4'), undefined],
    [t('network.step5'), undefined],
  ];
  return (
    <Card title={t('network.joining')} note={t('network.joiningNote')}>
      <ol class="steps">
        {steps.map(([text, command]) => (
          <li key={text}>
            <p>{text}</p>
            {command && <Command text={command} />}
          </li>
        ))}
      </ol>
    </Card>
  );
}
