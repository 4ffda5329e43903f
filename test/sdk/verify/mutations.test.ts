/**
 * A verifier that leaves out a step says yes to everything that is right, and nobody notices. So each comparison, each refusal
 * and each constant of it is altered, one at a time, and the tests' proofs have to notice every one.
 */
import type * as Continued from '../../../chaincode/src/domain/evidence/merkle.js';
import type * as Inclusion from '../../../sdk/verify/src/inclusion.js';
import type * as Verifier from '../../../sdk/verify/src/index.js';
import { treeOf } from '../../support/signed-log.js';
import { evidences } from './evidences.js';
import { loaderOf, mutantsOf, unnoticed } from './mutants.js';
import { judgements } from './proofs.js';

const shared = 'catalogue/src/evidence';
const files = [
  ...['merkle-path', 'checkpoint-text', 'log-entry'].map((name) => `${shared}/${name}.ts`),
  ...['bytes', 'inclusion', 'proof-file', 'policy', 'cosignatures', 'verify-receipt', 'verify-evidence'].map(
    (name) => `sdk/verify/src/${name}.ts`,
  ),
  'chaincode/src/domain/evidence/merkle.ts',
];

function loadAll(load: ReturnType<typeof loaderOf>) {
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
async function mistake(load: ReturnType<typeof loaderOf>): Promise<string | undefined> {
  const { verifier, inclusion, continued } = loadAll(load);
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
  expect(await mistake(loaderOf())).toBeUndefined();
});

it.each(files)(
  '%s is noticed wherever it is altered',
  async (file) => {
    const mutants = mutantsOf(file);
    expect(mutants.length).toBeGreaterThan(0);
    expect(await unnoticed(mutants, mistake)).toEqual([]);
  },
  240_000,
);
