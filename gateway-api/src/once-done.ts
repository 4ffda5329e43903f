/** Something that is asked for again and again, and done once. */
import { toFailure } from './channel/failures.js';

/** Does it once; until it succeeds, whoever asks tries again. */
export function onceDone(attempt: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= attempt().catch((error: unknown) => {
      done = undefined;
      throw toFailure(error);
    });
    return done;
  };
}
