/**
 * The database operations that follow from a judged block: state, history, indexes.
 *
 * Fabric: `stateleveldb.ApplyUpdates`, `core/ledger/kvledger/history/db.go` (Commit), `common/ledger/blkstorage/
 * blockindex.go`. As there, history has the writes of valid transactions, and a transaction id leads to its first
 * occurrence, valid or not. Left out: metadata changes are not part of a key's history (as in Fabric).
 */
import { EMPTY_BYTES } from '../wire/bytes.js';
import type { ParsedBlock } from '../wire/block.js';
import { decodeReadWriteSet } from '../wire/read-write-set.js';
import { isEndorserTransaction, parseTransaction } from '../wire/transaction.js';
import type { BlockLocation } from './block-file.js';
import type { JudgedBlock } from './block-validation.js';
import { historyKey, stateKey } from './database-keys.js';
import {
  blockHashOperation,
  blockLocationOperation,
  type DatabaseOperation,
  type StateDatabase,
  transactionOperation,
} from './state-database.js';
import { encodeStateRow } from './state-row.js';
import type { CommittedTransaction } from './types.js';
import type { UpdateBatch } from './update-batch.js';

export async function blockOperations(
  block: ParsedBlock,
  judged: JudgedBlock,
  transactions: readonly CommittedTransaction[],
  location: BlockLocation,
  database: StateDatabase,
): Promise<DatabaseOperation[]> {
  return [
    ...stateOperations(judged.updates),
    ...historyOperations(block, judged.codes),
    ...(await transactionOperations(transactions, database)),
    blockLocationOperation(block.header.number, location),
    blockHashOperation(block.hash, block.header.number),
  ];
}

function stateOperations(batch: UpdateBatch): DatabaseOperation[] {
  const operations: DatabaseOperation[] = [];
  for (const namespace of batch.namespaces) {
    for (const [name, { value, version, metadata }] of batch.updates(namespace)) {
      const key = stateKey(namespace, name);
      operations.push(
        value ? { type: 'put', key, value: encodeStateRow({ version, value, metadata }) } : { type: 'del', key },
      );
    }
  }
  return operations;
}

function historyOperations(block: ParsedBlock, codes: Uint8Array): DatabaseOperation[] {
  return block.data.flatMap((envelope, tx) => {
    if (codes[tx] !== 0 || !isEndorserTransaction(envelope)) return [];
    const version = { block: block.header.number, tx };
    return decodeReadWriteSet(parseTransaction(envelope).results).namespaces.flatMap(({ namespace, writes }) =>
      writes.map(({ key }): DatabaseOperation => ({
        type: 'put',
        key: historyKey(namespace, key, version),
        value: EMPTY_BYTES,
      })),
    );
  });
}

async function transactionOperations(
  transactions: readonly CommittedTransaction[],
  database: StateDatabase,
): Promise<DatabaseOperation[]> {
  const first = new Map<string, CommittedTransaction>();
  for (const transaction of transactions) {
    if (transaction.txId !== '' && !first.has(transaction.txId)) first.set(transaction.txId, transaction);
  }
  const known = await database.transactions([...first.keys()]);
  for (const transaction of known) {
    // Replay meets its own entries of before the crash; those of an earlier block stay.
    if (transaction && transaction.block < (first.get(transaction.txId)?.block ?? 0)) first.delete(transaction.txId);
  }
  return [...first.values()].map(transactionOperation);
}
