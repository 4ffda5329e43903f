/**
 * Multi-version concurrency control: is what a transaction read still so?
 *
 * Fabric: a transaction is valid if every key it read has the version it saw, in the state as of the block before and
 * with no earlier valid transaction of this block having written it; and if every range it read gives the same keys
 * and versions now, earlier transactions of this block included (no phantoms). Reference:
 * `core/ledger/kvledger/txmgmt/validation/{validator,rangequery_validator,combined_iterator}.go`. Left out:
 * nothing.
 */
import { peer } from '@hyperledger/fabric-protos';
import { compareKeys } from '../wire/key-order.js';
import type { KeyRead, NamespaceReadWriteSet, RangeQuery, ReadWriteSet } from '../wire/read-write-set.js';
import { RangeReads, sameMerkleSummary } from './merkle-summary.js';
import type { KeyedRow } from './state-database.js';
import { sameVersion, type StateRow } from './state-row.js';
import type { CommittedRows, UpdateBatch } from './update-batch.js';

/** The state before the block. */
export interface CommittedState {
  readonly row: CommittedRows;
  range(namespace: string, startKey: string, endKey: string): AsyncIterable<KeyedRow>;
}

const { VALID, MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT } = peer.TxValidationCode;

/** VALID, MVCC_READ_CONFLICT or PHANTOM_READ_CONFLICT. */
export async function checkReads(set: ReadWriteSet, state: CommittedState, updates: UpdateBatch): Promise<number> {
  for (const namespace of set.namespaces) {
    if (!areReadsCurrent(namespace, state, updates)) return MVCC_READ_CONFLICT;
    for (const query of namespace.rangeQueries) {
      if (!(await isRangeCurrent(namespace.namespace, query, state, updates))) return PHANTOM_READ_CONFLICT;
    }
    for (const { hashedNamespace, reads } of namespace.collections) {
      if (!areReadsCurrent({ namespace: hashedNamespace, reads }, state, updates)) return MVCC_READ_CONFLICT;
    }
  }
  return VALID;
}

function areReadsCurrent(
  set: Pick<NamespaceReadWriteSet, 'namespace' | 'reads'>,
  state: CommittedState,
  updates: UpdateBatch,
): boolean {
  return set.reads.every(
    ({ key, version }) =>
      !updates.get(set.namespace, key) && sameVersion(state.row(set.namespace, key)?.version, version),
  );
}

async function isRangeCurrent(
  namespace: string,
  query: RangeQuery,
  state: CommittedState,
  updates: UpdateBatch,
): Promise<boolean> {
  const rows = currentRange(namespace, query, state, updates);
  return query.merkle ? isSummaryCurrent(query.merkle, rows) : areRawReadsCurrent(query.reads, rows);
}

async function areRawReadsCurrent(reads: readonly KeyRead[], rows: AsyncIterable<KeyRead>): Promise<boolean> {
  let index = 0;
  for await (const row of rows) {
    const read = reads[index];
    if (!read || read.key !== row.key || !sameVersion(read.version, row.version)) return false;
    index += 1;
  }
  return index === reads.length;
}

async function isSummaryCurrent(
  recorded: NonNullable<RangeQuery['merkle']>,
  rows: AsyncIterable<KeyRead>,
): Promise<boolean> {
  if (recorded.maxDegree < 2) return false;
  const now = new RangeReads(recorded.maxDegree);
  for await (const row of rows) now.add(row);
  const { merkle } = now.finish();
  return merkle !== undefined && sameMerkleSummary(recorded, merkle);
}

/** The range as it is now: committed rows, overlaid with this block's updates. */
async function* currentRange(
  namespace: string,
  { startKey, endKey, isExhausted }: RangeQuery,
  state: CommittedState,
  updates: UpdateBatch,
): AsyncGenerator<KeyRead> {
  const changed = updates.range(namespace, startKey, endKey);
  let next = 0;
  for await (const row of state.range(namespace, startKey, endKey)) {
    for (; ; next += 1) {
      const [key, update] = changed[next] ?? [];
      if (key === undefined || !update || compareKeys(key, row.key) >= 0) break;
      if (update.value) yield { key, version: update.version };
    }
    const [key, update] = changed[next] ?? [];
    if (key === row.key && update) {
      next += 1;
      if (update.value) yield { key, version: update.version };
    } else yield { key: row.key, version: row.version };
  }
  for (const [key, update] of changed.slice(next)) if (update.value) yield { key, version: update.version };
  // An iterator that was not run to its end has seen the key recorded as its end: it belongs to the range.
  if (!isExhausted) yield* lastSeenKey(namespace, endKey, state.row(namespace, endKey), updates);
}

function* lastSeenKey(
  namespace: string,
  key: string,
  committed: StateRow | undefined,
  updates: UpdateBatch,
): Generator<KeyRead> {
  const update = updates.get(namespace, key);
  const current = update ? (update.value ? update : undefined) : committed;
  if (current) yield { key, version: current.version };
}
