/** What images are built from reaches their build: Docker is given what .dockerignore lets through, and fails for want of anything else. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/repository-files.js';

const linesOf = (name: string): string[] => readFileSync(join(repositoryRoot, name), 'utf8').split('\n');

/** What the Dockerfile takes from the repository, not from another image. */
const copied = linesOf('Dockerfile')
  .filter((line) => /^COPY (?!--from)/.test(line))
  .flatMap((line) => line.split(/\s+/).slice(1, -1));

/** All is left out, but for these and what is in them. */
const [first, ...rest] = linesOf('.dockerignore').filter((line) => line !== '' && !line.startsWith('#'));
const through = rest.filter((line) => line.startsWith('!')).map((line) => line.slice(1));

it('leaves everything out that it does not name', () => {
  expect(first).toBe('*');
});

it.each(copied)('%s is there, and is let through', (path) => {
  expect(existsSync(join(repositoryRoot, path))).toBe(true);
  expect(through.some((each) => path === each || path.startsWith(`${each}/`))).toBe(true);
});

it('has a folder for each workspace whose package is read', () => {
  const { workspaces } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
    workspaces: string[];
  };
  const read = new Set(copied);
  // `sdk/command` is for people's own machines, and in no image.
  expect(workspaces.filter((each) => !read.has(`${each}/package.json`))).toEqual(['sdk/command']);
});
