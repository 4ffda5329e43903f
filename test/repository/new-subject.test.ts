/** The places that a new subject touches are those that docs/how-to/subject.md names: here by a subject that has all of them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository-files.js';

const page = readFileSync(join(repositoryRoot, 'docs/how-to/subject.md'), 'utf8');
const places = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, path]) => path!);
const ofRows = [...page.matchAll(/\]\(\.\.\/\.\.\/([^)]*row[^)]*\.ts)\)/g)].map(([, path]) => path!);

test('eight places for the subject, and three for its kind of row', () => {
  expect(places).toHaveLength(8);
  expect(ofRows).toEqual(['catalogue/src/rows.ts', 'audit/src/row-shapes.ts', 'audit/src/row-authors.ts']);
});

test.each(places)('%s is a place of rates too', (path) => {
  const ofRates = join(repositoryRoot, path.replaceAll('notes', 'rates'));
  expect(existsSync(ofRates)).toBe(true);
  if (!path.includes('notes')) expect(readFileSync(ofRates, 'utf8')).toMatch(/rates/i);
});

test.each(ofRows)('%s has a line for the kind of row of rates', (path) => {
  expect(readFileSync(join(repositoryRoot, path), 'utf8')).toMatch(/^ {2}rate(,|: )/m);
});
