/**
 * When a block is full.
 *
 * Fabric: `BatchSize` says how many messages and how many bytes a block may have, `BatchTimeout` how long its first
 * message may wait. A message larger than the preferred size makes a block of its own. Reference:
 * `orderer/common/blockcutter/blockcutter.go`, `common/channelconfig/orderer.go`. Left out: nothing.
 */
import { parseDurationMs } from '../../config/go-duration.js';
import type { ChannelConfig } from '../msp/channel-config.js';

export interface BatchLimits {
  readonly messagesMax: number;
  readonly preferredBytesMax: number;
  /** No message may be larger. */
  readonly absoluteBytesMax: number;
  readonly timeoutMs: number;
}

const DEFAULTS = { messagesMax: 500, preferredBytesMax: 2 * 1024 * 1024, absoluteBytesMax: 10 * 1024 * 1024 };

/** The limits in a channel's configuration. */
export function batchLimits({ batchSize, batchTimeout }: ChannelConfig): BatchLimits {
  return {
    messagesMax: batchSize?.getMaxMessageCount() || DEFAULTS.messagesMax,
    preferredBytesMax: batchSize?.getPreferredMaxBytes() || DEFAULTS.preferredBytesMax,
    absoluteBytesMax: batchSize?.getAbsoluteMaxBytes() || DEFAULTS.absoluteBytesMax,
    timeoutMs: parseDurationMs(batchTimeout),
  };
}

/** How many of the messages, from the first on, go into the next block: at least one. */
export function batchLength(sizes: readonly number[], limits: BatchLimits): number {
  let bytes = 0;
  for (const [index, size] of sizes.entries()) {
    bytes += size;
    if (index === limits.messagesMax || (index > 0 && bytes > limits.preferredBytesMax)) return index;
  }
  return sizes.length;
}
