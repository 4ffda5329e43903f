/**
 * The channel's configurations one after the other, as the own peer has their blocks: each block names the one with the configuration
 * before it. What was carried out stands there and nowhere else.
 */
import type { common } from '@hyperledger/fabric-protos';
import type { PeerConnection } from '../admin/peer-connection.js';
import { callSystemChaincode } from '../admin/system-chaincode.js';
import { lastConfigBlockOf } from '../embedded/msp/block-signatures.js';
import { parseBlock } from '../embedded/wire/block.js';
import { readGenesisBlock } from '../genesis/read-genesis-block.js';
import { highestNumberIn } from './consenter-numbers.js';
import { plannedChanges, planHash } from './planned-changes.js';

/** What one configuration changed of the one before. */
export interface ConfigurationChange {
  /** Of the configuration that came of it. */
  readonly sequence: number;
  /** The block that it stands in. */
  readonly block: number;
  readonly planHash: string;
  /** As {@link plannedChanges} names them. */
  readonly elements: readonly string[];
}

export function changeBetween(
  channel: string,
  before: common.Config,
  { block, config: after }: Configuration,
): ConfigurationChange {
  const elements = plannedChanges(before, after).map(({ element }) => element);
  return { sequence: after.getSequence(), block, planHash: planHash(channel, before, after), elements };
}

export interface Configuration {
  readonly block: number;
  readonly config: common.Config;
}

export class ConfigurationHistory {
  readonly #connection: PeerConnection;
  readonly #channel: string;
  readonly #changes: ConfigurationChange[] = [];
  #newest: Configuration | undefined;
  #highestNumber = 0;

  constructor(connection: PeerConnection, channel: string) {
    this.#connection = connection;
    this.#channel = channel;
  }

  /**
   * All changes until now, from the first on. What was read before is not read again.
   * @throws Error when the peer lacks a block of them, or one does not follow from the one before
   */
  async changes(): Promise<readonly ConfigurationChange[]> {
    const since = await this.#since(this.#newest?.block ?? -1);
    for (const each of since) {
      // Another reading at the same time may have been sooner.
      if (each.block <= (this.#newest?.block ?? -1)) continue;
      if (each.config.getSequence() !== this.#changes.length + (this.#newest === undefined ? 0 : 1)) {
        throw new Error(`block ${each.block} has configuration ${each.config.getSequence()}, which does not follow`);
      }
      if (this.#newest !== undefined) {
        this.#changes.push(changeBetween(this.#channel, this.#newest.config, each));
      }
      this.#newest = each;
      this.#highestNumber = Math.max(this.#highestNumber, highestNumberIn(each.config));
    }
    return [...this.#changes];
  }

  /** The highest number that a consenter ever had, whether it is there or not. @throws Error as {@link changes} does */
  async highestNumber(): Promise<number> {
    await this.changes();
    return this.#highestNumber;
  }

  /** Configurations of blocks after this one, the oldest first. */
  async #since(block: number): Promise<Configuration[]> {
    const found: Configuration[] = [];
    let bytes = await this.#ask('cscc', 'GetConfigBlock');
    for (;;) {
      const { number } = parseBlock(bytes).header;
      if (number <= block) return found;
      const config = readGenesisBlock(bytes)?.config;
      if (config === undefined) throw new Error(`block ${number} holds no configuration`);
      found.unshift({ block: number, config });
      if (number === 0) return found;
      const before = lastConfigBlockOf(parseBlock(await this.#ask('qscc', 'GetBlockByNumber', number - 1)));
      if (before >= number) throw new Error(`block ${number - 1} names block ${before} for its configuration`);
      bytes = await this.#ask('qscc', 'GetBlockByNumber', before);
    }
  }

  #ask(chaincode: 'cscc' | 'qscc', name: string, ...numbers: readonly number[]): Promise<Uint8Array> {
    const channel = this.#channel;
    return callSystemChaincode(this.#connection, { channel, chaincode, args: [name, channel, ...numbers.map(String)] });
  }
}
