/** The places that a new subject touches are those that docs/how-to/subject.md names: here by a subject that has all of them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository-files.js';

const page = readFileSync(join(repositoryRoot, 'docs/how-to/subject.md'), 'utf8');
const places = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, path]) => path!);
const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

test('eight places for a subject with a row, a write, a read and an event', () => {
  expect(places).toHaveLength(8);
});

test.each(places)('%s is a place of rates too', (path) => {
  const ofRates = join(repositoryRoot, path.replaceAll('notes', 'rates'));
  expect(existsSync(ofRates)).toBe(true);
  if (!path.includes('notes')) expect(readFileSync(ofRates, 'utf8')).toMatch(/rates/i);
});

// What else of these storeys names the subject would be a ninth place.
test('what the audit and the catalogue have of the kind of row stands there', () => {
  expect(read('catalogue/src/rates/rows.ts')).toMatch(/^ {2}rate: \{[^]*events: \['rate\.proposed'/m);
  expect(read('audit/src/row-kinds.ts')).toMatch(/^ {2}rate: \{/m);
});
