/** What is counted between the gateway and the ledger. */
import { peer } from '@hyperledger/fabric-protos';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { ChannelFailure, type Channel } from '../channel/channel.js';

/** The most transactions whose commit is waited for; more than can be under way, so that only lost ones are forgotten. */
const SUBMITTED_MAX = 10_000;

const codeNames = new Map(Object.entries(peer.TxValidationCode).map(([name, code]) => [code, name]));

/** The same channel, its calls timed by kind and result, its transactions counted by what became of them. */
export function countTransactions(
  channel: Channel,
  registry: Registry,
  ordererName: (id: number) => string = String,
): Channel {
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
  const committed = new Counter({
    name: 'commonpoint_transactions_committed_total',
    help: 'Transactions of this gateway that were seen in a block, by Fabric’s validation code.',
    labelNames: ['code'],
    registers: [registry],
  });
  const signed = new Map<number, number>();
  new Gauge({
    name: 'commonpoint_orderer_signed_block',
    help: 'The last block that carries the orderer’s signature; one that stays where it is while others go on is behind, or away.',
    labelNames: ['orderer'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [id, block] of signed) this.set({ orderer: ordererName(id) }, block);
    },
  });
  const submitted = new Set<string>();
  const remember = (txId: string): void => {
    submitted.add(txId);
    const [oldest] = submitted.size > SUBMITTED_MAX ? submitted : [];
    if (oldest !== undefined) submitted.delete(oldest);
  };
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
    submit: (transaction) => {
      remember(transaction.txId);
      return timed('submit', channel.submit(transaction));
    },
    async *blocks(startBlock, signal) {
      for await (const block of channel.blocks(startBlock, signal)) {
        blocks.inc();
        for (const id of block.signedBy ?? []) signed.set(id, block.number);
        for (const { txId, validationCode } of block.transactions) {
          if (submitted.delete(txId)) committed.inc({ code: codeNames.get(validationCode) ?? String(validationCode) });
        }
        yield block;
      }
    },
    encodedBlocks: (startBlock, signal) => channel.encodedBlocks(startBlock, signal),
    height: () => channel.height(),
    close: () => channel.close(),
  };
}
