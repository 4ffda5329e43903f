/** What the projection says of holds. */
import { CLOCKS_APART_MS, type Hold } from '@commonpoint/catalogue';
import { allParsed, parsed } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export type HoldPosition = Pick<Hold, 'programId' | 'mspId' | 'holdId'>;

export function holdQueries({ sqlite }: Database) {
  const one = sqlite.prepare('SELECT value FROM holds WHERE msp_id = ? AND hold_id = ?');
  const open = sqlite.prepare(
    `SELECT value FROM holds WHERE status = 'open' AND amount > 0 AND account_id = ? AND (program_id, msp_id, hold_id) > (?, ?, ?)
     ORDER BY program_id, msp_id, hold_id LIMIT ?`,
  );
  const openOf = sqlite.prepare(
    `SELECT value FROM holds WHERE status = 'open' AND (msp_id = ? OR beneficiary = ?)
       AND (account_id, program_id, msp_id, hold_id) > (?, ?, ?, ?)
     ORDER BY account_id, program_id, msp_id, hold_id LIMIT ?`,
  );
  const byLock = sqlite.prepare(
    `SELECT value FROM holds WHERE hash_lock = ? AND msp_id = ? AND beneficiary = ?
     ORDER BY status <> 'open', expires_at <= ?, made LIMIT 1`,
  );
  const pastEnd = sqlite.prepare(
    `SELECT value FROM holds WHERE status = 'open' AND msp_id = ? AND expires_at <= iif(beneficiary IS NULL, ?, ?)
     ORDER BY expires_at LIMIT ?`,
  );
  const overAnywhere = sqlite.prepare(
    `SELECT value FROM holds WHERE status = 'open' AND msp_id = ? AND expires_at <= ? ORDER BY expires_at LIMIT ?`,
  );
  return {
    hold: (mspId: string, holdId: string) => parsed<Hold>(one.get(mspId, holdId)),
    openHolds: (accountId: string, after: HoldPosition, limit: number) =>
      allParsed<Hold>(open.all(accountId, after.programId, after.mspId, after.holdId, limit)),
    /** Those that an organisation posted or may capture, after an account, a programme, a poster and a hold. */
    openHoldsOf: (mspId: string, after: readonly [string, string, string, string], limit: number) =>
      allParsed<Hold>(openOf.all(mspId, mspId, ...after, limit)),
    /**
     * The hold of a custodian with this hash lock that names the beneficiary. An open one goes before one that is past its
     * end, and that before one that is resolved; among several of a kind it is the one made first.
     */
    holdByHashLock: (hashLock: string, custodian: string, beneficiary: string, now = Date.now()) =>
      parsed<Hold>(byLock.get(hashLock, custodian, beneficiary, now)),
    /** Open holds that an organisation posted and may give up, as they ended before this time. */
    holdsPastEnd: (mspId: string, beforeMs: number, limit: number) =>
      allParsed<Hold>(pastEnd.all(mspId, beforeMs, beforeMs - CLOCKS_APART_MS, limit)),
    /** The same of one that left, for whoever serves its accounts by now. */
    leftPastEnd: (mspId: string, beforeMs: number, limit: number) =>
      allParsed<Hold>(overAnywhere.all(mspId, beforeMs - CLOCKS_APART_MS, limit)),
  };
}
