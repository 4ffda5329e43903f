/**
 * `qscc`: questions about the chain.
 *
 * Fabric: height and hashes, a block by number, hash or transaction, a transaction with its validation code; for
 * readers of the channel that is named in the arguments. Reference: `core/scc/qscc/query.go`. Left out: nothing.
 */
import { common, peer } from '@hyperledger/fabric-protos';
import type { PeerLedger } from '../ledger/types.js';
import { FieldWriter } from '../wire/protobuf.js';
import { CHANNEL_READERS, checkChannelPolicy } from './access-control.js';
import type { PeerChannel } from './peer-channel.js';
import {
  errorResponse,
  successResponse,
  type SystemChaincode,
  type SystemInvocation,
  textOf,
} from './system-chaincode.js';

type Query = (ledger: PeerLedger, argument: Uint8Array) => Promise<Uint8Array>;

export class QueryChaincode implements SystemChaincode {
  readonly usesState = false;
  readonly #queries: Readonly<Record<string, Query>> = {
    GetChainInfo: async (ledger) => chainInfo(ledger),
    GetBlockByNumber: getBlockByNumber,
    GetBlockByHash: getBlockByHash,
    GetBlockByTxID: getBlockByTxId,
    GetTransactionByID: getTransactionById,
  };

  constructor(private readonly findChannel: (id: string) => PeerChannel | undefined) {}

  async invoke({ functionName, args, proposal }: SystemInvocation): Promise<peer.Response> {
    const [channelArgument, argument] = args;
    if (channelArgument === undefined) return errorResponse(`Incorrect number of arguments, ${args.length + 1}`);
    if (functionName !== 'GetChainInfo' && argument === undefined) {
      return errorResponse(`missing 3rd argument for ${functionName}`);
    }
    const channelId = textOf(channelArgument);
    const channel = this.findChannel(channelId);
    if (!channel) return errorResponse(`Invalid chain ID, ${channelId}`);
    try {
      await checkChannelPolicy(channel.config, CHANNEL_READERS, proposal.signed);
    } catch (error) {
      return errorResponse(`access denied for [${functionName}][${channelId}]: [${(error as Error).message}]`);
    }
    const query = this.#queries[functionName];
    if (!query) return errorResponse(`Requested function ${functionName} not found.`);
    try {
      return successResponse(await query(channel.ledger, argument ?? new Uint8Array()));
    } catch (error) {
      return errorResponse((error as Error).message);
    }
  }
}

function chainInfo(ledger: PeerLedger): Uint8Array {
  const info = new common.BlockchainInfo();
  info.setHeight(ledger.height);
  info.setCurrentblockhash(ledger.currentBlockHash);
  info.setPreviousblockhash(ledger.previousBlockHash);
  return info.serializeBinary();
}

async function getBlockByNumber(ledger: PeerLedger, argument: Uint8Array): Promise<Uint8Array> {
  const text = textOf(argument);
  if (!/^\d+$/.test(text)) {
    throw new Error(`Failed to parse block number with error strconv.ParseUint: parsing "${text}": invalid syntax`);
  }
  // The largest 64-bit number means the newest block.
  const number = Number(text) > Number.MAX_SAFE_INTEGER ? ledger.height - 1 : Number(text);
  const block = await ledger.getBlock(number);
  if (!block) throw new Error(`Failed to get block number ${text}, error no such block number [${text}] in index`);
  return block.bytes;
}

async function getBlockByHash(ledger: PeerLedger, hash: Uint8Array): Promise<Uint8Array> {
  const block = await ledger.getBlockByHash(hash);
  const hex = Buffer.from(hash).toString('hex');
  if (!block) throw new Error(`Failed to get block hash ${hex}, error no such block hash [${hex}] in index`);
  return block.bytes;
}

async function getBlockByTxId(ledger: PeerLedger, argument: Uint8Array): Promise<Uint8Array> {
  const txId = textOf(argument);
  const transaction = await ledger.getTransaction(txId);
  const block = transaction && (await ledger.getBlock(transaction.block));
  if (!block) {
    throw new Error(`Failed to get block for txID ${txId}, error no such transaction ID [${txId}] in index`);
  }
  return block.bytes;
}

async function getTransactionById(ledger: PeerLedger, argument: Uint8Array): Promise<Uint8Array> {
  const txId = textOf(argument);
  const found = await ledger.getTransactionEnvelope(txId);
  if (!found) {
    throw new Error(`Failed to get transaction with id ${txId}, error no such transaction ID [${txId}] in index`);
  }
  // ProcessedTransaction, around the envelope's own bytes.
  return new FieldWriter(found.envelope.length + 16)
    .element(1, found.envelope)
    .varint(2, found.validationCode)
    .finish();
}
