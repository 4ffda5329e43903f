// Whether Fabric's own programs are on this machine.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether `peer` and `orderer` are in FABRIC_BIN if that is set, else on PATH; as network/native looks for them. */
export function hasFabric(environment = process.env) {
  const folders = environment.FABRIC_BIN
    ? [environment.FABRIC_BIN]
    : (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return ['peer', 'orderer'].every((program) => folders.some((folder) => isExecutable(join(folder, program))));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
