/** What the projection says of money statements. */
import type { Database } from '../../store/database.js';

export function statementQueries({ sqlite }: Database) {
  const due = sqlite.prepare(
    `SELECT cycle, CASE first WHEN $mspId THEN second ELSE first END AS counterparty FROM private_pairs
     WHERE made = 0 AND $mspId IN (first, second) ORDER BY cycle, counterparty`,
  );
  return {
    /** Of an organisation: the money statements that closed cycles ask for and that nobody has made yet. */
    statementsDue: (mspId: string) => due.all({ mspId }) as { cycle: string; counterparty: string }[],
  };
}
