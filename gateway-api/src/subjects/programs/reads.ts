/** What the projection says of programmes. */
import type { Program, QuotaLane, ReplyOf, getQuota, getSupply } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import { allParsed, parsed, preparing, toLane } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

type SupplyRow = Record<'issued' | 'redeemed' | 'expired' | 'reversed' | 'held', string>;

export function programQueries(database: Database) {
  const { prepare, exact } = preparing(database);
  const one = prepare('SELECT value FROM programs WHERE program_id = ?');
  const after = prepare('SELECT value FROM programs WHERE program_id > ? ORDER BY program_id LIMIT ?');
  const lanesOf = exact('SELECT lane, granted, used FROM quota_lanes WHERE program_id = ? ORDER BY lane');
  const sums = prepare('SELECT issued, redeemed, expired, reversed, held FROM supply WHERE program_id = ?');

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
    quota: (programId: string): ReplyOf<typeof getQuota> => ({
      programId,
      cap: requireProgram(programId).cap,
      lanes: lanes(programId),
    }),
    supply(programId: string): ReplyOf<typeof getSupply> {
      const { cap, capOn } = requireProgram(programId);
      const row = sums.get(programId) as SupplyRow | undefined;
      const { issued = '0', redeemed = '0', expired = '0', reversed = '0', held = '0' } = row ?? {};
      const gone = BigInt(held) + BigInt(redeemed) + BigInt(expired) + BigInt(reversed);
      const outstanding = String(BigInt(issued) - gone);
      return { programId, cap, capOn, issued, outstanding, held, redeemed, expired, reversed };
    },
  };
}
