/** The organisation's own peer, ordering and gateway. */
import type { JSX } from 'preact';
import { useReadiness } from '../data/readiness.js';
import { Badge, Card, Loaded, type Tone } from '../parts/parts.js';
import { count } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

export function OwnNode(): JSX.Element {
  const reading = useReadiness();
  return (
    <Card title={t('node.title')}>
      <Loaded of={reading} lines={6}>
        {(now) => {
          const lag = now.ledgerBlock - now.projectionBlock;
          const checks: readonly (readonly [string, string, Tone])[] = [
            [t('node.peer'), ...yes(now.peerReachable, t('node.reached'), t('node.unreachable'))],
            [t('node.ordering'), ...yes(now.orderingAvailable, t('node.inOrder'), t('node.standsStill'))],
            [t('node.storage'), ...yes(now.storageAvailable, t('node.inOrder'), t('node.takesNothing'))],
            [
              t('node.height'),
              lag === 0 ? t('node.level', { block: count(now.ledgerBlock) }) : t('node.behind', { count: count(lag) }),
              lag > 5 ? 'warn' : 'good',
            ],
            [
              t('node.watch'),
              tOf('watch', now.watch.state),
              now.watch.state === 'watching' ? 'good' : now.watch.state === 'broken' ? 'bad' : 'warn',
            ],
            [
              t('node.queue'),
              t('node.waiting', { count: count(now.queueLength) }),
              now.queueLength > now.queueLengthMax / 2 ? 'warn' : 'good',
            ],
            ...(now.passedOver > 0 ? ([[t('node.passedOver'), count(now.passedOver), 'bad']] as const) : []),
          ];
          return (
            <ul class="checks">
              {checks.map(([name, said, tone]) => (
                <li key={name}>
                  <span>{name}</span>
                  <Badge tone={tone}>{said}</Badge>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}

const yes = (is: boolean, good: string, bad: string): readonly [string, Tone] => (is ? [good, 'good'] : [bad, 'bad']);
