/** What the projection says of the constitution. */
import { clearingOtherwise, type Constitution } from '@commonpoint/catalogue';
import { parsed } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export function constitutionQueries({ sqlite }: Database) {
  const one = sqlite.prepare('SELECT value FROM constitution');
  /** It never changes. */
  let agreed: string | undefined;
  return {
    /** That all amounts of money are in. */
    currency(): string {
      agreed ??= parsed<Constitution>(one.get())?.clearing.currency;
      return agreed ?? clearingOtherwise.currency;
    },
  };
}
