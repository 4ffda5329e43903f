/** Rates and their quota lanes. */
import type { Rate, RateReference } from '@commonpoint/catalogue';
import type { LaneRow } from '../../domain/programs/quota.js';
import { refuseUnlessOpen } from '../../domain/rates/rates.js';
import { refuse } from '../../domain/core/refusal.js';
import { rateKey, rateLaneKey, rates } from './keys.js';
import { LedgerError } from '../core/ledger-error.js';
import type { LedgerState } from '../core/state.js';

/** Errors: RATE_UNKNOWN. */
export async function loadRate(state: LedgerState, reference: RateReference): Promise<Rate> {
  const rate = await state.get(rateKey(reference));
  if (rate !== undefined) return rate;
  const { sourceProgramId, targetProgramId, version } = reference;
  throw new LedgerError(refuse('RATE_UNKNOWN', `no version ${version} from ${sourceProgramId} to ${targetProgramId}`));
}

/** The quota lanes of a rate in their order; none before it is accepted and after it is withdrawn. */
export async function loadRateLanes(state: LedgerState, rate: Rate): Promise<LaneRow[]> {
  const keys = Array.from({ length: rate.lanes }, (_, lane) => rateLaneKey(rate, lane));
  const rows = await state.getMany(keys);
  return keys.flatMap((key) => rows.get(key) ?? []);
}

/** The newest version between two programmes that is open at a moment. */
export async function findOpenRate(
  state: LedgerState,
  { sourceProgramId, targetProgramId }: Omit<RateReference, 'version'>,
  txTime: string,
): Promise<Rate | undefined> {
  let newest: Rate | undefined;
  for await (const { value } of state.range(rates(sourceProgramId, targetProgramId))) {
    if (refuseUnlessOpen(value, txTime) === undefined) newest = value;
  }
  return newest;
}
