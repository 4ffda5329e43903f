/**
 * Which files of a LevelDB belong to it, by the records of its manifest (`version_edit.cc` names their parts). Others are left over, as
 * from a compaction that a crash interrupted: the database removes them when it is opened, whatever is in them.
 */
import { varints } from './varints.js';

export interface LiveFiles {
  /** Tables, with their sizes. */
  readonly tables: ReadonlyMap<number, number>;
  /** Whether a log may hold what is in no table yet. */
  isLog(number: number): boolean;
}

/** Parts of a record by their tags. */
const COMPARATOR = 1;
const LOG_NUMBER = 2;
const NEXT_FILE = 3;
const LAST_SEQUENCE = 4;
const COMPACT_POINTER = 5;
const DELETED_FILE = 6;
const NEW_FILE = 7;
const PREVIOUS_LOG = 9;

/** Undefined where a record is none. */
export function liveFilesIn(records: readonly Buffer[]): LiveFiles | undefined {
  const tables = new Map<number, number>();
  let log = 0;
  let previousLog = 0;
  for (const record of records) {
    let at = 0;
    const numbers = (count: number): number[] => {
      const read = varints(record, at, count);
      at = read.next;
      return read.values;
    };
    const skipText = (): void => {
      const [length = 0] = numbers(1);
      at += length;
    };
    while (at < record.length) {
      const [tag = 0] = numbers(1);
      if (tag === COMPARATOR) skipText();
      else if (tag === LOG_NUMBER) log = numbers(1)[0]!;
      else if (tag === PREVIOUS_LOG) previousLog = numbers(1)[0]!;
      else if (tag === NEXT_FILE || tag === LAST_SEQUENCE) numbers(1);
      else if (tag === COMPACT_POINTER) {
        numbers(1);
        skipText();
      } else if (tag === DELETED_FILE) tables.delete(numbers(2)[1]!);
      else if (tag === NEW_FILE) {
        const [, number = 0, size = 0] = numbers(3);
        skipText();
        skipText();
        tables.set(number, size);
      } else return undefined;
    }
    if (at > record.length) return undefined;
  }
  return { tables, isLog: (number) => number >= log || number === previousLog };
}
