/** Options of SmartBFT that orderers take from an update and then cannot go on with, not even after a restart. */
import { orderer } from '@hyperledger/fabric-protos';
import { parseDurationMs } from './go-duration.js';

type Options = orderer.smartbft.Options;

const durations: Readonly<Record<string, (options: Options) => string>> = {
  RequestBatchMaxInterval: (options) => options.getRequestBatchMaxInterval(),
  RequestForwardTimeout: (options) => options.getRequestForwardTimeout(),
  RequestComplainTimeout: (options) => options.getRequestComplainTimeout(),
  RequestAutoRemoveTimeout: (options) => options.getRequestAutoRemoveTimeout(),
  ViewChangeResendInterval: (options) => options.getViewChangeResendInterval(),
  ViewChangeTimeout: (options) => options.getViewChangeTimeout(),
  LeaderHeartbeatTimeout: (options) => options.getLeaderHeartbeatTimeout(),
  CollectTimeout: (options) => options.getCollectTimeout(),
};

const counts: Readonly<Record<string, (options: Options) => number>> = {
  RequestBatchMaxCount: (options) => options.getRequestBatchMaxCount(),
  RequestBatchMaxBytes: (options) => options.getRequestBatchMaxBytes(),
  RequestMaxBytes: (options) => options.getRequestMaxBytes(),
  IncomingMessageBufferSize: (options) => options.getIncomingMessageBufferSize(),
  RequestPoolSize: (options) => options.getRequestPoolSize(),
  LeaderHeartbeatCount: (options) => options.getLeaderHeartbeatCount(),
};

/** The first must not be longer than the second. */
const ordered = [
  // Those that follow would complain of a leader that only waits for more.
  ['RequestBatchMaxInterval', 'RequestForwardTimeout'],
  ['RequestForwardTimeout', 'RequestComplainTimeout'],
  ['RequestComplainTimeout', 'RequestAutoRemoveTimeout'],
  ['ViewChangeResendInterval', 'ViewChangeTimeout'],
] as const;

/** What is wrong with them, in sentences. SmartBFT takes the size of a batch from `BatchSize`, whatever its options say. */
export function bftOptionDangers(metadata: Uint8Array, size: orderer.BatchSize | undefined): string[] {
  let options: Options;
  try {
    options = orderer.smartbft.Options.deserializeBinary(metadata);
  } catch {
    return ['the options of SmartBFT cannot be read'];
  }
  const dangers: string[] = [];
  const inMs = new Map<string, number>();
  for (const [name, read] of Object.entries(durations)) {
    try {
      const duration = parseDurationMs(read(options));
      if (duration > 0) inMs.set(name, duration);
      else dangers.push(`${name} of SmartBFT is no time at all`);
    } catch (error) {
      dangers.push(`${name} of SmartBFT: ${(error as Error).message}`);
    }
  }
  for (const [name, read] of Object.entries(counts)) {
    if (read(options) <= 0) dangers.push(`${name} of SmartBFT is 0`);
  }
  for (const [shorter, longer] of ordered) {
    if ((inMs.get(shorter) ?? 0) > (inMs.get(longer) ?? Infinity)) {
      dangers.push(`${shorter} of SmartBFT is longer than ${longer}`);
    }
  }
  if (options.getRequestBatchMaxCount() > options.getRequestPoolSize()) {
    dangers.push('RequestBatchMaxCount of SmartBFT is more than RequestPoolSize');
  }
  // Seen: with smaller blocks than requests all orderers end at once, and again at each start.
  if (options.getRequestMaxBytes() > (size?.getAbsoluteMaxBytes() ?? 0)) {
    dangers.push('RequestMaxBytes of SmartBFT is more than the AbsoluteMaxBytes of a block');
  }
  if ((size?.getMaxMessageCount() ?? 0) > options.getRequestPoolSize()) {
    dangers.push('MaxMessageCount of a block is more than RequestPoolSize of SmartBFT');
  }
  if (options.getLeaderRotation() === orderer.smartbft.Options.Rotation.ROTATION_ON) {
    dangers.push('LeaderRotation of SmartBFT is on: Fabric has none');
  }
  return dangers;
}
