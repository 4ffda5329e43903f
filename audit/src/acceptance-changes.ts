/** Who may say what of the programmes that a merchant takes, and of what it lets their issuers owe it. */
import { changed, type Change, type Fields } from './row-changes.js';

export const creditCalls = ['Credit:Grant', 'Credit:Raise', 'Credit:End'];

/**
 * What a merchant says of a programme is its own to say; its credit by transactions of its own kind. A raise is said by one side and takes
 * effect by the other one.
 */
export function mayChangeAcceptance(change: Change, issuer: unknown): boolean {
  const { by, call, parts, row, before, actsFor } = change;
  if (issuer === undefined) return false;
  const fields = changed(before, row);
  if (!creditCalls.includes(call)) return actsFor(parts[1]) && !fields.includes('credit');
  if (fields.some((field) => field !== 'credit')) return false;
  const [was, is] = [before?.['credit'] as Fields | undefined, row?.['credit'] as Fields | undefined];
  const limit = (of: Fields | undefined): bigint => BigInt((of?.['limit'] as string | undefined) ?? 0);
  const isRaise = limit(is) > limit(was);
  if (call !== 'Credit:Raise') {
    const isOld = was !== undefined && was['endedAt'] === undefined;
    return by === parts[1] && !(isOld && isRaise);
  }
  if (by !== parts[1] && by !== issuer) return false;
  const said = was?.['raise'] as Fields | undefined;
  const saying = is?.['raise'] as Fields | undefined;
  if (!isRaise) return was?.['limit'] === is?.['limit'] && saying?.['by'] === by;
  return said?.['limit'] === is?.['limit'] && said?.['by'] !== by;
}
