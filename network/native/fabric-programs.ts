/** Finds Fabric’s own programs on this machine, and says which version they are. */
import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Consensus } from '../genesis/consensus.js';

/** Fabric's own programs, as installed on this machine. */
export interface FabricPrograms {
  readonly peer: string;
  readonly orderer: string;
  /** Folder of `detect`, `build` and `release` for chaincode as a service; undefined where Fabric came without. */
  readonly builderBin: string | undefined;
}

/** Thrown when `peer` or `orderer` cannot be found or will not do; its message is one sentence for the person who typed the command. */
export class FabricProgramsMissing extends Error {}

/** Where to look; a test gives its own. */
export interface ProgramSearch {
  readonly FABRIC_BIN?: string | undefined;
  readonly PATH?: string | undefined;
}

/** The first major version that orders by SmartBFT, and whose peers check a proposal's time. */
export const FABRIC_3 = 3;

/** Finds the programs in FABRIC_BIN if that is set, else on PATH. */
export function findFabricPrograms({ FABRIC_BIN, PATH = '' }: ProgramSearch = process.env): FabricPrograms {
  const folders = FABRIC_BIN ? [FABRIC_BIN] : PATH.split(delimiter).filter((folder) => folder !== '');
  const find = (name: string) => folders.map((folder) => resolve(folder, name)).find(isExecutable);
  const peer = find('peer');
  const orderer = find('orderer');
  if (peer === undefined || orderer === undefined) {
    const missing = [peer === undefined ? 'peer' : '', orderer === undefined ? 'orderer' : ''].filter(Boolean);
    throw new FabricProgramsMissing(
      `NETWORK=native needs Hyperledger Fabric's programs peer and orderer: ${missing.join(' and ')} not found ` +
        `${FABRIC_BIN ? `in FABRIC_BIN (${FABRIC_BIN})` : 'on PATH'}; install Fabric 2.5 or 3.1 and put them on PATH, ` +
        'or set FABRIC_BIN to their folder.',
    );
  }
  return { peer, orderer, builderBin: findBuilder(dirname(peer)) };
}

/** Fabric's archive has `bin/peer` and `builders/ccaas/bin/*`; some installations put all into one folder. */
function findBuilder(bin: string): string | undefined {
  return [join(bin, '..', 'builders', 'ccaas', 'bin'), bin].find((folder) =>
    ['detect', 'build', 'release'].every((name) => isExecutable(join(folder, name))),
  );
}

/** Whether this process may start it. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The programs' major version. A build that does not tell its version is taken for a recent one.
 * @throws FabricProgramsMissing when they do not run, as those for another system
 */
export async function majorVersionOf({ peer }: Pick<FabricPrograms, 'peer'>): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)(peer, ['version']);
    return majorVersion(stdout);
  } catch (cause) {
    const { message, stderr } = cause as Error & { stderr?: string };
    const [reason = ''] = (stderr || message).trim().split('\n').slice(-1);
    throw new FabricProgramsMissing(
      `NETWORK=native needs Hyperledger Fabric's programs peer and orderer, and ${peer} does not run here (${reason}); ` +
        `install Fabric 2.5 or 3.1 for ${process.platform} on ${process.arch}.`,
      { cause },
    );
  }
}

/** See {@link majorVersionOf}; `text` is what `peer version` prints. */
export function majorVersion(text: string): number {
  return Number(/Version:\s*v?(\d+)\./.exec(text)?.[1] ?? FABRIC_3);
}

/** Fabric 3 orders by SmartBFT, 2.x by Raft. */
export function consensusOf(major: number): Consensus {
  return major < FABRIC_3 ? 'etcdraft' : 'BFT';
}
