/** Who may write the sum of a programme's folded supply, and through which day. */
import { type Author, type Fields, issuerOf } from './row-changes.js';

export const foldedAuthor: Author = {
  calls: ['Programs:FoldSupply'],
  may: (change) => {
    const { row, before, parts, argument, time, by } = change;
    const day = argument()['period'];
    const today = new Date(time).toISOString().slice(0, 10);
    const through = [before?.['foldedThrough'] ?? day, day].sort().at(-1);
    if (by !== issuerOf(change, parts[0]) || typeof day !== 'string' || day >= today) return false;
    const pending = row?.['pending'] as Fields | undefined;
    return row?.['foldedThrough'] === through && (pending === undefined || pending['period'] === day);
  },
  isKept: true,
};
