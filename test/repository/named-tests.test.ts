/** What pages promise is shown by tests, each named as `[…](../test/….test.ts) › name`: every one of them exists. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { repositoryRoot } from '../support/repository-files.js';
import { testTitlesIn } from '../support/test-titles.js';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

interface NamedTest {
  readonly path: string;
  readonly name: string;
}

const LINK = /\[[^\]]+\]\(([^)]+\.test\.ts)\) › /;

/** The last column of a table's row: tests, with a line break between them. */
function namedIn(page: string, cell: string): NamedTest[] {
  return cell.split('<br>').map((each) => {
    const [link, target = ''] = LINK.exec(each) ?? [];
    if (link === undefined) throw new Error(`${page}: names no test: ${each}`);
    return { path: normalize(join(dirname(page), target)), name: each.trim().slice(link.length) };
  });
}

const rowsOf = (page: string): string[] =>
  read(page)
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| -+ \|/.test(line) && !/\| Shown by +\|$/.test(line));

const lastCell = (row: string): string => /\| ([^|]+?) *\|$/.exec(row)?.[1] ?? '';

describe.each(['docs/threat-model.md', 'docs/promises.md'])('%s', (page) => {
  const rows = rowsOf(page);

  it('has a test in every row', () => {
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) expect(namedIn(page, lastCell(row))).not.toEqual([]);
  });

  it('names tests that exist, in that file with that name', () => {
    const titles = new Map<string, ReadonlySet<string>>();
    const missing = rows
      .flatMap((row) => namedIn(page, lastCell(row)))
      .filter(({ path, name }) => {
        const file = join(repositoryRoot, path);
        if (!titles.has(path)) titles.set(path, existsSync(file) ? testTitlesIn(file) : new Set());
        return titles.get(path)?.has(name) !== true;
      });
    expect(missing.map(({ path, name }) => `${path} › ${name}`)).toEqual([]);
  });
});
