/**
 * As `mutations.test.ts`, of what verifies that a log continues an earlier one, and that a balance is in a migration's tree: for
 * whoever has a file of it, and for the chaincode, which takes no claim without.
 */
import type { Migration, Operation } from '@commonpoint/catalogue';
import type * as Claims from '../../../chaincode/src/domain/migration/sum-tree.js';
import type * as Verifier from '../../../sdk/verify/src/index.js';
import { LegacyTree } from '../../support/legacy-tree.js';
import { balances } from './balances.js';
import { consistencies, kept, keptFile } from './consistencies.js';
import { loaderOf, mutantsOf, unnoticed } from './mutants.js';
import { type Judgement, policyOf } from './proofs.js';

type Load = ReturnType<typeof loaderOf>;
const verifierOf = (load: Load) => load('sdk/verify/src/index.ts') as unknown as typeof Verifier;

async function judged(
  judgements: readonly Judgement[],
  readPolicy: typeof Verifier.readPolicy,
  verify: (file: string, policy: Verifier.Policy) => Promise<unknown>,
): Promise<string | undefined> {
  for (const [name, file, policy, code] of judgements) {
    let said: unknown;
    try {
      await verify(file, readPolicy(JSON.stringify(policy)));
    } catch (error) {
      said = (error as { code?: unknown }).code ?? 'something else';
    }
    if (said !== code) return name;
  }
  return undefined;
}

async function mistakeInLogs(load: Load): Promise<string | undefined> {
  const { readPolicy, verifyConsistency } = verifierOf(load);
  const wrong = await judged(consistencies, readPolicy, (file, policy) => verifyConsistency(file, policy));
  if (wrong !== undefined) return wrong;
  for (const [known, code] of kept) {
    const judgement: Judgement = [`kept ${JSON.stringify(known)}`, keptFile, policyOf(), code];
    const said = await judged([judgement], readPolicy, (file, policy) => verifyConsistency(file, policy, known));
    if (said !== undefined) return said;
  }
  return undefined;
}

async function mistakeInBalances(load: Load): Promise<string | undefined> {
  const { readPolicy, verifyLegacyBalance } = verifierOf(load);
  return judged(balances, readPolicy, verifyLegacyBalance);
}

const accountId = 'HarborMSP:alice-0001';
const treeOf = (size: number) =>
  new LegacyTree(
    Array.from({ length: size }, (_, n) => ({
      accountId,
      amount: String(n + 1),
      ...(n === 1 && { status: 'frozen' as const }),
      ...(n === 2 && { status: 'expired' as const }),
      ...(n === 3 && { maturesOn: '2026-12-24' }),
    })),
  );
const limit = '999999999999999999';

/** Of the chaincode: what is proved of claims with a proof. */
async function mistakeInClaims(load: Load): Promise<string | undefined> {
  const { provedClaims } = load('chaincode/src/domain/migration/sum-tree.ts') as unknown as typeof Claims;
  const proved = (
    of: LegacyTree,
    claims: readonly Operation[],
    proof = of.proof(claims.map((_claim, n) => n)),
    known: object = of.proposal(),
  ): number => {
    const migrations = new Map([['legacy', known as unknown as Migration]]);
    return provedClaims('HarborMSP', claims, [proof], migrations).size;
  };
  for (let size = 1; size <= 9; size += 1) {
    const of = treeOf(size);
    for (let from = 0; from < size; from += 1) {
      for (let to = from + 1; to <= size; to += 1) {
        const indices = Array.from({ length: to - from }, (_, n) => from + n).filter((index) => index !== 2);
        const claims = indices.map((index) => of.claim(index));
        if (claims.length === 0) continue;
        const what = `${from} to ${to} of ${size}`;
        const proof = of.proof(indices);
        if (proved(of, claims, proof) !== claims.length) return what;
        const [first, ...rest] = claims as [Operation & { kind: 'issue' }, ...Operation[]];
        const others: Operation[] = [
          { id: 'plain', kind: 'issue', programId: 'harbor', accountId, amount: '1' },
          { id: 'spent', kind: 'redeem', programId: 'harbor', accountId, amount: '1' },
          { ...first, kind: 'redeem' } as unknown as Operation,
        ];
        if (proved(of, [...claims, ...others], proof) !== claims.length) return `${what}, beside others`;
        const { total, root } = of.proposal();
        const { beside } = proof;
        const node = { hash: root, sum: '1' };
        const wrong = [
          proved(of, [{ ...first, amount: '99' }, ...rest], proof),
          proved(of, [{ ...first, expiresOn: '2030-01-31' }, ...rest], proof),
          proved(of, [{ ...first, expiresOn: undefined }, ...rest], proof),
          proved(of, [{ ...first, earnedOn: '2026-01-31' }, ...rest], proof),
          proved(of, [{ ...first, maturesOn: '2027-01-31' }, ...rest], proof),
          proved(of, claims, { ...proof, beside: [...beside, node] }),
          proved(of, claims, proof, { ...of.proposal(), total: String(BigInt(total) + 1n) }),
          proved(of, claims, proof, { ...of.proposal(), root: treeOf(size + 1).proposal().root }),
          proved(of, claims, proof, { ...of.proposal(), size: size * 2 }),
          proved(of, claims, { ...proof, migrationId: 'other' }),
          beside.length > 0 && proved(of, claims, { ...proof, beside: beside.slice(1) }),
          beside.length > 0 && proved(of, claims, { ...proof, beside: [node, ...beside.slice(1)] }),
          proved(of, [...claims, { ...first, id: 'again' }], proof),
        ];
        const at = wrong.findIndex((count) => count !== false && count !== 0);
        if (at >= 0) return `${what}, wrongly by ${at}`;
      }
    }
  }
  const most = new LegacyTree([
    { accountId, amount: limit },
    { accountId, amount: '0' },
  ]);
  if (proved(most, [most.claim(0)]) !== 1) return 'the most that a sum may be';
  const over = new LegacyTree([
    { accountId, amount: limit },
    { accountId, amount: '1' },
  ]);
  return proved(over, [over.claim(0)]) === 0 ? undefined : 'a sum of 19 digits';
}

const cases: readonly [name: string, files: readonly string[], mistake: (load: Load) => Promise<string | undefined>][] =
  [
    ['logs', ['sdk/verify/src/verify-consistency.ts'], mistakeInLogs],
    ['balances', ['sdk/verify/src/verify-legacy-balance.ts'], mistakeInBalances],
    ['claims', ['chaincode/src/domain/migration/sum-tree.ts', 'catalogue/src/migration/sum-tree.ts'], mistakeInClaims],
  ];

describe.each(cases)('of %s', (_name, files, mistake) => {
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
});
