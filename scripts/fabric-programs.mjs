// Whether Fabric's own programs are on this machine.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The folder that has both `peer` and `orderer`: FABRIC_BIN, else the first on PATH; undefined if there is none. */
export function findFabric(environment = process.env) {
  const folders = environment.FABRIC_BIN
    ? [environment.FABRIC_BIN]
    : (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.find((folder) => ['peer', 'orderer'].every((program) => isExecutable(join(folder, program))));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
