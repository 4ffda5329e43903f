/**
 * Deliver: blocks from a position to a position, for clients that may read the channel. Peers and orderers serve it.
 *
 * Fabric: the client sends a signed envelope with `SeekInfo`; the node answers blocks and then a status; more requests
 * may follow on the same stream. Reference: `common/deliver/{deliver,acl}.go`. Left out: TLS binding.
 */
import { type ServerDuplexStream } from '@grpc/grpc-js';
import { common, orderer } from '@hyperledger/fabric-protos';
import type { BlockSource } from './block-source.js';
import { awaitDrain } from './grpc-server.js';
import type { ChannelConfig } from './msp/channel-config.js';
import { isWithinValidity } from './msp/identity.js';
import { envelopeSignedData, parseEnvelope, type ParsedEnvelope } from './wire/envelope.js';
import { FieldWriter } from './wire/protobuf.js';
import { TIME_WINDOW_MS } from '../time-window.js';

/** Where a request's blocks come from, and by which policy they may be read. */
export interface DeliverableChannel {
  readonly config: ChannelConfig;
  readonly blocks: BlockSource;
  /** Path of the policy that readers must satisfy. */
  readonly readersPolicy: string;
}

export interface DeliverOptions {
  channel(channelId: string): DeliverableChannel | undefined;
  /** The response's bytes for one block; `creator` is the identity of the one who asks, `seek` what it asked. */
  encodeBlock(
    blockBytes: Uint8Array,
    channelId: string,
    creator: Uint8Array,
    seek: orderer.SeekInfo,
  ): Uint8Array | Promise<Uint8Array>;
}

type DeliverStream = ServerDuplexStream<common.Envelope, Uint8Array>;
type Status = common.StatusMap[keyof common.StatusMap];

const { BAD_REQUEST, FORBIDDEN, NOT_FOUND, SUCCESS } = common.Status;

/** Serves one stream: its requests one after the other, until the client goes or one fails. */
export function serveDeliver(stream: DeliverStream, options: DeliverOptions): void {
  const gone = new AbortController();
  // The command line tool half-closes right after its request, so 'end' does not end the answering.
  let queue: Promise<void> = Promise.resolve();
  let isOver = false;
  for (const event of ['cancelled', 'close', 'error']) stream.on(event, () => gone.abort('the client has gone'));
  stream.on('data', (envelope: common.Envelope) => {
    queue = queue.then(async () => {
      if (isOver || gone.signal.aborted) return;
      const status = await deliver(stream, envelope, options, gone.signal).catch(
        () => common.Status.INTERNAL_SERVER_ERROR as Status,
      );
      if (gone.signal.aborted) return;
      stream.write(new FieldWriter(16).varint(1, status).finish());
      if (status !== SUCCESS) {
        isOver = true;
        stream.end();
      }
    });
  });
  stream.on('end', () => {
    void queue.then(() => {
      if (!isOver && !gone.signal.aborted) stream.end();
    });
  });
}

async function deliver(
  stream: DeliverStream,
  request: common.Envelope,
  options: DeliverOptions,
  signal: AbortSignal,
): Promise<Status> {
  let envelope: ParsedEnvelope;
  let seek: orderer.SeekInfo;
  try {
    envelope = parseEnvelope(request.serializeBinary());
    seek = orderer.SeekInfo.deserializeBinary(envelope.data);
  } catch {
    return BAD_REQUEST;
  }
  const { channelId, creator, timestamp } = envelope.header;
  if (Math.abs(timestamp.seconds * 1000 - Date.now()) > TIME_WINDOW_MS) return BAD_REQUEST;
  const channel = options.channel(channelId);
  if (!channel) return NOT_FOUND;
  const reader = channel.config.msps.findMember(creator);
  if (!reader || !(await mayRead(envelope, channel))) return FORBIDDEN;
  const range = seekRange(seek, channel.blocks.height);
  if (!range) return BAD_REQUEST;
  const failIfNotReady = seek.getBehavior() === orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY;
  let known = channel.config;
  for (let next = range.first; ; next += 1) {
    if (next >= channel.blocks.height) {
      if (failIfNotReady) return NOT_FOUND;
      await channel.blocks.awaitBlock(next, signal);
    }
    if (signal.aborted) return SUCCESS;
    const now = options.channel(channelId);
    // Looked at again with each configuration: who it takes the right from does not get its block. A certificate that ends ends it too.
    if (!now || !isWithinValidity(reader, Date.now())) return FORBIDDEN;
    if (now.config !== known && !(await mayRead(envelope, now))) return FORBIDDEN;
    known = now.config;
    const response = await options.encodeBlock(await channel.blocks.read(next), channelId, creator, seek);
    if (!stream.write(response)) await awaitDrain(stream, signal);
    if (next >= range.last) return SUCCESS;
  }
}

async function mayRead(envelope: ParsedEnvelope, { config, readersPolicy }: DeliverableChannel): Promise<boolean> {
  const member = config.msps.findMember(envelope.header.creator);
  if (!member || !isWithinValidity(member, Date.now())) return false;
  return config.policies.isSatisfied(readersPolicy, [envelopeSignedData(envelope)]);
}

function seekRange(seek: orderer.SeekInfo, height: number): { first: number; last: number } | undefined {
  const start = seek.getStart();
  const stop = seek.getStop();
  if (!start || !stop) return undefined;
  const { NEWEST, OLDEST, SPECIFIED, NEXT_COMMIT } = orderer.SeekPosition.TypeCase;
  const newest = Math.max(0, height - 1);
  const first = new Map<number, number>([
    [OLDEST, 0],
    [NEWEST, newest],
    [NEXT_COMMIT, height],
    [SPECIFIED, start.getSpecified()?.getNumber() ?? 0],
  ]).get(start.getTypeCase());
  if (first === undefined) return undefined;
  switch (stop.getTypeCase()) {
    case OLDEST:
      return { first, last: first };
    case NEWEST:
      return { first, last: start.getTypeCase() === NEWEST ? first : newest };
    case SPECIFIED: {
      const last = stop.getSpecified()?.getNumber() ?? 0;
      // "Without end" is the largest 64-bit number, which arrives rounded; any number that large will do.
      return last < first ? undefined : { first, last };
    }
    default:
      return undefined;
  }
}
