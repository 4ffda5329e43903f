/** A ledger of any length in next to no memory: real blocks first, then as many more as are wanted, of one kind. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Channel, ChannelBlock, ChannelTransaction } from '../../../gateway-api/src/channel/channel.js';
import type { MemoryChannel, MemoryNetwork } from '../../support/memory-channel.js';

export const OPERATIONS_A_TRANSACTION = 500;

/**
 * The channel with `operations` more issuances to the account that the newest one on the ledger went to, 500 in a transaction and
 * so many of these in a block as given.
 */
export function lengthened(
  channel: MemoryChannel,
  network: MemoryNetwork,
  operations: number,
  transactionsABlock: number,
): Channel & { readonly lastBlock: number } {
  const real = [...network.blocks];
  const writes = real.flatMap(({ transactions }) => transactions).flatMap((transaction) => transaction.writes);
  const newest = writes.findLast(({ key }) => key[0] === 'op')!;
  const receipt = JSON.parse(Buffer.from(newest.value!).toString()) as object;
  const operationsABlock = OPERATIONS_A_TRANSACTION * transactionsABlock;
  const lastBlock = real.length - 1 + Math.ceil(operations / operationsABlock);

  const transaction = (block: number, index: number): ChannelTransaction => {
    const txId = `${block.toString(16).padStart(32, '0')}${index.toString(16).padStart(32, '0')}`;
    const made = Array.from({ length: OPERATIONS_A_TRANSACTION }, (_, at) => {
      const id = `${txId.slice(24, 40)}.${block}.${index}.${at}`;
      const value = Buffer.from(JSON.stringify({ ...receipt, id, txId }));
      return { key: ['op', newest.key[1]!, id], value };
    });
    return { txId, index, validationCode: 0, writes: made, hashedWrites: [] };
  };
  /** Each transaction in a turn of its own: what this takes is not the gateway's. */
  const block = async (number: number): Promise<ChannelBlock> => {
    if (real[number] !== undefined) return real[number];
    const transactions: ChannelTransaction[] = [];
    for (let index = 0; index < transactionsABlock; index++) {
      await nextTurn();
      transactions.push(transaction(number, index));
    }
    return { number, hash: number.toString(16).padStart(64, '0'), time: real.at(-1)!.time!, transactions };
  };
  return Object.assign(Object.create(channel) as Channel, {
    lastBlock,
    close: () => channel.close(),
    height: () => Promise.resolve(lastBlock + 1),
    async *blocks(start: number, signal: AbortSignal) {
      for (let number = start; number <= lastBlock && !signal.aborted; number++) {
        const next = await block(number);
        // As from a stream, not out of a hat.
        await nextTurn();
        yield next;
      }
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
}
