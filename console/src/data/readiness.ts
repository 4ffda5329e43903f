/** The gateway's own state, which is answered without a key and is 503 while it is not ready. */
import { UnreachableError } from '@commonpoint/client';
import { type Reading, useRead } from './read.js';

export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly string[];
  readonly peerReachable: boolean;
  readonly orderingAvailable: boolean;
  readonly storageAvailable: boolean;
  readonly projectionBlock: number;
  readonly ledgerBlock: number;
  readonly passedOver: number;
  readonly queueLength: number;
  readonly queueLengthMax: number;
  readonly recovering: boolean;
  readonly watch: {
    readonly state: 'off' | 'catching-up' | 'watching' | 'broken';
    readonly block?: number;
    readonly findings: number;
    readonly last?: { readonly block: number; readonly about: string };
  };
}

/** A gateway that hangs is soon told as away: all that is on the screen is then from before. */
const WITHIN_MS = 8_000;

/** Every event moves the block on. */
export function useReadiness(): Reading<Readiness> {
  return useRead(
    'readyz',
    async (client, signal) => {
      const answer = await client.attempts
        .get<Readiness>('/readyz', { signal, withinMs: WITHIN_MS })
        .catch((error: unknown) => {
          throw new UnreachableError('GET', '/readyz', 'was not answered', { cause: error });
        });
      return answer.body;
    },
    [''],
  );
}
