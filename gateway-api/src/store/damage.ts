/** What SQLite says of a file that is not what it wrote. */
import type { DatabaseSync } from 'node:sqlite';

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const codes = [11, 26];

export const isDamage = (error: unknown): boolean => {
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && codes.includes(errcode & 0xff);
};

export const pagesHangTogether = (sqlite: DatabaseSync): boolean =>
  (sqlite.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }).quick_check === 'ok';
