/** Tests that `npm test` leaves out are there, say why, and are run by CI. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, trackedFiles } from '../support/repository-files.js';
import long from '../long-tests.cjs';

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');

it('each test that takes long is there, and says what makes it long', () => {
  const files = trackedFiles(/^test\/.*\.test\.ts$/);
  expect(Object.keys(long).filter((path) => !files.includes(path))).toEqual([]);
  expect(Object.values(long).filter((why) => why.length < 10)).toEqual([]);
  expect(Object.keys(long)).toEqual(Object.keys(long).toSorted());
});

it('CI runs both what takes long and what does not', () => {
  const commands = read('.ci/run')
    .split('\n')
    .filter((line) => line.startsWith('count '));
  expect(commands).toEqual(expect.arrayContaining(['count npm test', 'count npm run --silent test:long']));
  expect(read('package.json')).toContain('"test:long": "node scripts/test.mjs long"');
});
