/**
 * The file of what members' pseudonyms are made with: a tree of secrets, from which erasures take some out for good. It is apart
 * from the gateway's database, whose loss must neither lead members to other accounts nor undo what was erased.
 */
import { hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { accountId, timestamp } from '@commonpoint/catalogue';
import { isTree, PLACE_DIGITS, secretAt, without, type TreeNode } from './pseudonym-tree.js';
import { Misassembled } from './store/origin.js';
import { toStorageFailure } from './store/storage-health.js';

/** An account that is being erased: what is destroyed as soon as the ledger says that it is. */
const erasing = z.strictObject({
  accountId,
  places: z.array(z.string().length(PLACE_DIGITS)),
  since: timestamp,
});
export type Erasing = z.infer<typeof erasing>;

const state = z.strictObject({
  /** Tells one tree from another, and stays as it is whatever is erased. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
  root: z.custom<TreeNode>(isTree),
  erasing: z.array(erasing).default([]),
});
export type PseudonymState = z.infer<typeof state>;

/** Secrets that are remembered: each is a dozen hashes away from the root, and members come again. */
const KNOWN_MAX = 20_000;

export class Pseudonyms {
  #state: PseudonymState;
  /** By their places, of the tree as it is. */
  readonly #known = new Map<string, string>();

  /** @param save makes the text durable, or throws */
  constructor(
    first: z.input<typeof state>,
    private readonly save: (text: string) => void = () => undefined,
  ) {
    this.#state = state.parse(first);
  }

  /** @throws Misassembled */
  static at(path: string): Pseudonyms {
    try {
      const [json = '', sum] = readFileSync(path, 'utf8').split('\n');
      if (hash('sha256', json) !== sum) throw new SyntaxError('its last line is not the digest of the first');
      return new Pseudonyms(JSON.parse(json) as z.input<typeof state>, (text) => writeDurably(path, text));
    } catch (error) {
      const what = error instanceof Error && 'code' in error ? error.message : 'it is damaged';
      throw new Misassembled(`${path}: ${what}. Put it back from a backup: without it members have other accounts.`);
    }
  }

  get id(): string {
    return this.#state.id;
  }

  /** The secret at a place; undefined once it was destroyed. */
  secretAt(place: string): string | undefined {
    const known = this.#known.get(place);
    if (known !== undefined) return known;
    const secret = secretAt(this.#state.root, place);
    if (secret === undefined) return undefined;
    if (this.#known.size >= KNOWN_MAX) this.#known.clear();
    this.#known.set(place, secret);
    return secret;
  }

  get erasing(): readonly Erasing[] {
    return this.#state.erasing;
  }

  /** Writes down what is to be destroyed for an account; it outlasts a lost database. @throws Failure STORAGE_UNAVAILABLE */
  begin(accountId: string, places: readonly string[], since: string): void {
    const before = this.#state.erasing.find((each) => each.accountId === accountId);
    const all = [...new Set([...(before?.places ?? []), ...places])];
    if (before !== undefined && all.length === before.places.length) return;
    this.#set({ ...this.#state, erasing: [...this.#others(accountId), { accountId, places: all, since }] });
  }

  /** Destroys it, in one step with forgetting that it was to be. @throws Failure STORAGE_UNAVAILABLE */
  finish(accountId: string): void {
    const found = this.#state.erasing.find((each) => each.accountId === accountId);
    if (found === undefined) return;
    const root = found.places.reduce<TreeNode>((left, place) => without(left, place), this.#state.root);
    this.#set({ ...this.#state, root, erasing: this.#others(accountId) });
  }

  /** @throws Failure STORAGE_UNAVAILABLE */
  destroy(place: string): void {
    this.#set({ ...this.#state, root: without(this.#state.root, place) });
  }

  /** The account was not erased after all. @throws Failure STORAGE_UNAVAILABLE */
  giveUp(accountId: string): void {
    this.#set({ ...this.#state, erasing: this.#others(accountId) });
  }

  #others(accountId: string): Erasing[] {
    return this.#state.erasing.filter((each) => each.accountId !== accountId);
  }

  #set(next: PseudonymState): void {
    try {
      const json = JSON.stringify(next);
      this.save(`${json}\n${hash('sha256', json)}\n`);
    } catch (error) {
      throw toStorageFailure(error);
    }
    this.#state = next;
    // What was destroyed is nowhere any more.
    this.#known.clear();
  }
}

/** All of it or nothing, also when the power goes. */
function writeDurably(path: string, text: string): void {
  writeFileSync(`${path}.partial`, text, { mode: 0o600, flush: true });
  renameSync(`${path}.partial`, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
