/** Acceptances with what they let an issuer owe, and the lanes and rows that it is kept in. */
import type { Acceptance, CreditLane, CreditLimit, Settlement, Row } from '@commonpoint/catalogue';
import { noCredit, type CreditChange } from '../../domain/credit/credit.js';
import { paymentsOf } from '../../domain/credit/release-credit.js';
import type { CreditReference } from '../../domain/points/post-rows.js';
import { refuse } from '../../domain/core/refusal.js';
import { keyParts } from '../core/keys.js';
import { settlementKey } from '../clearing/keys.js';
import { creditBackRows, creditLaneKey, prepayments } from './keys.js';
import { constitutionKey } from '../governance/keys.js';
import { acceptanceKey } from '../programs/keys.js';
import { loadIssuerPolicy } from '../core/load.js';
import { LedgerError } from '../core/ledger-error.js';
import type { LedgerState } from '../core/state.js';

/** Errors: CREDIT_OFF. */
export async function requireSwitchedOn(state: LedgerState): Promise<void> {
  const constitution = await state.get(constitutionKey);
  if (constitution?.credit === true) return;
  throw new LedgerError(refuse('CREDIT_OFF', 'the constitution does not have it'));
}

/** An acceptance that has, or had, a limit. Errors: CREDIT_UNKNOWN. */
export async function loadCredit(
  state: LedgerState,
  { programId, mspId }: CreditReference,
): Promise<Acceptance & { credit: CreditLimit }> {
  const acceptance = await state.get(acceptanceKey(programId, mspId));
  const { credit } = acceptance ?? {};
  if (acceptance !== undefined && credit !== undefined) return { ...acceptance, credit };
  throw new LedgerError(noCredit({ programId, mspId }));
}

/** The lanes of a credit in their order; none of one that was never granted. */
export async function loadCreditLanes(
  state: LedgerState,
  { programId, mspId, credit }: Pick<Acceptance, 'programId' | 'mspId' | 'credit'>,
): Promise<CreditLane[]> {
  const keys = Array.from({ length: credit?.lanes ?? 0 }, (_, lane) => creditLaneKey(programId, mspId, lane));
  const rows = await state.getMany(keys);
  return keys.flatMap((key) => rows.get(key) ?? []);
}

/** What was given back and is in no lane yet. */
export async function loadReturning(state: LedgerState, { programId, mspId }: CreditReference): Promise<bigint> {
  let sum = 0n;
  for await (const { value } of state.range(creditBackRows(programId, mspId))) sum += BigInt(value.amount);
  return sum;
}

/** Prepayments in the order of their ids, with these. */
export async function loadPrepayments(
  state: LedgerState,
  { programId, mspId }: CreditReference,
): Promise<{ id: string; row: Row<'prepayment'> }[]> {
  const found: { id: string; row: Row<'prepayment'> }[] = [];
  for await (const { key, value } of state.range(prepayments(programId, mspId))) {
    found.push({ id: keyParts(key)[2] ?? '', row: value });
  }
  return found;
}

/** What is said of the payments by which an issuer settles a cycle with a merchant. */
export async function loadPayments(
  state: LedgerState,
  cycle: Row<'cycle'> | undefined,
  issuer: string,
  mspId: string,
): Promise<Settlement[]> {
  if (cycle === undefined) return [];
  const keys = paymentsOf(cycle, { issuer }, mspId).map((pair) => settlementKey({ cycle: cycle.cycle, ...pair }));
  return [...(await state.getMany(keys)).values()];
}

/** Writes an acceptance under its merchant's own policy, and the lanes of its credit. */
export async function applyCredit(state: LedgerState, before: Acceptance, change: CreditChange): Promise<void> {
  const { acceptance, lanes = [] } = change;
  const { programId, mspId } = acceptance;
  if (acceptance === before) return;
  state.put(acceptanceKey(programId, mspId), acceptance, await loadIssuerPolicy(state, mspId));
  lanes.forEach((row, lane) => state.put(creditLaneKey(programId, mspId, lane), row));
}
