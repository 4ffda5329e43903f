/** What of the ledger somebody means who types a block's number, a transaction's id or a key. */
import { addressOf } from '../shell/place.js';

/** The address of its screen; undefined of what is none of them. */
export function lookedFor(text: string): string | undefined {
  const typed = text.trim();
  if (/^\d{1,12}$/.test(typed)) return addressOf(['explorer', 'blocks', Number(typed)]);
  if (/^[0-9a-f]{64}$/i.test(typed)) return addressOf(['explorer', 'transactions', typed.toLowerCase()]);
  if (/^[a-z-]+(\/[^\s/]+)*$/.test(typed)) return addressOf(['explorer', 'history'], { key: typed });
  return undefined;
}
