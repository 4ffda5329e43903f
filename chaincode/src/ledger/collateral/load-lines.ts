/** Credit lines with what decides on them: their programme and the cycle whose value counts, their account and its custodian. */
import {
  type CreditLine,
  custodianOf,
  type LinePayment,
  monthOf,
  type Program,
  type Standing,
} from '@commonpoint/catalogue';
import type { SideSaying } from '../../domain/collateral/line-payments.js';
import { refuse } from '../../domain/core/refusal.js';
import { standingName } from '../../domain/points/row-names.js';
import type { DebitWorld } from '../../domain/points/debit-world.js';
import { creditLineKey, linePaymentKey } from './keys.js';
import { constitutionKey } from '../governance/keys.js';
import { standingKey } from '../orders/keys.js';
import { organizationKey } from '../organizations/keys.js';
import type { LedgerContext } from '../core/context.js';
import { LedgerError } from '../core/ledger-error.js';
import { loadProgram } from '../core/load.js';
import { loadCurrentCycle } from '../clearing/load-clearing.js';
import type { LedgerState } from '../core/state.js';

interface LineReference {
  readonly mspId: string;
  readonly lineId: string;
}

/** Errors: COLLATERAL_OFF. */
export async function requireCollateral(state: LedgerState): Promise<void> {
  if ((await state.get(constitutionKey))?.collateral === true) return;
  throw new LedgerError(refuse('COLLATERAL_OFF', 'the constitution does not have it'));
}

/** Errors: LINE_UNKNOWN. */
export async function loadLine(state: LedgerState, { mspId, lineId }: LineReference): Promise<CreditLine> {
  const line = await state.get(creditLineKey(mspId, lineId));
  if (line !== undefined) return line;
  throw new LedgerError(refuse('LINE_UNKNOWN', `${mspId} has granted no credit line ${lineId}`));
}

/** Errors: PROGRAM_UNKNOWN. */
export async function loadPricing(
  { state, txTime }: Pick<LedgerContext, 'state' | 'txTime'>,
  { programId }: Pick<CreditLine, 'programId'>,
): Promise<{ program: Program; cycle: string }> {
  const program = await loadProgram(state, programId);
  return { program, cycle: await loadCurrentCycle(state, monthOf(txTime)) };
}

/** Errors: LINE_PAYMENT_UNKNOWN. */
export async function loadPayment(
  state: LedgerState,
  { mspId, lineId, paymentId }: LineReference & { readonly paymentId: string },
): Promise<LinePayment> {
  const payment = await state.get(linePaymentKey(mspId, lineId, paymentId));
  if (payment !== undefined) return payment;
  throw new LedgerError(refuse('LINE_PAYMENT_UNKNOWN', `the credit line ${lineId} has no payment ${paymentId}`));
}

/** What decides on whether a member's account may come to owe. */
export async function loadDebitWorld(
  { state, caller, txTime }: LedgerContext,
  { accountId, programId }: Pick<CreditLine, 'accountId' | 'programId'>,
): Promise<DebitWorld> {
  const custodian = custodianOf(accountId);
  const organization = await state.get(organizationKey(custodian));
  const standings = new Map<string, Standing>();
  for (const [kind, id] of [['program', programId] as const, ['organization', custodian] as const]) {
    const standing = await state.get(standingKey(kind, id));
    if (standing !== undefined) standings.set(standingName(kind, id), standing);
  }
  const organizations = new Map(organization === undefined ? [] : [[custodian, organization]]);
  return { mspId: caller.mspId, rows: { organizations, standings }, origin: { txTime } };
}

/** As which side of a line the caller speaks: as the pledgee, or for the member as its custodian, or as who follows one that left. */
export async function loadSide({ state, caller, txTime }: LedgerContext, line: CreditLine): Promise<SideSaying> {
  const custodian = custodianOf(line.accountId);
  const keeps = custodian === caller.mspId || (await state.get(organizationKey(custodian)))?.successor === caller.mspId;
  const isPledgee = caller.mspId === line.mspId;
  return {
    sides: [...(isPledgee ? (['pledgee'] as const) : []), ...(keeps ? (['custodian'] as const) : [])],
    at: txTime,
  };
}
