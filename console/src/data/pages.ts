/** Lists that come a page at a time: the first one is kept up to date, others are fetched when they are asked for. */
import type { Client } from '@commonpoint/client';
import { useState } from 'preact/hooks';
import { type Reading, useRead } from './read.js';
import { useSession } from './session.js';

interface PageOf {
  readonly nextCursor?: string | undefined;
  readonly asOfBlock?: number | undefined;
}

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly asOfBlock?: number | undefined;
  /** Fetches what follows; absent at the end. */
  readonly more?: (() => void) | undefined;
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
  const { client } = useSession();
  const first = useRead(key, (own, signal) => read(own, signal, undefined), events);
  const [more, setMore] = useState<{ readonly key: string; readonly pages: readonly Page[] }>();
  const [fetching, setFetching] = useState<{ readonly key: string; readonly failure?: Error }>();
  if (key === undefined || first.value === undefined) return { ...first, value: undefined };
  const others = more?.key === key ? more.pages : [];
  const { nextCursor } = others.at(-1) ?? first.value;
  const rows = new Map([first.value, ...others].flatMap(rowsOf).map((row) => [keyOf(row), row]));
  const state = fetching?.key === key ? fetching : undefined;
  const isFetching = state !== undefined && state.failure === undefined;
  const fetchMore = (): void => {
    setFetching({ key });
    read(client, undefined, nextCursor).then(
      (page) => {
        setMore({ key, pages: [...others, page] });
        setFetching(undefined);
      },
      (failure: unknown) => setFetching({ key, failure: failure as Error }),
    );
  };
  /** As much of it as is shown: what was done may have been to a row of any page. */
  const reload = (): void => {
    first.reload();
    if (others.length === 0) return;
    const readAgain = async (): Promise<void> => {
      const pages: Page[] = [];
      for (let cursor = first.value?.nextCursor; cursor !== undefined && pages.length < others.length;) {
        const page = await read(client, undefined, cursor);
        pages.push(page);
        cursor = page.nextCursor;
      }
      setMore({ key, pages });
    };
    readAgain().catch((failure: unknown) => setFetching({ key, failure: failure as Error }));
  };
  return {
    ...first,
    reload,
    value: {
      rows: [...rows.values()],
      asOfBlock: first.value.asOfBlock,
      more: nextCursor === undefined ? undefined : fetchMore,
      isFetching,
      failure: state?.failure,
    },
  };
}
