/** What the projection says of settlements. */
import type { Settlement } from '@commonpoint/catalogue';
import { allParsed, parsed } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export type SettlementReference = Pick<Settlement, 'cycle' | 'debtor' | 'creditor'>;

export function settlementQueries({ sqlite }: Database) {
  const one = sqlite.prepare('SELECT value FROM settlements WHERE cycle = ? AND debtor = ? AND creditor = ?');
  const after = sqlite.prepare(
    `SELECT value FROM settlements WHERE ($ofCycle IS NULL OR cycle = $ofCycle) AND (cycle, debtor, creditor) > ($cycle, $debtor, $creditor)
     ORDER BY cycle, debtor, creditor LIMIT $limit`,
  );
  return {
    settlement: (of: SettlementReference) => parsed<Settlement>(one.get(of.cycle, of.debtor, of.creditor)),
    settlements: (ofCycle: string | undefined, { cycle, debtor, creditor }: SettlementReference, limit: number) =>
      allParsed<Settlement>(after.all({ ofCycle: ofCycle ?? null, cycle, debtor, creditor, limit })),
  };
}
