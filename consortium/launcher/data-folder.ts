/** The data folder of a consortium: what it was made with, and that one process alone works in it. */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RowRange } from '@commonpoint/catalogue';
import { currentChaincode } from '@commonpoint/network/chaincodes';
import type { OrganizationEntry } from '@commonpoint/network/description';
import { readJoined } from '@commonpoint/network/joined';
import { readLeft } from '@commonpoint/network/left';
import { createTopology, DEFAULT_BASE_PORT, type Organization, type Topology } from '@commonpoint/network/topology';
import { descriptionPath, readDescription } from '../description/read-description.js';
import { Complaint } from '../terminal/complaint.js';
import { readJsonFile } from './json-file.js';
import { currentRows, whyNotRead } from './row-versions.js';
import type { LaunchableNetwork } from './settings.js';

/** What a data folder was made with and cannot change: ports and organisations stand in the channel's configuration. */
export interface Foundation {
  /** The newest version of rows that was written on its ledger; absent of the first. */
  readonly ledgerRows?: number;
  /** The oldest one, if that is another. */
  readonly oldestRows?: number;
  readonly network: LaunchableNetwork;
  readonly networkBasePort: number;
  readonly organizations: readonly OrganizationEntry[];
}

/** What a start asks for. */
export interface WantedFoundation {
  readonly network: LaunchableNetwork;
  readonly networkBasePort: number | undefined;
  readonly organizations: readonly OrganizationEntry[];
}

/** A data folder that belongs to this process alone until it is released. */
export interface DataFolder {
  readonly foundation: Foundation;
  /** The last run was killed: what it started may still be ending. */
  readonly leftInUse: boolean;
  release(): void;
  /** Leaves it as a process does that is killed. */
  abandon(): void;
}

/**
 * Takes the folder for this process. The lock is the operating system's on an SQLite file, so it ends with the process
 * however that ends; a file with a process id in it could be left behind and taken for somebody else's.
 * @throws Complaint when it cannot be made, when another process has it, or when it was made for another network
 */
export function openDataFolder(dataDir: string, wanted: WantedFoundation): DataFolder {
  // Keys, members' purchases and merchants' private rows: nobody else on the machine reads what is made from here on.
  process.umask(OTHERS);
  makeFolder(dataDir);
  const inUsePath = join(dataDir, 'launcher.pid');
  const lock = takeLock(join(dataDir, 'launcher.lock'), () => runsAlready(dataDir, readOwner(inUsePath)));
  try {
    closeToOthers(dataDir);
    const foundation = readFoundation(dataDir, wanted);
    const leftInUse = existsSync(inUsePath);
    writeFileSync(inUsePath, `${process.pid}\n`);
    return {
      foundation,
      leftInUse,
      release: () => {
        rmSync(inUsePath, { force: true });
        lock.close();
      },
      abandon: () => lock.close(),
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** Keeps a folder on which no consortium runs from being started meanwhile; undefined where one runs. */
export function holdIdle(dataDir: string): Pick<DataFolder, 'release'> | undefined {
  try {
    const lock = takeLock(join(dataDir, 'launcher.lock'), () => runsAlready(dataDir));
    return { release: () => lock.close() };
  } catch (error) {
    if (error instanceof Complaint) return undefined;
    throw error;
  }
}

/** One change of the network at a time on this machine, or two would plan the same ports and numbers. @throws Complaint */
export async function changingAlone<T>(dataDir: string, change: () => Promise<T>): Promise<T> {
  const busy = 'Another change of this network is under way on this machine: run this again when it is over.';
  const lock = takeLock(join(dataDir, 'network-change.lock'), () => busy);
  try {
    return await change();
  } finally {
    lock.close();
  }
}

const SQLITE_BUSY = 5;
/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const sqliteDamaged = [11, 26];

const OTHERS = 0o077;

/** What a consortium makes in its folder, which may itself be one that others use too. */
const made = [
  'organizations',
  'channel',
  'embedded',
  'native',
  'gateways',
  'logs',
  'credentials.json',
  'delegates.json',
  'bridge',
  'joined.json',
  'chaincodes.json',
  'left.json',
  'plans',
];

/** Also what an earlier version left open. */
function closeToOthers(dataDir: string): void {
  for (const path of made.map((name) => join(dataDir, name)).filter((each) => existsSync(each))) {
    const { mode } = statSync(path);
    if ((mode & OTHERS) !== 0) chmodSync(path, mode & ~OTHERS & 0o777);
  }
}

function makeFolder(path: string): void {
  try {
    makeFolders(path);
  } catch (error) {
    throw new Complaint(`${path} cannot be made: ${(error as Error).message}. Set DATA_DIR to another folder.`);
  }
}

/** Step by step: with `recursive`, Node never returns where a file system refuses although the parent is there. */
function makeFolders(path: string): void {
  const makeOne = (): void => mkdirSync(path, { mode: 0o700 });
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new Error('it is a file');
    return;
  }
  try {
    makeOne();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    makeFolders(dirname(path));
    makeOne();
  }
}

function runsAlready(dataDir: string, owner = ''): string {
  return `A consortium runs on ${dataDir} already${owner}. Stop it first, or set DATA_DIR to another folder.`;
}

function takeLock(path: string, busy: () => string, isAnew = false): DatabaseSync {
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (x); COMMIT;');
    return lock;
  } catch (error) {
    lock.close();
    const { errcode } = error as { errcode?: number };
    if (errcode === SQLITE_BUSY) {
      throw new Complaint(busy());
    }
    // Nothing is kept in it: one that is no database any more is made anew.
    if (errcode !== undefined && sqliteDamaged.includes(errcode) && !isAnew) {
      for (const each of [path, `${path}-journal`]) rmSync(each, { force: true });
      return takeLock(path, busy, true);
    }
    throw error;
  }
}

function readOwner(path: string): string {
  return existsSync(path) ? ` (process ${readFileSync(path, 'utf8').trim()})` : '';
}

function holdsLedger(dataDir: string): boolean {
  return ['channel', 'embedded', 'native'].some((name) => existsSync(join(dataDir, name)));
}

function isFoundation(found: unknown): found is Foundation {
  const { ledgerRows, network, networkBasePort, organizations } = (found ?? {}) as Partial<Foundation>;
  // The first versions did not write down who the organisations are.
  const isFirst = ledgerRows === undefined && organizations === undefined;
  return typeof network === 'string' && Number.isInteger(networkBasePort) && (isFirst || Array.isArray(organizations));
}

/** The consortium that a folder was made for, with its ports. @throws Complaint when the folder has none */
export function knownTopology(dataDir: string, path = descriptionPath()): Topology {
  const foundationPath = join(dataDir, 'foundation.json');
  if (!existsSync(foundationPath)) throw new Complaint(`No consortium has been started on ${dataDir}.`);
  const { networkBasePort: basePort } = readJsonFile(foundationPath, isFoundation, FOUNDATION_HINT);
  const [joined, left] = [readJoined(dataDir), readLeft(dataDir)];
  const chaincode = currentChaincode(dataDir);
  return createTopology({ description: readDescription(path), joined, left, chaincode, basePort });
}

const FOUNDATION_HINT = 'it says which ports and organisations the ledger was made with';

/** Which versions of rows stand on the ledger, or may. */
function rowsOn({ ledgerRows: newest = 1, oldestRows: oldest = newest }: Foundation): RowRange {
  return { oldest, newest };
}

/** @throws Complaint when the folder has no ledger */
export function rowsOnLedger(dataDir: string): RowRange {
  return rowsOn(readJsonFile(join(dataDir, 'foundation.json'), isFoundation, FOUNDATION_HINT));
}

/** Notes that rows of a version are written from now on: earlier programs do not go on with the folder then. */
export function noteRowsWritten(dataDir: string, written: number): void {
  const path = join(dataDir, 'foundation.json');
  const found = readJsonFile(path, isFoundation, FOUNDATION_HINT);
  const { oldest, newest } = rowsOn(found);
  if (written <= newest) return;
  const noted: Foundation = { ...found, ledgerRows: written, oldestRows: oldest };
  writeFileSync(`${path}.partial`, `${JSON.stringify(noted, null, 2)}\n`);
  renameSync(`${path}.partial`, path);
}

function readFoundation(dataDir: string, wanted: WantedFoundation): Foundation {
  const path = join(dataDir, 'foundation.json');
  // Before there is a channel, nothing holds on to the ports of a start that failed.
  if (!holdsLedger(dataDir)) {
    const made: Foundation = {
      ledgerRows: currentRows(dataDir).written,
      network: wanted.network,
      networkBasePort: wanted.networkBasePort ?? DEFAULT_BASE_PORT,
      organizations: wanted.organizations,
    };
    writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`);
    return made;
  }
  const found = readJsonFile(path, isFoundation, FOUNDATION_HINT);
  const made = whyNotRead(rowsOn(found));
  if (made !== undefined) {
    throw new Complaint(
      `${dataDir} holds a ledger of ${made} version of Commonpoint, whose rows this one cannot go on with. ` +
        'Set DATA_DIR to another folder, or start the version that made it.',
      2,
    );
  }
  if (JSON.stringify(found.organizations) !== JSON.stringify(wanted.organizations)) {
    const names = found.organizations.map(({ name }) => name).join(', ');
    throw new Complaint(
      `${dataDir} was made for other organisations (${names}), and the channel’s configuration names them. Start it with ` +
        'the consortium.json it was made with, or set DATA_DIR to another folder.',
      2,
    );
  }
  if (found.network !== wanted.network) {
    throw new Complaint(
      `${dataDir} holds the ledger of a network of kind "${found.network}". Start it with NETWORK=${found.network}, ` +
        'or set DATA_DIR to another folder.',
      2,
    );
  }
  if (wanted.networkBasePort !== undefined && wanted.networkBasePort !== found.networkBasePort) {
    throw new Complaint(
      `${dataDir} was made with NETWORK_PORT=${found.networkBasePort}, and the channel’s configuration names these ` +
        'ports. Leave NETWORK_PORT unset, or set DATA_DIR to another folder.',
      2,
    );
  }
  return found;
}

/** Those of a list of slugs, all where there is none. @throws Complaint */
export function organizationsNamed(organizations: readonly Organization[], by: string | undefined): Organization[] {
  if (by === undefined) return [...organizations];
  return by.split(',').map((slug) => {
    const organization = organizations.find((each) => each.slug === slug);
    if (organization !== undefined) return organization;
    const known = organizations.map((each) => each.slug).join(', ');
    throw new Complaint(`There is no organisation "${slug}" on this machine, but ${known}.`, 2);
  });
}
