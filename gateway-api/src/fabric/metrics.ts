/** What is counted between the gateway and the ledger. */
import { Counter, Histogram, type Registry } from 'prom-client';
import { ChannelFailure, type Channel } from './channel.js';

/** The same channel, its calls timed by kind and result. */
export function countTransactions(channel: Channel, registry: Registry): Channel {
  const seconds = new Histogram({
    name: 'commonpoint_ledger_call_duration_seconds',
    help: 'Duration of calls to the peer, by call and result.',
    labelNames: ['call', 'result'],
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15],
    registers: [registry],
  });
  const blocks = new Counter({
    name: 'commonpoint_blocks_followed_total',
    help: 'Blocks received from the peer.',
    registers: [registry],
  });
  const timed = async <T>(call: string, promise: Promise<T>): Promise<T> => {
    const stop = seconds.startTimer({ call });
    try {
      const result = await promise;
      stop({ result: 'ok' });
      return result;
    } catch (error) {
      stop({ result: error instanceof ChannelFailure ? error.kind : 'error' });
      throw error;
    }
  };
  return {
    evaluate: (...call) => timed('evaluate', channel.evaluate(...call)),
    endorse: (...call) => timed('endorse', channel.endorse(...call)),
    submit: (transaction) => timed('submit', channel.submit(transaction)),
    async *blocks(startBlock, signal) {
      for await (const block of channel.blocks(startBlock, signal)) {
        blocks.inc();
        yield block;
      }
    },
    height: () => channel.height(),
    close: () => channel.close(),
  };
}
