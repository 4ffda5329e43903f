/** What requests said of operations beside them, and what stays here, is forgotten on demand; the operations' rows stay. */
import type { Operation } from '@commonpoint/catalogue';
import type { GroupCommit } from '../store/group-commit.js';
import { turns } from '../turns.js';
import type { OperationRows } from './operation-rows.js';

/** Read between two turns of the others. */
const ROWS_AT_ONCE = 500;

/**
 * Of all of this gateway's rows that are about what is asked for.
 *
 * @returns the ids of those, with or without notes
 */
export async function forgetNotes(
  { rows, commits }: { readonly rows: OperationRows; readonly commits: GroupCommit },
  isAbout: (operation: Operation) => boolean,
): Promise<string[]> {
  const turn = turns();
  const found: string[] = [];
  for (let place = -1; ; await turn()) {
    const some = rows.after(place, ROWS_AT_ONCE);
    const ids = some.filter(({ content }) => isAbout(JSON.parse(content) as Operation)).map(({ id }) => id);
    if (ids.length > 0) await commits.run(() => rows.forgetNotes(ids));
    found.push(...ids);
    if (some.length < ROWS_AT_ONCE) return found;
    place = some.at(-1)!.seq;
  }
}
