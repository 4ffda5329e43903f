/** JSON files of an earlier start, which may be damaged. */
import { existsSync, readFileSync } from 'node:fs';
import { Complaint } from '../terminal/complaint.js';

/**
 * What stands in a file that an earlier start wrote.
 * @throws Complaint when it is missing, is no JSON, or is not what was written; `meaning` says why it is needed
 */
export function readJsonFile<T>(path: string, isRight: (found: unknown) => found is T, meaning: string): T {
  const found = existsSync(path) ? parsed(readFileSync(path, 'utf8')) : undefined;
  if (isRight(found)) return found;
  const how = existsSync(path) ? 'damaged' : 'missing';
  throw new Complaint(
    `${path} is ${how}: ${meaning}. Put it back from a backup, or set DATA_DIR to another folder.`,
    2,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
