/** Lists that come a page at a time: what is shown is kept up to date as one, as long as it is short; others are read when asked for. */
import type { Client } from '@commonpoint/client';
import { useRef, useState } from 'preact/hooks';
import { type Reading, useRead } from './read.js';
import { type Asked, asOfBlock, isLong, type PageOf, pagesFor } from './shown-pages.js';

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly asOfBlock?: number | undefined;
  /** Fetches what follows; absent at the end. */
  readonly more?: (() => void) | undefined;
  /** Reads all of it anew; of a list that is too long to be kept up to date by itself. */
  readonly anew?: (() => void) | undefined;
  readonly isFetching: boolean;
  readonly failure?: Error | undefined;
}

/** @param keyOf tells rows apart: what moved to another page meanwhile is shown once */
export function usePages<Page extends PageOf, Row>(
  key: string | undefined,
  read: (client: Client, signal: AbortSignal | undefined, cursor: string | undefined) => Promise<Page>,
  rowsOf: (page: Page) => readonly Row[],
  keyOf: (row: Row) => string,
  events: readonly string[] = [],
): Reading<Rows<Row>> {
  const next = useRef<{ readonly key: string | undefined; readonly asked: Asked }>(undefined);
  const [fetching, setFetching] = useState<{ readonly key: string; readonly failure?: Error }>();
  const { reload, ...reading } = useRead<readonly Page[]>(
    key && `pages ${key}`,
    async (client, signal, before = []) => {
      const asked = next.current?.key === key ? next.current!.asked : 'come';
      const then = (next.current = { key, asked: 'again' });
      try {
        const pages = await pagesFor(asked, before, (cursor) => read(client, signal, cursor));
        setFetching(undefined);
        return pages;
      } catch (error) {
        if (asked === 'more' && key !== undefined && !signal.aborted) {
          setFetching({ key, failure: error as Error });
          return before;
        }
        setFetching(undefined);
        // The next time it is wanted as much.
        if (next.current === then) next.current = { key, asked };
        throw error;
      }
    },
    events,
  );
  const ask = (asked: Asked) => (): void => {
    next.current = { key, asked };
    if (key !== undefined) setFetching({ key });
    reload();
  };
  const { value } = reading;
  if (value === undefined) return { ...reading, value, reload };
  const rows = new Map(value.flatMap(rowsOf).map((row) => [keyOf(row), row]));
  const state = fetching?.key === key ? fetching : undefined;
  return {
    ...reading,
    /** As much of it as is shown: what was done may have been to a row of any page. */
    reload: ask('all'),
    value: {
      rows: [...rows.values()],
      asOfBlock: asOfBlock(value),
      more: value.at(-1)?.nextCursor === undefined ? undefined : ask('more'),
      anew: isLong(value) ? ask('all') : undefined,
      isFetching: state !== undefined && state.failure === undefined,
      failure: state?.failure,
    },
  };
}
