/**
 * What members say of proposals lies in a collection that all hold. Whatever a proposal, a vote or an objection has the hash of was
 * handed to them in the same transaction; and nothing else is written there, so that nobody changes what was said, or takes it back.
 */
import { hexOf } from './bytes.js';
import type { RowWrite } from './ledger-rows.js';
import type { WriteSet } from './write-sets.js';

const COLLECTION = 'reasonings';

/** What is wrong, in sentences. A proposal is written again as it is decided: its own was handed over as it was made. */
export function wrongInReasonings(sets: readonly WriteSet[], rows: readonly RowWrite[], call: string): string[] {
  const written = sets.find(({ collection }) => collection === COLLECTION)?.writes ?? [];
  if (written.length === 0 && !call.startsWith('Governance:')) return [];
  const kinds = ['vote', 'objection', ...(call === 'Governance:Propose' ? ['proposal'] : [])];
  const named = rows.flatMap(({ key, value }) =>
    kinds.includes(key[0] ?? '') ? ((value as { reasonHash?: string } | undefined)?.reasonHash ?? []) : [],
  );
  const handedOver = written.map(({ value }) => (value === undefined ? 'nothing' : hexOf(value)));
  return [
    ...named
      .filter((hash) => !handedOver.includes(hash))
      .map((hash) => `it names a reason by its hash ${hash}, which was handed to nobody`),
    ...handedOver
      .filter((hash) => !named.includes(hash))
      .map((hash) => `it wrote ${hash} among the reasons, which no proposal, vote or objection of it has`),
  ];
}
