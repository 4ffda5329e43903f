/**
 * What a chaincode may ask of the peer while it runs.
 *
 * Fabric: one handler per message type, each of which reads its payload, asks the transaction's simulator and answers
 * RESPONSE with a payload or ERROR with a text. Reference: `core/chaincode/handler.go` (HandleGetState and the others).
 * Left out, and answered with ERROR: rich queries (GET_QUERY_RESULT; LevelDB has none in Fabric either) and
 * INVOKE_CHAINCODE.
 */
import { peer } from '@hyperledger/fabric-protos';
import { EMPTY_BYTES, plainBytes, utf8Bytes } from '../wire/bytes.js';
import { FieldReader, FieldWriter } from '../wire/protobuf.js';
import { getPrivateDataHash, purge, purgePrivateData, readable, writable } from './private-state-requests.js';
import {
  encodeKeyModification,
  encodeKeyValue,
  encodeQueryResponse,
  encodeQueryResponseMetadata,
  ROWS_PER_RESPONSE,
  serialiseRows,
} from './query-response.js';
import type { TransactionContext } from './transaction-context.js';

/** Answers with the payload of RESPONSE; what it throws becomes the text of ERROR. */
export type StateRequestHandler = (
  context: TransactionContext,
  payload: Uint8Array,
) => Promise<Uint8Array> | Uint8Array;

const Type = peer.ChaincodeMessage.Type;

/** Every message that a chaincode may send while it runs, save those that end the invocation. */
export const stateRequestHandlers: ReadonlyMap<number, StateRequestHandler> = new Map<number, StateRequestHandler>([
  [Type.GET_STATE, getState],
  [Type.GET_STATE_MULTIPLE, getStateMultiple],
  [Type.PUT_STATE, putState],
  [Type.DEL_STATE, deleteState],
  [Type.WRITE_BATCH_STATE, writeBatch],
  [Type.GET_STATE_METADATA, getStateMetadata],
  [Type.PUT_STATE_METADATA, putStateMetadata],
  [Type.GET_STATE_BY_RANGE, getStateByRange],
  [Type.GET_HISTORY_FOR_KEY, getHistoryForKey],
  [Type.QUERY_STATE_NEXT, queryStateNext],
  [Type.QUERY_STATE_CLOSE, queryStateClose],
  [Type.GET_QUERY_RESULT, refuse('ExecuteQuery not supported for leveldb')],
  [Type.GET_PRIVATE_DATA_HASH, getPrivateDataHash],
  [Type.PURGE_PRIVATE_DATA, purgePrivateData],
  [Type.INVOKE_CHAINCODE, refuse('chaincode-to-chaincode calls are not supported by the embedded network')],
]);

function refuse(reason: string): StateRequestHandler {
  return () => {
    throw new Error(reason);
  };
}

async function getState(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  const { simulator, namespace } = context;
  const request = peer.GetState.deserializeBinary(payload);
  const key = request.getKey();
  const collection = request.getCollection();
  const value =
    collection === ''
      ? await simulator.getState(namespace, key)
      : await readable(context, collection).getPrivateData(namespace, collection, key);
  return value ?? EMPTY_BYTES;
}

async function getStateMultiple(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  const { simulator, namespace } = context;
  let collection = '';
  const keys: string[] = [];
  const reader = new FieldReader(payload);
  while (reader.next()) {
    if (reader.field === 1) keys.push(reader.string());
    else if (reader.field === 2) collection = reader.string();
    else reader.skip();
  }
  const values =
    collection === ''
      ? await simulator.getStateMultiple(namespace, keys)
      : await readable(context, collection).getPrivateDataMultiple(namespace, collection, keys);
  const writer = new FieldWriter(values.reduce((sum, value) => sum + (value?.length ?? 0) + 6, 64));
  for (const value of values) writer.element(1, value ?? EMPTY_BYTES);
  return writer.finish();
}

function putState(context: TransactionContext, payload: Uint8Array): Uint8Array {
  const request = peer.PutState.deserializeBinary(payload);
  put(context, request.getCollection(), request.getKey(), plainBytes(request.getValue_asU8()));
  return EMPTY_BYTES;
}

function deleteState(context: TransactionContext, payload: Uint8Array): Uint8Array {
  const request = peer.DelState.deserializeBinary(payload);
  del(context, request.getCollection(), request.getKey());
  return EMPTY_BYTES;
}

function put(context: TransactionContext, collection: string, key: string, value: Uint8Array): void {
  const { simulator, namespace } = context;
  if (collection === '') simulator.putState(namespace, key, value);
  else writable(context, collection).putPrivateData(namespace, collection, key, value);
}

function del(context: TransactionContext, collection: string, key: string): void {
  const { simulator, namespace } = context;
  if (collection === '') simulator.deleteState(namespace, key);
  else writable(context, collection).deletePrivateData(namespace, collection, key);
}

function putMetadata(
  context: TransactionContext,
  collection: string,
  key: string,
  entry: peer.StateMetadata | undefined,
): void {
  const { simulator, namespace } = context;
  const metakey = entry?.getMetakey() ?? '';
  const value = plainBytes(entry?.getValue_asU8() ?? EMPTY_BYTES);
  if (collection === '') simulator.putStateMetadata(namespace, key, metakey, value);
  else writable(context, collection).putPrivateDataMetadata(namespace, collection, key, metakey, value);
}

function writeBatch(context: TransactionContext, payload: Uint8Array): Uint8Array {
  const reader = new FieldReader(payload);
  while (reader.next()) {
    if (reader.field === 1) writeRecord(context, reader.view());
    else reader.skip();
  }
  return EMPTY_BYTES;
}

function writeRecord(context: TransactionContext, bytes: Uint8Array): void {
  let key = '';
  let collection = '';
  let value = EMPTY_BYTES;
  let metadata = EMPTY_BYTES;
  let type = 0;
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) value = reader.view();
    else if (reader.field === 3) collection = reader.string();
    else if (reader.field === 4) metadata = reader.view();
    else if (reader.field === 5) type = reader.varint();
    else reader.skip();
  }
  switch (type) {
    case peer.WriteRecord.Type.PUT_STATE:
      put(context, collection, key, value);
      return;
    case peer.WriteRecord.Type.DEL_STATE:
      del(context, collection, key);
      return;
    case peer.WriteRecord.Type.PUT_STATE_METADATA:
      putMetadata(context, collection, key, peer.StateMetadata.deserializeBinary(metadata));
      return;
    case peer.WriteRecord.Type.PURGE_PRIVATE_DATA:
      purge(context, collection, key);
      return;
    default:
      throw new Error('unknown operation type');
  }
}

async function getStateMetadata(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  const { simulator, namespace } = context;
  const request = peer.GetStateMetadata.deserializeBinary(payload);
  const collection = request.getCollection();
  const entries =
    collection === ''
      ? await simulator.getStateMetadata(namespace, request.getKey())
      : await readable(context, collection).getPrivateDataMetadata(namespace, collection, request.getKey());
  const result = new peer.StateMetadataResult();
  for (const [metakey, value] of entries ?? []) {
    const entry = new peer.StateMetadata();
    entry.setMetakey(metakey);
    entry.setValue(value);
    result.addEntries(entry);
  }
  return result.serializeBinary();
}

function putStateMetadata(context: TransactionContext, payload: Uint8Array): Uint8Array {
  const request = peer.PutStateMetadata.deserializeBinary(payload);
  putMetadata(context, request.getCollection(), request.getKey(), request.getMetadata());
  return EMPTY_BYTES;
}

async function getStateByRange(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  const { simulator, namespace } = context;
  const request = peer.GetStateByRange.deserializeBinary(payload);
  const collection = request.getCollection();
  const startKey = request.getStartkey();
  const endKey = request.getEndkey();
  if (collection !== '') {
    const rows = await readable(context, collection).getPrivateDataRange(namespace, collection, startKey, endKey);
    return firstPage(
      context,
      serialiseRows(rows, (row) => encodeKeyValue(namespace, row)),
    );
  }
  const paging = peer.QueryMetadata.deserializeBinary(request.getMetadata_asU8());
  // Both fields absent is how the shim says that no paging is wanted.
  if (paging.getPagesize() === 0 && paging.getBookmark() === '') {
    const rows = await simulator.getStateRange(namespace, startKey, endKey);
    return firstPage(
      context,
      serialiseRows(rows, (row) => encodeKeyValue(namespace, row)),
    );
  }
  const page = await simulator.getStateRangePage(
    namespace,
    startKey,
    endKey,
    paging.getPagesize(),
    paging.getBookmark(),
  );
  return encodeQueryResponse({
    id: 'page',
    rows: page.rows.map((row) => encodeKeyValue(namespace, row)),
    hasMore: false,
    metadata: encodeQueryResponseMetadata(page.rows.length, page.bookmark),
  });
}

async function getHistoryForKey(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  const key = peer.GetHistoryForKey.deserializeBinary(payload).getKey();
  const changes = await context.simulator.getHistory(context.namespace, key);
  return firstPage(context, serialiseRows(changes, encodeKeyModification));
}

function firstPage(context: TransactionContext, rows: ReturnType<typeof serialiseRows>): Promise<Uint8Array> {
  return nextPage(context, context.openQuery(rows));
}

async function nextPage(context: TransactionContext, id: string): Promise<Uint8Array> {
  return encodeQueryResponse({ id, ...(await context.nextRows(id, ROWS_PER_RESPONSE)) });
}

function queryStateNext(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  return nextPage(context, peer.QueryStateNext.deserializeBinary(payload).getId());
}

async function queryStateClose(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  const id = peer.QueryStateClose.deserializeBinary(payload).getId();
  await context.closeQuery(id);
  return encodeQueryResponse({ id, rows: [], hasMore: false });
}

/** The ERROR text for a request that failed, in Fabric's words. */
export function stateRequestError(name: string, txId: string, error: unknown): Uint8Array {
  return utf8Bytes(
    `${name} failed: transaction ID: ${txId}: ${error instanceof Error ? error.message : String(error)}`,
  );
}
