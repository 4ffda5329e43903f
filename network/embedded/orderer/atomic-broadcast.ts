/**
 * The orderer's gRPC service: Broadcast takes envelopes, Deliver gives blocks.
 *
 * Fabric: `orderer.AtomicBroadcast`; one answer per envelope, in order; a refused envelope does not end the stream.
 * Reference: `orderer/common/server/server.go`, `orderer/common/broadcast/broadcast.go`. Left out: nothing.
 */
import type { ServerDuplexStream, UntypedServiceImplementation } from '@grpc/grpc-js';
import { common, orderer } from '@hyperledger/fabric-protos';
import { serveDeliver } from '../deliver.js';
import type { GrpcService } from '../grpc-server.js';
import { lastConfigBlockOf } from '../msp/block-signatures.js';
import { encodeBlock, parseBlock } from '../wire/block.js';
import { asBuffer } from '../wire/bytes.js';
import { FieldWriter } from '../wire/protobuf.js';
import type { OrderingService } from './ordering-service.js';

const READERS = '/Channel/Readers';
const { HEADER_WITH_SIG } = orderer.SeekInfo.SeekContentType;

/** AtomicBroadcast for the orderer with this slug. */
export function atomicBroadcastService(ordering: OrderingService, slug: string): GrpcService {
  const implementation: UntypedServiceImplementation = {
    broadcast: (stream: ServerDuplexStream<common.Envelope, orderer.BroadcastResponse>) =>
      serveBroadcast(stream, ordering, slug),
    deliver: (stream: ServerDuplexStream<common.Envelope, Uint8Array>) =>
      serveDeliver(stream, {
        channel: (id) => {
          const channel = ordering.channel(id, slug);
          return channel && { ...channel, readersPolicy: READERS };
        },
        // DeliverResponse{block}: the block's bytes as they are stored.
        encodeBlock: (bytes, _id, _creator, seek) => {
          const block = seek.getContentType() === HEADER_WITH_SIG ? withoutTransactions(bytes) : bytes;
          return new FieldWriter(block.length + 16).element(2, block).finish();
        },
      }),
  };
  const { broadcast, deliver } = orderer.AtomicBroadcastService;
  const rawDeliver = { ...deliver, responseSerialize: asBuffer };
  return { definition: { broadcast, deliver: rawDeliver as never }, implementation };
}

/** A configuration stays whole: what follows cannot be verified without it. */
function withoutTransactions(bytes: Uint8Array): Uint8Array {
  const block = parseBlock(bytes);
  const { header, metadata } = block;
  return lastConfigBlockOf(block) === header.number ? bytes : encodeBlock({ header, data: [], metadata });
}

function serveBroadcast(
  stream: ServerDuplexStream<common.Envelope, orderer.BroadcastResponse>,
  ordering: OrderingService,
  slug: string,
): void {
  let answers: Promise<void> = Promise.resolve();
  stream.on('error', () => undefined);
  stream.on('data', (envelope: common.Envelope) => {
    // The envelope is on its way before the answers to those before it are sent.
    const verdict = ordering.broadcast(slug, envelope.serializeBinary());
    answers = answers.then(async () => {
      const { status, info } = await verdict;
      const response = new orderer.BroadcastResponse();
      response.setStatus(status);
      response.setInfo(info);
      if (!stream.cancelled) stream.write(response);
    });
  });
  stream.on('end', () => void answers.then(() => stream.end()));
}
