/** Long work beside everything else: now and then the others have their turn. */
const TURN_MS = 10;

/** To be awaited between two steps: resolves at once while the turn lasts, and otherwise after all others that wait. */
export function turns(turnMs = TURN_MS): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < turnMs) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}
