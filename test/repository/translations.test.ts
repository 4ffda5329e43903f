/** Pages in Chinese: whoever follows one types what the English one says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository-files.js';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');
const pages = [
  ['README.md', 'README.zh-CN.md'],
  ['docs/concepts.md', 'docs/zh-CN/concepts.md'],
] as const;

/** What is to be typed, without what is said beside it. */
const commandsIn = (text: string): string[] =>
  [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
  );
/** What no language translates, by the parts of a page: names, states and refusals, where its links lead, and rows of tables. */
const partsOf = (text: string) =>
  text
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .split(/^## /m)
    .map((part) => {
      const all = (pattern: RegExp) => [...new Set([...part.matchAll(pattern)].map(([, found = '']) => found))].sort();
      const links = all(/\]\(([^)\s#]+)[^)]*\)/g).map((link) => link.replace(/^(\.\.\/)+/, '').replace('zh-CN/', ''));
      return {
        codes: all(/`([^`\n]+)`/g),
        // To the page in the other language, each its own.
        links: links.filter((link) => !/^README|^concepts/.test(link)).sort(),
        rows: part.match(/^\|/gm)?.length ?? 0,
      };
    });

describe.each([...pages, ['docs/console.md', 'docs/zh-CN/console.md'] as const])(
  '%s in Chinese',
  (english, chinese) => {
    it('names the same things in each of its parts', () => {
      const [original, translated] = [partsOf(read(english)), partsOf(read(chinese))];
      expect(original.length).toBeGreaterThan(4);
      // It may lead further.
      const wanted = original.map((part) => ({ ...part, links: expect.arrayContaining(part.links) as string[] }));
      expect(translated).toEqual(wanted);
    });
  },
);

describe.each(pages)('%s in Chinese', (english, chinese) => {
  const [original, translated] = [read(english), read(chinese)];

  it('has the same commands in the same order', () => {
    expect(commandsIn(original).length).toBeGreaterThan(2);
    expect(commandsIn(translated)).toEqual(commandsIn(original));
  });

  it('is linked from the English page, and back', () => {
    const [, name = ''] = /([^/]+)$/.exec(chinese) ?? [];
    expect(original).toMatch(new RegExp(`\\[中文\\]\\([^)]*${name.replaceAll('.', '\\.')}\\)`));
    expect(translated).toMatch(/\[English\]\([^)]+\.md\)/);
  });
});

it('the first session in Chinese has the commands of the README’s', () => {
  const readme = read('README.md');
  const session = readme.slice(readme.indexOf('## A first session'), readme.indexOf('## A week'));
  expect(commandsIn(read('docs/zh-CN/first-session.md'))).toEqual(commandsIn(session));
});

it('the console in Chinese has the parts, screens, pictures and commands of the English page', () => {
  const [original, translated] = [read('docs/console.md'), read('docs/zh-CN/console.md')];
  const partsOf = (text: string) => ({
    headings: text.match(/^##? /gm)?.length,
    screens: text.match(/^\| /gm)?.length,
    pictures: [...text.matchAll(/[("](?:\.\.\/)?(images\/[^)"]+)[)"]/g)].map(([, path]) => path),
    commands: [...text.matchAll(/`(npm [^`]+)`/g)].map(([, command]) => command),
  });
  expect(partsOf(original).pictures.length).toBeGreaterThanOrEqual(6);
  expect(partsOf(translated)).toEqual(partsOf(original));
  expect([original.includes('[中文](zh-CN/console.md)'), translated.includes('[English](../console.md)')]).toEqual([
    true,
    true,
  ]);
});
