/** What the projection says of credits. */
import type { CreditLimit, CreditState, QuotaLane } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import { exactSum, readSum } from '../../projection/large-sums.js';
import { parsed, preparing, toLane } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

/** Of what is to be put back into lanes: the credit and the transactions. */
export interface Returning {
  readonly programId: string;
  readonly mspId: string;
  readonly txIds: readonly string[];
}

export function creditQueries(database: Database) {
  const { prepare, exact } = preparing(database);
  const one = prepare('SELECT value FROM credits WHERE program_id = ? AND msp_id = ?');
  const lanesOf = exact(
    'SELECT lane, granted, used FROM credit_lanes WHERE program_id = ? AND msp_id = ? ORDER BY lane',
  );
  const backOf = prepare(
    `SELECT ${exactSum('amount')} AS amount FROM credit_backs WHERE program_id = ? AND msp_id = ?`,
  );
  const backs = prepare(
    'SELECT program_id, msp_id, tx_id FROM credit_backs ORDER BY program_id, msp_id, tx_id LIMIT ?',
  );

  const settled = prepare(
    `SELECT program_id, msp_id, cycle FROM credit_due AS d WHERE ? IN (msp_id, issuer) AND NOT EXISTS (
       SELECT 1 FROM settlements AS s WHERE s.cycle = d.cycle AND s.debtor = d.issuer
       AND (d.over_all = 1 OR s.creditor = d.msp_id) AND s.value ->> '$.status' <> 'confirmed'
       AND coalesce(s.value ->> '$.claim.loss', '1') <> '0')
     ORDER BY cycle, program_id, msp_id`,
  );

  const creditLimit = (programId: string, mspId: string) => parsed<CreditLimit>(one.get(programId, mspId));
  const creditLanes = (programId: string, mspId: string): QuotaLane[] => lanesOf.all(programId, mspId).map(toLane);
  return {
    creditLimit,
    creditLanes,
    /** @throws Failure CREDIT_UNKNOWN */
    credit(programId: string, mspId: string): CreditState {
      const credit = creditLimit(programId, mspId);
      if (!credit) throw new Failure('CREDIT_UNKNOWN', `${mspId} has granted no credit in ${programId}.`);
      const lanes = creditLanes(programId, mspId);
      const returning = readSum((backOf.get(programId, mspId) as { amount: string }).amount);
      const used = lanes.reduce((sum, lane) => sum + BigInt(lane.used), 0n) - returning;
      return { programId, mspId, credit, lanes, returning: String(returning), used: String(used) };
    },
    /** What was drawn in cycles that are settled by now, of a merchant's or an issuer's own. */
    settledCredit: (mspId: string) =>
      settled.all(mspId).map((row) => ({
        programId: String(row['program_id']),
        mspId: String(row['msp_id']),
        cycle: String(row['cycle']),
      })),
    /** What waits to be put back into lanes, so many transactions at the most of all credits together. */
    returning(limit: number): Returning[] {
      const found = new Map<string, { programId: string; mspId: string; txIds: string[] }>();
      for (const row of backs.all(limit)) {
        const [programId, mspId] = [String(row['program_id']), String(row['msp_id'])];
        const of = found.get(`${programId} ${mspId}`) ?? { programId, mspId, txIds: [] };
        found.set(`${programId} ${mspId}`, of);
        of.txIds.push(String(row['tx_id']));
      }
      return [...found.values()];
    },
  };
}
