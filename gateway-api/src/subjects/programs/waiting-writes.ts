/**
 * What thousands of receipts came to, on its way into the file: it is written down in one piece together with the place on the ledger that it
 * stands for, which takes little, and comes into the tables in steps, each in a transaction of its own. Whatever ends the process in between, the next
 * one goes on with what waits.
 */
import type { Database, TableVersion } from '../../store/database.js';
import type { KeptRows, KeptWrite } from './kept-places.js';

/** Each on a page of its own where accounts are many: some 5 ms. */
const WRITES_AT_ONCE = 1_000;

export const waitingTables: TableVersion = {
  version: 22,
  sql: `
  -- What of liability_points, liability_holds and liability_spent is to be written still, a step in each row: before that, these are not read.
  CREATE TABLE liability_waiting (
    step       INTEGER PRIMARY KEY,
    program_id TEXT NOT NULL,
    writes     TEXT NOT NULL
  ) STRICT;
  `,
};

type WriteText = readonly [kind: KeptWrite[0], place: KeptWrite[1], bytes: string | null];

export function waitingWrites(database: Database, rows: Pick<KeptRows, 'put'>, atOnce = WRITES_AT_ONCE) {
  const add = database.sqlite.prepare('INSERT INTO liability_waiting (program_id, writes) VALUES (?, ?)');
  const first = database.sqlite.prepare('SELECT step, program_id, writes FROM liability_waiting ORDER BY step LIMIT 1');
  const remove = database.sqlite.prepare('DELETE FROM liability_waiting WHERE step = ?');
  return {
    /** In a transaction: few are written at once. */
    put(programId: string, writes: readonly KeptWrite[]): void {
      if (writes.length <= atOnce) {
        for (const write of writes) rows.put(programId, write);
        return;
      }
      for (let from = 0; from < writes.length; from += atOnce)
        add.run(programId, textOf(writes.slice(from, from + atOnce)));
    },
    /** Writes some of what waits; false if nothing does. */
    advance(): boolean {
      const next = first.get() as { step: number; program_id: string; writes: string } | undefined;
      if (next === undefined) return false;
      database.transaction('rebuildable', () => {
        for (const write of writesOf(next.writes)) rows.put(next.program_id, write);
        remove.run(next.step);
      });
      return true;
    },
  };
}

const textOf = (writes: readonly KeptWrite[]): string =>
  JSON.stringify(
    writes.map(([kind, place, bytes]): WriteText => [kind, place, bytes && Buffer.from(bytes).toString('base64')]),
  );

const writesOf = (text: string): KeptWrite[] =>
  (JSON.parse(text) as WriteText[]).map(([kind, place, bytes]) => [
    kind,
    place,
    bytes === null ? null : Buffer.from(bytes, 'base64'),
  ]);
