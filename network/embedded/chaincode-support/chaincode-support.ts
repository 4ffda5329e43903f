/**
 * All chaincode processes that one peer talks to.
 *
 * Fabric: a chaincode is launched when it is first invoked; as a service that means to connect to it. When the stream
 * ends, the next invocation connects again. Reference: `core/chaincode/{chaincode_support,runtime_launcher}.go`,
 * `core/container/externalbuilder`. Left out: building and starting chaincode; the process is started beside the peer.
 */
import {
  ChaincodeConnection,
  type ChaincodeConnectionOptions,
  type Invocation,
  type InvocationResult,
} from './chaincode-connection.js';

export interface ChaincodeSupportOptions {
  readonly connectTimeoutMs?: number;
  readonly executeTimeoutMs?: number;
}

/** After a failed attempt, others fail at once for this long: a queue of invocations must not wait in a row. */
const RETRY_PAUSE_MS = 250;

interface Process {
  readonly connection: ChaincodeConnection;
  failure?: { readonly error: Error; readonly atMs: number };
}

export class ChaincodeSupport {
  readonly #processes = new Map<string, Process>();
  readonly #connectTimeoutMs: number;
  readonly #executeTimeoutMs: number;

  constructor({ connectTimeoutMs = 1_000, executeTimeoutMs = 30_000 }: ChaincodeSupportOptions = {}) {
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#executeTimeoutMs = executeTimeoutMs;
  }

  /** Runs a transaction function in the process that has this package. Errors carry Fabric's texts. */
  async invoke(packageId: string, address: string, invocation: Invocation): Promise<InvocationResult> {
    let connection: ChaincodeConnection;
    try {
      connection = await this.connect(packageId, address);
    } catch (error) {
      const reason = `connection to ${packageId} at ${address} failed: ${(error as Error).message}`;
      throw new Error(
        `failed to execute transaction ${invocation.txId}: could not launch chaincode ${packageId}: ${reason}`,
        { cause: error },
      );
    }
    try {
      return await connection.invoke(invocation);
    } catch (error) {
      const { message } = error as Error;
      if (message.startsWith('transaction returned with failure')) throw error;
      throw new Error(`failed to execute transaction ${invocation.txId}: ${message}`, { cause: error });
    }
  }

  /** Connects ahead of the first invocation. */
  async connect(packageId: string, address: string): Promise<ChaincodeConnection> {
    let known = this.#processes.get(packageId);
    if (known?.failure && Date.now() - known.failure.atMs < RETRY_PAUSE_MS) throw known.failure.error;
    if (!known || known.connection.isClosed) {
      known = { connection: new ChaincodeConnection(this.#connectionOptions(packageId, address)) };
      this.#processes.set(packageId, known);
    }
    const { connection } = known;
    try {
      await connection.ready;
    } catch (error) {
      known.failure ??= { error: error as Error, atMs: Date.now() };
      throw error;
    }
    return connection;
  }

  close(): void {
    for (const { connection } of this.#processes.values()) connection.close(new Error('the peer is stopping'));
    this.#processes.clear();
  }

  #connectionOptions(packageId: string, address: string): ChaincodeConnectionOptions {
    return {
      packageId,
      address,
      connectTimeoutMs: this.#connectTimeoutMs,
      executeTimeoutMs: this.#executeTimeoutMs,
    };
  }
}
