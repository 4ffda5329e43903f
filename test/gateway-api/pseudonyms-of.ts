/** The secrets behind an organisation's pseudonyms, the same in every test. */
import { createHash } from 'node:crypto';
import { Pseudonyms } from '../../gateway-api/src/pseudonyms.js';

export function pseudonymsOf(organization: string): Pseudonyms {
  const root = createHash('sha256').update(organization).digest('hex').slice(0, 32);
  return new Pseudonyms({ id: root, root });
}
