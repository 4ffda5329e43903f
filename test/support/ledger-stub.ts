/**
 * A peer in memory, for tests of the chaincode: it speaks the shim's own protocol with the unmodified fabric-shim, so
 * that contracts, metadata and batch messages run as they do under a real peer.
 *
 * What it keeps of Fabric: a transaction does not see its own writes; ranges come in the order of UTF-8 bytes, a page
 * at a time; a paged query forbids writes; a deleted row is gone; versions are checked at commit, and ranges are read
 * again; private rows are read and written by members only, and everybody knows their hashes. What it leaves out:
 * endorsement, blocks.
 */
import './quiet-shim.js';
import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { ledger as protos, peer } from '@hyperledger/fabric-protos';
import { ChaincodeMessageHandler } from 'fabric-shim/lib/handler.js';
import { contracts, serializers } from '../../chaincode/src/index.js';
import {
  operationRefusals,
  postPoints,
  presentRow,
  rows,
  type RowType,
  type ErrorBody,
  type PrivateInputOf,
  type ReplyOf,
  type RequestOf,
  type Transaction,
} from '@commonpoint/catalogue';
import { KeyOrder } from './key-order.js';
import { PrivateRows, type PrivateAccess } from './private-rows.js';
import { keyValue, nextPage, openPages, type OpenQueries } from './query-pages.js';
import { signedProposal, timestampOf, type StubCaller } from './signed-proposal.js';

export type { StubCaller } from './signed-proposal.js';

// These parts of fabric-shim have no types.
/* eslint-disable @typescript-eslint/no-require-imports */
const ChaincodeFromContract = require('fabric-shim/lib/contract-spi/chaincodefromcontract.js');
/* eslint-enable @typescript-eslint/no-require-imports */

/** It keeps nothing between transactions, so all stubs share it. */
const chaincode = new ChaincodeFromContract([...contracts], serializers, {}, '@commonpoint/chaincode', '0.1.0');

const { Type } = peer.ChaincodeMessage;
const CHANNEL = 'points';
export interface StubOptions {
  /** Whether the peer announces batch messages, as Fabric 3.1 does. */
  readonly batches?: boolean;
  readonly batchKeysMax?: number;
  /** What the first transaction's clock shows. */
  readonly now?: string;
}

export interface SimulationOptions {
  /** JSON for the transient map. */
  readonly privateInput?: string | undefined;
  /** Whose peer simulates; that of the caller's organisation if nothing is said. */
  readonly peerOf?: string | undefined;
}

export interface Simulation {
  readonly txId: string;
  readonly status: number;
  readonly payload: string;
  readonly message: string;
  readonly reads: Map<string, number>;
  readonly ranges: { start: string; end: string; found: string[] }[];
  readonly writes: Map<string, Buffer | undefined>;
  readonly policies: Map<string, Uint8Array>;
  readonly privateAccess: PrivateAccess;
  /** How many messages of each type the chaincode sent. */
  readonly messages: Map<number, number>;
  readonly txTime: string;
  event?: { readonly name: string; readonly content: unknown };
}

export class Refused extends Error {
  constructor(readonly body: ErrorBody) {
    super(`${body.code}: ${body.detail}`);
  }
}

interface Row {
  value: Buffer;
  version: number;
  /** As ranges give it away; copies of a ledger share it. */
  keyValue?: Uint8Array;
}

interface Running {
  simulation: Simulation;
  paged: boolean;
  queries: OpenQueries;
  done: (simulation: Simulation) => void;
}

/** Whose peer is shown the private input. */
function peerOf({ endorsers }: Transaction, request: unknown, { mspId }: StubCaller): string {
  const { auditor, recipient } = request as { auditor: string; recipient: string };
  return endorsers === 'auditor' ? auditor : endorsers === 'recipient' ? recipient : mspId;
}

export class LedgerStub {
  /** Written by commits and `plant` alone. */
  readonly rows = new Map<string, Row>();
  readonly policies = new Map<string, Uint8Array>();
  readonly privateRows = new PrivateRows();
  /** The transaction clock; a test may turn it. */
  now: string;
  /** What was told last of a valid transaction. */
  lastEvent: Simulation['event'];
  private keys = new KeyOrder();
  private readonly history = new Map<string, { txId: string; txTime: string; value: Buffer | undefined }[]>();
  private readonly running = new Map<string, Running>();
  private readonly stream = new ChatStream((message) => this.receive(message));
  private committed = 0;
  private proposed = 0;

  constructor({ batches = true, batchKeysMax = 1000, now = '2026-11-23T08:00:00.000Z' }: StubOptions = {}) {
    this.now = now;
    const handler = new ChaincodeMessageHandler(this.stream, chaincode);
    handler.chat(messageOf(Type.REGISTER));
    this.stream.deliver(messageOf(Type.REGISTERED));
    const params = new peer.ChaincodeAdditionalParams();
    params.setUseGetMultipleKeys(batches);
    params.setUseWriteBatch(batches);
    params.setMaxSizeGetMultipleKeys(batches ? batchKeysMax : 0);
    params.setMaxSizeWriteBatch(batches ? batchKeysMax : 0);
    this.stream.deliver(messageOf(Type.READY, batches ? params.serializeBinary() : undefined));
  }

  /** Another ledger with the same rows, which goes its own way from here. */
  copy(options: StubOptions = {}): LedgerStub {
    const copied = new LedgerStub({ now: this.now, ...options });
    for (const [key, row] of this.rows) copied.rows.set(key, row);
    copied.keys = this.keys.copy();
    for (const [key, policy] of this.policies) copied.policies.set(key, policy);
    for (const [key, versions] of this.history) copied.history.set(key, [...versions]);
    copied.privateRows.copyFrom(this.privateRows);
    copied.committed = this.committed;
    copied.proposed = this.proposed;
    return copied;
  }

  /** Simulates and commits one transaction of the catalogue; throws {@link Refused}. */
  async submit<T extends Transaction>(
    caller: StubCaller,
    entry: T,
    request: RequestOf<T>,
    privateInput?: PrivateInputOf<T>,
  ): Promise<ReplyOf<T>> {
    const simulation = await this.simulate(caller, entry.name, [JSON.stringify(request)], {
      privateInput: privateInput === undefined ? undefined : JSON.stringify(privateInput),
      peerOf: peerOf(entry, request, caller),
    });
    const reply = replyOf(entry, simulation);
    if (entry.name === postPoints.name) requireListedRefusals(request, reply);
    const code = this.commit(simulation);
    if (code !== 'VALID') throw new Error(code);
    return reply;
  }

  /** Runs a transaction without committing it. Arguments are taken as they are. */
  async simulate(
    caller: StubCaller,
    name: string,
    args: readonly (string | Uint8Array)[],
    { privateInput, peerOf = caller.mspId }: SimulationOptions = {},
  ): Promise<Simulation> {
    this.proposed += 1;
    const txId = createHash('sha256').update(`proposal ${this.proposed}`).digest('hex');
    const input = new peer.ChaincodeInput();
    input.setArgsList([name, ...args].map((arg) => Buffer.from(arg as string)));
    const message = messageOf(Type.TRANSACTION, input.serializeBinary(), txId);
    message.setProposal(await signedProposal(caller, this.now, privateInput));
    return new Promise((done) => {
      const simulation: Simulation = {
        txId,
        status: 0,
        payload: '',
        message: '',
        reads: new Map(),
        ranges: [],
        writes: new Map(),
        policies: new Map(),
        privateAccess: this.privateRows.open(caller.mspId, peerOf),
        messages: new Map(),
        txTime: this.now,
      };
      this.running.set(txId, { simulation, paged: false, queries: new Map(), done });
      this.stream.deliver(message);
    });
  }

  /** Validates what was read and, if it still holds, applies what was written. */
  commit(simulation: Simulation): 'VALID' | 'MVCC_READ_CONFLICT' | 'PHANTOM_READ_CONFLICT' {
    for (const [key, version] of simulation.reads) {
      if ((this.rows.get(key)?.version ?? 0) !== version) return 'MVCC_READ_CONFLICT';
    }
    for (const { start, end, found } of simulation.ranges) {
      if (this.keys.between(start, end).join('\n') !== found.join('\n')) return 'PHANTOM_READ_CONFLICT';
    }
    if (!simulation.privateAccess.holds()) return 'MVCC_READ_CONFLICT';
    this.committed += 1;
    if (simulation.event !== undefined) this.lastEvent = simulation.event;
    simulation.privateAccess.apply(this.committed);
    for (const [key, value] of simulation.writes) {
      if (value !== undefined) requireRow(key, value);
      this.put(key, value);
      const versions = this.history.get(key) ?? [];
      versions.unshift({ txId: simulation.txId, txTime: simulation.txTime, value });
      this.history.set(key, versions);
    }
    for (const [key, policy] of simulation.policies) this.policies.set(key, policy);
    return 'VALID';
  }

  /** The rows of an object type, in the present shape, by the parts of their keys. */
  table(objectType: string): { parts: string[]; value: Record<string, unknown> }[] {
    const prefix = `\u0000${objectType}\u0000`;
    return this.keys.between(prefix, `${prefix}\u{10ffff}`).map((key) => ({
      parts: key.split('\u0000').slice(2, -1),
      value: presentRow(key.split('\u0000').slice(1, -1), JSON.parse(this.rows.get(key)?.value.toString() ?? '{}')),
    })) as { parts: string[]; value: Record<string, unknown> }[];
  }

  /** One row, if it is there. */
  row(objectType: string, ...parts: readonly string[]): Record<string, unknown> | undefined {
    const row = this.rows.get(['', objectType, ...parts, ''].join('\u0000'));
    return row && (presentRow([objectType, ...parts], JSON.parse(row.value.toString())) as Record<string, unknown>);
  }

  /** Sets a row behind the chaincode's back. */
  plant(objectType: string, parts: readonly string[], value: object): void {
    this.committed += 1;
    const key = ['', objectType, ...parts, ''].join('\u0000');
    this.put(key, Buffer.from(JSON.stringify(value)));
  }

  private put(key: string, value: Buffer | undefined): void {
    if (value === undefined) {
      this.rows.delete(key);
      this.keys.remove(key);
    } else {
      this.rows.set(key, { value, version: this.committed });
      this.keys.add(key);
    }
  }

  private receive(message: peer.ChaincodeMessage): void {
    const running = this.running.get(message.getTxid());
    if (running === undefined) return;
    const type = message.getType();
    const { messages } = running.simulation;
    messages.set(type, (messages.get(type) ?? 0) + 1);
    if (type === Type.COMPLETED) return this.complete(message, running);
    try {
      const payload = this.answer(type, message.getPayload_asU8(), running);
      this.stream.deliver(messageOf(Type.RESPONSE, payload, message.getTxid()));
    } catch (error) {
      this.stream.deliver(messageOf(Type.ERROR, Buffer.from(String(error)), message.getTxid()));
    }
  }

  private complete(message: peer.ChaincodeMessage, { simulation, done }: Running): void {
    this.running.delete(message.getTxid());
    const response = peer.Response.deserializeBinary(message.getPayload_asU8());
    const payload = Buffer.from(response.getPayload_asU8()).toString();
    const event = message.getChaincodeEvent();
    if (event !== undefined) {
      const content = JSON.parse(Buffer.from(event.getPayload_asU8()).toString()) as unknown;
      simulation.event = { name: event.getEventName(), content };
    }
    done({ ...simulation, status: response.getStatus(), message: response.getMessage(), payload });
  }

  private answer(type: number, payload: Uint8Array, running: Running): Uint8Array | undefined {
    const { simulation } = running;
    const { privateAccess } = simulation;
    switch (type) {
      case Type.GET_STATE: {
        const get = peer.GetState.deserializeBinary(payload);
        if (get.getCollection() !== '') return privateAccess.get(get.getCollection(), get.getKey());
        return this.read(get.getKey(), simulation);
      }
      case Type.GET_PRIVATE_DATA_HASH: {
        const get = peer.GetState.deserializeBinary(payload);
        return privateAccess.hash(get.getCollection(), get.getKey());
      }
      case Type.PURGE_PRIVATE_DATA: {
        const purge = peer.PurgePrivateState.deserializeBinary(payload);
        return privateAccess.write(purge.getCollection(), purge.getKey(), undefined);
      }
      case Type.GET_STATE_MULTIPLE: {
        const result = new peer.GetStateMultipleResult();
        const keys = peer.GetStateMultiple.deserializeBinary(payload).getKeysList();
        result.setValuesList(keys.map((key) => this.read(key, simulation) ?? new Uint8Array()));
        return result.serializeBinary();
      }
      case Type.PUT_STATE: {
        const put = peer.PutState.deserializeBinary(payload);
        if (put.getCollection() !== '') {
          return privateAccess.write(put.getCollection(), put.getKey(), Buffer.from(put.getValue_asU8()));
        }
        return write(running, put.getKey(), put.getValue_asU8());
      }
      case Type.DEL_STATE: {
        const del = peer.DelState.deserializeBinary(payload);
        if (del.getCollection() !== '') return privateAccess.write(del.getCollection(), del.getKey(), undefined);
        return write(running, del.getKey(), undefined);
      }
      case Type.GET_STATE_METADATA: {
        const key = peer.GetStateMetadata.deserializeBinary(payload).getKey();
        this.read(key, simulation);
        const result = new peer.StateMetadataResult();
        const policy = this.policies.get(key);
        if (policy !== undefined) {
          const entry = new peer.StateMetadata();
          entry.setMetakey('VALIDATION_PARAMETER');
          entry.setValue(policy);
          result.setEntriesList([entry]);
        }
        return result.serializeBinary();
      }
      case Type.PUT_STATE_METADATA: {
        const put = peer.PutStateMetadata.deserializeBinary(payload);
        simulation.policies.set(put.getKey(), put.getMetadata()?.getValue_asU8() ?? new Uint8Array());
        return undefined;
      }
      case Type.WRITE_BATCH_STATE:
        for (const record of peer.WriteBatchState.deserializeBinary(payload).getRecList()) writeRecord(running, record);
        return undefined;
      case Type.GET_STATE_BY_RANGE:
        return this.range(peer.GetStateByRange.deserializeBinary(payload), running);
      case Type.GET_HISTORY_FOR_KEY:
        return this.versions(peer.GetHistoryForKey.deserializeBinary(payload).getKey(), running);
      case Type.QUERY_STATE_NEXT:
        return nextPage(running.queries, peer.QueryStateNext.deserializeBinary(payload).getId());
      case Type.QUERY_STATE_CLOSE: {
        const closed = new peer.QueryResponse();
        closed.setId(peer.QueryStateClose.deserializeBinary(payload).getId());
        return closed.serializeBinary();
      }
      default:
        throw new Error(`the stub peer does not answer messages of type ${type}`);
    }
  }

  private read(key: string, { reads }: Simulation): Buffer | undefined {
    const row = this.rows.get(key);
    reads.set(key, row?.version ?? 0);
    return row?.value;
  }

  private range(request: peer.GetStateByRange, running: Running): Uint8Array {
    if (request.getCollection() !== '') {
      running.paged = true;
      const { privateAccess } = running.simulation;
      const rows = privateAccess.range(request.getCollection(), request.getStartkey(), request.getEndkey());
      return openPages(
        running.queries,
        rows.map(({ key, value }) => keyValue(key, value)),
      ).serializeBinary();
    }
    const metadata = peer.QueryMetadata.deserializeBinary(request.getMetadata_asU8());
    const pageSize = metadata.getPagesize();
    const start = metadata.getBookmark() || request.getStartkey();
    let keys = this.keys.between(start, request.getEndkey());
    let bookmark = '';
    if (pageSize > 0) {
      running.paged = true;
      bookmark = keys[pageSize] ?? '';
      keys = keys.slice(0, pageSize);
    } else {
      running.simulation.ranges.push({ start, end: request.getEndkey(), found: keys });
      for (const key of keys) this.read(key, running.simulation);
    }
    const results = keys.map((key) => {
      const row = this.rows.get(key)!;
      return (row.keyValue ??= keyValue(key, row.value));
    });
    const pages = openPages(running.queries, results);
    if (pageSize > 0) {
      const response = new peer.QueryResponseMetadata();
      response.setBookmark(bookmark);
      response.setFetchedRecordsCount(keys.length);
      pages.setMetadata(response.serializeBinary());
    }
    return pages.serializeBinary();
  }

  private versions(key: string, running: Running): Uint8Array {
    const results = (this.history.get(key) ?? []).map(({ txId, txTime, value }) => {
      const change = new protos.queryresult.KeyModification();
      change.setTxId(txId);
      change.setIsDelete(value === undefined);
      change.setValue(value ?? new Uint8Array());
      change.setTimestamp(timestampOf(txTime));
      return change.serializeBinary();
    });
    return openPages(running.queries, results).serializeBinary();
  }
}

/** The chaincode's end writes into it; what the peer delivers comes out as `data`, always later. */
class ChatStream extends EventEmitter {
  constructor(private readonly receive: (message: peer.ChaincodeMessage) => void) {
    super();
  }

  write(message: peer.ChaincodeMessage): void {
    setImmediate(() => this.receive(message));
  }

  deliver(message: peer.ChaincodeMessage): void {
    setImmediate(() => this.emit('data', message));
  }

  end(): void {
    this.removeAllListeners();
  }
}

function write(running: Running, key: string, value: Uint8Array | undefined): undefined {
  if (running.paged) throw new Error('a transaction with a paged query may not write');
  running.simulation.writes.set(key, value === undefined ? undefined : Buffer.from(value));
}

function writeRecord(running: Running, record: peer.WriteRecord): void {
  switch (record.getType()) {
    case peer.WriteRecord.Type.PUT_STATE:
      return write(running, record.getKey(), record.getValue_asU8());
    case peer.WriteRecord.Type.DEL_STATE:
      return write(running, record.getKey(), undefined);
    case peer.WriteRecord.Type.PUT_STATE_METADATA:
      running.simulation.policies.set(record.getKey(), record.getMetadata()?.getValue_asU8() ?? new Uint8Array());
      return undefined;
    default:
      throw new Error('unknown operation type');
  }
}

function messageOf(type: number, payload?: Uint8Array, txId = ''): peer.ChaincodeMessage {
  const message = new peer.ChaincodeMessage();
  message.setType(type as never);
  if (payload !== undefined) message.setPayload(payload);
  message.setTxid(txId);
  message.setChannelId(txId === '' ? '' : CHANNEL);
  return message;
}

/** The reply as the catalogue describes it, or what the chaincode refused with. */
export function replyOf<T extends Transaction>(entry: T, { status, payload, message }: Simulation): ReplyOf<T> {
  if (status === 200) return entry.reply.parse(JSON.parse(payload)) as ReplyOf<T>;
  const body = JSON.parse(message) as ErrorBody;
  if (!entry.errors.includes(body.code)) throw new Error(`${entry.name} does not list ${body.code}: ${body.detail}`);
  throw new Refused(body);
}

/** Whatever a test writes: a row holds what the catalogue says of its type, and nothing else. */
function requireRow(key: string, value: Buffer): void {
  const objectType = key.split('\u0000')[1] as RowType;
  if (!(objectType in rows)) throw new Error(`the catalogue does not list rows of the type ${objectType}`);
  const { error } = rows[objectType].safeParse(
    presentRow(key.split('\u0000').slice(1, -1), JSON.parse(value.toString())),
  );
  if (error !== undefined) throw new Error(`a row of the type ${objectType}: ${error.message}`);
}

/** Whatever a test posts: a kind of operation is refused only with what the catalogue lists for it. */
function requireListedRefusals(request: unknown, reply: unknown): void {
  const { operations } = request as RequestOf<typeof postPoints>;
  const { outcomes } = reply as ReplyOf<typeof postPoints>;
  outcomes.forEach(({ code, detail }, index) => {
    const kind = operations?.[index]!.kind ?? 'issue';
    if (code !== undefined && !operationRefusals[kind].includes(code))
      throw new Error(`the kind ${kind} does not list ${code}: ${detail}`);
  });
}
