/** Blocks recorded from real Fabric, given away as an organisation's own peer would; as many as a test lets. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../../gateway-api/src/channel/channel.js';
import { decodeBlock } from '../../gateway-api/src/fabric/block-decoding.js';
import { goldenChain } from './golden-chain.js';

export function goldenChannel(folder: string, chaincode = 'points') {
  const { bytes, expected } = goldenChain(folder);
  const decoded = bytes.map((block) => ({
    ...decodeBlock(block, chaincode),
    encoded: () => Uint8Array.from(block),
  }));
  const state = { height: bytes.length, streams: 0 };
  async function* from<T>(start: number, signal: AbortSignal, at: (number: number) => T): AsyncGenerator<T> {
    state.streams += 1;
    for (let number = start; !signal.aborted;) {
      if (number < state.height) yield at(number++);
      else await pause(1);
    }
  }
  const channel: Pick<Channel, 'blocks' | 'encodedBlocks'> = {
    blocks: (start, signal) => from(start, signal, (number) => decoded[number]!),
    encodedBlocks: (start, signal) =>
      from(start, signal, (number) => ({ number, bytes: () => Uint8Array.from(bytes[number]!) })),
  };
  return { channel, blocks: decoded, bytes, expected, state };
}
