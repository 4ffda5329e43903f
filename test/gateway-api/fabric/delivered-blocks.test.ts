/** Blocks over gRPC as a peer's Deliver service sends them: their bytes as they are, and every way in which they end. */
import { generateKeyPairSync, verify } from 'node:crypto';
import {
  Client,
  credentials,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServiceDefinition,
  status,
} from '@grpc/grpc-js';
import { connect, hash } from '@hyperledger/fabric-gateway';
import { common, orderer, peer } from '@hyperledger/fabric-protos';
import { deliveredBlocks } from '../../../audit/src/delivered-blocks.js';
import { toChannelFailure } from '../../../gateway-api/src/fabric/failure.js';
import { signLowS } from '../../../gateway-api/src/fabric/signer.js';
import { goldenChain } from '../../support/golden-chain.js';

const { bytes: blocks } = goldenChain('points');
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

type Stream = ServerDuplexStream<common.Envelope, peer.DeliverResponse>;

const service: ServiceDefinition = {
  deliver: {
    path: '/protos.Deliver/Deliver',
    requestStream: true,
    responseStream: true,
    requestSerialize: (message: common.Envelope) => Buffer.from(message.serializeBinary()),
    requestDeserialize: (bytes: Buffer) => common.Envelope.deserializeBinary(Uint8Array.from(bytes)),
    responseSerialize: (message: peer.DeliverResponse) => Buffer.from(message.serializeBinary()),
    responseDeserialize: (bytes: Buffer) => peer.DeliverResponse.deserializeBinary(Uint8Array.from(bytes)),
  },
};

let deliver: (stream: Stream, asked: common.Envelope) => void;
let server: Server;
let client: Client;

beforeEach(async () => {
  server = new Server();
  server.addService(service, {
    deliver: (stream: Stream) => stream.once('data', (asked: common.Envelope) => deliver(stream, asked)),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
});
afterEach(() => {
  client.close();
  server.forceShutdown();
});

function from(startBlock: number, signal = new AbortController().signal): AsyncIterable<Uint8Array> {
  const identity = { mspId: 'HarborMSP', credentials: Buffer.from('a certificate') };
  const gateway = connect({ client, identity, hash: hash.none });
  const sign = (message: Uint8Array): Uint8Array => signLowS(privateKey, message);
  return deliveredBlocks({ client, gateway, channel: 'points', sign, failureOf: toChannelFailure }, startBlock, signal);
}

function responseWith(number: number): peer.DeliverResponse {
  const response = new peer.DeliverResponse();
  response.setBlock(common.Block.deserializeBinary(blocks[number]!));
  return response;
}

async function failureOf(stream: AsyncIterable<Uint8Array>): Promise<unknown> {
  try {
    for await (const _ of stream);
    return undefined;
  } catch (error) {
    return error;
  }
}

it('are asked for from a place on, signed, and come as their bytes', async () => {
  let asked: common.Envelope | undefined;
  deliver = (stream, envelope) => {
    asked = envelope;
    for (let number = 2; number < blocks.length; number++) stream.write(responseWith(number));
  };
  const got: Uint8Array[] = [];
  for await (const block of from(2)) if (got.push(Uint8Array.from(block)) === blocks.length - 2) break;
  expect(got).toEqual(blocks.slice(2).map((block) => common.Block.deserializeBinary(block).serializeBinary()));
  const payload = asked!.getPayload_asU8();
  expect(verify('sha256', payload, publicKey, asked!.getSignature_asU8())).toBe(true);
  const seek = orderer.SeekInfo.deserializeBinary(common.Payload.deserializeBinary(payload).getData_asU8());
  expect(seek.getStart()!.getSpecified()!.getNumber()).toBe(2);
});

it('end with what the peer says instead of a block', async () => {
  deliver = (stream) => {
    const response = new peer.DeliverResponse();
    response.setStatus(common.Status.FORBIDDEN);
    stream.write(response);
  };
  expect(await failureOf(from(0))).toMatchObject({
    kind: 'malformed',
    message: expect.stringMatching(/Unexpected status response: 403$/),
  });
});

it('end with the peer, and say that it is not there', async () => {
  deliver = (stream) => {
    stream.write(responseWith(0));
    stream.emit('error', Object.assign(new Error('the peer stops'), { code: status.UNAVAILABLE }));
  };
  expect(await failureOf(from(0))).toMatchObject({ kind: 'unavailable' });
});

it('end in silence when nobody wants them any more', async () => {
  const stopping = new AbortController();
  let ended = false;
  deliver = (stream) => {
    stream.on('cancelled', () => (ended = true));
    stream.write(responseWith(0));
  };
  const got: number[] = [];
  for await (const block of from(0, stopping.signal)) {
    got.push(block.length);
    stopping.abort();
  }
  expect(got).toHaveLength(1);
  while (!ended) await new Promise((resolve) => setTimeout(resolve, 5));
});
