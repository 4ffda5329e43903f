/**
 * Agreeing on rates.
 *
 * | from      | accepted            | suspended      | withdrawn     |
 * |-----------|---------------------|----------------|---------------|
 * | proposed  | by the other issuer | –              | either issuer |
 * | accepted  | (stays)             | either issuer  | either issuer |
 * | suspended | by who suspended it | (stays)        | either issuer |
 * | withdrawn | –                   | –              | (stays)       |
 */
import {
  canonicalJson,
  instantOf,
  type Program,
  type proposeRate,
  type Rate,
  type RequestOf,
  type setRateStatus,
} from '@commonpoint/catalogue';
import { carveQuota, giveBackQuota, spreadQuota, type LaneRow } from '../programs/quota.js';
import { refuse, Refusal } from '../core/refusal.js';

/** A rate and what changed of the target programme's lanes and of the rate's own, by number. */
export interface RateChange {
  rate: Rate;
  programLanes: Map<number, LaneRow>;
  /** The rate's lanes as they are to stand; absent if they stay, undefined within for a row to delete. */
  rateLanes?: (LaneRow | undefined)[];
}

/** Errors: NOT_ISSUER, PROGRAMS_EQUAL, RATE_EXISTS, RATE_PERIOD_INVALID. */
export function decideProposeRate(
  existing: Rate | undefined,
  source: Program,
  target: Program,
  terms: RequestOf<typeof proposeRate>,
  proposedBy: string,
  txTime: string,
): Rate | Refusal {
  const { issuer: sourceIssuer } = source;
  const { issuer: targetIssuer } = target;
  if (proposedBy !== sourceIssuer && proposedBy !== targetIssuer)
    return refuse('NOT_ISSUER', 'a rate is proposed by the issuer of one of its programmes');
  if (source.programId === target.programId) return refuse('PROGRAMS_EQUAL', 'both programmes are the same');
  const rate: Rate = { ...terms, sourceIssuer, targetIssuer, status: 'proposed', proposedBy, proposedAt: txTime };
  if (existing !== undefined) {
    const {
      status,
      proposedAt,
      acceptedAt: _acceptedAt,
      suspendedBy: _suspendedBy,
      carved: _carved,
      ...asProposed
    } = existing;
    if (canonicalJson({ ...asProposed, status, proposedAt }) === canonicalJson({ ...rate, status, proposedAt }))
      return existing;
    return refuse('RATE_EXISTS', `version ${terms.version} of this rate exists already, with other content`);
  }
  const ends = instantOf(terms.validUntil);
  if (ends <= instantOf(terms.validFrom) || ends <= instantOf(txTime))
    return refuse('RATE_PERIOD_INVALID', 'a rate has to end after it begins, and after now');
  return rate;
}

/** Errors: NOT_RATE_PARTY, RATE_NOT_OPEN, RATE_EXPIRED, QUOTA_EXHAUSTED. */
export function decideAcceptRate(
  rate: Rate,
  programLanes: readonly LaneRow[],
  caller: string,
  txTime: string,
): RateChange | Refusal {
  const other = rate.proposedBy === rate.sourceIssuer ? rate.targetIssuer : rate.sourceIssuer;
  if (caller !== other) return refuse('NOT_RATE_PARTY', `it is for ${other} to accept this rate`);
  if (rate.status === 'accepted') return { rate, programLanes: new Map() };
  if (rate.status !== 'proposed') return refuse('RATE_NOT_OPEN', `this rate is ${rate.status}`);
  if (instantOf(rate.validUntil) <= instantOf(txTime)) return refuse('RATE_EXPIRED', `it ended at ${rate.validUntil}`);
  const carved = carveQuota(programLanes, BigInt(rate.quota));
  if (carved instanceof Refusal) return carved;
  const rateLanes = spreadQuota(BigInt(rate.quota), rate.lanes).map((share) => ({ granted: String(share), used: '0' }));
  const accepted: Rate = { ...rate, status: 'accepted', acceptedAt: txTime, carved: carved.parts };
  return { rate: accepted, programLanes: carved.lanes, rateLanes };
}

/** Errors: NOT_RATE_PARTY, RATE_NOT_OPEN. */
export function decideSetRateStatus(
  rate: Rate,
  { status }: Pick<RequestOf<typeof setRateStatus>, 'status'>,
  programLanes: readonly LaneRow[],
  rateLanes: readonly LaneRow[],
  caller: string,
): RateChange | Refusal {
  if (caller !== rate.sourceIssuer && caller !== rate.targetIssuer)
    return refuse('NOT_RATE_PARTY', `${caller} issues neither of the rate’s programmes`);
  const unchanged: RateChange = { rate, programLanes: new Map() };
  if (rate.status === status) return unchanged;
  if (rate.status === 'withdrawn') return refuse('RATE_NOT_OPEN', 'this rate is withdrawn');
  switch (status) {
    case 'withdrawn':
      return withdraw(rate, programLanes, rateLanes);
    case 'suspended':
      if (rate.status !== 'accepted') return refuse('RATE_NOT_OPEN', `this rate is ${rate.status}`);
      return { ...unchanged, rate: { ...rate, status, suspendedBy: caller } };
    case 'accepted': {
      if (rate.status !== 'suspended') return refuse('RATE_NOT_OPEN', `this rate is ${rate.status}`);
      if (rate.suspendedBy !== caller) return refuse('NOT_RATE_PARTY', `it was suspended by ${rate.suspendedBy}`);
      const { suspendedBy: _suspendedBy, ...rest } = rate;
      return { ...unchanged, rate: { ...rest, status } };
    }
    default:
      return status satisfies never;
  }
}

/** Whether an exchange may use a rate now. Errors: RATE_NOT_OPEN, RATE_EXPIRED. */
export function refuseUnlessOpen(rate: Rate, txTime: string): Refusal | undefined {
  const now = instantOf(txTime);
  const isOver = now >= instantOf(rate.validUntil);
  // One that is over is told by its end: that it was withdrawn since says nothing more to whoever is late.
  if (rate.status !== 'accepted' && !isOver)
    return refuse('RATE_NOT_OPEN', `version ${rate.version} of this rate is ${rate.status}`);
  return now >= instantOf(rate.validFrom) && !isOver
    ? undefined
    : refuse('RATE_EXPIRED', `version ${rate.version} holds from ${rate.validFrom} until ${rate.validUntil}`);
}

/** What was not used goes back to the lanes that it was carved out of. */
function withdraw(rate: Rate, programLanes: readonly LaneRow[], rateLanes: readonly LaneRow[]): RateChange {
  const unused = rateLanes.reduce((sum, { granted, used }) => sum + BigInt(granted) - BigInt(used), 0n);
  const changed = giveBackQuota(programLanes, rate.carved ?? [], unused);
  return { rate: { ...rate, status: 'withdrawn' }, programLanes: changed, rateLanes: rateLanes.map(() => undefined) };
}
