/** What of an account's points lies apart from it: holds and notes that are open, pledged ones among them. */
import type { Hold, Note } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';

export interface SetAside {
  /** Whose points lie with the hold; of a note that is pledged they lie in the note. */
  readonly holds: readonly Hold[];
  readonly notes: readonly Note[];
}

/** Whether somebody else waits for points of the account, whosever they are. Errors: ACCOUNT_HAS_HOLDS, ACCOUNT_HAS_PLEDGES. */
export function refuseIfPromised(accountId: string, { holds, notes }: SetAside): Refusal | undefined {
  const hold = holds.find(({ lineId }) => lineId === undefined);
  if (hold !== undefined)
    return refuse(
      'ACCOUNT_HAS_HOLDS',
      `points of ${accountId} are held by ${hold.holdId} of ${hold.mspId}, until ${hold.expiresAt}`,
    );
  const pledge = holds[0];
  if (pledge !== undefined)
    return refuse(
      'ACCOUNT_HAS_PLEDGES',
      `points of ${accountId} are pledged by ${pledge.holdId} of ${pledge.mspId} for ${pledge.lineId} of ${pledge.beneficiary}, until ${pledge.expiresAt}`,
    );
  const pledged = notes.find((note) => note.pledge !== undefined);
  if (pledged?.pledge === undefined) return undefined;
  const { mspId, holdId } = pledged.pledge;
  return refuse(
    'ACCOUNT_HAS_PLEDGES',
    `the note ${pledged.noteId} of ${pledged.mspId} is pledged by ${holdId} of ${mspId}`,
  );
}

/** Whether points of the account earn somewhere. Errors: ACCOUNT_HAS_NOTES. */
export function refuseIfGiven(accountId: string, { notes }: SetAside): Refusal | undefined {
  const [last, ...others] = notes.toSorted((a, b) => (a.until < b.until ? 1 : -1));
  if (last === undefined) return undefined;
  const and = others.length === 0 ? '' : `, and ${others.length} that are due before`;
  return refuse(
    'ACCOUNT_HAS_NOTES',
    `${accountId} has the note ${last.noteId} of ${last.mspId}, which is due on ${last.until}${and}`,
  );
}
