/** Anchors of organisations' own logs: each continues the one before, or is refused. */
import type { Anchor, anchorLog, RequestOf } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import type { Saying } from '../core/saying.js';
import { isContinued } from './merkle.js';

/** Errors: LOG_SHRINKS, LOG_FORKS. */
export function decideAnchor(
  before: Anchor | undefined,
  { proof, ...said }: RequestOf<typeof anchorLog>,
  { by, at }: Saying,
): Anchor | Refusal {
  const next = { mspId: by, ...said, sequence: (before?.sequence ?? 0) + 1, anchoredAt: at };
  if (before === undefined)
    return proof.length === 0 ? next : refuse('LOG_FORKS', 'there is no anchor to be continued');
  if (said.size < before.size)
    return refuse('LOG_SHRINKS', `it had ${before.size} leaves, and would have ${said.size}`);
  if (!isContinued(before, said, proof))
    return refuse('LOG_FORKS', `${said.size} leaves are not shown to begin with the ${before.size} before`);
  return before.size === said.size ? before : next;
}
