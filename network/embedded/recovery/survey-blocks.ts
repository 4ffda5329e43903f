/** What a block file still has: blocks whose checksums are right, each the follower of the one before. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { BlockFile, BlockFileError, type BlockLocation, followingOffset } from '../ledger/block-file.js';
import type { Log } from '../log.js';

export interface BlockSurvey {
  readonly path: string;
  readonly locations: readonly BlockLocation[];
  /** Where the first block that is not whole begins, or the file ends. */
  readonly end: number;
  readonly size: number;
  /** Whether more than the last block is damaged, which no crash explains. */
  readonly isDamaged: boolean;
}

/** Reads the whole file, and changes nothing. A file that is not there has no blocks. */
export async function surveyBlocks(path: string, log: Log): Promise<BlockSurvey> {
  if (!existsSync(path)) return { path, locations: [], end: 0, size: 0, isDamaged: false };
  const { size } = await stat(path);
  const file = await BlockFile.open(path, log);
  const locations: BlockLocation[] = [];
  let isDamaged = false;
  try {
    for await (const { location } of file.whole(0)) locations.push(location);
  } catch (error) {
    if (!(error instanceof BlockFileError)) throw error;
    isDamaged = true;
  } finally {
    await file.close();
  }
  const last = locations.at(-1);
  return { path, locations, end: last ? followingOffset(last) : 0, size, isDamaged };
}
