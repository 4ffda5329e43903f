/**
 * Whether the files of a LevelDB are what it wrote. LevelDB itself drops a damaged record of its log without a word and
 * goes on with the one behind it, and does not look at the checksums of its tables when it reads them.
 *
 * The format is that of `doc/log_format.md` and `doc/table_format.md`. A log may end in the middle of a record, since a
 * crash leaves it so; its last change is then missing as a whole. Files that do not belong to the database (any more) are not looked at.
 * Anything else that does not check is damage.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Log, nowAndThen } from '../log.js';
import { liveFilesIn } from './live-files.js';
import { readLogRecords } from './log-records.js';
import { isWholeTable } from './table.js';

/** The name of a file that is damaged or missing; undefined when all is well, or when there is no database. */
export async function findLevelDbDamage(folder: string, log: Log = () => undefined): Promise<string | undefined> {
  return (await surveyLevelDb(folder, log)).damaged;
}

export interface LevelDbSurvey {
  /** As of {@link findLevelDbDamage}. */
  readonly damaged: string | undefined;
  /** Names of tables that were not read: they are there, and as long as they were. */
  readonly left: readonly string[];
}

/**
 * Reads no more than about `atOnceBytes` of tables, those that were written last: what a crash may harm is in logs and in these, as tables
 * are on the disk before they belong to the database and are never written again.
 */
export async function surveyLevelDb(
  folder: string,
  log: Log = () => undefined,
  atOnceBytes = Infinity,
): Promise<LevelDbSurvey> {
  const left: string[] = [];
  const found = (damaged: string): LevelDbSurvey => ({ damaged, left: [] });
  if (!existsSync(folder)) return { damaged: undefined, left };
  const names = new Set(await readdir(folder));
  if ([...names].every((name) => name === 'LOCK' || name === 'LOG' || name === 'LOG.old')) {
    return { damaged: undefined, left };
  }
  const current = names.has('CURRENT') ? await readFile(join(folder, 'CURRENT'), 'latin1') : '';
  const manifest = /^(MANIFEST-\d{6,})\n$/.exec(current)?.[1];
  if (manifest === undefined) return found('CURRENT');
  if (!names.has(manifest)) return found(manifest);
  const { records, end } = readLogRecords(await readFile(join(folder, manifest)));
  const live = end === 'whole' && records.length > 0 ? liveFilesIn(records) : undefined;
  if (live === undefined) return found(manifest);
  const tell = nowAndThen(log);
  let [checked, bytesRead] = [0, 0];
  for (const [number, size] of [...live.tables].toSorted(([a], [b]) => b - a)) {
    const name = ['ldb', 'sst'].map((ending) => fileName(number, ending)).find((each) => names.has(each));
    if (name === undefined) return found(fileName(number, 'ldb'));
    const isRead = bytesRead < atOnceBytes;
    if (!(isRead ? await isWhole(join(folder, name), size) : await hasSize(join(folder, name), size)))
      return found(name);
    if (!isRead) left.push(name);
    bytesRead += size;
    checked += 1;
    tell(() => `${folder}: ${checked} of ${live.tables.size} tables are checked`);
  }
  for (const name of names) {
    const log = /^(\d+)\.log$/.exec(name)?.[1];
    if (log === undefined || !live.isLog(Number(log))) continue;
    if (readLogRecords(await readFile(join(folder, name))).end === 'damaged') return found(name);
  }
  return { damaged: undefined, left };
}

async function isWhole(path: string, size: number): Promise<boolean> {
  const bytes = await readFile(path);
  return bytes.length === size && isWholeTable(bytes);
}

async function hasSize(path: string, size: number): Promise<boolean> {
  return (await stat(path)).size === size;
}

const fileName = (number: number, ending: string): string => `${String(number).padStart(6, '0')}.${ending}`;
