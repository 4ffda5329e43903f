/** What the projection says of organisations. */
import type { Organization } from '@commonpoint/catalogue';
import { allParsed } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export function organizationQueries({ sqlite }: Database) {
  const all = sqlite.prepare('SELECT value FROM organizations ORDER BY msp_id');
  return { organizations: () => allParsed<Organization>(all.all()) };
}
