/**
 * Which of the own transactions were committed, and how.
 *
 * The fate is read from the block stream. What it means for the gateway's own rows is recorded in the very SQLite
 * transaction that moves the projection's checkpoint past the block: so after a restart, a transaction is either
 * settled or its block is still to come.
 */
import type { ChannelBlock, RowWrite } from '../channel/channel.js';
import type { BlockParticipant } from '../projection/follower.js';
import type { Durability } from '../store/database.js';

/** Fabric's validation codes that need telling apart. */
export const validationCodes = {
  valid: 0,
  duplicateTxId: 9,
  endorsementPolicyFailure: 10,
  mvccReadConflict: 11,
  phantomReadConflict: 12,
  /** Of what orderers will not take any more: not Fabric's, which never sees it. */
  neverOrdered: -1,
} as const;

export interface Fate {
  readonly validationCode: number;
  readonly blockNumber: number;
  /** What it wrote: nothing, unless it is valid. */
  readonly writes: readonly RowWrite[];
}

export interface Expectation {
  /**
   * `synced` where the rows recorded say more than the ledger does: a reported rejection must not be forgotten, because
   * the operation would be tried again and might then take effect.
   */
  readonly durability: Durability;
  /** Runs inside the block's SQLite transaction, and again if that is rolled back and repeated. */
  record(fate: Fate): void;
}

export class Fates implements BlockParticipant {
  readonly #expected = new Map<string, Expectation & { readonly resolve: (fate: Fate) => void }>();

  /** Must be called before the transaction is handed over. Resolves when its block has been applied. */
  expect(txId: string, expectation: Expectation): Promise<Fate> {
    return new Promise((resolve) => this.#expected.set(txId, { ...expectation, resolve }));
  }

  /** It will be in no block. Inside a transaction of the database. */
  giveUp(txId: string): void {
    const expected = this.#expected.get(txId);
    if (!expected) return;
    const fate = { validationCode: validationCodes.neverOrdered, blockNumber: -1, writes: [] };
    expected.record(fate);
    this.#expected.delete(txId);
    expected.resolve(fate);
  }

  get size(): number {
    return this.#expected.size;
  }

  isAwaited(): boolean {
    return this.#expected.size > 0;
  }

  durabilityOf(block: ChannelBlock): Durability {
    const synced = [...this.#fatesIn(block)].some(([expected]) => expected.durability === 'synced');
    return synced ? 'synced' : 'rebuildable';
  }

  apply(block: ChannelBlock): void {
    for (const [expected, fate] of this.#fatesIn(block)) expected.record(fate);
  }

  applied(block: ChannelBlock): void {
    for (const [expected, fate, txId] of [...this.#fatesIn(block)]) {
      this.#expected.delete(txId);
      expected.resolve(fate);
    }
  }

  *#fatesIn(block: ChannelBlock) {
    for (const { txId, validationCode, writes } of block.transactions) {
      const expected = this.#expected.get(txId);
      // A repeat of something that was sent before says nothing about the first one, which decides.
      if (!expected || validationCode === validationCodes.duplicateTxId) continue;
      yield [expected, { validationCode, blockNumber: block.number, writes }, txId] as const;
    }
  }
}
