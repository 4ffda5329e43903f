/**
 * The database operations that follow from a judged block: state, history, indexes.
 *
 * Fabric: `stateleveldb.ApplyUpdates`, `core/ledger/kvledger/history/db.go` (Commit), `common/ledger/blkstorage/
 * blockindex.go`. As there, history has the writes of valid transactions, and a transaction id leads to its first
 * occurrence, valid or not. Left out: nothing.
 */
import type { ParsedBlock } from '../wire/block.js';
import { EMPTY_BYTES } from '../wire/bytes.js';
import type { BlockLocation } from './block-file.js';
import { historyKey, stateKey } from './database-keys.js';
import {
  blockHashOperation,
  blockLocationOperation,
  type DatabaseOperation,
  type StateDatabase,
  transactionOperation,
} from './state-database.js';
import { encodeStateRow } from './state-row.js';
import type { CommittedBlock, CommittedTransaction } from './types.js';
import type { UpdateBatch } from './update-batch.js';
import { valuePlaces } from './value-places.js';

/** What does not depend on where a peer's file keeps the block. */
export async function blockOperations(
  { number, parsed, transactions }: CommittedBlock,
  updates: UpdateBatch,
  database: StateDatabase,
): Promise<DatabaseOperation[]> {
  return [
    ...stateOperations(updates, parsed),
    ...historyOperations(updates),
    ...(await transactionOperations(transactions, database)),
    blockHashOperation(parsed.hash, number),
  ];
}

export function locationOperation({ number }: CommittedBlock, location: BlockLocation): DatabaseOperation {
  return blockLocationOperation(number, location);
}

function stateOperations(batch: UpdateBatch, block: ParsedBlock): DatabaseOperation[] {
  const operations: DatabaseOperation[] = [];
  const placeOf = valuePlaces(block);
  for (const namespace of batch.namespaces) {
    for (const [name, { value, version, metadata }] of batch.updates(namespace)) {
      const key = stateKey(namespace, name);
      operations.push(
        value
          ? { type: 'put', key, value: encodeStateRow({ version, value, metadata }, placeOf(value, version)) }
          : { type: 'del', key },
      );
    }
  }
  return operations;
}

function historyOperations({ pastVersions }: UpdateBatch): DatabaseOperation[] {
  return pastVersions.map(({ namespace, key, version }) => ({
    type: 'put',
    key: historyKey(namespace, key, version),
    value: EMPTY_BYTES,
  }));
}

async function transactionOperations(
  transactions: readonly CommittedTransaction[],
  database: StateDatabase,
): Promise<DatabaseOperation[]> {
  const first = new Map<string, CommittedTransaction>();
  for (const transaction of transactions) {
    if (transaction.txId !== '' && !first.has(transaction.txId)) first.set(transaction.txId, transaction);
  }
  for (const known of await database.transactions([...first.keys()])) if (known) first.delete(known.txId);
  return [...first.values()].map(transactionOperation);
}
