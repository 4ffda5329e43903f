/**
 * A key's past: every valid write of it, newest first.
 *
 * Fabric: an index says in which transactions a key was written; values, ids and timestamps are read from the blocks.
 * Here the current version stands in the state's row and only past ones are in the index, since most keys (operations,
 * lots) are written once. Reference: `core/ledger/kvledger/history/{db,query_executer}.go`. Left out: nothing.
 */
import type { ParsedBlock } from '../wire/block.js';
import { decodeReadWriteSet } from '../wire/read-write-set.js';
import { parseTransaction } from '../wire/transaction.js';
import type { StateDatabase } from './state-database.js';
import type { ResultsIterator, Version } from './row-types.js';
import type { KeyModification } from './types.js';

export function historyOf(
  database: StateDatabase,
  readBlock: (number: number) => Promise<ParsedBlock>,
  namespace: string,
  key: string,
): ResultsIterator<KeyModification> {
  const modifications = modificationsOf(database, readBlock, namespace, key);
  return {
    async next() {
      const modification = await modifications.next();
      return modification.done ? undefined : modification.value;
    },
    async close() {
      await modifications.return(undefined);
    },
  };
}

async function* modificationsOf(
  database: StateDatabase,
  readBlock: (number: number) => Promise<ParsedBlock>,
  namespace: string,
  key: string,
): AsyncGenerator<KeyModification> {
  // Row and index must be of one moment, or a commit in between would hide a version or show it twice.
  const snapshot = database.snapshot();
  try {
    const current = database.row(namespace, key, snapshot);
    if (current) yield* modificationAt(await readBlock(current.version.block), current.version, namespace, key);
    for await (const version of database.pastVersions(namespace, key, snapshot)) {
      yield* modificationAt(await readBlock(version.block), version, namespace, key);
    }
  } finally {
    await snapshot.close();
  }
}

/** Nothing for a version that only changed the key's metadata: that is no part of its history (as in Fabric). */
function* modificationAt(
  block: ParsedBlock,
  { tx }: Version,
  namespace: string,
  key: string,
): Generator<KeyModification> {
  const envelope = block.data[tx];
  if (!envelope) throw new Error(`block ${block.header.number} has no transaction ${tx}`);
  const transaction = parseTransaction(envelope);
  const write = decodeReadWriteSet(transaction.results)
    .namespaces.find((candidate) => candidate.namespace === namespace)
    ?.writes.find((candidate) => candidate.key === key);
  if (!write) return;
  const { txId, timestamp } = transaction.envelope.header;
  yield { txId, timestamp, value: write.value, isDelete: write.isDelete };
}
