/** What the projection says of what merchants owe each other. */
import { netOf, type ReplyOf, type clearingPositions } from '@commonpoint/catalogue';
import type { Database } from '../../store/database.js';

export function clearingQueries({ sqlite }: Database) {
  const ofCycle = sqlite.prepare(
    `SELECT debtor, creditor, program_id, amount FROM clearing WHERE cycle = ? AND amount <> '0' ORDER BY debtor, creditor, program_id`,
  );
  const status = sqlite.prepare('SELECT status FROM cycles WHERE cycle = ?');
  return {
    positions(cycle: string): ReplyOf<typeof clearingPositions> {
      const positions = ofCycle.all(cycle).map((row) => ({
        debtor: row['debtor'] as string,
        creditor: row['creditor'] as string,
        programId: row['program_id'] as string,
        amount: row['amount'] as string,
      }));
      return { cycle, positions, net: netOf(positions) };
    },
    /** Absent while nobody has begun to close it. */
    cycleStatus: (cycle: string) => (status.get(cycle) as { status: 'closing' | 'closed' } | undefined)?.status,
  };
}
