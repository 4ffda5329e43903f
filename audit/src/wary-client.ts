/**
 * A connection to a peer that may answer anything. Its answers are walked through before the generated classes see them,
 * which go round for ever on a length that is beyond 31 bits; none is larger than peers themselves take.
 */
import { Client, type ChannelCredentials, type ClientOptions, InterceptingCall, type Interceptor } from '@grpc/grpc-js';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { ProtobufReader } from './protobuf-reader.js';
import { walked } from './walked-messages.js';
import { decoded, shapes } from './well-formed.js';

/** What a peer takes and sends at the most. */
const MESSAGE_BYTES_MAX = 100 * 1024 * 1024;

type Read = (bytes: Uint8Array) => unknown;

/** What is asked of peers, and how their answers are read. */
const readers: Readonly<Record<string, Read>> = {
  '/gateway.Gateway/Evaluate': (bytes) => walked(gateway.EvaluateResponse, bytes, { 1: {} }),
  '/protos.Deliver/Deliver': readDelivered,
};

/** A block or a status. @throws Error when it is something else */
function readDelivered(bytes: Uint8Array): peer.DeliverResponse {
  const response = new peer.DeliverResponse();
  const reader = new ProtobufReader(bytes);
  while (reader.next()) {
    if (reader.isNumber(1)) response.setStatus(reader.number() as ReturnType<peer.DeliverResponse['getStatus']>);
    else if (reader.isBytes(2)) response.setBlock(decoded(common.Block, reader.view(), shapes.block));
    else throw new Error('a peer delivers neither a block nor a status');
  }
  return response;
}

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
    const stream = this.makeBidiStreamRequest.bind(this) as (...given: unknown[]) => unknown;
    const carefully =
      (call: typeof unary) =>
      (method: string, serialize: unknown, _deserialize: unknown, ...rest: unknown[]): unknown =>
        call(method, serialize, readers[method], ...rest);
    this.makeUnaryRequest = carefully(unary) as Client['makeUnaryRequest'];
    this.makeBidiStreamRequest = carefully(stream) as Client['makeBidiStreamRequest'];
  }
}
