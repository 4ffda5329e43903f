/** What members decide on when they decide on a chaincode: all that is the consortium's own of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeDigest } from '@commonpoint/network/chaincodes';

let folder: string;
const write = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const catalogue = 'chaincode/node_modules/@commonpoint/catalogue';

const described = (more: object = {}): string => {
  const dependencies = { '@commonpoint/catalogue': '1.0.0', zod: '4.0.0' };
  return JSON.stringify({ name: 'chaincode', rows: { written: 9 }, dependencies, ...more });
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonpoint-code-'));
  write('chaincode/package.json', described());
  write('chaincode/dist/index.js', 'rules');
  write('chaincode/dist/deep/more.js', 'more rules');
  write(`${catalogue}/package.json`, '{"name":"@commonpoint/catalogue","main":"dist/index.js"}');
  write(`${catalogue}/dist/index.js`, 'shapes');
});
afterEach(() => rmSync(folder, { recursive: true }));

const digest = () => codeDigest(join(folder, 'chaincode'));

it('is the same for the same code', () => {
  expect(digest()).toMatch(/^[0-9a-f]{64}$/);
  expect(digest()).toBe(digest());
});

it.each([
  ['a program', 'chaincode/dist/index.js'],
  ['a program in a folder', 'chaincode/dist/deep/more.js'],
  ['a program that was not there', 'chaincode/dist/new.js'],
  ['a shape of the catalogue', `${catalogue}/dist/index.js`],
  ['a program of the catalogue that was not there', `${catalogue}/dist/deep/new.js`],
])('is another one with %s', (_what, path) => {
  const before = digest();
  write(path, 'otherwise');
  expect(digest()).not.toBe(before);
});

it('is another one with other versions of what it asks for', () => {
  const before = digest();
  write('chaincode/package.json', described({ dependencies: { '@commonpoint/catalogue': '1.0.0', zod: '4.0.1' } }));
  expect(digest()).not.toBe(before);
});

it('does not go by what is no program', () => {
  const before = digest();
  write('chaincode/dist/index.d.ts', 'types');
  write('chaincode/README.md', 'words');
  expect(digest()).toBe(before);
});

it('is not told without a package that the code loads', () => {
  rmSync(join(folder, catalogue), { recursive: true });
  expect(digest).toThrow('@commonpoint/catalogue');
});

it('is what it was for code from before it said which rows it writes, and another one as soon as it does', () => {
  write('chaincode/package.json', described({ rows: undefined }));
  const before = digest();
  write(`${catalogue}/dist/index.js`, 'shapes otherwise');
  expect(digest()).toBe(before);
  write('chaincode/package.json', described());
  expect(digest()).not.toBe(before);
});
