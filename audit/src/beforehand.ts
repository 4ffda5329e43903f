/**
 * What of a block can be worked out beforehand, by whoever has the blocks before it and none of the ledger: whether its signatures hold, the
 * hashes of what stands in it, and the commit hash after it. An audit that is given this need not do it itself; it is half of what its proofs cost.
 */
import type { Block } from './block.js';
import { type AuditedTransaction, contentsOf, publicWrites, readIdentity, validationCodes } from './block-contents.js';
import { hashOfData, verifiedOrderers } from './block-proofs.js';
import { sha256 } from './bytes.js';
import { ChannelConfiguration, type Verified } from './channel-configuration.js';
import { beginOf, commitInput, type ValuedKeys } from './commit-input.js';
import { type Frontier, grown, type HashText } from './merkle-frontier.js';
import { plainImportIn, type SortedWrites } from './plain-import.js';
import { leavesIn } from './receipt-log.js';

/** Of a valid transaction. */
export interface TransactionFacts {
  readonly isOfOnePiece: boolean;
  readonly creator: Verified;
  readonly endorsements: Verified;
  /** Of one that imports lines of which there is nothing to say one by one. */
  readonly sorted: SortedWrites | undefined;
}

export interface BlockFacts {
  readonly dataHash: Uint8Array;
  /** By which configuration signatures were looked at, as its digest; undefined where there was none. */
  readonly configuration: string | undefined;
  readonly orderers: Verified;
  /** By their places; undefined for what is no transaction, or could not be worked out. */
  readonly transactions: readonly (TransactionFacts | undefined)[];
  readonly commit: CommitFacts | undefined;
  readonly log: LogFacts | undefined;
}

/** The log of receipts before a block, and after it. */
export interface LogFacts {
  readonly before: Frontier;
  readonly after: Frontier;
}

export interface CommitFacts {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** What has to be kept of keys with a policy; undefined for what is gone. */
  readonly valued: readonly (readonly [name: string, value: Uint8Array | undefined])[];
}

/** Where an audit stands that is about to begin, or to go on. */
export interface AuditStart {
  readonly chaincode: string;
  readonly commitHash: Uint8Array;
  readonly configEnvelope: Uint8Array;
  readonly valued: readonly (readonly [name: string, value: Uint8Array])[];
  readonly log: Frontier;
}

export class Beforehand {
  readonly #chaincode: string;
  readonly #valued: NotedMap;
  #configuration: ChannelConfiguration | undefined;
  /** Undefined once one could not be computed. */
  #commitHash: Uint8Array | undefined;
  /** Undefined once there was a transaction that could not be read. */
  #log: Frontier | undefined;
  #leaves: HashText[] = [];

  constructor({ chaincode, commitHash, configEnvelope, valued, log }: AuditStart) {
    this.#chaincode = chaincode;
    this.#commitHash = commitHash;
    this.#valued = new NotedMap(valued);
    this.#log = log;
    this.#configure(configEnvelope);
  }

  /**
   * Of the next block.
   *
   * @param leavesSignatures to whoever audits, who looks at those that nobody else has looked at
   * @throws Error where there is no reading it
   */
  of(block: Block, number: number, leavesSignatures = false): BlockFacts {
    const configuration = number === 0 ? undefined : this.#configuration;
    const verifying = leavesSignatures ? undefined : configuration;
    const contents = contentsOf(block);
    const transactions = contents.map((each) =>
      each.kind === 'transaction' ? this.#factsOf(each, verifying) : undefined,
    );
    const facts = {
      dataHash: hashOfData(block),
      configuration: configuration?.digest,
      orderers: verifying === undefined ? [] : attempted(() => verifiedOrderers(block, verifying)),
      transactions,
      commit: number === 0 ? undefined : this.#commitOf(block, number, contents),
      log: this.#logAfter(contents.every(({ kind }, at) => kind !== 'transaction' || transactions[at] !== undefined)),
    };
    const config = number === 0 ? block.envelopes[0] : contents.find((each) => each.kind === 'config')?.envelope;
    if (config !== undefined) this.#configure(config);
    return facts;
  }

  #configure(envelope: Uint8Array): void {
    if (envelope.length === 0) return;
    try {
      this.#configuration = ChannelConfiguration.read(envelope);
    } catch {
      // The one before goes on, as it does for whoever audits.
    }
  }

  #factsOf(
    transaction: AuditedTransaction,
    configuration: ChannelConfiguration | undefined,
  ): TransactionFacts | undefined {
    try {
      const [creator, endorsements]: [Verified, Verified] = [[], []];
      configuration?.signersOf([transaction.creator], undefined, creator);
      configuration?.signersOf(transaction.endorsements, undefined, endorsements);
      const { mspId } = readIdentity(transaction.creator.identity);
      const sorted = plainImportIn(transaction, this.#chaincode, mspId, transaction.called());
      const isOfOnePiece = transaction.isOfOnePiece();
      for (const leaf of leavesIn(publicWrites(transaction, this.#chaincode))) this.#leaves.push(leaf);
      return { isOfOnePiece, creator, endorsements, sorted: sorted && withOwnMemory(sorted) };
    } catch {
      return undefined;
    }
  }

  #logAfter(isWhole: boolean): LogFacts | undefined {
    const before = this.#log;
    const after = before && isWhole ? grown(before, this.#leaves) : undefined;
    this.#leaves = [];
    this.#log = after;
    return before && after && { before, after };
  }

  #commitOf(block: Block, number: number, contents: ReturnType<typeof contentsOf>): CommitFacts | undefined {
    const before = this.#commitHash;
    if (before === undefined) return undefined;
    try {
      const transactions = contents.flatMap((each, index) =>
        each.kind === 'transaction' ? [{ index, transaction: each }] : [],
      );
      const after = sha256(...commitInput(number, validationCodes(block), transactions, before, this.#valued));
      this.#commitHash = after;
      return { before, after, valued: this.#valued.takeNoted() };
    } catch {
      this.#commitHash = undefined;
      return undefined;
    }
  }
}

/** Of a view the whole block would be sent. */
const withOwnMemory = ({ lines, rest }: SortedWrites): SortedWrites => ({
  lines,
  rest: rest.map((write) => ({ ...write, value: write.value && new Uint8Array(write.value) })),
});

/** Without result where it cannot be done: whoever audits comes to the same, and says so. */
function attempted(work: () => Verified): Verified {
  try {
    return work();
  } catch {
    return [];
  }
}

class NotedMap extends Map<string, Uint8Array> implements ValuedKeys {
  readonly #noted = new Set<string>();
  /** How names began that there were ever. */
  readonly #begins = new Set<string>();

  constructor(entries: Iterable<readonly [string, Uint8Array]>) {
    super();
    for (const [name, value] of entries) {
      super.set(name, value);
      this.#begins.add(beginOf(name));
    }
  }

  override set(name: string, value: Uint8Array): this {
    this.#noted.add(name);
    this.#begins.add(beginOf(name));
    // Of a view the whole block would be kept.
    return super.set(name, new Uint8Array(value));
  }

  mayHaveAny(begin: string): boolean {
    return this.#begins.has(begin);
  }

  override delete(name: string): boolean {
    if (this.has(name)) this.#noted.add(name);
    return super.delete(name);
  }

  takeNoted(): (readonly [string, Uint8Array | undefined])[] {
    const noted = [...this.#noted].map((name) => [name, this.get(name)] as const);
    this.#noted.clear();
    return noted;
  }
}
