/** What the projection says of programmes. */
import type { Program, QuotaLane, ReplyOf, getQuota, getSupply } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import { exactSum, readSum } from '../../projection/large-sums.js';
import { allParsed, parsed, preparing, toLane } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

/** What one day came to. */
export type DayOfSupply = { readonly day: string } & Readonly<
  Record<'issued' | 'interest' | 'redeemed' | 'expired' | 'reversed' | 'held', bigint>
>;
type SupplyRow = Record<'issued' | 'redeemed' | 'expired' | 'reversed' | 'held' | 'interest', string>;

export function programQueries(database: Database) {
  const { prepare, exact } = preparing(database);
  const one = prepare('SELECT value FROM programs WHERE program_id = ?');
  const after = prepare('SELECT value FROM programs WHERE program_id > ? ORDER BY program_id LIMIT ?');
  const lanesOf = exact('SELECT lane, granted, used FROM quota_lanes WHERE program_id = ? ORDER BY lane');
  const sums = prepare('SELECT issued, redeemed, expired, reversed, held, interest FROM supply WHERE program_id = ?');

  const unfolded = prepare(
    'SELECT day FROM supply_days WHERE program_id = ? AND day < ? AND row_count > 0 ORDER BY day',
  );
  const endedBefore = prepare(
    `SELECT program_id, ${exactSum('amount')} AS amount FROM ends WHERE expiry < ? AND amount <> 0 GROUP BY program_id`,
  );
  const endsOf = exact('SELECT expiry, amount FROM ends WHERE program_id = ? AND amount <> 0 ORDER BY expiry');

  const daysOf = exact(
    `SELECT day, issued, interest, redeemed, expired, reversed, held FROM supply_days
     WHERE program_id = ? ORDER BY day DESC LIMIT ?`,
  );

  const program = (programId: string) => parsed<Program>(one.get(programId));
  const lanes = (programId: string): QuotaLane[] => lanesOf.all(programId).map(toLane);
  /** @throws Failure PROGRAM_UNKNOWN */
  const requireProgram = (programId: string): Program => {
    const found = program(programId);
    if (!found) throw new Failure('PROGRAM_UNKNOWN', `No programme has the id ${programId}.`);
    return found;
  };
  return {
    program,
    lanes,
    requireProgram,
    programs: (afterId: string, limit: number) => allParsed<Program>(after.all(afterId, limit)),
    issuedBy: (mspId: string) => allParsed<Program>(after.all('', -1)).filter(({ issuer }) => issuer === mspId),
    /** Days before another one of which supply rows stand on the ledger, the first one first. */
    daysToFold: (programId: string, before: string): string[] =>
      unfolded.all(programId, before).map((row) => row['day'] as string),
    /** What of all programmes has ended and is not retired, as a text that changes with it; empty if there is nothing. */
    ended: (before: string): string =>
      endedBefore
        .all(before)
        .map((row) => `${row['program_id'] as string} ${readSum(row['amount'] as string)}`)
        .join(),
    /** The newest days on which anything happened, the last one first. */
    supplyDays: (programId: string, count: number) => daysOf.all(programId, count) as unknown as DayOfSupply[],
    /** What ends with which day, the soonest first. */
    ends: (programId: string): { expiry: string; amount: bigint }[] =>
      endsOf.all(programId).map((row) => ({ expiry: row['expiry'] as string, amount: row['amount'] as bigint })),
    quota: (programId: string): ReplyOf<typeof getQuota> => ({
      programId,
      cap: requireProgram(programId).cap,
      lanes: lanes(programId),
    }),
    supply(programId: string): ReplyOf<typeof getSupply> {
      const { cap, capOn } = requireProgram(programId);
      const row = sums.get(programId) as SupplyRow | undefined;
      const { issued = '0', redeemed = '0', expired = '0', reversed = '0', held = '0', interest = '0' } = row ?? {};
      const gone = BigInt(held) + BigInt(redeemed) + BigInt(expired) + BigInt(reversed);
      const outstanding = String(BigInt(issued) + BigInt(interest) - gone);
      return { programId, cap, capOn, issued, interest, outstanding, held, redeemed, expired, reversed };
    },
  };
}
