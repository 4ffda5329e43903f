/** What a peer's ledger refuses to go on with. */
import { DamagedFiles } from '../../damaged-files.js';
import type { PeerLedgerOptions } from './peer-ledger-options.js';
import type { Savepoint } from './state-database.js';
import { isBlockSigned } from '../msp/block-signatures.js';
import { type ParsedBlock, parseBlock } from '../wire/block.js';
import { sameBytes } from '../wire/bytes.js';
import type { PeerLedger } from './types.js';

/** A block that does not continue this ledger, or is not signed as it must be. Nothing was written. */
export class BlockRefusedError extends Error {
  override readonly name = 'BlockRefusedError';
}

/** Refuses a block that is not the next one, or is not signed as it must be. */
export async function requireNext(
  block: ParsedBlock,
  ledger: Pick<PeerLedger, 'height' | 'currentBlockHash' | 'config'>,
  verifySignatures = true,
): Promise<void> {
  const { number, previousHash } = block.header;
  if (number !== ledger.height)
    throw new BlockRefusedError(`block number should have been ${ledger.height}, is ${number}`);
  if (number === 0) return;
  if (!sameBytes(previousHash, ledger.currentBlockHash)) {
    throw new BlockRefusedError(`unexpected previous block hash in block ${number}`);
  }
  if (verifySignatures && !(await isBlockSigned(block, ledger.config))) {
    throw new BlockRefusedError(`block ${number} is not signed as /Channel/Orderer/BlockValidation asks`);
  }
}

/** A database that knows more blocks than there are in any file cannot be made again. */
export function requireOrdered(
  { height }: Savepoint,
  { folder, orderedHeight = height }: Pick<PeerLedgerOptions, 'folder' | 'orderedHeight'>,
): void {
  if (orderedHeight >= height) return;
  throw new DamagedFiles(
    `${folder} had ${height} blocks, and no block file of peers or orderers has more than ${orderedHeight} of them: ` +
      'put back the whole data folder from a backup.',
  );
}

/** Of a block that is in the file already. */
export function requireFollows(
  { header }: ParsedBlock,
  { height, currentBlockHash }: Pick<PeerLedger, 'height' | 'currentBlockHash'>,
): void {
  if (header.number === height && (height === 0 || sameBytes(header.previousHash, currentBlockHash))) return;
  throw new Error(`block ${header.number} in the block file does not follow block ${height - 1}`);
}

export function requireSameFirst(
  hash: Uint8Array,
  { folder, genesisBlockBytes }: Pick<PeerLedgerOptions, 'folder' | 'genesisBlockBytes'>,
): void {
  if (sameBytes(hash, parseBlock(genesisBlockBytes).hash)) return;
  throw new Error(`the ledger in ${folder} belongs to another channel or another network`);
}
