/**
 * Blocks as the peer's Deliver service sends them, serialised: fabric-gateway would make an object of every message in them, and
 * they would be serialised once more for whoever judges them.
 */
import type { Client, ClientDuplexStream } from '@grpc/grpc-js';
import type { Gateway } from '@hyperledger/fabric-gateway';
import { Fields } from './fields.js';

const DELIVER = '/protos.Deliver/Deliver';
const asIs = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export interface DeliverFrom {
  readonly client: Client;
  readonly gateway: Gateway;
  readonly channel: string;
  /** Of a digest. */
  readonly sign: (digest: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  /** What is thrown in the place of what gRPC throws, or of {@link NoBlock}. */
  readonly failureOf?: (error: unknown) => Error;
}

/** The peer sent what is no block. */
export class NoBlock extends Error {
  override readonly name = 'NoBlock';
}

/**
 * Serialised `common.Block`s from `startBlock` on, without end, as views that share memory with what the peer sent.
 *
 * @throws what `failureOf` says; nothing once `signal` is aborted
 */
export async function* deliveredBlocks(
  { client, gateway, channel, sign, failureOf = (error) => error as Error }: DeliverFrom,
  startBlock: number,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  const asked = gateway.getNetwork(channel).newBlockEventsRequest({ startBlock: BigInt(startBlock) });
  const signed = gateway.newSignedBlockEventsRequest(asked.getBytes(), await sign(asked.getDigest())).getBytes();
  const stream: ClientDuplexStream<Uint8Array, Uint8Array> = client.makeBidiStreamRequest(
    DELIVER,
    asIs,
    (bytes) => bytes,
  );
  const close = (): void => stream.cancel();
  // It is told of its end also when nobody reads any more.
  stream.on('error', () => undefined);
  signal.addEventListener('abort', close, { once: true });
  try {
    stream.write(signed);
    for await (const response of stream as AsyncIterable<Uint8Array>) yield blockIn(response);
  } catch (error) {
    if (!signal.aborted) throw failureOf(error);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

/** Of a `peer.DeliverResponse`: a block, or a status when there are no more. @throws NoBlock */
function blockIn(response: Uint8Array): Uint8Array {
  const fields = new Fields(response);
  if (!fields.has(2)) throw new NoBlock(`Unexpected status response: ${fields.number(1)}`);
  return fields.bytes(2);
}
