/** Where a programme's points are, as one bar; each part also in figures. */
import type { JSX } from 'preact';
import { pointsMade, type Supply, supplyParts } from '../data/invariants.js';
import { percent, points, share } from '../texts/format.js';
import { t } from '../texts/text.js';

export function SupplyBars({ supply }: { supply: Supply }): JSX.Element {
  const parts = supplyParts.map((part, index) => ({
    part,
    index,
    share: share(supply[part], String(pointsMade(supply))),
  }));
  return (
    <div>
      <div class="bars" aria-hidden="true">
        {parts
          .filter((each) => each.share > 0)
          .map(({ part, index, share: width }) => (
            <span key={part} class={`c${index + 1}`} style={{ flexGrow: width }} title={t(`supply.${part}`)} />
          ))}
      </div>
      <ul class="legend">
        {parts.map(({ part, index, share: width }) => (
          <li key={part}>
            <i class={`c${index + 1}`} aria-hidden="true" />
            <span class="note">{t(`supply.${part}`)}</span>
            <b>
              {points(supply[part])} <span class="note">{percent(width, 1)}</span>
            </b>
          </li>
        ))}
      </ul>
    </div>
  );
}
