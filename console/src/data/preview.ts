/** What something would come to, asked for and shown: of what was asked alone, however late the answer is. */
import { useState } from 'preact/hooks';
import { answered, type Previewed } from './previewed.js';

/** @param asked what would be sent now: an answer of anything else is none */
export function usePreview<T>(asked: unknown, ask: () => Promise<T>) {
  const [previewed, setPreviewed] = useState<Previewed<T>>();
  const of = JSON.stringify(asked);
  const now = previewed?.of === of ? previewed : undefined;
  return {
    found: now?.found,
    failure: now?.failure,
    isBusy: now !== undefined && now.found === undefined && now.failure === undefined,
    ask(): void {
      const show = (answer: Previewed<T>): void => setPreviewed((before) => answered(before, answer));
      setPreviewed({ of });
      ask().then(
        (found) => show({ of, found }),
        (failure: unknown) => show({ of, failure: failure as Error }),
      );
    },
  };
}
