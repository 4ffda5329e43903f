/** Something that is done once: whether it is under way, what came of it, or why it was refused. */
import { useRef, useState } from 'preact/hooks';
import { type Client, newIdempotencyKey } from './idempotency.js';
import { useSession } from './session.js';
import { leavesOpen, type Sent, tellsNothing, Unsettled } from './unsettled.js';

export const unsettled = new Unsettled(() => sessionStorage);

/** What a write is known by: whoever sends the same at the same place again means the same write. */
export interface What {
  /** In which form, of what. */
  readonly place: string;
  /** All that was filled in. */
  readonly content?: unknown;
}

/** That something was sent before, and nobody knows what became of it. */
export interface Earlier {
  /** Whether it is what would be sent now; that is safe, and done once. */
  readonly isSame: boolean;
  /** When it was sent first, in milliseconds. */
  readonly at: number;
}

export interface Writing<T> {
  readonly isBusy: boolean;
  readonly done?: T | undefined;
  readonly failure?: Error | undefined;
  readonly earlier?: Earlier | undefined;
  readonly run: () => void;
  readonly reset: () => void;
}

interface State<T> {
  readonly isBusy?: boolean;
  readonly done?: T;
  readonly failure?: Error;
}

/** How far a write is; of its own for forms that show what was there before it, as long as it may have been done. */
export function useSending<T>() {
  const [state, set] = useState<State<T>>({});
  const isSent =
    state.isBusy === true || state.done !== undefined || (state.failure !== undefined && leavesOpen(state.failure));
  return { state, set, isSent };
}

/** As it was when it was sent: what is there afterwards is not what is told of. */
export function useFrozen<T>(value: T, isSent: boolean): T {
  const kept = useRef(value);
  if (!isSent) kept.current = value;
  return kept.current;
}

/**
 * @param what undefined of what may as well be done twice, or cannot be sent yet
 * @param write is given the same key for the same until it is known what became of it: sent twice, it is done once
 */
export function useWrite<T>(
  what: What | undefined,
  write: (client: Client, idempotencyKey: string) => Promise<T>,
  onDone?: (value: T) => void,
  own?: ReturnType<typeof useSending<T>>,
): Writing<T> {
  const { client, who } = useSession();
  const other = useSending<T>();
  const { state, set } = own ?? other;
  const held = useRef<{ readonly id: string; readonly sent?: Sent | undefined }>({ id: '' });
  const place = `${who.mspId} ${who.client} ${what?.place}`;
  const content = what?.content;
  const id = what === undefined ? '' : place + JSON.stringify(content);
  // What was said to be safe is, also when it is known meanwhile what became of the first.
  if (held.current.id !== id) held.current = { id, sent: id === '' ? undefined : unsettled.same(place, content) };
  const { sent: same } = held.current;
  const last = same ?? (id === '' ? undefined : unsettled.other(place, content));
  const isBusy = state.isBusy === true;
  return {
    isBusy,
    done: state.done,
    failure: state.failure,
    earlier:
      isBusy || state.done !== undefined || last === undefined ? undefined : { isSame: last === same, at: last.at },
    run() {
      if (isBusy) return;
      const sent = what && (same ?? unsettled.begin(place, content));
      if (sent) unsettled.keep(sent);
      set({ isBusy: true });
      write(client, sent?.key ?? newIdempotencyKey()).then(
        (done) => {
          if (sent) unsettled.settle(sent);
          held.current = { id: '' };
          set({ done });
          onDone?.(done);
        },
        (error: unknown) => {
          const failure = error as Error;
          const isOpen = leavesOpen(failure) || (same !== undefined && tellsNothing(failure));
          if (sent) unsettled[isOpen ? 'keep' : 'settle'](sent);
          held.current = { id: '' };
          set({ failure });
        },
      );
    },
    reset() {
      // What is under way is not taken back.
      if (!isBusy) set({});
    },
  };
}
