/** Whether a merchant takes another one's programme, and at which value. */
import type { Acceptance, acceptProgram, Program, RequestOf } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';

/** A programme's clearing value in a cycle: the last one that was set for it or an earlier one. */
export function clearingValueOf({ clearingValues = [] }: Program, cycle: string): string | undefined {
  return clearingValues.findLast(({ fromCycle }) => fromCycle <= cycle)?.clearingValue;
}

/**
 * Whether an acceptance is in force in a cycle: while no value that was in force since it was stated is below what it
 * asks for. A lower one ends it for good, also if a higher one follows.
 */
export function isInForce(program: Program, acceptance: Acceptance | undefined, cycle: string): boolean {
  if (acceptance === undefined || acceptance.endedAt !== undefined) return false;
  const { valueMin, sinceCycle } = acceptance;
  const values = (program.clearingValues ?? []).filter(({ fromCycle }) => fromCycle <= cycle);
  const first = values.findLastIndex(({ fromCycle }) => fromCycle <= sinceCycle);
  const since = values.slice(Math.max(first, 0));
  return since.length > 0 && since.every(({ clearingValue }) => BigInt(clearingValue) >= BigInt(valueMin));
}

/** The same one if it says this already. Errors: PROGRAM_OWN. */
export function decideAcceptProgram(
  before: Acceptance | undefined,
  program: Program,
  { valueMin }: Pick<RequestOf<typeof acceptProgram>, 'valueMin'>,
  mspId: string,
  { cycle, at }: { cycle: string; at: string },
): Acceptance | Refusal {
  const { programId, issuer } = program;
  if (mspId === issuer) return refuse('PROGRAM_OWN', `${programId} is issued by ${issuer} itself`);
  if (before?.valueMin === valueMin && isInForce(program, before, cycle)) return before;
  const { credit } = before ?? {};
  return { programId, mspId, valueMin, sinceCycle: cycle, acceptedAt: at, ...(credit !== undefined && { credit }) };
}

/** Errors: ACCEPTANCE_UNKNOWN. */
export function decideEndAcceptance(
  before: Acceptance | undefined,
  programId: string,
  mspId: string,
  at: string,
): Acceptance | Refusal {
  if (before === undefined) return refuse('ACCEPTANCE_UNKNOWN', `${mspId} does not accept ${programId}`);
  return before.endedAt === undefined ? { ...before, endedAt: at } : before;
}
