/** Creating programmes and changing their conditions. */
import {
  canonicalJson,
  instantOf,
  monthAfter,
  monthOf,
  monthOfCycle,
  prefixOfProgram,
  programPrefixOf,
  type createProgram,
  type Organization,
  type Program,
  type RequestOf,
} from '@commonpoint/catalogue';
import { partAfter } from '../clearing/cut-off.js';
import { grantedInAll, spreadQuota, type LaneRow } from './quota.js';
import { refuse, type Refusal } from '../core/refusal.js';
import { returnedQuota, type SupplyTotal } from './supply.js';

export interface ProgramCreation {
  program: Program;
  /** The new lanes; absent if the programme stood already, with the same content. */
  lanes?: LaneRow[];
}

/**
 * Whether a programme's id is one of an organisation's: it begins with its name. Of several whose names are alike it
 * belongs to the one that registered first. Errors: PROGRAM_ID_NOT_YOURS.
 */
export function decideProgramId(
  programId: string,
  caller: string,
  registered: readonly Pick<Organization, 'mspId' | 'registeredAt'>[],
): Refusal | undefined {
  const [owner] = registered
    .filter(({ mspId }) => programPrefixOf(mspId) === prefixOfProgram(programId))
    .sort((a, b) => instantOf(a.registeredAt) - instantOf(b.registeredAt) || (a.mspId < b.mspId ? -1 : 1));
  if (owner?.mspId === caller) return undefined;
  const prefix = programPrefixOf(caller);
  const detail =
    prefix === prefixOfProgram(programId)
      ? `${owner?.mspId} registered before ${caller} under the same name`
      : `is neither ${prefix} nor begins with ${prefix}-`;
  const errors = [{ pointer: '/programId', detail }];
  return refuse('PROGRAM_ID_NOT_YOURS', `${programId} is not an id for a programme of ${caller}`, { errors });
}

/** Errors: PROGRAM_EXISTS, CAP_EXCEEDED. */
export function decideCreateProgram(
  existing: Program | undefined,
  { quota, clearingValue, ...conditions }: RequestOf<typeof createProgram>,
  issuer: string,
  txTime: string,
): ProgramCreation | Refusal {
  const program: Program = { ...conditions, issuer, status: 'active', createdAt: txTime };
  if (existing !== undefined) {
    const { status, createdAt, clearingValues, limits, revision, spendableUntil } = existing;
    const asCreated = { ...program, status, createdAt, clearingValues, limits, revision, spendableUntil };
    if (canonicalJson(asCreated) === canonicalJson(existing)) return { program: existing };
    return refuse('PROGRAM_EXISTS', `a programme ${conditions.programId} exists already, with other content`);
  }
  const granted = BigInt(quota ?? conditions.cap);
  if (granted > BigInt(conditions.cap))
    return refuse('CAP_EXCEEDED', `a quota of ${granted} is above the cap of ${conditions.cap}`);
  const lanes = spreadQuota(granted, conditions.lanes).map((share) => ({ granted: String(share), used: '0' }));
  if (clearingValue === undefined) return { program, lanes };
  // Nobody can owe anything for a programme that did not exist: from the beginning it may be worth what its issuer says.
  return { program: { ...program, clearingValues: [{ fromCycle: monthOf(txTime), clearingValue }] }, lanes };
}

/** Errors: NOT_ISSUER. */
export function decideIssuer({ programId, issuer }: Program, mspId: string): Refusal | undefined {
  return issuer === mspId ? undefined : refuse('NOT_ISSUER', `${programId} is issued by ${issuer}`);
}

/** Errors: CAP_BELOW_GRANTED. */
export function decideChangeCap(
  program: Program,
  lanes: readonly LaneRow[],
  total: SupplyTotal | undefined,
  cap: string,
): Program | Refusal {
  const granted = grantedInAll(lanes) - returnedQuota(total);
  if (BigInt(cap) < granted) return refuse('CAP_BELOW_GRANTED', `${granted} of the cap are granted to lanes`);
  return { ...program, cap };
}

/** The most changes of a clearing value that a programme remembers. */
const CLEARING_VALUES_MAX = 120;

/**
 * A value holds for whole cycles, and from the next one on: the next part of the month, should it be cut off, or the next
 * month. That is so of a programme's first value too, if it was created without one.
 */
export function setClearingValue(program: Program, clearingValue: string, cycle: string): Program {
  const before = program.clearingValues ?? [];
  const fromCycle = partAfter(cycle) ?? monthAfter(monthOfCycle(cycle));
  const kept = before.filter((value) => value.fromCycle < fromCycle).slice(1 - CLEARING_VALUES_MAX);
  return { ...program, clearingValues: [...kept, { fromCycle, clearingValue }] };
}
