/** Opens a ledger's two databases: one that is damaged is built again if all of it stands in blocks, else refused. */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DamagedFiles } from '../../damaged-files.js';
import { surveyLevelDb } from '../leveldb/find-damage.js';
import type { Log } from '../log.js';
import { type Looks, newLooks } from '../recovery/looks.js';
import { PrivateStore } from './private-store.js';
import { type PartsOfBlocks, type Savepoint, StateDatabase } from './state-database.js';

/** What is damaged is thrown away; blocks are replayed into what is left. */
export async function openStateDatabase(
  folder: string,
  blocks: PartsOfBlocks,
  log: Log,
  looks = newLooks('all'),
): Promise<StateDatabase> {
  const { damaged, left } = await surveyLevelDb(folder, log, looks.atOnceBytes);
  if (damaged !== undefined) await throwAway(folder, damaged, log);
  const database = await StateDatabase.open(folder, blocks).catch(async (error: unknown) => {
    if (isInUse(error) || isNoDamage(error)) throw error;
    await throwAway(folder, reasonOf(error), log);
    return StateDatabase.open(folder, blocks);
  });
  leave(folder, left, database, looks);
  if (!(await database.isComplete())) {
    log(`${folder} has lost some of what it had, and is built again from the blocks`);
    await database.clear();
  }
  return database;
}

/**
 * `isNew` says that the ledger has no block yet.
 * @throws DamagedFiles when something is lost of what stands in no block
 */
export async function openPrivateStore(
  folder: string,
  savepoint: Savepoint | undefined,
  isNew: boolean,
  looks = newLooks('all'),
): Promise<PrivateStore> {
  const refuse = (what: string) =>
    new DamagedFiles(
      `${folder} ${what}, and what it held for its organisation alone is in no block: put back the whole data folder ` +
        `from a backup, or remove ${dirname(folder)} to go on without it (what other members have is fetched from them).`,
    );
  const { damaged, left } = await surveyLevelDb(folder, undefined, looks.atOnceBytes);
  const isEmpty = savepoint ? savepoint.privateBlock === undefined : isNew;
  if (damaged !== undefined && !isEmpty) throw refuse(`is damaged (${damaged})`);
  if (damaged !== undefined) await rm(folder, { recursive: true });
  const store = await PrivateStore.open(folder).catch((error: unknown) => {
    throw isInUse(error) || isNoDamage(error) ? error : refuse(`cannot be read (${reasonOf(error)})`);
  });
  leave(folder, left, store, looks);
  const expected = savepoint?.privateBlock ?? -1;
  if ((store.lastBlock ?? -1) < expected) {
    await store.close();
    throw refuse(`has lost what blocks up to ${expected} brought`);
  }
  return store;
}

/** Before anything else is done with it: LevelDB may compact from then on. */
function leave(
  folder: string,
  tables: readonly string[],
  database: { holdFiles(): () => Promise<void> },
  { left, holds }: Looks,
): void {
  if (tables.length === 0) return;
  holds.push(database.holdFiles());
  left.push(...tables.map((name) => ({ kind: 'table', path: join(folder, name) }) as const));
}

async function throwAway(folder: string, what: string, log: Log): Promise<void> {
  log(`${folder} is damaged (${what}), and is built again from the blocks`);
  await rm(folder, { recursive: true });
}

function isInUse(error: unknown): boolean {
  return causeOf(error)?.code === 'LEVEL_LOCKED';
}

/** What is there is as good as it was; the disk is full or does not answer. */
function isNoDamage(error: unknown): boolean {
  return /No space left|Disk quota|Input\/output error|File too large|Too many open files/.test(reasonOf(error));
}

function reasonOf(error: unknown): string {
  return causeOf(error)?.message ?? String(error);
}

function causeOf(error: unknown): { code?: string; message: string } | undefined {
  return (error as Error).cause as { code?: string; message: string } | undefined;
}
