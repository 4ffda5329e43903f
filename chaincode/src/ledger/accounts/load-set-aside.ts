/** Loads the holds and notes that are open of an account; one that comes or ends before commit is a conflict. */
import type { Hold, Note } from '@commonpoint/catalogue';
import type { SetAside } from '../../domain/accounts/set-aside.js';
import { keyParts } from '../core/keys.js';
import type { LedgerState } from '../core/state.js';
import { holdKey, openHolds } from '../holds/keys.js';
import { noteKey } from '../notes/keys.js';

export async function loadSetAside(state: LedgerState, accountId: string): Promise<SetAside> {
  const names: [mspId: string, id: string][] = [];
  for await (const { key } of state.range(openHolds(accountId))) {
    const [, , mspId = '', id = ''] = keyParts(key);
    names.push([mspId, id]);
  }
  if (names.length === 0) return { holds: [], notes: [] };
  const notes = await state.getMany(names.map((name) => noteKey(...name)));
  const holds = await state.getMany(names.map((name) => holdKey(...name)));
  const ofAccount = <T extends Hold | Note>(rows: Iterable<T>): T[] =>
    [...rows].filter((row) => row.status === 'open' && row.accountId === accountId);
  return { holds: ofAccount(holds.values()), notes: ofAccount(notes.values()) };
}
