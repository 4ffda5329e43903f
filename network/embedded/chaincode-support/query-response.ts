/**
 * Query results on their way to the chaincode.
 *
 * Fabric: `QueryResponse` carries up to 100 serialised rows, whether there are more, and the query's id; a paged query
 * is answered in one piece, with count and bookmark as metadata. Reference:
 * `core/chaincode/query_response_generator.go`. Left out: `ledger.state.totalQueryLimit` (100,000 rows).
 */
import type { KeyValue, ResultsIterator } from '../ledger/row-types.js';
import type { KeyModification } from '../ledger/types.js';
import { FieldWriter } from '../wire/protobuf.js';
import type { SerialisedRows } from './transaction-context.js';

/** Rows per message between peer and shim. */
export const ROWS_PER_RESPONSE = 100;

export interface QueryResponseParts {
  readonly id: string;
  readonly rows: readonly Uint8Array[];
  readonly hasMore: boolean;
  /** Serialised QueryResponseMetadata of a paged query. */
  readonly metadata?: Uint8Array;
}

/** Serialised peer.QueryResponse. */
export function encodeQueryResponse({ id, rows, hasMore, metadata }: QueryResponseParts): Uint8Array {
  const size = rows.reduce((sum, row) => sum + row.length + 12, 128);
  const writer = new FieldWriter(size);
  for (const row of rows) writer.message(1, (inner) => inner.bytes(1, row));
  writer.boolean(2, hasMore).string(3, id);
  if (metadata) writer.bytes(4, metadata);
  return writer.finish();
}

/** Serialised peer.QueryResponseMetadata. */
export function encodeQueryResponseMetadata(rowCount: number, bookmark: string): Uint8Array {
  return new FieldWriter(64).varint(1, rowCount).string(2, bookmark).finish();
}

/** Serialised queryresult.KV. */
export function encodeKeyValue(namespace: string, { key, value }: KeyValue): Uint8Array {
  return new FieldWriter(key.length + value.length + 64).string(1, namespace).string(2, key).bytes(3, value).finish();
}

/** Serialised queryresult.KeyModification. */
export function encodeKeyModification(change: KeyModification): Uint8Array {
  return new FieldWriter(change.value.length + 128)
    .string(1, change.txId)
    .bytes(2, change.value)
    .message(3, (inner) => inner.varint(1, change.timestamp.seconds).varint(2, change.timestamp.nanos))
    .boolean(4, change.isDelete)
    .finish();
}

/** The same rows, serialised one by one as they are asked for. */
export function serialiseRows<T>(rows: ResultsIterator<T>, serialise: (row: T) => Uint8Array): SerialisedRows {
  return {
    async next() {
      const row = await rows.next();
      return row && serialise(row);
    },
    close: () => rows.close(),
  };
}
