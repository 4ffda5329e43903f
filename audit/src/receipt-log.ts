/**
 * The log of receipts and anchors, recomputed: what organisations sign of it has to be so, and signed by the key that is
 * theirs. Its leaves are rows as blocks wrote them, whether they make sense or not.
 */
import { createPublicKey, verify } from 'node:crypto';
import type { Found } from './findings.js';
import { textOf } from './bytes.js';
import { importedLeaves } from './imported-rows.js';
import { keyParts, type RowWrite } from './ledger-rows.js';
import {
  emptyFrontier,
  grown,
  type HashText,
  leafHash,
  rootOf,
  textLeafHash,
  type Frontier,
} from './merkle-frontier.js';
import type { Kept, Store } from './store.js';

/** Kinds of rows that are entries, by how many parts their keys have. */
const entries: Readonly<Record<string, number>> = { op: 3, imported: 4, anchor: 3, migration: 3 };
const MAY_BE_ENTRY = /^\u0000[oiam]/;
/** The log's roots after so many blocks are remembered at the most: who signs does so within seconds. */
const ROOTS_KEPT = 10_000;

interface KeysRow {
  readonly keys: readonly { readonly publicKey: string; readonly since: string; readonly revokedAt?: string }[];
}

interface CheckpointRow {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly time: number;
  readonly publicKey: string;
  readonly signature: string;
}

export interface RawWrite {
  readonly key: string;
  readonly value?: Uint8Array | undefined;
}

/** The leaves that rows are, whether they make sense or not. */
export function leavesIn(raw: readonly RawWrite[]): HashText[] {
  const leaves: HashText[] = [];
  for (const { key, value } of raw) {
    if (value === undefined || !MAY_BE_ENTRY.test(key)) continue;
    const parts = keyParts(key);
    if (entries[parts[0] ?? ''] !== parts.length) continue;
    const begins = `\u0000${parts.join('\u0000')}\u0000`;
    const lines = parts[0] === 'imported' ? importedLeaves(textOf(value)) : undefined;
    if (lines === undefined) leaves.push(leafHash(Buffer.from(begins), value));
    else for (const line of lines) leaves.push(textLeafHash(`${begins}${line}`));
  }
  return leaves;
}

export class ReceiptLog {
  readonly #frontier: Kept<Frontier>;
  readonly #keys: Kept<KeysRow>;
  readonly #said: Kept<CheckpointRow>;
  /** By size, as of the end of blocks. */
  readonly #roots: Kept<string>;
  readonly #sizes: Kept<number>;
  readonly #first: Kept<string>;
  #leaves: HashText[] = [];

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#frontier = store.kept('receipt-log', 'small');
    this.#keys = store.kept('log-keys', 'small');
    this.#said = store.kept('log-checkpoints', 'small');
    this.#roots = store.kept('receipt-log-roots', 'small');
    this.#sizes = store.kept('receipt-log-sizes', 'small');
    this.#first = store.kept('receipt-log-origin', 'small');
  }

  /** After the last block. */
  get frontier(): Frontier {
    return this.#frontier.get('') ?? emptyFrontier;
  }

  /** How many leaves there are, and their root, after the last block. */
  get head(): { readonly size: number; readonly root: string } {
    const { frontier } = this;
    return { size: frontier.size, root: rootOf(frontier) };
  }

  /**
   * A valid transaction's writes: as they are in the block (none where the log after it is known), and those that make sense.
   */
  apply(txId: string, raw: readonly RawWrite[], rows: readonly RowWrite[]): void {
    for (const leaf of leavesIn(raw)) this.#leaves.push(leaf);
    for (const { key, value } of rows) {
      const [kind, mspId = ''] = key;
      const say = (what: string) => this.found.push(`transaction ${txId}: ${what}`);
      if (kind === 'log-key') this.#applyKeys(mspId, value as KeysRow | undefined, say);
      if (kind === 'checkpoint') this.#applyCheckpoint(mspId, value as CheckpointRow | undefined, say);
    }
  }

  /** @param known the log after the block */
  endBlock(block: number, hash: string, known?: Frontier): void {
    if (block === 0) this.#first.set('', `commonpoint/${hash}`);
    if ((known?.size ?? this.frontier.size + this.#leaves.length) === this.frontier.size) return;
    const frontier = known ?? grown(this.frontier, this.#leaves);
    this.#leaves = [];
    this.#frontier.set('', frontier);
    this.#roots.set(String(frontier.size), rootOf(frontier));
    this.#sizes.set(String(block), frontier.size);
    this.#forgetRoots();
  }

  /** Nobody signs fewer leaves than it signed before: roots of fewer than all have signed are not asked for again. */
  #forgetRoots(): void {
    const isSigner = ({ keys }: KeysRow): boolean => keys.some(({ revokedAt }) => revokedAt === undefined);
    const signers = [...this.#keys].filter(([, row]) => isSigner(row)).map(([mspId]) => mspId);
    const signedByAll =
      signers.length === 0 ? 0 : Math.min(...signers.map((mspId) => this.#said.get(mspId)?.size ?? 0));
    for (const [block, size] of this.#sizes) {
      if (size >= signedByAll && this.#sizes.size <= ROOTS_KEPT) return;
      this.#sizes.delete(block);
      this.#roots.delete(String(size));
    }
  }

  /** A key that was registered stays where it is, and what is revoked stays so. */
  #applyKeys(mspId: string, row: KeysRow | undefined, say: (what: string) => void): void {
    const before = this.#keys.get(mspId)?.keys ?? [];
    const after = row?.keys ?? [];
    const isKept = before.every(
      ({ publicKey, since, revokedAt }, index) =>
        after[index]?.publicKey === publicKey &&
        after[index].since === since &&
        (revokedAt === undefined || after[index].revokedAt === revokedAt),
    );
    if (!isKept) say(`${mspId} takes back a key of its own for the log, or its revocation`);
    if (after.slice(0, -1).some(({ revokedAt }) => revokedAt === undefined))
      say(`${mspId} has several keys for the log at once`);
    if (row !== undefined) this.#keys.set(mspId, row);
  }

  #applyCheckpoint(mspId: string, row: CheckpointRow | undefined, say: (what: string) => void): void {
    if (row === undefined) return say(`the checkpoint of ${mspId} was deleted`);
    const { origin, size, root, publicKey } = row;
    const said = `${mspId} signed ${size} leaves of the log with the root ${root}`;
    const key = this.#keys.get(mspId)?.keys.find((each) => each.publicKey === publicKey);
    if (key === undefined) say(`${said}, with a key that is not its own`);
    else if (key.revokedAt !== undefined) say(`${said}, with a key that it had revoked`);
    if (!isSigned(row)) say(`${said}, and its signature is wrong`);
    if (origin !== this.#first.get('')) say(`${said}, of another log: ${origin}`);
    const before = this.#said.get(mspId);
    if (before !== undefined && size < before.size) say(`${said}, after it had signed ${before.size}`);
    const known = this.#roots.get(String(size));
    if (known === undefined) say(`${said}, and no block left so many`);
    else if (known !== root) say(`${said}, and by the blocks the root is ${known}`);
    this.#said.set(mspId, row);
  }
}

function isSigned({ origin, size, root, time, publicKey, signature }: CheckpointRow): boolean {
  try {
    const x = Buffer.from(publicKey, 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const text = `cosignature/v1\ntime ${time}\n${origin}\n${size}\n${root}\n`;
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
