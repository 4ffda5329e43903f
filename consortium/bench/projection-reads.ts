/** What reads take in a gateway's own file, without HTTP: of a gateway that does not run, with members from all of its accounts. */
import { Database } from '@commonpoint/gateway-api/store/database';
import { tables } from '@commonpoint/gateway-api/gateway-tables';
import { Projection } from '@commonpoint/gateway-api/projection/projection';
import { toPositionedEntries } from '@commonpoint/gateway-api/subjects/accounts/account-entries';
import { accountLineQueries } from '@commonpoint/gateway-api/subjects/accounts/account-lines';
import { accountQueries } from '@commonpoint/gateway-api/subjects/accounts/reads';
import { receiptQueries } from '@commonpoint/gateway-api/subjects/points/reads';
import type { Growth } from './growth-report.js';
import { ReadTimes } from './read-times.js';

/** As many entries as a page has when nothing is said. */
const ENTRIES = 100;

/**
 * @param path of a `gateway.db` whose statement lines are written
 * @param reads of each kind, each timed by itself, after as many that are not
 */
export async function measureProjectionReads(path: string, reads: number): Promise<Growth['inProjection']> {
  const database = new Database(path, tables);
  try {
    const projection = new Projection(database);
    const found = database.sqlite.prepare('SELECT account_id FROM accounts ORDER BY account_id').all();
    const ids = found.map(({ account_id: id }) => String(id));
    // What V8 compiles, and what SQLite reads for the first time, is done then.
    await timesOf(projection, membersOf(ids, reads, 0));
    return (await timesOf(projection, membersOf(ids, reads, 0.5))).latencies();
  } finally {
    database.close();
  }
}

const membersOf = (ids: readonly string[], count: number, offset: number): string[] =>
  Array.from({ length: count }, (_, at) => ids[Math.floor(((at + offset) / count) * ids.length)]!);

async function timesOf(projection: Projection, ids: readonly string[]): Promise<ReadTimes> {
  const times = new ReadTimes();
  const accounts = projection.of(accountQueries);
  const lines = projection.of(accountLineQueries);
  const receipts = projection.of(receiptQueries);
  for (const id of ids) {
    await times.timed('balances', () => {
      accounts.requireAccount(id);
      return accounts.balances(id);
    });
    const entries = await times.timed('statement', async () => {
      accounts.requireAccount(id);
      const rows = await lines.lines(id, {}, Number.MAX_SAFE_INTEGER, ENTRIES);
      return rows.flatMap((row) => toPositionedEntries(id, row));
    });
    const operation = entries.find(({ entry }) => entry.operationId !== undefined)?.entry;
    if (operation?.operationId === undefined) continue;
    const { mspId, operationId } = operation;
    await times.timed('operation', () => receipts.receipt(mspId, operationId));
  }
  return times;
}
