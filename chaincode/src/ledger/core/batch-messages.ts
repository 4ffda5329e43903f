/**
 * Batches of reads and writes for peers that take them.
 *
 * A Fabric 3.1 peer announces in the payload of READY (`ChaincodeAdditionalParams`) that it takes GET_STATE_MULTIPLE
 * and WRITE_BATCH_STATE, and how many keys each may have. fabric-shim 2.5.8 does not read that payload, so this file
 * observes it, and sends those two messages through the shim's own queue. A peer that announces nothing would end the
 * stream on an unknown type; so nothing is ever tried that was not announced. One process may serve several peers of
 * different versions: what was announced is kept per stream.
 *
 * This file, `guarded-chat.ts` and `text-parameters.ts` alone use private parts of fabric-shim (`lib/handler.js`,
 * `stub.handler`, `DataMarshall`); package.json pins the exact version.
 */
import { peer } from '@hyperledger/fabric-protos';
import type { ChaincodeMessageHandler } from 'fabric-shim/lib/handler.js';
import { type PlainRecord, readValues, writeBatchState } from './batch-wire.js';
import { guardChats } from './guarded-chat.js';

const { GET_STATE_MULTIPLE, WRITE_BATCH_STATE } = peer.ChaincodeMessage.Type;

/** The metadata key under which Fabric keeps a key's endorsement policy. */
const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** How many keys one message may have; 0 where the peer takes no such message. */
interface BatchLimits {
  readonly readKeysMax: number;
  readonly writeRecordsMax: number;
}

export interface Write {
  readonly key: string;
  /** Absent: the row is deleted, or keeps what it holds. */
  readonly value?: Uint8Array;
  /** Nothing but the policy is written. */
  readonly keeps?: true;
  /** A serialised signature policy that later writes of this key must satisfy. */
  readonly policy?: Uint8Array;
}

/** The parts of the shim's stub that are used here. */
export interface BatchingStub {
  readonly handler: ChaincodeMessageHandler;
  getTxID(): string;
  getChannelID(): string;
}

const announced = new WeakMap<object, BatchLimits>();

/** Begins to watch for what peers announce. Called once, before any peer is connected. */
export function observeAnnouncements(): void {
  guardChats((handler, payload) => announced.set(handler, decodeLimits(payload)));
}

function decodeLimits(payload: Uint8Array): BatchLimits {
  const params = peer.ChaincodeAdditionalParams.deserializeBinary(payload);
  return {
    readKeysMax: params.getUseGetMultipleKeys() ? params.getMaxSizeGetMultipleKeys() : 0,
    writeRecordsMax: params.getUseWriteBatch() ? params.getMaxSizeWriteBatch() : 0,
  };
}

/** The values of these keys, in their order, an empty one where there is no row; undefined if the peer takes no such message. */
export async function readBatch(stub: BatchingStub, keys: readonly string[]): Promise<Uint8Array[] | undefined> {
  const keysMax = announced.get(stub.handler)?.readKeysMax ?? 0;
  if (keysMax === 0) return undefined;
  const values: Uint8Array[] = [];
  for (let start = 0; start < keys.length; start += keysMax) {
    const request = new peer.GetStateMultiple();
    request.setKeysList(keys.slice(start, start + keysMax));
    const answer = await ask(stub, GET_STATE_MULTIPLE, request.serializeBinary(), 'GetState');
    values.push(...readValues(answer));
  }
  return values;
}

/** Sends all writes; false, and nothing sent, if the peer takes no such message. */
export async function writeBatch(stub: BatchingStub, writes: readonly Write[]): Promise<boolean> {
  const recordsMax = announced.get(stub.handler)?.writeRecordsMax ?? 0;
  if (recordsMax === 0) return false;
  const records = writes.flatMap(recordsOf);
  for (let start = 0; start < records.length; start += recordsMax) {
    const batch = writeBatchState(records.slice(start, start + recordsMax));
    await ask(stub, WRITE_BATCH_STATE, batch, 'PutState');
  }
  return true;
}

function recordsOf({ key, value, keeps, policy }: Write): (PlainRecord | Uint8Array)[] {
  const plain = keeps === true ? [] : [{ key, value }];
  return policy === undefined || (value === undefined && keeps !== true)
    ? plain
    : [...plain, policyRecord(key, policy)];
}

function policyRecord(key: string, policy: Uint8Array): Uint8Array {
  const metadata = new peer.StateMetadata();
  metadata.setMetakey(VALIDATION_PARAMETER);
  metadata.setValue(policy);
  const record = new peer.WriteRecord();
  record.setKey(key);
  record.setType(peer.WriteRecord.Type.PUT_STATE_METADATA);
  record.setMetadata(metadata);
  return record.serializeBinary();
}

function ask(stub: BatchingStub, type: number, payload: Uint8Array, method: string): Promise<Buffer> {
  const message = new peer.ChaincodeMessage();
  message.setType(type as never);
  message.setPayload(payload);
  message.setTxid(stub.getTxID());
  message.setChannelId(stub.getChannelID());
  return stub.handler._askPeerAndListen(message, method);
}
