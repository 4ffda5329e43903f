/** What recomputing a block here came to: each check, and the first that failed in red. */
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { Badge, Card, Loaded, type Tone } from '../parts/parts.js';
import { t, tOf } from '../texts/text.js';
import { recompute, type Verdict } from './block-bytes.js';

const tones: Readonly<Record<string, Tone>> = { passed: 'good', failed: 'bad', unknown: 'warn' };

/** @param told the hash that the gateway says */
export function Verification({ block, told }: { block: number; told: string | undefined }): JSX.Element {
  const session = useSession();
  const reading = useRead(`verified ${block}`, (_client, signal) => recompute(session, block, signal));
  return (
    <Card title={t('explorer.verified')} note={t('explorer.verifiedNote')}>
      <Loaded of={reading} lines={5}>
        {(verdict) => <Told verdict={verdict} told={told} />}
      </Loaded>
    </Card>
  );
}

function Told({ verdict, told }: { verdict: Verdict; told: string | undefined }): JSX.Element {
  const { checks, failed, hash, firstBlock } = verdict;
  const isOther = failed === undefined && told !== undefined && told !== hash;
  return (
    <div class="stack">
      {failed !== undefined && (
        <div class="failure" role="alert">
          <p>
            <strong>{t('explorer.altered')}</strong>
          </p>
          <p>{tOf('checkFailed', failed.name)}</p>
          <p class="note">{failed.detail}</p>
        </div>
      )}
      {isOther && (
        <div class="failure" role="alert">
          <p>
            <strong>{t('explorer.altered')}</strong>
          </p>
          <p>{t('explorer.otherHash')}</p>
        </div>
      )}
      {failed === undefined && !isOther && (
        <p class="done" role="status">
          {t('explorer.holds')}
        </p>
      )}
      <ul class="block-checks">
        {checks.map(({ name, state, detail }) => (
          <li key={name}>
            <Badge tone={tones[state] ?? 'calm'}>{tOf('checkState', state)}</Badge>{' '}
            <span title={detail}>{tOf('check', name)}</span>
          </li>
        ))}
      </ul>
      <p class="note hash">
        {t('explorer.recomputedHash')} <code>{hash}</code>
      </p>
      <p class="note hash">
        {t('explorer.firstBlock')} <code>{firstBlock}</code>
      </p>
    </div>
  );
}
