/** Something that is done once: whether it is under way, what came of it, or why it was refused. */
import { type Client, newIdempotencyKey } from './idempotency.js';
import { useRef, useState } from 'preact/hooks';
import { useSession } from './session.js';

export interface Writing<T> {
  readonly isBusy: boolean;
  readonly done?: T | undefined;
  readonly failure?: Error | undefined;
  readonly run: () => void;
  readonly reset: () => void;
}

/** @param write is given the same key until it succeeded or was begun anew: sent twice, it is done once */
export function useWrite<T>(
  write: (client: Client, idempotencyKey: string) => Promise<T>,
  onDone?: (value: T) => void,
): Writing<T> {
  const { client } = useSession();
  const [state, setState] = useState<{ isBusy?: boolean; done?: T; failure?: Error }>({});
  const key = useRef<string | undefined>(undefined);
  return {
    isBusy: state.isBusy === true,
    done: state.done,
    failure: state.failure,
    run() {
      if (state.isBusy === true) return;
      key.current ??= newIdempotencyKey();
      setState({ isBusy: true });
      write(client, key.current).then(
        (done) => {
          key.current = undefined;
          setState({ done });
          onDone?.(done);
        },
        (failure: unknown) => setState({ failure: failure as Error }),
      );
    },
    reset() {
      key.current = undefined;
      setState({});
    },
  };
}
