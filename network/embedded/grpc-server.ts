/**
 * The gRPC servers of peers and orderers.
 *
 * Fabric: every node serves gRPC over TLS with its own certificate; messages may be up to 100 MB. Reference:
 * `internal/pkg/comm/{server,config}.go`. Left out: mutual TLS, connection keepalive (grpc-js would otherwise end idle
 * connections), concurrency limits per service.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { asBuffer } from './wire/bytes.js';

const MESSAGE_BYTES_MAX = 100 * 1024 * 1024;

export interface GrpcService {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

export interface GrpcServerOptions {
  readonly host: string;
  readonly port: number;
  /** Folder with server.crt and server.key. */
  readonly tlsDir: string;
  readonly services: readonly GrpcService[];
}

export interface RunningServer {
  close(): Promise<void>;
}

/** Another program listens there. */
export class AddressInUseError extends Error {
  override readonly name = 'AddressInUseError';

  constructor(host: string, port: number) {
    super(`${host}:${port} is in use by another program`);
  }
}

/** Listens and serves; rejects with AddressInUseError when the port is taken. */
export async function startGrpcServer({ host, port, tlsDir, services }: GrpcServerOptions): Promise<RunningServer> {
  const server = new Server({
    'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
    'grpc.max_send_message_length': MESSAGE_BYTES_MAX,
    // A gateway with many calls in flight must not be told to wait.
    'grpc.max_concurrent_streams': 10_000,
    'grpc-node.max_session_memory': 1024,
    // Counters of every call that nobody reads.
    'grpc.enable_channelz': 0,
  });
  for (const { definition, implementation } of services) server.addService(definition, implementation);
  const credentials = ServerCredentials.createSsl(null, [
    { cert_chain: readFileSync(join(tlsDir, 'server.crt')), private_key: readFileSync(join(tlsDir, 'server.key')) },
  ]);
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, credentials, (error) => {
      if (!error) resolve();
      else reject(error.message.includes('EADDRINUSE') ? new AddressInUseError(host, port) : error);
    });
  });
  return {
    close: async () => {
      // Streams such as block events never end by themselves.
      server.forceShutdown();
    },
  };
}

/**
 * The same service with responses that are already bytes: blocks are sent as they are stored, never serialised again.
 */
export function withRawResponses(definition: ServiceDefinition): ServiceDefinition {
  return Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [name, { ...method, responseSerialize: asBuffer }]),
  );
}

/** After a write that returned false: resolves when the client has caught up, or when `signal` aborts. */
export async function awaitDrain(
  stream: {
    once(event: 'drain', listener: () => void): unknown;
    removeListener(event: 'drain', listener: () => void): unknown;
  },
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const settle = () => {
      stream.removeListener('drain', settle);
      signal.removeEventListener('abort', settle);
      resolve();
    };
    stream.once('drain', settle);
    signal.addEventListener('abort', settle);
  });
}
