/** Creating programmes and changing their conditions. */
import {
  canonicalJson,
  type CapRaise,
  instantOf,
  monthOf,
  prefixOfProgram,
  programPrefixOf,
  type createProgram,
  type Organization,
  type Program,
  type RequestOf,
} from '@commonpoint/catalogue';
import { cycleAfter } from '../clearing/cut-off.js';
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
    const { status, createdAt, clearingValues, limits, revision, spendableUntil, capBase, termsOfUse } = existing;
    const { issuerInDefaultSince } = existing;
    const asCreated = {
      ...program,
      status,
      createdAt,
      clearingValues,
      limits,
      revision,
      spendableUntil,
      capBase,
      termsOfUse,
      issuerInDefaultSince,
    };
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

/**
 * By the issuer alone. How far it raises a cap is measured by what it was when the constitution's days began, so that lowering it
 * first, or many small steps, lead no further; without a constitution there is no limit. Errors: CAP_BELOW_GRANTED,
 * CAP_RAISE_EXCEEDED.
 */
export function decideChangeCap(
  program: Program,
  lanes: readonly LaneRow[],
  total: SupplyTotal | undefined,
  { cap, at, raise }: { cap: string; at: string; raise: CapRaise | undefined },
): Program | Refusal {
  const granted = grantedInAll(lanes) - returnedQuota(total);
  if (BigInt(cap) < granted) return refuse('CAP_BELOW_GRANTED', `${granted} of the cap are granted to lanes`);
  if (raise === undefined) return { ...program, cap };
  const { capBase: before } = program;
  const isOver = before === undefined || instantOf(at) >= instantOf(before.since) + raise.days * DAY_MS;
  const capBase = isOver ? { cap: program.cap, since: at } : before;
  const most = (BigInt(capBase.cap) * BigInt(100 + raise.percent)) / 100n;
  if (BigInt(cap) > BigInt(program.cap) && BigInt(cap) > most)
    return refuse('CAP_RAISE_EXCEEDED', `within ${raise.days} days it is raised to ${most} without a vote`);
  return { ...program, cap, capBase };
}

const DAY_MS = 86_400_000;

/** What members were told of points that end is not made less by other means. Errors: PROGRAM_ENDING. */
export function refuseIfEnding({ programId, spendableUntil }: Program): Refusal | undefined {
  if (spendableUntil === undefined) return undefined;
  return refuse('PROGRAM_ENDING', `points of ${programId} are to be spent until ${spendableUntil}`);
}

/** The most changes of a clearing value that a programme remembers. */
const CLEARING_VALUES_MAX = 120;

/**
 * A value holds for whole cycles, and from the next one on: the next part of the month, should it be cut off, or the next
 * month. That is so of a programme's first value too, if it was created without one.
 */
export function setClearingValue(program: Program, clearingValue: string, cycle: string): Program {
  const before = program.clearingValues ?? [];
  const fromCycle = cycleAfter(cycle);
  const kept = before.filter((value) => value.fromCycle < fromCycle).slice(1 - CLEARING_VALUES_MAX);
  return { ...program, clearingValues: [...kept, { fromCycle, clearingValue }] };
}
