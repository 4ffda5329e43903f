/** What screens show: read, kept while it is read anew, read again when an event may have changed it. */
import type { Client } from '@commonpoint/client';
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';
import { LOOK_AGAIN_MS, type Live } from './live.js';
import { useSession } from './session.js';

export const LiveContext = createContext<Live | undefined>(undefined);

export interface Reading<T> {
  readonly value?: T | undefined;
  /** The last attempt failed; `value`, if there is one, is from before. */
  readonly error?: Error | undefined;
  /** When `value` was read. */
  readonly at?: number | undefined;
  readonly reload: () => void;
}

/** Of screens that were left, so that going back shows something at once. One session's, and a new one begins with nothing. */
const kept = new Map<string, { readonly value: unknown; readonly at: number }>();
const KEPT_MAX = 300;

export const forgetReadings = (): void => kept.clear();

const PAUSE_MS = 400;

/**
 * @param key what is read; undefined reads nothing
 * @param read is given what was read before
 * @param events beginnings of types of events that may change it
 */
export function useRead<T>(
  key: string | undefined,
  read: (client: Client, signal: AbortSignal, before: T | undefined) => Promise<T>,
  events: readonly string[] = [],
): Reading<T> {
  const { client } = useSession();
  const live = useContext(LiveContext);
  const [, show] = useState(0);
  const latest = useRef(read);
  latest.current = read;
  const failed = useRef<{ readonly key: string | undefined; readonly error: Error } | undefined>(undefined);
  const isAgain = useRef(false);
  const running = useRef<AbortController | undefined>(undefined);

  const load = useCallback(() => {
    if (key === undefined) return;
    if (running.current !== undefined) {
      // What it is reading may be from before what is being told of.
      isAgain.current = true;
      return;
    }
    const controller = new AbortController();
    running.current = controller;
    latest
      .current(client, controller.signal, kept.get(key)?.value as T | undefined)
      .then(
        (value) => {
          if (kept.size >= KEPT_MAX) kept.delete(kept.keys().next().value!);
          kept.set(key, { value, at: Date.now() });
          failed.current = undefined;
        },
        (error: unknown) => {
          if (!controller.signal.aborted) failed.current = { key, error: error as Error };
        },
      )
      .finally(() => {
        if (controller.signal.aborted) return;
        running.current = undefined;
        show((count) => count + 1);
        if (!isAgain.current) return;
        isAgain.current = false;
        load();
      });
  }, [client, key]);

  useEffect(() => {
    load();
    const again = setInterval(() => {
      if (document.visibilityState === 'visible') load();
    }, LOOK_AGAIN_MS);
    let soon: ReturnType<typeof setTimeout> | undefined;
    const off = live?.on(({ type }) => {
      if (soon !== undefined || !events.some((begin) => type.startsWith(begin))) return;
      soon = setTimeout(() => {
        soon = undefined;
        load();
      }, PAUSE_MS);
    });
    return () => {
      clearInterval(again);
      clearTimeout(soon);
      off?.();
      running.current?.abort();
      running.current = undefined;
      isAgain.current = false;
    };
  }, [load, live]);

  const found = key === undefined ? undefined : kept.get(key);
  const error = failed.current?.key === key ? failed.current?.error : undefined;
  return { value: found?.value as T | undefined, at: found?.at, error, reload: load };
}
