/**
 * Anchors of organisations' own logs, of whose leaves no block tells: but each comes with a proof that it continues the one
 * before, and that is recomputed here, by the definition of RFC 9162 and not by how verifiers walk.
 */
import { createHash } from 'node:crypto';
import type { Call } from './block-contents.js';
import type { Found } from './findings.js';
import type { RowWrite } from './ledger-rows.js';
import type { Kept, Store } from './store.js';

interface AnchorRow {
  readonly sequence: number;
  readonly size: number;
  readonly root: string;
}

export class Anchors {
  readonly #anchors: Kept<AnchorRow>;

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#anchors = store.kept('anchors', 'small');
  }

  apply(txId: string, rows: readonly RowWrite[], call: Call): void {
    for (const { key, value } of rows) {
      if (key[0] !== 'anchor') continue;
      const name = key.slice(1).join(' ');
      const wrong = this.#wrongWith(name, value as AnchorRow | undefined, call);
      if (wrong !== undefined) this.found.push(`transaction ${txId}: the anchor ${name} ${wrong}`);
      if (value !== undefined) this.#anchors.set(name, value as AnchorRow);
    }
  }

  #wrongWith(name: string, row: AnchorRow | undefined, { argument }: Call): string | undefined {
    const before = this.#anchors.get(name);
    if (row === undefined) return 'was deleted';
    if (row.sequence !== (before?.sequence ?? 0) + 1)
      return `is number ${row.sequence}, after ${before?.sequence ?? 0}`;
    if (before === undefined) return undefined;
    if (row.size <= before.size) return `is of ${row.size} leaves, after ${before.size}`;
    return continues(before, row, proofIn(argument))
      ? undefined
      : `of ${row.size} leaves does not continue the ${before.size} before`;
  }
}

function proofIn(argument: string): string[] {
  try {
    const { proof } = JSON.parse(argument) as { proof?: unknown };
    return Array.isArray(proof) ? proof.map(String) : [];
  } catch {
    return [];
  }
}

const node = (left: string, right: string): string =>
  createHash('sha256')
    .update(Buffer.concat([Buffer.of(1), Buffer.from(left, 'base64'), Buffer.from(right, 'base64')]))
    .digest('base64');

/** RFC 9162, 2.1.4.1, read backwards: both roots over a subtree of `size` leaves of which the first `of` were there before. */
function continues(before: AnchorRow, after: AnchorRow, proof: readonly string[]): boolean {
  const rest = [...proof];
  const roots = (of: number, size: number, isFirst: boolean): readonly [old: string, now: string] | undefined => {
    if (of === size) {
      const known = isFirst ? before.root : rest.shift();
      return known === undefined ? undefined : [known, known];
    }
    let left = 1;
    while (left * 2 < size) left *= 2;
    const below = of <= left ? roots(of, left, isFirst) : roots(of - left, size - left, false);
    const beside = rest.shift();
    if (below === undefined || beside === undefined) return undefined;
    const [old, now] = below;
    return of <= left ? [old, node(now, beside)] : [node(beside, old), node(beside, now)];
  };
  const found = roots(before.size, after.size, true);
  return rest.length === 0 && found?.[0] === before.root && found[1] === after.root;
}
