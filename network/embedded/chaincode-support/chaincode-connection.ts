/**
 * One peer's conversation with one chaincode process.
 *
 * Fabric: the peer dials the process and opens `Connect`; the process says REGISTER with its package id, the peer
 * answers REGISTERED and READY. After that any number of invocations run at once on the one stream, told apart by
 * channel and transaction id: the peer sends TRANSACTION (or INIT), serves the chaincode's requests, and the chaincode
 * ends with COMPLETED or ERROR. Reference: `core/chaincode/{handler,chaincode_support}.go`. Left out: TLS towards the
 * chaincode (both run on one machine here), keepalive (the Node shim exits on it).
 *
 * | state \ arrives | REGISTER           | request of a running invocation | COMPLETED, ERROR | stream ends       |
 * |-----------------|--------------------|---------------------------------|------------------|-------------------|
 * | created         | → ready, or refuse | refuse                          | refuse           | → closed          |
 * | ready           | refuse             | answer                          | end invocation   | all fail, closed  |
 * | closed          | impossible         | impossible                      | impossible       | impossible        |
 *
 * `refuse` ends the stream, as Fabric does. REGISTERED and READY go out together, so there is no established state.
 */
import { Client, type ClientDuplexStream, credentials, Metadata } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import type { TransactionSimulator } from '../ledger/types.js';
import { asBuffer, EMPTY_BYTES } from '../wire/bytes.js';
import type { CollectionAccess } from './collection-access.js';
import {
  CONNECT_PATH,
  decodeShimMessage,
  encodeShimMessage,
  type ShimMessage,
  shimMessageName,
} from './shim-message.js';
import { stateRequestError, stateRequestHandlers } from './state-requests.js';
import { TransactionContext } from './transaction-context.js';

/** How many keys one batch message may have (Fabric: `chaincode.runtimeParams`). */
export const BATCH_KEYS_MAX = 1000;

/** The end of the text by which Fabric's gateway knows that another peer should be tried. */
export const STREAM_TERMINATED = 'chaincode stream terminated';

export interface Invocation {
  readonly channel: string;
  readonly txId: string;
  /** The chaincode's name: the namespace of what it reads and writes. */
  readonly namespace: string;
  readonly isInit: boolean;
  /** Serialised ChaincodeInput. */
  readonly input: Uint8Array;
  /** Serialised SignedProposal. */
  readonly signedProposal: Uint8Array;
  readonly simulator: TransactionSimulator;
  /** Undefined: no collection may be used. */
  readonly access?: CollectionAccess;
}

export interface InvocationResult {
  readonly response: peer.Response;
  readonly event: peer.ChaincodeEvent | undefined;
}

export interface ChaincodeConnectionOptions {
  /** `host:port` of the chaincode process. */
  readonly address: string;
  readonly packageId: string;
  /** How long to wait for the process to accept a connection and register. */
  readonly connectTimeoutMs: number;
  readonly executeTimeoutMs: number;
}

interface Running {
  readonly context: TransactionContext;
  readonly finish: (message: ShimMessage) => void;
  readonly fail: (error: Error) => void;
}

type ChaincodeStream = ClientDuplexStream<ShimMessage, ShimMessage>;
const Type = peer.ChaincodeMessage.Type;

export class ChaincodeConnection {
  readonly #running = new Map<string, Running>();
  #state: 'created' | 'ready' | 'closed' = 'created';
  readonly #client: Client;
  readonly #stream: ChaincodeStream;
  /** Settles when the chaincode has registered, or could not. */
  readonly ready: Promise<void>;
  #settleReady!: { resolve(): void; reject(error: Error): void };
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly options: ChaincodeConnectionOptions) {
    this.#client = new Client(options.address, credentials.createInsecure(), {
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
      'grpc.initial_reconnect_backoff_ms': 50,
      'grpc.min_reconnect_backoff_ms': 50,
      'grpc.max_reconnect_backoff_ms': 250,
      // Each peer has a connection of its own, as it would from a process of its own.
      'grpc.use_local_subchannel_pool': 1,
      'grpc.enable_channelz': 0,
    });
    this.ready = new Promise((resolve, reject) => (this.#settleReady = { resolve, reject }));
    // Whoever waits hears of it; that nobody waits is no error.
    this.ready.catch(() => undefined);
    this.#timer = setTimeout(
      () => this.close(new Error(`no chaincode registered within ${options.connectTimeoutMs} ms`)),
      options.connectTimeoutMs,
    );
    // A process that is only just starting is waited for, up to the timeout.
    const metadata = new Metadata({ waitForReady: true });
    this.#stream = this.#client.makeBidiStreamRequest<ShimMessage, ShimMessage>(
      CONNECT_PATH,
      encodeShimMessage,
      decodeShimMessage,
      metadata,
    );
    this.#stream.on('data', (message: ShimMessage) => this.#receive(message));
    this.#stream.on('error', () => this.close(new Error(STREAM_TERMINATED)));
    this.#stream.on('end', () => this.close(new Error(STREAM_TERMINATED)));
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  /** Runs one transaction function; rejects with Fabric's text when the chaincode does not answer COMPLETED. */
  async invoke(invocation: Invocation): Promise<InvocationResult> {
    const { channel, txId } = invocation;
    const key = contextKey(channel, txId);
    if (this.#running.has(key)) throw new Error(`txid: ${txId}(${channel}) exists`);
    const context = new TransactionContext(invocation.namespace, invocation.simulator, invocation.access);
    try {
      const message = await new Promise<ShimMessage>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error('error sending: timeout expired while executing transaction')),
          this.options.executeTimeoutMs,
        );
        const settle = (done: () => void) => {
          clearTimeout(timer);
          done();
        };
        this.#running.set(key, {
          context,
          finish: (answer) => settle(() => resolve(answer)),
          fail: (error) => settle(() => reject(new Error(`error sending: ${error.message}`))),
        });
        this.#stream.write({
          type: invocation.isInit ? Type.INIT : Type.TRANSACTION,
          payload: invocation.input,
          txId,
          channel,
          signedProposal: invocation.signedProposal,
        });
      });
      return invocationResult(invocation, message);
    } finally {
      this.#running.delete(key);
      await context.close();
    }
  }

  /** Ends the conversation; what runs fails with `reason`. Calling it twice is allowed. */
  close(reason: Error = new Error(STREAM_TERMINATED)): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearTimeout(this.#timer);
    this.#settleReady.reject(reason);
    for (const invocation of this.#running.values()) invocation.fail(reason);
    this.#stream.cancel();
    this.#client.close();
  }

  #receive(message: ShimMessage): void {
    if (this.#state === 'created' && message.type === Type.REGISTER) this.#register(message.payload);
    else if (this.#state === 'ready') this.#receiveReady(message);
    else if (this.#state === 'created') this.close(new Error(`chaincode began with ${shimMessageName(message.type)}`));
  }

  #register(payload: Uint8Array): void {
    const name = peer.ChaincodeID.deserializeBinary(payload).getName();
    if (name !== this.options.packageId) {
      this.close(new Error(`the process at ${this.options.address} registered as '${name}'`));
      return;
    }
    clearTimeout(this.#timer);
    this.#state = 'ready';
    const parameters = new peer.ChaincodeAdditionalParams();
    parameters.setUseWriteBatch(true);
    parameters.setMaxSizeWriteBatch(BATCH_KEYS_MAX);
    parameters.setUseGetMultipleKeys(true);
    parameters.setMaxSizeGetMultipleKeys(BATCH_KEYS_MAX);
    this.#stream.write({ type: Type.REGISTERED, payload: EMPTY_BYTES, txId: '', channel: '' });
    this.#stream.write({ type: Type.READY, payload: parameters.serializeBinary(), txId: '', channel: '' });
    this.#settleReady.resolve();
  }

  #receiveReady(message: ShimMessage): void {
    const invocation = this.#running.get(contextKey(message.channel, message.txId));
    if (message.type === Type.COMPLETED || message.type === Type.ERROR) {
      // An invocation that timed out has nobody waiting for its end.
      invocation?.finish(message);
    } else if (stateRequestHandlers.has(message.type)) {
      void this.#answer(message, invocation?.context);
    } else {
      this.close(new Error(`cannot handle message (${shimMessageName(message.type)}) while in ready state`));
    }
  }

  async #answer({ type, payload, txId, channel }: ShimMessage, context?: TransactionContext): Promise<void> {
    let answer: Pick<ShimMessage, 'type' | 'payload'>;
    try {
      const handle = stateRequestHandlers.get(type);
      if (!context || !handle) throw new Error('no ledger context');
      answer = { type: Type.RESPONSE, payload: await handle(context, payload) };
    } catch (error) {
      answer = { type: Type.ERROR, payload: stateRequestError(shimMessageName(type), txId, error) };
    }
    if (!this.isClosed) this.#stream.write({ ...answer, txId, channel });
  }
}

function contextKey(channel: string, txId: string): string {
  return `${channel} ${txId}`;
}

function invocationResult({ namespace, txId }: Invocation, { type, payload, event }: ShimMessage): InvocationResult {
  if (type === Type.ERROR) {
    throw new Error(`transaction returned with failure: ${asBuffer(payload).toString('utf8')}`);
  }
  const response = peer.Response.deserializeBinary(payload);
  if (!event) return { response, event: undefined };
  // The peer, not the chaincode, says whose event it is.
  const chaincodeEvent = peer.ChaincodeEvent.deserializeBinary(event);
  chaincodeEvent.setChaincodeId(namespace);
  chaincodeEvent.setTxId(txId);
  return { response, event: chaincodeEvent };
}
