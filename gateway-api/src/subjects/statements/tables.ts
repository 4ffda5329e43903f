/** Which money statements closed cycles leave to be made. */
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 5,
    sql: `
    -- Pairs that settle a closed cycle on a money statement, and whether it has been made.
    CREATE TABLE private_pairs (
      cycle  TEXT NOT NULL,
      first  TEXT NOT NULL,
      second TEXT NOT NULL,
      made   INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (cycle, first, second)
    ) WITHOUT ROWID;
    `,
  },
];

/** What a cycle's row says that matters here. */
interface ClosingCycle {
  readonly privatePairs?: readonly { readonly parties: readonly [string, string] }[];
}

export const rows: PrepareRows = ({ sqlite }) => {
  const putPair = sqlite.prepare('INSERT OR IGNORE INTO private_pairs (cycle, first, second) VALUES (?, ?, ?)');
  const setMade = sqlite.prepare('UPDATE private_pairs SET made = 1 WHERE cycle = ? AND first = ? AND second = ?');
  return {
    cycle: ([, cycle], json) => {
      const { privatePairs = [] } = JSON.parse(json) as ClosingCycle;
      for (const { parties } of privatePairs) putPair.run(cycle!, ...parties);
    },
    statement: ([, cycle, first, second]) => void setMade.run(cycle!, first!, second!),
  };
};
