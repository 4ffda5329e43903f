/**
 * An audit block by block: each is checked against the ones before it, by the configuration of its height, and what its
 * valid transactions wrote is recomputed. It does no input or output, and takes no time but that of the block, so that
 * also a gateway can look at its own peer's blocks as they come.
 */
import { common } from './fabric-messages.js';
import { type AuditEnd, beforeAll, type Marks } from './audit-end.js';
import type { AuditedLedger, BlockAuditOptions } from './audited-ledger.js';
import type { AuditStart, BlockFacts, CommitFacts } from './beforehand.js';
import { type Block, blockOf, readBlock } from './block.js';
import { type AuditedTransaction, contentsOf, validationCodes } from './block-contents.js';
import { hexOf } from './bytes.js';
import { blockHash, checkChain, checkOrderers } from './block-proofs.js';
import { ChannelConfiguration } from './channel-configuration.js';
import { CommitHashes, commitHashOf } from './commit-hash.js';
import type { NumberedWrites } from './commit-input.js';
import type { Finding } from './findings.js';
import { Replay } from './replay.js';
import { StandingFindings } from './standing-findings.js';
import { isSameFrontier as isSameLog } from './merkle-frontier.js';
import { whyNonsense, inMemory, type Kept, type Store } from './store.js';
import { attempted, type Say, TransactionAudit } from './transaction-audit.js';

export type { AuditedLedger, AuditEnd, BlockAuditOptions, Marks };

/** So many are kept for comparing them with those of peers that are behind. */
const MARKS_KEPT = 1_000;
/** A forged chain has something to say of every block. */
const FINDINGS_KEPT_MAX = 10_000;

export class BlockAudit {
  readonly #chaincode: string;
  readonly #firstBlock: string | undefined;
  readonly #trustsPeer: boolean;
  readonly #store: Store;
  readonly #ends: Kept<AuditEnd>;
  readonly #findings: Kept<Finding>;
  readonly #marks: Kept<Marks>;
  readonly #hashes: CommitHashes;
  readonly #replay: Replay;
  readonly #transactions: TransactionAudit;
  readonly #standing: StandingFindings;
  #configuration: ChannelConfiguration | undefined;

  constructor({
    chaincode,
    firstBlock,
    trustsPeer = false,
    store = inMemory(),
    liabilityOf,
    about,
  }: BlockAuditOptions) {
    this.#chaincode = chaincode;
    this.#trustsPeer = trustsPeer;
    this.#firstBlock = firstBlock?.toLowerCase();
    this.#store = store;
    this.#ends = store.kept('end', 'small');
    this.#findings = store.kept('findings', 'small');
    this.#marks = store.kept('marks', 'small');
    this.#hashes = new CommitHashes(store);
    this.#replay = new Replay(store, { byBlock: trustsPeer });
    this.#standing = new StandingFindings(store);
    this.#transactions = new TransactionAudit({ chaincode, trustsPeer, liabilityOf, about, store }, this.#replay);
    const { end } = this;
    if (end !== undefined && end.configEnvelope.length > 0 && !trustsPeer) {
      this.#configuration = ChannelConfiguration.read(end.configEnvelope);
    }
  }

  /** The last block that was applied. */
  get end(): AuditEnd | undefined {
    return this.#ends.get('end');
  }

  /** The number of the block that comes next. */
  get next(): number {
    return (this.end?.number ?? -1) + 1;
  }

  /** Where it stands, for whoever works out beforehand what can be; undefined for one that has no use for it. */
  get start(): AuditStart | undefined {
    if (this.#trustsPeer) return undefined;
    const { commitHash, configEnvelope } = this.end ?? beforeAll;
    return {
      chaincode: this.#chaincode,
      commitHash,
      configEnvelope,
      valued: this.#hashes.valued,
      log: this.#transactions.log!,
    };
  }

  /** What was found until now, by this audit and by those that its state comes from. */
  get found(): readonly Finding[] {
    return [...this.#findings].map(([, finding]) => finding);
  }

  /** What other peers must say of a block; undefined for one long ago. */
  marksAt(block: number): Marks | undefined {
    return this.#marks.get(String(block));
  }

  /** The first block that it has them of. */
  get firstMark(): number {
    return Math.max(0, this.next - this.#marks.size);
  }

  /**
   * Looks at the next block. Never throws for what a block holds.
   *
   * @param facts what was worked out of this block by {@link Beforehand}, from where this audit began
   * @returns what is wrong with it
   */
  apply(given: common.Block | Uint8Array, facts?: BlockFacts): readonly Finding[] {
    const number = this.next;
    const found: Finding[] = [];
    const say: Say = (about, texts) => {
      for (const each of texts)
        found.push({ block: number, about, ...(typeof each === 'string' ? { text: each } : each) });
    };
    try {
      this.#applyBlock(given instanceof common.Block ? blockOf(given) : readBlock(given), number, say, facts);
    } catch (error) {
      say('block', [`it cannot be read: ${whyNonsense(error)}`]);
      this.#ends.set('end', { ...(this.end ?? beforeAll), number });
    }
    this.keep(found);
    this.#store.settle();
    return found;
  }

  /** Compares everything that is too much to compare at every block, and gives the result. */
  finish(): AuditedLedger {
    const block = this.end?.number ?? 0;
    const result = this.#replay.finish();
    const found = result.findings.map((text): Finding => ({ block, about: 'ledger', text }));
    const reckoned = <T>(what: string, reckon: () => T): T | undefined => {
      try {
        return reckon();
      } catch (error) {
        found.push({ block, about: 'ledger', text: `${what} cannot be worked out: ${whyNonsense(error)}` });
        return undefined;
      }
    };
    const liability = reckoned('what is owed to members', () => this.#transactions.liability(block));
    const about = reckoned('what was asked about', () => this.#transactions.about(result));
    const migrations = reckoned('what migrations came to', () => this.#transactions.migrations()) ?? [];
    const bridges = this.#transactions.bridges();
    const configurations = this.#transactions.configurations();
    return {
      ...result,
      findings: [...this.found, ...found],
      ...(liability !== undefined && { liability }),
      ...(about !== undefined && { about }),
      ...(migrations.length > 0 && { migrations }),
      ...(bridges.length > 0 && { bridges }),
      ...(configurations.length > 0 && { configurations }),
    };
  }

  /** For what is found by comparing peers. */
  keep(findings: readonly Finding[]): void {
    for (const finding of findings) {
      if (this.#findings.size < FINDINGS_KEPT_MAX) this.#findings.set(String(this.#findings.size), finding);
    }
  }

  #applyBlock(block: Block, number: number, say: Say, given?: BlockFacts): void {
    const before = this.end;
    const isOfConfiguration = given !== undefined && given.configuration === this.#configuration?.digest;
    const facts = isOfConfiguration ? given : undefined;
    say('block', checkChain(block, before, this.#trustsPeer, facts && (() => facts.dataHash)));
    const { header } = block;
    const hash = header === undefined ? '' : blockHash(header);
    if (number === 0) this.#checkFirst(hash, say);
    const codes = validationCodes(block);
    const contents = contentsOf(block, (place) => facts?.transactions[place]?.sorted !== undefined);
    if (codes.length !== contents.length) {
      say('block', [`it has ${codes.length} validation codes for ${contents.length} transactions`]);
    }
    if (contents.length > 1 && configIn(contents) !== undefined) {
      say('configuration', ['a configuration stands beside other transactions, and takes effect with its block']);
    }
    const config = number === 0 ? block.envelopes[0] : configIn(contents);
    const lastConfigBlock = config === undefined ? (before?.lastConfigBlock ?? 0) : number;
    if (number > 0 && this.#configuration !== undefined && !this.#trustsPeer) {
      say(
        'orderers',
        attempted(() => checkOrderers(block, this.#configuration!, lastConfigBlock, facts?.orderers), 'the signatures'),
      );
    }
    const transactions = contents.flatMap((each, index): { index: number; transaction: AuditedTransaction }[] =>
      each.kind === 'transaction' ? [{ index, transaction: each }] : [],
    );
    for (const [index, each] of contents.entries()) {
      if (each.kind === 'unreadable')
        say('contents', [`transaction ${index} is valid, but cannot be read: ${each.why}`]);
    }
    const log = facts?.log && isSameLog(facts.log.before, this.#transactions.log) ? facts.log : undefined;
    for (const { index, transaction } of transactions) {
      const known = facts?.transactions[index];
      const ofIt = known && { ...known, isLogKnown: log !== undefined };
      // One that makes no sense hides none of those behind it.
      const look = () => this.#transactions.apply(transaction, number, this.#configuration, say, ofIt);
      say(
        'contents',
        attempted(() => (look(), []), `what the transaction ${transaction.txId} did`),
      );
    }
    if (config !== undefined && number > 0) {
      const earlier = before?.configEnvelope ?? new Uint8Array();
      this.#transactions.configure({ before: earlier, present: this.#configuration }, config, number, say);
    }
    if (config !== undefined && !this.#trustsPeer) this.#changeConfiguration(config, number, say);
    this.#transactions.endBlock(number, hash, say, log);
    this.#replay.endBlock(number);
    say(
      'ledger',
      this.#replay.takeTold().filter(({ text }) => !this.#trustsPeer || this.#standing.isNew(number, text)),
    );
    const commitHash = this.#checkCommitHash(block, codes, transactions, say, facts?.commit);
    const ofBlock = {
      transactions: contents.filter(({ kind }) => kind !== 'config').length - (number === 0 ? contents.length : 0),
      invalidTransactions: number === 0 ? 0 : contents.filter(({ kind }) => kind === 'without-effect').length,
    };
    this.#marks.set(String(number), { hash, commitHash: hexOf(commitHash) });
    this.#marks.delete(String(number - MARKS_KEPT));
    this.#ends.set('end', {
      number,
      hash,
      commitHash,
      transactions: (before?.transactions ?? 0) + Math.max(0, ofBlock.transactions),
      invalidTransactions: (before?.invalidTransactions ?? 0) + ofBlock.invalidTransactions,
      lastConfigBlock,
      configEnvelope: config ?? before?.configEnvelope ?? new Uint8Array(),
      firstBlock: before?.firstBlock ?? hash,
    });
  }

  #checkFirst(hash: string, say: Say): void {
    if (this.#firstBlock !== undefined && hash !== this.#firstBlock) {
      say('block', [`the channel's first block is ${hash}, not ${this.#firstBlock}: this is another channel`]);
    }
  }

  #changeConfiguration(envelope: Uint8Array, number: number, say: Say): void {
    try {
      const next = ChannelConfiguration.read(envelope);
      const expected = this.#configuration === undefined ? next.sequence : this.#configuration.sequence + 1;
      if (next.sequence !== expected) say('configuration', [`it is number ${next.sequence}, not ${expected}`]);
      if (this.#configuration !== undefined && next.channelId !== this.#configuration.channelId) {
        say('configuration', ['it is of another channel']);
      }
      this.#configuration = next;
    } catch (error) {
      say('configuration', [`block ${number} has a configuration that cannot be used: ${String(error)}`]);
    }
  }

  #checkCommitHash(
    block: Block,
    codes: Uint8Array,
    transactions: readonly NumberedWrites[],
    say: Say,
    facts?: CommitFacts,
  ): Uint8Array {
    const number = this.next;
    // The first block has none: its configuration is in everybody's hands.
    if (number === 0) return new Uint8Array();
    const told = commitHashOf(block);
    if (this.#trustsPeer) return told;
    let computed = told;
    try {
      const before = this.end?.commitHash ?? new Uint8Array();
      const isNext = facts !== undefined && Buffer.from(before).equals(facts.before);
      computed = isNext ? this.#hashes.take(facts) : this.#hashes.after(number, codes, transactions, before);
      if (!Buffer.from(computed).equals(told)) {
        say('commit-hash', [`its commit hash is ${hexOf(told)}, by what it holds ${hexOf(computed)}`]);
      }
    } catch (error) {
      say('commit-hash', [`its commit hash cannot be recomputed: ${whyNonsense(error)}`]);
    }
    return computed;
  }
}

function configIn(contents: ReturnType<typeof contentsOf>): Uint8Array | undefined {
  return contents.find((each) => each.kind === 'config')?.envelope;
}
