/** Which pages of a list are shown: they are read one behind the other, so that no row is missing between an older and a newer one. */

export interface PageOf {
  readonly nextCursor?: string | undefined;
  readonly asOfBlock?: number | undefined;
}

/** As many are kept up to date by themselves. */
export const TOGETHER_MAX = 5;

/** `come` of a list that is come to, `again` because it may have changed; the reader asks for `more`, or for `all` anew. */
export type Asked = 'come' | 'again' | 'all' | 'more';

/**
 * What is shown next. More is what follows the last page that is shown, whenever that was read; all else are pages from the
 * first on, as many as are shown, but that a longer list than `TOGETHER_MAX` is left as it is until it is asked for.
 */
export async function pagesFor<Page extends PageOf>(
  asked: Asked,
  shown: readonly Page[],
  read: (cursor: string | undefined) => Promise<Page>,
): Promise<readonly Page[]> {
  const next = shown.at(-1)?.nextCursor;
  if (asked === 'more' && next !== undefined) return [...shown, await read(next)];
  if (asked !== 'all' && asked !== 'come' && isLong(shown)) return shown;
  const count = asked === 'all' ? shown.length : Math.min(shown.length, TOGETHER_MAX);
  const pages = [await read(undefined)];
  for (let cursor = pages[0]?.nextCursor; cursor !== undefined && pages.length < count;) {
    const page = await read(cursor);
    pages.push(page);
    cursor = page.nextCursor;
  }
  return pages;
}

/** Whether it is not kept up to date by itself. */
export const isLong = (shown: readonly unknown[]): boolean => shown.length > TOGETHER_MAX;

/** Up to which block all of it is for certain. */
export function asOfBlock(shown: readonly PageOf[]): number | undefined {
  const blocks = shown.flatMap((page) => page.asOfBlock ?? []);
  return blocks.length === 0 ? undefined : Math.min(...blocks);
}
