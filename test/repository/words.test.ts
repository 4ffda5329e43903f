/** CONTRIBUTING's table of words: one word is one thing, also in the names of files and of what they export. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, trackedFiles } from '../support/repository-files.js';

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');

const rows = [...(read('CONTRIBUTING.md').split('\n## Words\n')[1] ?? '').split('\n## ')[0]!.matchAll(/^\|(.*)\|$/gm)]
  .slice(2)
  .map(([, cells = '']) => cells.split('|').map((cell) => cell.trim()));
const words = rows.map(([word = '']) => word);
const forbidden = rows.flatMap(([, , names = '']) => names.split(', '));

/** `-ledger-view-` of `createLedgerView`, `LEDGER_VIEW` and `ledger-view`, in the singular. */
function partsOf(name: string): string {
  const parts = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
  return `-${parts.map((part) => part.toLowerCase().replace(/(?<=[^s]{3})s$/, '')).join('-')}-`;
}

const exported = /^export (?:abstract |async |declare )*(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm;

function namesIn(path: string): string[] {
  const [file = ''] = (path.split('/').at(-1) ?? '').split('.');
  return [file, ...[...read(path).matchAll(exported)].map(([, name = '']) => name)];
}

describe('words', () => {
  it('are some forty, each said once, and none is another’s synonym', () => {
    expect(words.length).toBeGreaterThanOrEqual(40);
    expect(new Set(words).size).toBe(words.length);
    expect(new Set(forbidden).size).toBe(forbidden.length);
    expect(forbidden.filter((name) => words.includes(name))).toEqual([]);
    expect(rows.filter((cells) => cells.length !== 3 || cells.includes(''))).toEqual([]);
  });

  it('have no synonyms among the names of files and of what they export', () => {
    const sources = trackedFiles(
      /^(catalogue\/src|chaincode\/src|network|audit\/src|gateway-api\/src|consortium|member-keys\/src|sdk\/client\/src)\/.*\.ts$/,
    );
    const wrong = sources.flatMap((path) =>
      namesIn(path).flatMap((name) =>
        forbidden.filter((word) => partsOf(name).includes(partsOf(word))).map((word) => `${path}: ${name} (${word})`),
      ),
    );
    expect(wrong).toEqual([]);
  });
});
