/**
 * The ledger's log, appended to as blocks are applied: of each receipt and anchor a leaf, in the order of the blocks. It is
 * made of what blocks wrote, whether it makes sense or not, so that every gateway has the same, and an auditor too.
 */
import { isEntry, leafInput, leafText, leafTexts, originOf } from '@commonpoint/catalogue';
import type { ChannelBlock, ChannelTransaction } from '../channel/channel.js';
import { Misassembled, type Origin } from '../store/origin.js';
import type { Database, TableVersion } from '../store/database.js';
import { hashed, StoredTree, treeTable } from '../store/stored-tree.js';
import type { BlockParticipant } from './follower.js';

export const receiptLogTables: readonly TableVersion[] = [
  {
    version: 10,
    sql: `
    ${treeTable('receipt_log')}
    -- Where the leaves of a block begin, of blocks that have any.
    CREATE TABLE receipt_log_blocks (block INTEGER PRIMARY KEY, first INTEGER NOT NULL, leaves INTEGER NOT NULL);
    -- A file that was read from blocks before this table was there has no leaves of them.
    CREATE TABLE receipt_log_since AS SELECT block FROM checkpoint;
    `,
  },
];

export class ReceiptLog implements BlockParticipant {
  readonly tree: StoredTree;
  readonly #mark;
  readonly #leavesOf;
  readonly #lastBlock;
  readonly #hashed = new WeakMap<ChannelTransaction, readonly Buffer[]>();

  /** @throws Misassembled */
  constructor(
    private readonly database: Database,
    private readonly origin: Pick<Origin, 'value'>,
    databasePath: string,
  ) {
    const { sqlite } = database;
    const { block } = sqlite.prepare('SELECT block FROM receipt_log_since').get() as { block: number };
    if (block >= 0) {
      throw new Misassembled(
        `${databasePath} was read from blocks by a version that kept no log of receipts: remove it together with ` +
          `${databasePath}-wal and ${databasePath}-shm, and it is read again.`,
      );
    }
    this.tree = new StoredTree(database, 'receipt_log');
    this.#mark = sqlite.prepare('INSERT INTO receipt_log_blocks (block, first, leaves) VALUES (?, ?, ?)');
    this.#lastBlock = sqlite.prepare(
      'SELECT first + leaves AS size FROM receipt_log_blocks ORDER BY block DESC LIMIT 1',
    );
    this.#leavesOf = sqlite.prepare('SELECT first, leaves FROM receipt_log_blocks WHERE block = ?');
  }

  readonly durabilityOf = () => 'rebuildable' as const;

  /** What the log is called in checkpoints; undefined before the first block was read. */
  get name(): string | undefined {
    const firstBlock = this.origin.value('first-block');
    return firstBlock === undefined ? undefined : originOf(firstBlock);
  }

  readonly applied = (): void => undefined;

  /** Hashing a large block's rows takes a while. */
  prepare(transaction: ChannelTransaction): void {
    this.#leavesIn(transaction);
  }

  #leavesIn(transaction: ChannelTransaction): readonly Buffer[] {
    const known = this.#hashed.get(transaction);
    if (known !== undefined) return known;
    const leaves = transaction.writes.flatMap(({ key, value }) =>
      value !== undefined && isEntry(key)
        ? (leafTexts(key, value)?.map((text) => hashed(leafText(key, text))) ?? [hashed(leafInput(key, value))])
        : [],
    );
    this.#hashed.set(transaction, leaves);
    return leaves;
  }

  apply({ number, transactions }: ChannelBlock): void {
    const leaves = transactions.flatMap((transaction) => this.#leavesIn(transaction));
    if (leaves.length === 0) return;
    this.#mark.run(number, this.tree.size, leaves.length);
    this.tree.append(leaves);
  }

  /**
   * The tree as it stands in the file, read from there once more: for what cannot be taken back once it is said.
   * @throws Error where it may be another one afterwards, or has other leaves than its blocks
   */
  committed(): StoredTree {
    if (this.database.sqlite.isTransaction) throw new Error('The log is being written.');
    this.tree.reload();
    const { size } = (this.#lastBlock.get() ?? { size: 0 }) as { size: number };
    if (size !== this.tree.size) throw new Error(`The log has ${this.tree.size} leaves, and its blocks have ${size}.`);
    return this.tree;
  }

  /** Where the row that this block wrote stands; undefined if it did not. Of one that it wrote twice, the last. */
  indexOf(block: number, key: readonly string[], value: string): number | undefined {
    const found = this.#leavesOf.get(block) as { first: number; leaves: number } | undefined;
    if (found === undefined) return undefined;
    const wanted = hashed(leafInput(key, Buffer.from(value)));
    const at = this.tree.leaves(found.first, found.first + found.leaves).findLastIndex((leaf) => leaf.equals(wanted));
    return at < 0 ? undefined : found.first + at;
  }
}
