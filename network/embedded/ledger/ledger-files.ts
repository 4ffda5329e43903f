/** What a peer's ledger has on disk, opened and closed as one. */
import { join } from 'node:path';
import type { Log } from '../log.js';
import { BlockFile } from './block-file.js';
import { openPrivateStore, openStateDatabase } from './open-databases.js';
import type { PrivateStore } from './private-store.js';
import type { StateDatabase } from './state-database.js';

export interface LedgerFiles {
  readonly database: StateDatabase;
  readonly file: BlockFile;
  /** Of a peer that is a member of collections. */
  readonly privateStore: PrivateStore | undefined;
}

/** All of them, or none stays open. */
export async function openFiles({
  folder,
  privateData,
  log = () => undefined,
}: {
  readonly folder: string;
  readonly privateData?: unknown;
  readonly log?: Log;
}): Promise<LedgerFiles> {
  const database = await openStateDatabase(join(folder, 'state'), log);
  try {
    const file = await BlockFile.open(join(folder, 'blocks'), log);
    try {
      const isNew = file.size === 0;
      const privateStore =
        privateData === undefined
          ? undefined
          : await openPrivateStore(join(folder, 'private'), await database.savepoint(), isNew);
      return { database, file, privateStore };
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    await database.close();
    throw error;
  }
}

export async function closeFiles({ database, file, privateStore }: LedgerFiles): Promise<void> {
  const closed = await Promise.allSettled([database.close(), file.close(), privateStore?.close()]);
  for (const each of closed) if (each.status === 'rejected') throw each.reason;
}
