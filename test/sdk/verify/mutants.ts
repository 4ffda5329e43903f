/** The verifier with one comparison, refusal or constant altered, as modules of its own. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';
import { repositoryRoot } from '../../support/repository-files.js';

/** What is put in the place of what. */
const alterations: readonly [RegExp, string][] = [
  [/ === /g, ' !== '],
  [/ !== /g, ' === '],
  [/ < /g, ' <= '],
  [/ <= /g, ' < '],
  [/ > (?=[\w.])/g, ' >= '],
  [/ >= /g, ' > '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/\bthrow /g, 'void '],
  [/'left'(?! \|)/g, "'right'"],
  [/'right'(?=[\])])/g, "'left'"],
  [/0x00/g, '0x01'],
  [/0x01/g, '0x00'],
  [/0x04/g, '0x01'],
  [/ \+ 1\b/g, ' + 2'],
  [/ - 1\b/g, ' - 2'],
  [/slice\(0, /g, 'slice(1, '],
  [/= 4;/g, '= 3;'],
  [/= 8;/g, '= 7;'],
  [/10n\b/g, '9n'],
  [/(?<=cosignature)\/v1/g, '/v2'],
];

/** Alterations that change nothing of what is said, and why. */
const same: readonly [where: RegExp, why: string][] = [
  [/Number\.isSafeInteger\(size\)/, 'sizes are looked at by proof-file too'],
  [/!isSize\(/, 'sizes are looked at by proof-file too'],
  [
    /path\.length > PATH_MAX|text\.length > FILE_CHARACTERS_MAX/,
    'bounds on the work, of which one more or less is no matter',
  ],
  [
    /subtle !== undefined|^\s*throw new Unverified\($|key === undefined\) throw new Unverified\('WEBCRYPTO|WebCrypto is there|WEBCRYPTO_MISSING'/,
    'there is WebCrypto here',
  ],
  [/one\.length === other\.length/, 'all that are compared are of one length'],
  [/it is not JSON/, 'what is read then is refused too'],
  [/const those = /, 'words'],
  [/entryKinds\.get\(key|key\.length/, 'it says what becomes a leaf, and is no step of verifying'],
  [/migration === undefined \|\| expiresOn === undefined/, 'a claim without an expiry is refused by claims.ts too'],
  [/rest\.length <= count/, 'what is no entry has no row that could be read either'],
];

export interface Mutant {
  readonly file: string;
  readonly source: string;
  readonly line: string;
}

export function mutantsOf(file: string): Mutant[] {
  const source = readFileSync(join(repositoryRoot, file), 'utf8');
  return alterations.flatMap(([what, by]) =>
    [...source.matchAll(what)].flatMap((found) => {
      const end = found.index + found[0].length;
      const start = source.lastIndexOf('\n', found.index) + 1;
      const line = source.slice(start, source.indexOf('\n', end));
      if (/^\s*(\*|\/\*|\/\/|import|export type|export interface)/.test(line)) return [];
      if (same.some(([where]) => where.test(line))) return [];
      const altered = source.slice(0, found.index) + by + source.slice(end);
      return [{ file, source: altered, line: `${line.trim()} (${found[0].trim()} → ${by.trim()})` }];
    }),
  );
}

/** What the modules that are altered need of it. */
const ofCatalogue = ['core/canonical-json', 'evidence/merkle-path', 'migration/sum-tree', 'points/imported-entry'];
const compiled = new Map<string, string>();
/** A loop that an alteration made endless ends with an error. */
const compile = (source: string): string =>
  transformSync(source.replaceAll('while (', 'while (tick() && '), {
    swcrc: false,
    module: { type: 'commonjs' },
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  }).code;

/** Loads modules by their paths, with one of them altered. */
export function loaderOf(mutant?: Mutant): (path: string) => Record<string, unknown> {
  const loaded = new Map<string, Record<string, unknown>>();
  const load = (path: string): Record<string, unknown> => {
    const known = loaded.get(path);
    if (known !== undefined) return known;
    const exports: Record<string, unknown> = {};
    loaded.set(path, exports);
    if (!compiled.has(path)) compiled.set(path, compile(readFileSync(join(repositoryRoot, path), 'utf8')));
    const code = path === mutant?.file ? compile(mutant.source) : compiled.get(path)!;
    const imported = (name: string): unknown => {
      if (name.startsWith('node:')) return process.getBuiltinModule(name);
      if (name === '@commonpoint/catalogue')
        return Object.assign({}, ...ofCatalogue.map((each) => load(`catalogue/src/${each}.ts`))) as unknown;
      return load(join(dirname(path), name).replace(/\.js$/, '.ts'));
    };
    let ticks = 0;
    const tick = (): boolean => {
      if (++ticks > 1_000_000) throw new Error('endless');
      return true;
    };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    new Function('require', 'exports', 'tick', code)(imported, exports, tick);
    return exports;
  };
  return load;
}

/** The mutants of a file that make no mistake. */
export async function unnoticed(
  mutants: readonly Mutant[],
  mistake: (load: ReturnType<typeof loaderOf>) => Promise<string | undefined>,
): Promise<string[]> {
  const found: string[] = [];
  for (const mutant of mutants) {
    let said: string | undefined;
    try {
      said = await mistake(loaderOf(mutant));
    } catch (error) {
      said = String(error);
    }
    if (said === undefined) found.push(mutant.line);
  }
  return found;
}
