/** A block's number, which leads to the block whoever may look at it. */
import type { JSX } from 'preact';
import { may } from '../data/allowed.js';
import { useSession } from '../data/session.js';
import { addressOf } from '../shell/router.js';

export function BlockLink({ of }: { of: number }): JSX.Element {
  const { who } = useSession();
  return may(who, 'get /v1/explorer/blocks') ? <a href={addressOf(['explorer', 'blocks', of])}>{of}</a> : <>{of}</>;
}
