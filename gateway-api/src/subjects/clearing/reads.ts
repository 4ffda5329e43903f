/** What the projection says of what merchants owe each other. */
import { monthOfCycle, netByProgram, type ReplyOf, type clearingPositions } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import { today } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export function clearingQueries({ sqlite }: Database) {
  const ofCycle = sqlite.prepare(
    `SELECT debtor, creditor, program_id, amount FROM clearing WHERE cycle = ? AND amount <> '0' ORDER BY debtor, creditor, program_id`,
  );
  const status = sqlite.prepare('SELECT status FROM cycles WHERE cycle = ?');
  const listed = sqlite.prepare(
    `SELECT cycle, max(status) AS status FROM (
       SELECT cycle, status FROM cycles UNION ALL SELECT DISTINCT cycle, NULL AS status FROM clearing
     ) GROUP BY cycle ORDER BY cycle DESC`,
  );
  const partsOf = sqlite.prepare(
    `SELECT max(cycle) AS cycle FROM cycles WHERE substr(cycle, 1, 7) = ? AND cut_to IS NOT NULL`,
  );
  const cutTo = sqlite.prepare('SELECT cut_to FROM cycles WHERE cycle = ?');
  const cycleStatus = (cycle: string) => (status.get(cycle) as { status: 'closing' | 'closed' } | undefined)?.status;
  /** What is done now counts to it. */
  const present = (): string => {
    const month = monthOfCycle(today());
    const { cycle } = partsOf.get(month) as { cycle: string | null };
    return cycle === null ? month : (cutTo.get(cycle) as { cut_to: string }).cut_to;
  };
  return {
    /** All in which something is owed or that were closed, and the present one; the newest first. */
    cycles(): { cycle: string; status: 'open' | 'closing' | 'closed' }[] {
      const known = listed.all().map((row) => ({
        cycle: row['cycle'] as string,
        status: (row['status'] ?? 'open') as 'open' | 'closing' | 'closed',
      }));
      const now = present();
      if (known.some(({ cycle }) => cycle === now)) return known;
      return [...known, { cycle: now, status: 'open' as const }].sort((a, b) => (a.cycle < b.cycle ? 1 : -1));
    },
    positions(cycle: string): ReplyOf<typeof clearingPositions> {
      const positions = ofCycle.all(cycle).map((row) => ({
        debtor: row['debtor'] as string,
        creditor: row['creditor'] as string,
        programId: row['program_id'] as string,
        amount: row['amount'] as string,
      }));
      if (positions.length === 0) this.requireCycle(cycle);
      return { cycle, positions, net: netByProgram(positions) };
    },
    /** @throws Failure CYCLE_UNKNOWN for one that never was */
    requireCycle(cycle: string): void {
      if (this.cycles().some((known) => known.cycle === cycle)) return;
      throw new Failure('CYCLE_UNKNOWN', `there is no clearing cycle ${cycle}`);
    },
    /** Absent while nobody has begun to close it. */
    cycleStatus,
  };
}
