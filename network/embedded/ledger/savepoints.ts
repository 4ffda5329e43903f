/** How far a ledger is: without blocks, and after each. */
import { type ParsedBlock, recordedCommitHash } from '../wire/block.js';
import { toHex } from '../wire/bytes.js';
import { type BlockLocation, followingOffset } from './block-file.js';
import type { Savepoint } from './state-database.js';

export const emptySavepoint: Savepoint = {
  height: 0,
  fileOffset: 0,
  lastConfigBlock: 0,
  commitHash: '',
  blockHash: '',
  previousBlockHash: '',
};

export function savepointAfter(
  block: ParsedBlock,
  location: BlockLocation,
  lastConfigBlock: number,
  privateBlock: number | undefined,
): Savepoint {
  return {
    height: block.header.number + 1,
    fileOffset: followingOffset(location),
    lastConfigBlock,
    commitHash: toHex(recordedCommitHash(block)),
    blockHash: toHex(block.hash),
    previousBlockHash: toHex(block.header.previousHash),
    ...(privateBlock !== undefined && { privateBlock }),
  };
}
