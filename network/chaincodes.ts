/**
 * Codes of the chaincode that run on this machine: `DATA_DIR/chaincodes.json`, where each is and at which address, as long as an upgrade lasts two of
 * them. Which one peers run is what members decided on and the definition says; the file says where it is.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { DamagedFiles } from './damaged-files.js';

const chaincodeCode = z.strictObject({
  /** Of the code; empty of the one that the ledger was begun with. */
  digest: z.string().regex(/^([0-9a-f]{64})?$/),
  /** Empty of the repository's own. */
  folder: z.string(),
  /** Which of the chaincode's ports is its. */
  number: z.int().min(0).max(9),
  /** Which version of its rows it writes; absent of those from before it was said. */
  rows: z.int().min(1).optional(),
  /** Whether peers run it. */
  isCurrent: z.boolean(),
});
export type ChaincodeCode = z.infer<typeof chaincodeCode>;

const first: readonly ChaincodeCode[] = [{ digest: '', folder: '', number: 0, isCurrent: true }];

export function chaincodesPath(dataDir: string): string {
  return join(dataDir, 'chaincodes.json');
}

/** @throws DamagedFiles */
export function readChaincodes(dataDir: string): readonly ChaincodeCode[] {
  const path = chaincodesPath(dataDir);
  if (!existsSync(path)) return first;
  try {
    const codes = z.array(chaincodeCode).parse(JSON.parse(readFileSync(path, 'utf8')));
    if (codes.filter(({ isCurrent }) => isCurrent).length === 1) return codes;
    throw new Error('it names none, or several, that peers run');
  } catch (cause) {
    throw new DamagedFiles(`${path} is damaged: it says which chaincode peers run. Put it back from a backup.`, {
      cause,
    });
  }
}

/** @throws DamagedFiles */
export function currentChaincode(dataDir: string): ChaincodeCode {
  return readChaincodes(dataDir).find(({ isCurrent }) => isCurrent)!;
}

export function noteChaincodes(dataDir: string, codes: readonly ChaincodeCode[]): void {
  const path = chaincodesPath(dataDir);
  writeFileSync(`${path}.partial`, `${JSON.stringify(codes, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.partial`, path);
}

/**
 * SHA-256 over names and contents of all programs in a chaincode's folder, what it says of itself, and the same of the consortium's own packages that it
 * loads: what a request may be is said by these. Of others its `package.json` names the versions. Code from before it said which rows it writes is taken
 * without those packages, as it was when members decided on it.
 */
export function codeDigest(folder: string): string {
  const digest = createHash('sha256');
  const add = (name: string, path: string): void => {
    const content = readFileSync(path);
    digest.update(`${name} ${content.length}\n`).update(content);
  };
  const { dependencies = {}, rows } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as CodePackage;
  const own = Object.keys(rows === undefined ? {} : dependencies).filter((name) => name.startsWith('@commonpoint/'));
  for (const name of ['package.json', ...programsIn(folder)]) add(name, join(folder, name));
  for (const name of own.toSorted()) {
    const found = packageFolder(folder, name);
    for (const program of programsIn(found)) add(`${name}/${program}`, join(found, program));
  }
  return digest.digest('hex');
}

interface CodePackage {
  readonly rows?: object;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function programsIn(folder: string): string[] {
  return readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

/** Where programs in a folder have a package from, as Node looks for it. @throws Error if it is not installed */
function packageFolder(folder: string, name: string): string {
  for (let at = realpathSync(folder); ; at = dirname(at)) {
    const found = join(at, 'node_modules', name);
    if (existsSync(found)) return found;
    if (at === dirname(at)) throw new Error(`${name}, which the chaincode in ${folder} loads, is not installed`);
  }
}
