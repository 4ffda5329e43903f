/**
 * A verifier that leaves out a step says yes to everything that is right, and nobody notices. So each comparison, each refusal
 * and each constant of it is altered, one at a time, and the tests' proofs have to notice every one.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';
import type * as Continued from '../../../chaincode/src/domain/evidence/merkle.js';
import type * as Inclusion from '../../../sdk/verify/src/inclusion.js';
import type * as Verifier from '../../../sdk/verify/src/index.js';
import { repositoryRoot } from '../../support/repository-files.js';
import { treeOf } from '../../support/signed-log.js';
import { evidences } from './evidences.js';
import { judgements } from './proofs.js';

const shared = 'catalogue/src/evidence';
const files = [
  ...['merkle-path', 'checkpoint-text', 'log-entry'].map((name) => `${shared}/${name}.ts`),
  ...['bytes', 'inclusion', 'proof-file', 'policy', 'cosignatures', 'verify-receipt', 'verify-evidence'].map(
    (name) => `sdk/verify/src/${name}.ts`,
  ),
  'chaincode/src/domain/evidence/merkle.ts',
];

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
  [/rest\.length <= count/, 'what is no entry has no row that could be read either'],
];

interface Mutant {
  readonly file: string;
  readonly source: string;
  readonly line: string;
}

function mutantsOf(file: string): Mutant[] {
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

const compiled = new Map<string, string>();
/** A loop that an alteration made endless ends with an error. */
const compile = (source: string): string =>
  transformSync(source.replaceAll('while (', 'while (tick() && '), {
    swcrc: false,
    module: { type: 'commonjs' },
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  }).code;

/** The verifier with one file altered, as modules of its own. */
function load(mutant?: Mutant) {
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
      if (name === '@commonpoint/catalogue') return load(`${shared}/merkle-path.ts`);
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
  return {
    verifier: load('sdk/verify/src/index.ts') as unknown as typeof Verifier,
    inclusion: load('sdk/verify/src/inclusion.ts') as unknown as typeof Inclusion,
    continued: load('chaincode/src/domain/evidence/merkle.ts') as unknown as typeof Continued,
  };
}

const trees = Array.from({ length: 10 }, (_, size) => treeOf(size));
const tree = trees[9]!;
const rootOf = (size: number) => tree.root(size);
const text = (bytes: Buffer) => bytes.toString('base64');

/** What is wrong with what it says of the tests' proofs; undefined if nothing is. */
async function mistake({ verifier, inclusion, continued }: ReturnType<typeof load>): Promise<string | undefined> {
  for (const [name, proof, policy, code] of judgements) {
    const given = typeof policy === 'string' ? policy : JSON.stringify(policy);
    let said: unknown;
    try {
      const { receipt, signers } = await verifier.verifyReceipt(proof, verifier.readPolicy(given));
      if (receipt.kind !== 'issue' || signers.some(({ at }) => at.getTime() !== 1_795_000_000_000)) return name;
    } catch (error) {
      said = (error as { code?: unknown }).code ?? 'something else';
    }
    if (said !== code) return name;
  }
  for (const [name, evidence, policy, code] of evidences) {
    let said: unknown;
    try {
      await verifier.verifyEvidence(evidence, verifier.readPolicy(JSON.stringify(policy)));
    } catch (error) {
      said = (error as { code?: unknown }).code ?? 'something else';
    }
    if (said !== code) return name;
  }
  for (let size = 1; size <= 9; size++) {
    for (let index = 0; index < size; index++) {
      const path = tree.inclusionProof(index, size);
      const [leaf] = tree.leaves(index, index + 1) as [Buffer];
      const place = { index, size, root: rootOf(size) };
      if (!(await inclusion.hasLeaf(place, leaf, path))) return `leaf ${index} of ${size}`;
      if (await inclusion.hasLeaf({ ...place, index: index + 1 }, leaf, path)) return `leaf ${index + 1} of ${size}`;
      if (await inclusion.hasLeaf({ ...place, size: size * 2 }, leaf, path)) return `leaf ${index} of ${size * 2}`;
    }
    for (let before = 1; before <= size; before++) {
      const [earlier, later] = [before, size].map((of) => ({ size: of, root: text(rootOf(of)) }));
      const proof = tree.consistencyProof(before, size).map(text);
      const holds = (b = earlier!, a = later!, p: readonly string[] = proof) => {
        try {
          return continued.isContinued(b, a, p);
        } catch {
          return 'thrown';
        }
      };
      const other = text(Buffer.alloc(32, 1));
      if (holds() !== true) return `${before} to ${size}`;
      const wrong = [
        holds({ ...earlier!, root: other }),
        holds(earlier, { ...later!, root: other }),
        holds(earlier, later, [...proof, other]),
        holds({ size: 0, root: text(rootOf(0)) }),
        holds(later, earlier, before === size ? [other] : proof),
        proof.length > 0 && holds(earlier, later, proof.slice(1)),
        proof.length > 0 && holds(earlier, later, [other, ...proof.slice(1)]),
        proof.length > 0 && holds(earlier, later, []),
      ];
      if (wrong.some((said) => said !== false)) return `${before} to ${size}, wrongly`;
    }
  }
  return undefined;
}

it('the verifier as it is makes no mistake', async () => {
  expect(await mistake(load())).toBeUndefined();
});

describe.each(files)('%s', (file) => {
  const mutants = mutantsOf(file);

  it('is noticed wherever it is altered', async () => {
    expect(mutants.length).toBeGreaterThan(0);
    const unnoticed: string[] = [];
    for (const mutant of mutants) {
      let found: string | undefined;
      try {
        found = await mistake(load(mutant));
      } catch (error) {
        found = String(error);
      }
      if (found === undefined) unnoticed.push(mutant.line);
    }
    expect(unnoticed).toEqual([]);
  }, 120_000);
});
