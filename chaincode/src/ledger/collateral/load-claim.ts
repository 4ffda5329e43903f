/** What a merchant in default owes for a cycle, with what met a part of it, and what a claim makes of that. */
import type { CreditLine } from '@commonpoint/catalogue';
import type { Claim, Owing } from '../../domain/collateral/claim-default.js';
import { refuse } from '../../domain/core/refusal.js';
import { cycleKey, settlementKey } from '../clearing/keys.js';
import { LedgerError } from '../core/ledger-error.js';
import type { LedgerState } from '../core/state.js';
import { prepaymentKey } from '../credit/keys.js';
import { loadPrepayments } from '../credit/load-credit.js';
import { organizationKey } from '../organizations/keys.js';

/** With the ids of prepayments, by programme. */
type Loaded = Owing & { readonly ids: ReadonlyMap<string, readonly string[]> };

/** Errors: CYCLE_NOT_CLOSED, SETTLEMENT_UNKNOWN. */
export async function loadOwing(
  state: LedgerState,
  { mspId: creditor, secures: debtor = '' }: CreditLine,
  cycle: string,
): Promise<Loaded> {
  const row = await state.get(cycleKey(cycle));
  if (row?.status !== 'closed') throw new LedgerError(refuse('CYCLE_NOT_CLOSED', `${cycle} is not closed`));
  const settlement = await state.get(settlementKey({ cycle, debtor, creditor }));
  if (settlement === undefined)
    throw new LedgerError(refuse('SETTLEMENT_UNKNOWN', `${debtor} owes ${creditor} nothing for ${cycle}`));
  const prepaid = new Map<string, Owing['prepaid'] extends ReadonlyMap<string, infer Rows> ? Rows : never>();
  const ids = new Map<string, readonly string[]>();
  for (const { programId, ...of } of row.positions) {
    if (of.debtor !== debtor || of.creditor !== creditor || of.credited === undefined) continue;
    const found = await loadPrepayments(state, { programId, mspId: creditor });
    ids.set(
      programId,
      found.map(({ id }) => id),
    );
    prepaid.set(
      programId,
      found.map((each) => each.row),
    );
  }
  return { debtor: await state.get(organizationKey(debtor)), cycle: row, settlement, prepaid, ids };
}

export function applyClaim(state: LedgerState, { mspId }: CreditLine, { prepaid, ids }: Loaded, claim: Claim): void {
  for (const [programId, rows] of claim.prepaid)
    rows.forEach((row, at) => {
      const id = ids.get(programId)?.[at] ?? '';
      if (row.left !== prepaid.get(programId)?.[at]?.left) state.put(prepaymentKey(programId, mspId, id), row);
    });
  state.put(settlementKey(claim.settlement), claim.settlement);
}
