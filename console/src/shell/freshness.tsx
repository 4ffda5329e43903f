/** Up to which block everything on the screen is, and whether the gateway answers. */
import type { JSX } from 'preact';
import { useReadiness } from '../data/readiness.js';
import { count } from '../texts/format.js';
import { t } from '../texts/text.js';

export function Freshness(): JSX.Element {
  const { value, error } = useReadiness();
  const isAway = error !== undefined;
  const tone = isAway || value?.ready === false ? 'bad' : value === undefined ? 'calm' : 'good';
  const text = isAway
    ? t('shell.away')
    : value === undefined
      ? t('part.loading')
      : t('shell.block', { block: count(value.projectionBlock) });
  return (
    <p class={`freshness ${tone}`} role="status">
      <span class="dot" aria-hidden="true" /> {text}
    </p>
  );
}
