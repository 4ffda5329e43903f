/**
 * Whether the files of a LevelDB are what it wrote. LevelDB itself drops a damaged record of its log without a word and
 * goes on with the one behind it, and does not look at the checksums of its tables when it reads them.
 *
 * The format is that of `doc/log_format.md` and `doc/table_format.md`. A log may end in the middle of a record, since a
 * crash leaves it so; its last change is then missing as a whole. Files that do not belong to the database (any more) are not looked at.
 * Anything else that does not check is damage.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Log, nowAndThen } from '../log.js';
import { liveFilesIn } from './live-files.js';
import { readLogRecords } from './log-records.js';
import { isWholeTable } from './table.js';

/** The name of a file that is damaged or missing; undefined when all is well, or when there is no database. */
export async function findLevelDbDamage(folder: string, log: Log = () => undefined): Promise<string | undefined> {
  if (!existsSync(folder)) return undefined;
  const names = await readdir(folder);
  if (names.every((name) => name === 'LOCK' || name === 'LOG' || name === 'LOG.old')) return undefined;
  const current = names.includes('CURRENT') ? await readFile(join(folder, 'CURRENT'), 'latin1') : '';
  const manifest = /^(MANIFEST-\d{6,})\n$/.exec(current)?.[1];
  if (manifest === undefined) return 'CURRENT';
  if (!names.includes(manifest)) return manifest;
  const { records, end } = readLogRecords(await readFile(join(folder, manifest)));
  const live = end === 'whole' && records.length > 0 ? liveFilesIn(records) : undefined;
  if (live === undefined) return manifest;
  const tell = nowAndThen(log);
  let checked = 0;
  for (const [number, size] of live.tables) {
    const name = ['ldb', 'sst'].map((ending) => fileName(number, ending)).find((each) => names.includes(each));
    if (name === undefined) return fileName(number, 'ldb');
    const bytes = await readFile(join(folder, name));
    if (bytes.length !== size || !isWholeTable(bytes)) return name;
    checked += 1;
    tell(() => `${folder}: ${checked} of ${live.tables.size} tables are checked`);
  }
  for (const name of names) {
    const log = /^(\d+)\.log$/.exec(name)?.[1];
    if (log === undefined || !live.isLog(Number(log))) continue;
    if (readLogRecords(await readFile(join(folder, name))).end === 'damaged') return name;
  }
  return undefined;
}

const fileName = (number: number, ending: string): string => `${String(number).padStart(6, '0')}.${ending}`;
