/** Proposals that wait for a vote, or for their time lock. */
import type { JSX } from 'preact';
import { listOf } from '../data/lists.js';
import { useRead } from '../data/read.js';
import { Ago, Card, Empty, Loaded, Status } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { t, tOf } from '../texts/text.js';

export function OpenVotes(): JSX.Element {
  const reading = useRead(
    'open-proposals',
    async (client, signal) => {
      const all = await listOf(client.pages('/v1/proposals', { signal }), ({ proposals }) => proposals);
      return all.filter(({ status }) => status === 'open' || status === 'passed');
    },
    ['proposal.'],
  );
  return (
    <Card title={t('votes.title')}>
      <Loaded of={reading}>
        {(open) => {
          if (open.length === 0) return <Empty>{t('votes.none')}</Empty>;
          return (
            <ul class="checks">
              {open.map(({ proposalId, actions, status, votingEnds, executableFrom }) => (
                <li key={proposalId}>
                  <a href={addressOf(['governance', proposalId])}>
                    {actions.map(({ kind }) => tOf('action', kind)).join(', ')}
                  </a>
                  <span>
                    <Status of={status} group="proposal" />{' '}
                    <span class="note">
                      <Ago at={status === 'open' ? votingEnds : (executableFrom ?? votingEnds)} />
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}
