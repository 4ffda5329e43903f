/** What the projection says of organisations. */
import { isActiveMerchant, type Organization } from '@commonpoint/catalogue';
import { allParsed } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export function organizationQueries({ sqlite }: Database) {
  const all = sqlite.prepare('SELECT value FROM organizations ORDER BY msp_id');
  const left = sqlite.prepare(`SELECT msp_id AS mspId FROM organizations WHERE value ->> '$.successor' = ?`);
  return {
    /** Whose accounts an organisation serves: its own, and those of members that left them to it. */
    servedBy: (mspId: string): string[] => [mspId, ...left.all(mspId).map((row) => (row as { mspId: string }).mspId)],
    organizations: () => allParsed<Organization>(all.all()),
    /** MSP ids of active merchants, in order. */
    merchants: (): string[] =>
      allParsed<Organization>(all.all()).flatMap((each) => (isActiveMerchant(each) ? [each.mspId] : [])),
  };
}
