/**
 * A key's past: every valid write of it, newest first.
 *
 * Fabric: an index says in which transactions a key was written; values, ids and timestamps are read from the blocks.
 * Reference: `core/ledger/kvledger/history/{db,query_executer}.go`. Left out: nothing.
 */
import type { ParsedBlock } from '../wire/block.js';
import { decodeReadWriteSet } from '../wire/read-write-set.js';
import { parseTransaction } from '../wire/transaction.js';
import type { StateDatabase } from './state-database.js';
import type { KeyModification, ResultsIterator, Version } from './types.js';

export function historyOf(
  database: StateDatabase,
  readBlock: (number: number) => Promise<ParsedBlock>,
  namespace: string,
  key: string,
): ResultsIterator<KeyModification> {
  const heights = database.history(namespace, key);
  return {
    async next() {
      const height = await heights.next();
      if (height.done) return undefined;
      return modificationAt(await readBlock(height.value.block), height.value, namespace, key);
    },
    async close() {
      await heights.return(undefined);
    },
  };
}

function modificationAt(block: ParsedBlock, { tx }: Version, namespace: string, key: string): KeyModification {
  const envelope = block.data[tx];
  const transaction = envelope && parseTransaction(envelope);
  const set = transaction && decodeReadWriteSet(transaction.results);
  const write = set?.namespaces
    .find((candidate) => candidate.namespace === namespace)
    ?.writes.findLast((candidate) => candidate.key === key);
  if (!transaction || !write) {
    throw new Error(`history names block ${block.header.number} transaction ${tx}, which does not write the key`);
  }
  const { txId, timestamp } = transaction.envelope.header;
  return { txId, timestamp, value: write.value, isDelete: write.isDelete };
}
