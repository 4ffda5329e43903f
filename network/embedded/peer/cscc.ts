/**
 * `cscc`: the peer's channels and their configuration.
 *
 * Fabric: admins of the peer's organisation join it to a channel by its first block; members may ask which channels it
 * has joined; readers of a channel get its configuration. Reference: `core/scc/cscc/configure.go`. Left out: joining by
 * snapshot.
 */
import { peer } from '@hyperledger/fabric-protos';
import type { MspManager } from '../msp/msp-manager.js';
import { readChannelConfig } from '../msp/channel-config.js';
import { CHANNEL_READERS, checkChannelPolicy, checkLocalPolicy } from './access-control.js';
import type { PeerChannel } from './peer-channel.js';
import {
  errorResponse,
  successResponse,
  type SystemChaincode,
  type SystemInvocation,
  textOf,
} from './system-chaincode.js';

export interface ConfigurationOptions {
  readonly localMsp: MspManager;
  channels(): readonly PeerChannel[];
  findChannel(id: string): PeerChannel | undefined;
  joinChannel(genesisBlockBytes: Uint8Array): Promise<void>;
}

export class ConfigurationChaincode implements SystemChaincode {
  readonly usesState = false;

  constructor(private readonly options: ConfigurationOptions) {}

  async invoke({ functionName, args, proposal }: SystemInvocation): Promise<peer.Response> {
    const { localMsp } = this.options;
    const [argument] = args;
    if (functionName !== 'GetChannels' && argument === undefined) {
      return errorResponse(`Incorrect number of arguments, ${args.length + 1}`);
    }
    switch (functionName) {
      case 'JoinChain':
        return this.#joinChain(argument ?? new Uint8Array(), () =>
          checkLocalPolicy(localMsp, 'Admins', proposal.signed),
        );
      case 'GetChannels':
        return this.#afterCheck(
          'GetChannels',
          '',
          () => checkLocalPolicy(localMsp, 'Members', proposal.signed),
          async () => this.#listChannels(),
        );
      case 'GetConfigBlock':
      case 'GetChannelConfig': {
        const channel = this.options.findChannel(textOf(argument));
        if (!channel) return errorResponse(`Unknown channel ID, ${textOf(argument)}`);
        return this.#afterCheck(
          functionName,
          channel.id,
          () => checkChannelPolicy(channel.config, CHANNEL_READERS, proposal.signed),
          () => (functionName === 'GetConfigBlock' ? channel.configBlock() : channelConfig(channel)),
        );
      }
      default:
        return errorResponse(`Requested function ${functionName} not found.`);
    }
  }

  async #joinChain(block: Uint8Array, check: () => Promise<void>): Promise<peer.Response> {
    let channelId: string;
    try {
      ({ channelId } = readChannelConfig(block));
    } catch (error) {
      return errorResponse(
        `"JoinChain" request failed to extract channel id from the block due to [${(error as Error).message}]`,
      );
    }
    return this.#afterCheck('JoinChain', channelId, check, async () => {
      if (this.options.findChannel(channelId)) {
        throw new Error(
          `cannot create ledger from genesis block: ledger [${channelId}] already exists with state [ACTIVE]`,
        );
      }
      await this.options.joinChannel(block);
      return new Uint8Array();
    });
  }

  async #afterCheck(
    functionName: string,
    channelId: string,
    check: () => Promise<void>,
    run: () => Promise<Uint8Array>,
  ): Promise<peer.Response> {
    try {
      await check();
    } catch (error) {
      const where = channelId === '' ? '' : `[${channelId}]`;
      return errorResponse(`access denied for [${functionName}]${where}: [${(error as Error).message}]`);
    }
    try {
      return successResponse(await run());
    } catch (error) {
      return errorResponse((error as Error).message);
    }
  }

  #listChannels(): Uint8Array {
    const response = new peer.ChannelQueryResponse();
    for (const { id } of this.options.channels()) {
      const info = new peer.ChannelInfo();
      info.setChannelId(id);
      response.addChannels(info);
    }
    return response.serializeBinary();
  }
}

async function channelConfig({ config }: PeerChannel): Promise<Uint8Array> {
  return config.config.serializeBinary();
}
