/** All that the index takes from a block while it is at hand: a line of what it is, and the hashes of the names in it. */
import type { RuleChange } from '@commonpoint/audit/endorsements';
import { ruleChangesOf } from '@commonpoint/audit/explained-block';
import type { ChannelBlock } from '../channel/channel.js';
import { distinct, hashOfName, nameOfTransaction } from './name-hash.js';

/** A block as lists show it. */
export interface BlockLine {
  readonly number: number;
  /** SHA-256 of the header, in hex. */
  readonly hash: string;
  /** The newest time of a valid transaction, in milliseconds. */
  readonly time: number | undefined;
  readonly transactions: number;
  readonly validTransactions: number;
  /** Of a block with a configuration: which one it is. */
  readonly configuration: number | undefined;
}

export interface BlockDigest extends BlockLine {
  /** Each once, ascending. */
  readonly hashes: Uint32Array;
  /** What peers judge later transactions by, as far as the block changed it. */
  readonly rules: readonly RuleChange[];
}

export function digestOf(block: ChannelBlock, seed: number): BlockDigest {
  const { number, hash, time, transactions, network } = block;
  let count = transactions.length;
  for (const { writes } of transactions) count += writes.length;
  const hashes = new Uint32Array(count);
  let at = 0;
  let [validTransactions, changesRules] = [0, false];
  for (const { txId, validationCode, writes, changesRules: changes } of transactions) {
    hashes[at++] = hashOfName(nameOfTransaction(txId), seed);
    for (const { key } of writes) hashes[at++] = hashOfName(key, seed);
    if (validationCode === 0) validTransactions += 1;
    changesRules ||= changes === true;
  }
  return {
    number,
    hash,
    time,
    transactions: network === undefined ? transactions.length : 1,
    validTransactions: network === undefined ? validTransactions : 1,
    configuration: network?.version,
    hashes: distinct(hashes),
    rules: changesRules && block.encoded !== undefined ? ruleChangesOf(block.encoded()) : [],
  };
}
