/** What a block file still has: blocks whose checksums are right, each the follower of the one before. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { BlockFile, type BlockSurvey } from '../ledger/block-file.js';
import type { Log } from '../log.js';

export interface FileSurvey extends BlockSurvey {
  readonly path: string;
  /** Whether all of its blocks were read. */
  readonly isAll: boolean;
}

/** Changes nothing of the blocks. A file that is not there has none, and of one with more than `atOnceBytes` the last ones are read. */
export async function surveyBlocks(path: string, log: Log, atOnceBytes: number): Promise<FileSurvey> {
  if (!existsSync(path)) return { path, count: 0, end: 0, isDamaged: false, isAll: true };
  const isAll = (await stat(path)).size <= atOnceBytes;
  const file = await BlockFile.open(path, log);
  try {
    return { path, isAll, ...(await file.survey(isAll ? 'all' : 'end')) };
  } finally {
    await file.close();
  }
}
