/**
 * A block, judged and ready to be stored.
 *
 * Fabric: every peer judges every block for itself. Here the peers of four organisations live in one process and get
 * the same block object. Two peers with the same commit hash have judged all blocks so far alike and hold the same
 * state, which is what the hash is for; so the next judgement is the same too, and the first peer to arrive makes it
 * for all. A peer with any other commit hash judges alone. What this cannot notice is a database changed from outside.
 */
import { common } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../msp/channel-config.js';
import { encodeBlock, type ParsedBlock, withMetadata } from '../wire/block.js';
import { toHex } from '../wire/bytes.js';
import { blockOperations } from './block-operations.js';
import { type JudgedBlock, judgeBlock, type ValidationContext } from './block-validation.js';
import { type ExpiredHash, expiredHashes, expiryOperations } from './block-to-live.js';
import { findCollection } from './collections.js';
import { computeCommitHash } from './commit-hash.js';
import { committedBlock } from './committed-block.js';
import type { DatabaseOperation } from './state-database.js';
import type { CommittedBlock } from './types.js';
import { UpdateBatch } from './update-batch.js';

export interface PreparedBlock {
  /** With this peer's metadata: codes and commit hash. */
  readonly committed: CommittedBlock;
  /** Without where the block lies in the peer's file. */
  readonly operations: readonly DatabaseOperation[];
  readonly updates: UpdateBatch;
  /** Hashes of private data that expire with the block. */
  readonly expired: readonly ExpiredHash[];
}

interface Preparation {
  readonly channel: ChannelConfig;
  readonly commitHash: string;
  readonly prepared: Promise<PreparedBlock>;
}

const preparations = new WeakMap<ParsedBlock, Preparation>();

/** Judges a block that follows `commitHash`, or joins another peer of this process that is doing so. */
export function prepareBlock(
  block: ParsedBlock,
  commitHash: Uint8Array,
  context: ValidationContext,
): Promise<PreparedBlock> {
  const known = preparations.get(block);
  if (known?.channel === context.channel && known.commitHash === toHex(commitHash)) return known.prepared;
  const prepared = prepareAlone(block, commitHash, context);
  preparations.set(block, { channel: context.channel, commitHash: toHex(commitHash), prepared });
  // A judgement that could not be made (a disk error, say) must not stick to the block.
  prepared.catch(() => preparations.delete(block));
  return prepared;
}

async function prepareAlone(
  block: ParsedBlock,
  commitHash: Uint8Array,
  context: ValidationContext,
): Promise<PreparedBlock> {
  const judged = block.header.number === 0 ? judgeFirstBlock(block) : await judgeBlock(block, context);
  const metadata = metadataOf(block, judged, commitHash);
  // The envelopes stay the views of the orderer's bytes, so that what was read from them is not read again.
  const committed = committedBlock({ ...block, metadata, bytes: encodeBlock({ ...block, metadata }) });
  return operationsOf(committed, judged.updates, context);
}

/** What follows from a block that has its codes, judged or replayed. */
export async function operationsOf(
  committed: CommittedBlock,
  updates: UpdateBatch,
  { database, channel, definition }: ValidationContext,
): Promise<PreparedBlock> {
  const { number } = committed;
  const expired = await expiredHashes(number, database);
  const blockToLive = async (namespace: string, name: string) =>
    findCollection(channel, await definition(namespace), name)?.blockToLive ?? 0;
  const operations = [
    ...(await blockOperations(committed, updates, database)),
    ...(await expiryOperations(number, updates, expired, database, blockToLive)),
  ];
  return { committed, operations, updates, expired };
}

/** Nobody signs the first block's envelope: who starts a peer with it vouches for it. */
function judgeFirstBlock(block: ParsedBlock): JudgedBlock {
  return { codes: new Uint8Array(block.data.length), updates: new UpdateBatch(() => undefined) };
}

function metadataOf(block: ParsedBlock, { codes, updates }: JudgedBlock, previousCommitHash: Uint8Array): Uint8Array[] {
  const entries = new Map<number, Uint8Array>([[common.BlockMetadataIndex.TRANSACTIONS_FILTER, codes]]);
  if (block.header.number > 0) {
    const commitHash = new common.Metadata();
    commitHash.setValue(computeCommitHash(codes, updates, previousCommitHash));
    entries.set(common.BlockMetadataIndex.COMMIT_HASH, commitHash.serializeBinary());
  }
  return withMetadata(block.metadata, entries);
}
