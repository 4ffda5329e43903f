/**
 * Which versions of rows a chaincode reads and writes, as its `package.json` says, and whether it may take another one's place: readers come first.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowRange, type RowRange, rowsRead } from '@commonpoint/catalogue';
import { currentChaincode } from '@commonpoint/network/chaincodes';
import { z } from 'zod';
import { Complaint } from '../terminal/complaint.js';
import { repositoryRoot } from './repository.js';

const ANSWER_WITHIN_MS = 5_000;

const rowsOf = rowRange.extend({ written: z.int().min(1) });
export type RowsOfCode = Readonly<z.infer<typeof rowsOf>>;

/** Of code and gateways that say nothing of it, because nobody did yet. */
const UNSAID = 8;

/** @param folder empty of the repository's own. @throws Complaint */
export function rowsOfCode(folder: string): RowsOfCode {
  const path = join(folder === '' ? join(repositoryRoot, 'chaincode') : folder, 'package.json');
  try {
    const { rows } = JSON.parse(readFileSync(path, 'utf8')) as { rows?: unknown };
    return rows === undefined ? { oldest: UNSAID, newest: UNSAID, written: UNSAID } : rowsOf.parse(rows);
  } catch (cause) {
    throw new Complaint(
      `${path} does not say which rows the chaincode reads and writes: ${(cause as Error).message}`,
      2,
    );
  }
}

/** What a definition's version names of them: nothing where they are those of before it was named. */
export function namedRows({ written }: RowsOfCode): { readonly rows?: number } {
  return written > UNSAID ? { rows: written } : {};
}

/** The newest rows that a committed definition lets be written, as far as its version says. */
export function rowsInVersion(version: string): number {
  return Number(/\+rows(\d+)\./.exec(version)?.[1] ?? UNSAID);
}

/** Who reads which rows. */
export interface Reader {
  readonly name: string;
  readonly rows: RowRange;
}

/** Why a code cannot take over on a ledger with such rows, and such readers; undefined where it can. Pure. */
export function whyNotTaken(next: RowsOfCode, ledger: RowRange, readers: readonly Reader[]): string | undefined {
  if (next.written < ledger.newest) {
    return (
      `the code writes rows of version ${next.written}, and rows of version ${ledger.newest} are written already: ` +
      'from these there is no way back.'
    );
  }
  if (next.oldest > ledger.oldest) {
    return `the code reads rows from version ${next.oldest} on, and the ledger has some of version ${ledger.oldest}.`;
  }
  const behind = readers.find(({ rows }) => next.written < rows.oldest || next.written > rows.newest);
  if (behind === undefined) return undefined;
  const { name, rows } = behind;
  return (
    `the code writes rows of version ${next.written}, and ${name} reads those of versions ${rows.oldest} to ${rows.newest}: ` +
    'exchange it first.'
  );
}

/** What a gateway says that it reads. @throws Complaint when it does not answer */
export async function rowsOfGateway(url: string): Promise<RowRange> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const { rows } = (await response.json()) as { rows?: unknown };
    return rows === undefined ? { oldest: UNSAID, newest: UNSAID } : rowRange.parse(rows);
  } catch (cause) {
    throw new Complaint(
      `the gateway at ${url} does not say which rows it reads (${(cause as Error).message}): newer ones are written only ` +
        'when all gateways read them. Start it first.',
    );
  }
}

/** Whether programs of this release read what is, or may be, on a ledger. */
export function whyNotRead({ oldest, newest }: RowRange): 'an earlier' | 'a later' | undefined {
  if (oldest < rowsRead.oldest) return 'an earlier';
  return newest > rowsRead.newest ? 'a later' : undefined;
}

/** Of the code that peers run. @throws Complaint */
export const currentRows = (dataDir: string): RowsOfCode => rowsOfCode(currentChaincode(dataDir).folder);
