/** What recomputing a block here came to: each check, and the first that failed in red. */
import { readBlock, readEnvelope } from '@commonpoint/verify/block';
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { Badge, Card, Loaded, type Tone } from '../parts/parts.js';
import { t, tOf } from '../texts/text.js';
import { recompute, type Verdict } from './block-bytes.js';
import { type Otherwise, type Told, toldOtherwise } from './told.js';

const tones: Readonly<Record<string, Tone>> = { passed: 'good', failed: 'bad', unknown: 'warn' };

/** @param told what the gateway says of it */
export function Verification({ block, told }: { block: number; told: Told | undefined }): JSX.Element {
  const session = useSession();
  const reading = useRead(`verified ${block}`, (_client, signal) => recompute(session, block, signal));
  return (
    <Card title={t('explorer.verified')} note={t('explorer.verifiedNote')}>
      <Loaded of={reading} lines={5}>
        {(verdict) => <Outcome verdict={verdict} told={told} />}
      </Loaded>
    </Card>
  );
}

const said = (of: Otherwise): string =>
  'index' in of
    ? t(of.what === 'called' ? 'explorer.toldCalled' : 'explorer.toldId', { index: of.index })
    : t(`explorer.${of.what}`);

function Outcome({ verdict, told }: { verdict: Verdict; told: Told | undefined }): JSX.Element {
  const { checks, failed, hash, bytes, firstBlock } = verdict;
  // Bytes that are not right are nothing to hold anything against.
  const otherwise =
    failed === undefined && told !== undefined ? toldOtherwise(told, readBlock(bytes), hash, readEnvelope) : [];
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
      {otherwise.length > 0 && (
        <div class="failure" role="alert">
          <p>
            <strong>{t('explorer.otherTold')}</strong>
          </p>
          <p>{t('explorer.toldOtherwise', { what: otherwise.map(said).join(', ') })}</p>
        </div>
      )}
      {failed === undefined && otherwise.length === 0 && (
        <p class="done" role="status">
          {t('explorer.holds')} {told && t('explorer.toldRight')}
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
