/**
 * A connection to a peer that may answer anything. Its answers are walked through before the generated classes see them,
 * which go round for ever on a length that is beyond 31 bits; none is larger than peers themselves take. Blocks are asked for by
 * `deliveredBlocks`, which reads no message by these classes.
 */
import { Client, type ChannelCredentials, type ClientOptions, InterceptingCall, type Interceptor } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { walked } from './walked-messages.js';

/** What a peer takes and sends at the most. */
const MESSAGE_BYTES_MAX = 100 * 1024 * 1024;

type Read = (bytes: Uint8Array) => unknown;

/** What is asked of peers, and how their answers are read. */
const readers: Readonly<Record<string, Read>> = {
  '/gateway.Gateway/Evaluate': (bytes) => walked(gateway.EvaluateResponse, bytes, { 1: {} }),
};

/** Details of failures come in bytes of their own, and are not needed. */
const withoutDetails: Interceptor = (options, nextCall) =>
  new InterceptingCall(nextCall(options), {
    start: (metadata, _listener, next) =>
      next(metadata, {
        onReceiveStatus: (status, tell) => {
          status.metadata.remove('grpc-status-details-bin');
          tell(status);
        },
      }),
  });

export class WaryClient extends Client {
  constructor(endpoint: string, credentials: ChannelCredentials, options: ClientOptions) {
    super(endpoint, credentials, {
      'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
      ...options,
      interceptors: [withoutDetails],
    });
    const unary = this.makeUnaryRequest.bind(this) as (...given: unknown[]) => unknown;
    const carefully = (method: string, serialize: unknown, _deserialize: unknown, ...rest: unknown[]): unknown =>
      unary(method, serialize, readers[method], ...rest);
    this.makeUnaryRequest = carefully as Client['makeUnaryRequest'];
  }
}
