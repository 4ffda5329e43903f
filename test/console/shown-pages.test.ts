/** Which pages of a list are shown, and that together they are the list as it was: no row missing in the middle. */
import { asOfBlock, isLong, pagesFor, TOGETHER_MAX } from '../../console/src/data/shown-pages.js';

interface Page {
  readonly rows: readonly number[];
  readonly nextCursor?: string;
  readonly asOfBlock: number;
}

/** Newest first, as a gateway gives them: a cursor says which row was the last. */
let newest: number;
let reads: (string | undefined)[];
const PAGE = 3;
const read = async (cursor: string | undefined): Promise<Page> => {
  reads.push(cursor);
  const first = cursor === undefined ? newest : Number(cursor) - 1;
  const rows = Array.from({ length: Math.min(PAGE, first) }, (_, at) => first - at);
  const last = rows.at(-1)!;
  return { rows, asOfBlock: newest, ...(last > 1 && { nextCursor: String(last) }) };
};
const rowsOf = (pages: readonly Page[]): number[] => pages.flatMap(({ rows }) => rows);
const downFrom = (first: number, count: number): number[] => Array.from({ length: count }, (_, at) => first - at);

async function shown(pages: number): Promise<readonly Page[]> {
  let all = await pagesFor('come', [], read);
  while (all.length < pages) all = await pagesFor('more', all, read);
  reads = [];
  return all;
}

beforeEach(() => {
  newest = 100;
  reads = [];
});

it('one page to begin with, and each further one behind the last', async () => {
  expect(rowsOf(await shown(1))).toEqual(downFrom(100, 3));
  expect(rowsOf(await shown(4))).toEqual(downFrom(100, 12));
});

it('when rows came meanwhile, all pages are read again from the first on', async () => {
  const before = await shown(3);
  newest = 110;
  const after = await pagesFor('again', before, read);
  expect(rowsOf(after)).toEqual(downFrom(110, 9));
  expect(asOfBlock(after)).toBe(110);
});

it('more of a list that changed meanwhile follows what is shown, and the list is as of when it began', async () => {
  const before = await shown(2);
  newest = 110;
  const after = await pagesFor('more', before, read);
  expect(rowsOf(after)).toEqual(downFrom(100, 9));
  expect(asOfBlock(after)).toBe(100);
});

it('a long list is not read again by itself, but whole when that is asked for', async () => {
  const long = await shown(TOGETHER_MAX + 1);
  expect([isLong(long), isLong(long.slice(1))]).toEqual([true, false]);
  newest = 110;
  expect(await pagesFor('again', long, read)).toBe(long);
  expect(reads).toEqual([]);
  expect(rowsOf(await pagesFor('all', long, read))).toEqual(downFrom(110, 3 * long.length));
});

it('who comes back to a long list has as much of it as is kept up to date', async () => {
  const long = await shown(TOGETHER_MAX + 3);
  newest = 110;
  const come = await pagesFor('come', long, read);
  expect(rowsOf(come)).toEqual(downFrom(110, 3 * TOGETHER_MAX));
});

it('a list that became shorter ends where it ends', async () => {
  const before = await shown(3);
  newest = 4;
  expect(rowsOf(await pagesFor('again', before, read))).toEqual([4, 3, 2, 1]);
  expect(rowsOf(await pagesFor('more', await pagesFor('again', before, read), read))).toEqual([4, 3, 2, 1]);
});

it('a list that says no block has none', () => {
  expect(asOfBlock([{}])).toBeUndefined();
});
