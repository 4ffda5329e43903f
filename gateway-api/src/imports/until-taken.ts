/** What an import needs and the gateway cannot do for the moment. */
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../channel/failures.js';
import { isGatewayFailure, PATIENCE_MS } from './post-until-final.js';

/** Does it again until it is done: nothing of a file fails for what passes. */
export async function untilTaken<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  tell: (error: Failure) => void,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Failure && isGatewayFailure(error.code)) || signal.aborted) throw error;
      tell(error);
      await pause(PATIENCE_MS, undefined, { signal });
    }
  }
}
