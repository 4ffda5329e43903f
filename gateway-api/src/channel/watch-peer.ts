/**
 * What is wrong with the own peer although it answers, as far as its answers tell: the channel is the same, and what comes back
 * of it is looked at. A failure that would say no more than "unavailable" is given its reason.
 */
import { ChannelFailure, type Channel } from './channel.js';

export interface PeerWatch {
  readonly channel: Channel;
  /** The peer refuses what is dated by the own clock; of the last answer. */
  readonly isClockWrong: () => boolean;
  /** The peer does not run the chaincode; of the last answer. */
  readonly isChaincodeMissing: () => boolean;
}

/** What else is known of it. */
export interface PeerKnown {
  /** It has fewer blocks than were read from it before. */
  isBehind(): boolean;
  /** As jobs/watch-height.ts has it. */
  unlessSilent<T>(call: () => Promise<T>): Promise<T>;
}

export function watchPeer(channel: Channel, mspId: string, known: PeerKnown): PeerWatch {
  let isClockWrong = false;
  let isChaincodeMissing = false;
  const failed = (error: unknown): void => {
    if (!(error instanceof ChannelFailure)) return;
    const { kind, mspIds } = error;
    // Another merchant's peer says nothing of the own clock.
    if (kind === 'clock') isClockWrong ||= mspIds.length === 0 || mspIds.includes(mspId);
    if (kind === 'refused') isClockWrong = isChaincodeMissing = false;
    if (kind === 'no-chaincode') isChaincodeMissing = true;
  };
  const named = (error: unknown): unknown => {
    if (!(error instanceof ChannelFailure) || error.kind !== 'unavailable') return error;
    const kind = known.isBehind() ? 'behind' : isChaincodeMissing ? 'no-chaincode' : undefined;
    return kind === undefined ? error : new ChannelFailure(kind, error.message, undefined, [], { cause: error });
  };
  const looked = async <T>(answer: Promise<T>, succeeded: () => void): Promise<T> => {
    try {
      const result = await answer;
      succeeded();
      return result;
    } catch (error) {
      failed(error);
      throw named(error);
    }
  };
  const chaincodeAnswers = (): void => void (isClockWrong = isChaincodeMissing = false);
  return {
    isClockWrong: () => isClockWrong,
    isChaincodeMissing: () => isChaincodeMissing,
    channel: {
      evaluate: (...call) =>
        looked(
          known.unlessSilent(() => channel.evaluate(...call)),
          chaincodeAnswers,
        ),
      endorse: (...call) =>
        looked(
          known.unlessSilent(() => channel.endorse(...call)),
          chaincodeAnswers,
        ),
      submit: (...call) => channel.submit(...call),
      blocks: (...call) => channel.blocks(...call),
      encodedBlocks: (...call) => channel.encodedBlocks(...call),
      height: () => looked(channel.height(), () => (isClockWrong = false)),
      close: () => channel.close(),
    },
  };
}
