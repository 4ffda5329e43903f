/**
 * What the ledger shows of private terms and money statements: that versions follow each other and do not change, that
 * a cycle was closed without exactly those pairs that had accepted terms, and that a statement was made once, for them.
 * The amounts are the two merchants' own to check.
 */
import type { Found } from './findings.js';
import type { CycleRow, StatementRow, TermsPairRow, TermsRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';

const fixed = ['hash', 'proposedBy', 'proposedAt'] as const;

/** What may follow upon what. */
const next: Readonly<Record<TermsRow['status'], readonly TermsRow['status'][]>> = {
  proposed: ['accepted', 'withdrawn'],
  accepted: ['superseded'],
  superseded: [],
  withdrawn: [],
};

export class PrivateAgreements {
  /** By pair, then in the order of their versions. */
  readonly #terms: Kept<TermsRow[]>;
  /** By pair, the version that it accepted last. */
  readonly accepted: Kept<number>;
  /** By cycle, the pairs that were left out of the public settlement. */
  readonly #leftOut: Kept<ReadonlySet<string>>;
  readonly #statements: Kept<true>;

  constructor(
    private readonly found: Found,
    private readonly hasLeft: (mspId: string) => boolean,
    store: Store,
  ) {
    this.#terms = store.kept('terms', 'small');
    this.accepted = store.kept('accepted-terms', 'small');
    this.#leftOut = store.kept('private-pairs', 'small');
    this.#statements = store.kept('statements', 'small');
  }

  applyRow(txId: string, type: 'terms' | 'terms-pair' | 'statement', parts: readonly string[], value: unknown): void {
    if (type === 'terms') this.#applyTerms(txId, parts, value as TermsRow | undefined);
    else if (type === 'terms-pair') this.#applyPair(txId, parts, value as TermsPairRow | undefined);
    else this.#applyStatement(txId, parts, value as StatementRow | undefined);
  }

  #applyTerms(txId: string, parts: readonly string[], row: TermsRow | undefined): void {
    const pair = parts.slice(0, 2).join(' ');
    const name = parts.join(' ');
    if (row === undefined) {
      this.found.push(`transaction ${txId} deleted the terms ${name}`);
      return;
    }
    const versions = this.#terms.get(pair) ?? [];
    const before = versions[row.version - 1];
    versions[row.version - 1] = row;
    this.#terms.set(pair, versions);
    if (before === undefined) {
      if (row.status !== 'proposed') this.found.push(`transaction ${txId} began the terms ${name} as ${row.status}`);
      const last = versions[row.version - 2];
      if (row.version > 1 && (last === undefined || last.status === 'proposed')) {
        this.found.push(`transaction ${txId} proposed the terms ${name} before the last ones were answered`);
      }
      return;
    }
    const changed = fixed.filter((field) => before[field] !== row[field]);
    if (changed.length > 0) this.found.push(`transaction ${txId} changed ${changed.join(', ')} of the terms ${name}`);
    if (before.status !== row.status && !next[before.status].includes(row.status)) {
      this.found.push(`transaction ${txId} made the terms ${name} ${row.status}, which were ${before.status}`);
    }
  }

  #applyPair(txId: string, parts: readonly string[], row: TermsPairRow | undefined): void {
    const pair = parts.join(' ');
    if (row === undefined) this.found.push(`transaction ${txId} deleted what ${pair} agreed on`);
    else if (row.accepted !== undefined) this.accepted.set(pair, row.accepted);
  }

  applyCycle(txId: string, cycle: string, row: CycleRow | undefined): void {
    if (row?.status !== 'closed') return;
    const told = (row.privatePairs ?? []).map(({ parties, termsVersion }) => `${parties.join(' ')} ${termsVersion}`);
    // With one that is gone there is nobody to make statements with.
    const agreed = [...this.accepted]
      .filter(([pair]) => !pair.split(' ').some((mspId) => this.hasLeft(mspId)))
      .map(([pair, version]) => `${pair} ${version}`);
    if (told.sort().join() !== agreed.sort().join()) {
      this.found.push(`transaction ${txId} closed ${cycle} without ${told.join()}; private terms had ${agreed.join()}`);
    }
    this.#leftOut.set(cycle, new Set((row.privatePairs ?? []).map(({ parties }) => parties.join(' '))));
  }

  #applyStatement(txId: string, parts: readonly string[], row: StatementRow | undefined): void {
    const [cycle = '', ...parties] = parts;
    const name = parts.join(' ');
    if (row === undefined || this.#statements.has(name)) {
      this.found.push(`transaction ${txId} changed the money statement ${name}`);
    } else if (this.#leftOut.get(cycle)?.has(parties.join(' ')) !== true) {
      this.found.push(`transaction ${txId} made the money statement ${name}, which settle in public`);
    }
    this.#statements.set(name, true);
  }

  /** The version that a pair goes by is the one that stands as accepted, and there is one at most. */
  endBlock(block: number): void {
    for (const [pair, versions] of this.#terms) {
      const standing = versions.filter((row) => row?.status === 'accepted').map(({ version }) => version);
      if (standing.join() !== String(this.accepted.get(pair) ?? '')) {
        const told = this.accepted.get(pair);
        this.found.push(
          `block ${block}: ${pair} go by version ${told} of their terms, accepted are ${standing.join()}`,
        );
      }
    }
  }
}
