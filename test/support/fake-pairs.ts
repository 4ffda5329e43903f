/** Terms and money statements of the ledger in memory: the real rules, over maps. */
import { Failure } from '../../gateway-api/src/channel/failures.js';
import type { Page, PageOptions, Read } from '../../gateway-api/src/channel/reads.js';
import type { PairLedger } from '../../gateway-api/src/ports.js';
import type { MoneyStatement, PrivateTerms, StatementRecord, TermsInput, TermsRecord } from '@commonpoint/catalogue';
import { Refusal } from '../../chaincode/src/domain/core/refusal.js';
import {
  decideAcceptTerms,
  decideProposeTerms,
  decideWithdrawTerms,
  partiesOf,
  privateHash,
  spellTerms,
} from '../../chaincode/src/domain/terms/terms.js';

interface Surroundings {
  readonly mspId: string;
  readonly time: string;
  readonly read: <T>(value: () => T) => Promise<Read<T>>;
  readonly pageOf: <T>(items: readonly T[], options: PageOptions) => Page<T>;
}

export interface FakePairs {
  readonly ledger: PairLedger;
  /** Rows that tests may read and put, by counterparty and version. */
  readonly terms: Map<string, { record: TermsRecord; terms: PrivateTerms }>;
  /** By counterparty and cycle. */
  readonly statements: Map<string, { record: StatementRecord; statement: MoneyStatement }>;
  /** What a transaction does; undefined if it is none of these. */
  do(name: string, request: Record<string, unknown>, privateInput: unknown): unknown;
}

export function createFakePairs({ mspId, time, read, pageOf }: Surroundings): FakePairs {
  const terms: FakePairs['terms'] = new Map();
  const statements: FakePairs['statements'] = new Map();
  const find = <T>(rows: Map<string, T>, name: string, code: 'TERMS_UNKNOWN' | 'STATEMENT_UNKNOWN'): T => {
    const row = rows.get(name);
    if (row === undefined) throw new Failure(code, `there is nothing at ${name}`);
    return row;
  };
  const must = <T>(decision: T | Refusal): T => {
    if (decision instanceof Refusal) throw new Failure(decision.code, decision.detail);
    return decision;
  };
  const saying = { by: mspId, at: time };

  return {
    terms,
    statements,
    ledger: {
      terms: async ({ counterparty, ...options }) =>
        pageOf(
          [...terms.values()]
            .map(({ record }) => record)
            .filter(({ parties }) => counterparty === undefined || parties.includes(counterparty)),
          options,
        ),
      // Only the own organisation can ask the own peer.
      privateTerms: ({ counterparty, version }, { caller }) =>
        read(() => find(caller.mspId === mspId ? terms : new Map(), `${counterparty} ${version}`, 'TERMS_UNKNOWN')),
      statements: async (cycle, options) =>
        pageOf(
          [...statements.values()].map(({ record }) => record).filter((record) => record.cycle === cycle),
          options,
        ),
      moneyStatement: ({ counterparty, cycle }) =>
        read(() => find(statements, `${counterparty} ${cycle}`, 'STATEMENT_UNKNOWN')),
    },
    do: (name, request, privateInput) => {
      const { counterparty, version } = request as { counterparty: string; version: number };
      const reference = `${counterparty} ${version}`;
      const spelt = () => must(spellTerms(partiesOf(mspId, counterparty), version, privateInput as TermsInput));
      switch (name) {
        case 'Terms:Propose': {
          const proposed = spelt();
          const newest = [...terms.values()].at(-1)?.record;
          const pair = newest && { parties: newest.parties, newest: newest.version };
          const asked = { parties: proposed.parties, version, hash: privateHash(proposed) };
          const { record } = must(decideProposeTerms(pair, terms.get(reference)?.record, newest, asked, saying));
          terms.set(reference, { record, terms: proposed });
          return record;
        }
        case 'Terms:Accept': {
          const held = find(terms, reference, 'TERMS_UNKNOWN');
          const record = must(decideAcceptTerms(held.record, privateHash(spelt()), held.record.hash, saying));
          terms.set(reference, { ...held, record });
          return record;
        }
        case 'Terms:Withdraw': {
          const held = find(terms, reference, 'TERMS_UNKNOWN');
          const record = must(decideWithdrawTerms(held.record, saying));
          terms.set(reference, { ...held, record });
          return record;
        }
        case 'Statements:Make':
        case 'Statements:Settle':
          return find(statements, `${counterparty} ${String(request['cycle'])}`, 'STATEMENT_UNKNOWN').record;
        default:
          return undefined;
      }
    },
  };
}
