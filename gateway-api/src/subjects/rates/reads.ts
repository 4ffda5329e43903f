/** What the projection says of rates. */
import { instantOf, type QuotaLane, type Rate, type RateReference } from '@commonpoint/catalogue';
import { allParsed, parsed, preparing, toLane } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export function rateQueries(database: Database) {
  const { prepare, exact } = preparing(database);
  const one = prepare('SELECT value FROM rates WHERE source = ? AND target = ? AND version = ?');
  const after = prepare(
    `SELECT value FROM rates WHERE ($ofSource IS NULL OR source = $ofSource) AND ($ofTarget IS NULL OR target = $ofTarget)
     AND (source, target, version) > ($source, $target, $version) ORDER BY source, target, version LIMIT $limit`,
  );
  const lanes = exact(
    'SELECT lane, granted, used FROM rate_lanes WHERE source = ? AND target = ? AND version = ? ORDER BY lane',
  );
  const open = prepare(
    `SELECT value FROM rates WHERE value ->> '$.status' IN ('accepted', 'suspended')
     AND ? IN (value ->> '$.sourceIssuer', value ->> '$.targetIssuer')`,
  );
  return {
    rate: ({ sourceProgramId, targetProgramId, version }: RateReference) =>
      parsed<Rate>(one.get(sourceProgramId, targetProgramId, version)),
    rates: (
      of: { readonly sourceProgramId?: string | undefined; readonly targetProgramId?: string | undefined },
      { sourceProgramId, targetProgramId, version }: RateReference,
      limit: number,
    ) =>
      allParsed<Rate>(
        after.all({
          ofSource: of.sourceProgramId ?? null,
          ofTarget: of.targetProgramId ?? null,
          source: sourceProgramId,
          target: targetProgramId,
          version,
          limit,
        }),
      ),
    /** Rates of an issuer's programmes that ended before this time and are not withdrawn. */
    ratesPastEnd: (issuer: string, beforeMs: number) =>
      allParsed<Rate>(open.all(issuer)).filter(({ validUntil }) => instantOf(validUntil) <= beforeMs),
    rateLanes: ({ sourceProgramId, targetProgramId, version }: RateReference): QuotaLane[] =>
      lanes.all(sourceProgramId, targetProgramId, version).map(toLane),
  };
}
