/** One proposal: what it would change, in words, who said what of it, and what can be said. */
import { ProblemError, type Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Action, may } from '../data/allowed.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import {
  AsOf,
  Badge,
  Card,
  Command,
  Facts,
  Failure,
  Loaded,
  Organization,
  Page,
  Status,
  Table,
  Time,
} from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { type Say, SayDialog } from './say-dialog.js';
import { organizationName } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

type Proposal = Routes['/v1/proposals/{proposalId}']['get']['reply'];

export function ProposalPage({ proposalId }: { proposalId: string }): JSX.Element {
  const { who } = useSession();
  const [say, setSay] = useState<Say>();
  const params = { proposalId };
  const reading = useRead(
    `proposal ${proposalId}`,
    (client, signal) => client.get('/v1/proposals/{proposalId}', { params, signal }),
    ['proposal.'],
  );
  const { value } = reading;
  const title = value ? value.actions.map(({ kind }) => tOf('action', kind)).join(', ') : t('governance.proposal');
  const offered = value === undefined ? [] : sayable(value, who.mspId);
  return (
    <Page
      title={title}
      id={proposalId}
      back={{ href: addressOf(['governance']), text: t('governance.title') }}
      actions={offered
        .filter(({ action }) => may(who, action))
        .map(({ say: each }) => (
          <button key={each} class={each === 'vote' ? 'primary' : ''} onClick={() => setSay(each)}>
            {t(`governance.${each}`)}
          </button>
        ))}
    >
      <Loaded of={reading} lines={8}>
        {(proposal) => (
          <div class="stack">
            <Card
              title={t('governance.changes')}
              note={isOver(proposal) ? undefined : t('governance.changesNote')}
              aside={<Status of={proposal.status} group="proposal" />}
            >
              <Changes proposal={proposal} />
            </Card>
            <div class="grid two">
              <Votes proposal={proposal} />
              <Deadlines proposal={proposal} />
            </div>
            <Reasons proposalId={proposalId} />
            {offered.length > 0 && offered.every(({ action }) => !may(who, action)) && who.role !== 'auditor' && (
              <Card title={t('governance.byDelegate')} note={t('governance.byDelegateNote')}>
                <Command
                  text={`npm run commonpoint -- --credentials data/delegates.json --as ${who.organization}/delegate proposals vote ${proposalId} for`}
                />
              </Card>
            )}
            <NetworkKey proposal={proposal} />
          </div>
        )}
      </Loaded>
      {say && (
        <SayDialog
          say={say}
          proposalId={proposalId}
          onClose={() => {
            setSay(undefined);
            reading.reload();
          }}
        />
      )}
    </Page>
  );
}

/** What this organisation may still say of it. */
function sayable(
  { status, proposer, voters, votes, objections, executableFrom }: Proposal,
  own: string,
): readonly { say: Say; action: Action }[] {
  const isVoter = voters.includes(own);
  const hasVoted = votes.some(({ mspId }) => mspId === own);
  const withdrawn =
    proposer === own ? ([{ say: 'withdraw', action: 'post /v1/proposals/{proposalId}/withdrawal' }] as const) : [];
  if (status === 'open')
    return [
      ...(isVoter && !hasVoted ? ([{ say: 'vote', action: 'post /v1/proposals/{proposalId}/votes' }] as const) : []),
      ...withdrawn,
    ];
  if (status !== 'passed') return [];
  return [
    ...withdrawn,
    ...(isVoter && !objections.some(({ mspId }) => mspId === own)
      ? [{ say: 'object', action: 'post /v1/proposals/{proposalId}/objections' } as const]
      : []),
    ...(executableFrom !== undefined && Date.parse(executableFrom) <= Date.now()
      ? [{ say: 'execute', action: 'post /v1/proposals/{proposalId}/execution' } as const]
      : []),
  ];
}

const isOver = ({ status }: Proposal): boolean => status !== 'open' && status !== 'passed';

/** In words: what is, and what will be. Of one that is over, what it asked for, as it stands. */
function Changes({ proposal }: { proposal: Proposal }): JSX.Element {
  const isOpen = !isOver(proposal);
  const preview = useRead(isOpen ? `changes ${proposal.proposalId}` : undefined, (client, signal) =>
    client.post('/v1/proposals/preview', { actions: proposal.actions }, { signal }),
  );
  return (
    <div class="stack">
      {preview.value && (
        <ul class="changes" lang="en">
          {preview.value.changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      {preview.error && <Failure of={preview.error} />}
      <details open={!isOpen}>
        <summary class="note">{t('governance.exactly')}</summary>
        {proposal.actions.map((action, index) => (
          <div key={index} class="action">
            <h3>{tOf('action', action.kind)}</h3>
            <Facts
              of={Object.entries(action)
                .filter(([name]) => name !== 'kind')
                .map(([name, value]) => [
                  name,
                  typeof value === 'string' || typeof value === 'number' ? (
                    String(value)
                  ) : (
                    <code>{JSON.stringify(value)}</code>
                  ),
                ])}
            />
          </div>
        ))}
      </details>
    </div>
  );
}

function Votes({ proposal }: { proposal: Proposal }): JSX.Element {
  const voteOf = (mspId: string) => proposal.votes.find((each) => each.mspId === mspId);
  const objected = new Set(proposal.objections.map(({ mspId }) => mspId));
  return (
    <Card
      title={t('governance.votes')}
      note={t('governance.ruleSays', { moreThan: proposal.rule.moreThan, quorum: proposal.rule.quorum })}
      aside={<AsOf block={proposal.asOfBlock} />}
      flush
    >
      <Table
        caption={t('governance.votes')}
        keyOf={(mspId) => mspId}
        rows={proposal.voters}
        columns={[
          { title: t('clearing.merchant'), names: true, of: (mspId) => <Organization of={mspId} /> },
          {
            title: t('governance.vote'),
            of: (mspId) => {
              const vote = voteOf(mspId)?.vote;
              return (
                <>
                  {vote === undefined ? (
                    <span class="note">{proposal.status === 'open' ? t('governance.notVoted') : '—'}</span>
                  ) : (
                    <Badge tone={vote === 'for' ? 'good' : vote === 'against' ? 'bad' : 'calm'}>
                      {tOf('vote', vote)}
                    </Badge>
                  )}{' '}
                  {objected.has(mspId) && <Badge tone="bad">{t('governance.objected')}</Badge>}
                </>
              );
            },
          },
          {
            title: t('members.when'),
            of: (mspId) => {
              const vote = voteOf(mspId);
              return vote && <Time at={vote.votedAt} />;
            },
          },
        ]}
      />
    </Card>
  );
}

function Deadlines({ proposal }: { proposal: Proposal }): JSX.Element {
  const times: (readonly [string, string | undefined])[] = [
    [t('governance.proposedAt'), proposal.proposedAt],
    [t('governance.votingEnds'), proposal.votingEnds],
    [t('governance.decidedAt'), proposal.decidedAt],
    [t('governance.executable'), proposal.executableFrom],
    [t('governance.expires'), proposal.expiresAt],
    [t('governance.endedAt'), proposal.endedAt],
  ];
  return (
    <Card title={t('governance.times')}>
      <Facts
        of={[
          [t('governance.proposer'), <Organization of={proposal.proposer} />],
          ...times
            .filter((each): each is readonly [string, string] => each[1] !== undefined)
            .map(([name, at]) => [name, <Time at={at} />] as const),
          [t('governance.stoppedBy'), proposal.rule.stoppedBy],
          [t('governance.digest'), <code title={proposal.digest}>{proposal.digest.slice(0, 16)}…</code>],
        ]}
      />
    </Card>
  );
}

function Reasons({ proposalId }: { proposalId: string }): JSX.Element {
  const reading = useRead(
    `reasons ${proposalId}`,
    (client, signal) => client.get('/v1/proposals/{proposalId}/reasons', { params: { proposalId }, signal }),
    ['proposal.'],
  );
  const isPrivate = reading.error instanceof ProblemError && [403, 404].includes(reading.error.status);
  if (isPrivate || (reading.value && reading.value.reasonings.length === 0)) return <></>;
  return (
    <Card title={t('governance.reasons')} note={t('governance.reasonsNote')}>
      <Loaded of={reading}>
        {({ reasonings }) => (
          <ul class="reasons">
            {reasonings.map(({ mspId, with: said, reason }) => (
              <li key={`${mspId} ${said}`}>
                <strong>{organizationName(mspId)}</strong> <span class="note">{tOf('said', said)}</span>
                <p>{reason}</p>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

/** What needs an organisation's own Fabric key is done where that key is, never here. */
function NetworkKey({ proposal }: { proposal: Proposal }): JSX.Element {
  const command = proposal.actions.some(({ kind }) => kind === 'channel-configuration')
    ? 'npm run --silent network -- apply INTENT VALUE'
    : proposal.actions.some(({ kind }) => kind === 'chaincode-definition')
      ? 'node consortium/dist/member/main.js approve commit'
      : undefined;
  if (command === undefined || isOver(proposal)) return <></>;
  return (
    <Card title={t('governance.steward')} note={t('governance.stewardNote')}>
      <Command text={command} />
    </Card>
  );
}
