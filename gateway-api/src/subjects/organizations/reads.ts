/** What the projection says of organisations. */
import type { Organization } from '@commonpoint/catalogue';
import { allParsed } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export function organizationQueries({ sqlite }: Database) {
  const all = sqlite.prepare('SELECT value FROM organizations ORDER BY msp_id');
  const inactive = sqlite.prepare("SELECT msp_id FROM organizations WHERE value ->> '$.status' <> 'active'");
  return {
    organizations: () => allParsed<Organization>(all.all()),
    /** MSP ids of members that are not active. */
    inactive: (): ReadonlySet<string> => new Set(inactive.all().map((row) => String(row['msp_id']))),
  };
}
