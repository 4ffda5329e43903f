import { delimiter, join } from 'node:path';
import { isExecutable } from '../../network/native/fabric-programs.js';

/** The first of the programs, by their names, that one of the folders of PATH has; folders first. */
export function findOnPath(names: readonly string[], path = process.env['PATH'] ?? ''): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}
