/** Whatever the gateway lists a page at a time, the console reads by cursor: nothing is left out because a list grew. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { listOf, pagesOf } from '../../console/src/data/lists.js';
import { routes } from '../../gateway-api/src/subjects/index.js';
import { repositoryRoot, trackedFiles } from '../support/repository-files.js';

const paged = new Set<string>(
  routes
    .filter(({ method, query }) => method === 'get' && query instanceof z.ZodObject && 'cursor' in query.shape)
    .map(({ path }) => path),
);
const sources = trackedFiles(/^console\/src\/.*\.tsx?$/).map(
  (path) => [path, readFileSync(join(repositoryRoot, path), 'utf8')] as const,
);

/** Where a list is read: the call's arguments, up to where its parentheses close. */
function callsOf(text: string): { readonly path: string; readonly call: string }[] {
  return [...text.matchAll(/\.get\(\s*'(\/v1\/[^']+)'/g)].map(({ 0: begin, 1: path = '', index }) => {
    let end = index + begin.indexOf('(') + 1;
    for (let depth = 1; depth > 0; end += 1) depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0;
    return { path, call: text.slice(index, end) };
  });
}

describe('lists of the console', () => {
  it('are read by their cursors, each of them', () => {
    const read = sources.flatMap(([file, text]) => callsOf(text).map((call) => ({ file, ...call })));
    const ofLists = read.filter(({ path }) => paged.has(path));
    expect(ofLists.length).toBeGreaterThan(15);
    expect(ofLists.filter(({ call }) => !/\bcursor\b/.test(call)).map(({ file, path }) => [file, path])).toEqual([]);
  });

  it('come together of all pages where all of it is needed, in their order', async () => {
    async function* pages() {
      yield { rows: [1, 2], nextCursor: 'a' };
      yield await Promise.resolve({ rows: [3] });
    }
    expect(await listOf(pages(), ({ rows }) => rows)).toEqual([1, 2, 3]);
    expect(await pagesOf(pages())).toHaveLength(2);
  });
});
