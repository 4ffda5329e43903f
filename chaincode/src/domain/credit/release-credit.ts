/** What a settled cycle gives back of a credit, and what was paid in advance. */
import {
  payableOf,
  type Program,
  type RequestOf,
  type releaseCredit,
  type Row,
  type Settlement,
} from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';

type CycleRow = Row<'cycle'>;
type Prepayment = Row<'prepayment'>;

/** What of the cycle’s payments settles what an issuer owes a merchant: where all net over all, all that the issuer pays. */
export function paymentsOf(
  { payments = [], netting }: Pick<CycleRow, 'payments' | 'netting'>,
  { issuer }: Pick<Program, 'issuer'>,
  mspId: string,
): { debtor: string; creditor: string }[] {
  return payments.filter(({ debtor, creditor }) => debtor === issuer && (netting === 'all' || creditor === mspId));
}

/**
 * What was drawn in the cycle, if it is settled. Errors: CYCLE_NOT_CLOSED, CREDIT_NOT_SETTLED.
 */
export function decideReleased(
  { programId, mspId, cycle }: RequestOf<typeof releaseCredit>,
  row: CycleRow | undefined,
  { issuer }: Pick<Program, 'issuer'>,
  settlements: readonly Settlement[],
  caller: string,
): bigint | Refusal {
  if (row?.status !== 'closed') return refuse('CYCLE_NOT_CLOSED', `${cycle} is not closed`);
  const isPrivate = (row.privatePairs ?? []).some(({ parties }) => parties.includes(issuer) && parties.includes(mspId));
  if (isPrivate && caller !== mspId)
    return refuse(
      'CREDIT_NOT_SETTLED',
      `what ${issuer} pays ${mspId} is private, so that ${mspId} says when it is paid`,
    );
  const paid = new Set(settlements.flatMap((each) => (payableOf(each) === 0n ? [nameOf(each)] : [])));
  const open = paymentsOf(row, { issuer }, mspId).find((each) => !paid.has(nameOf(each)));
  if (!isPrivate && open !== undefined)
    return refuse('CREDIT_NOT_SETTLED', `${open.creditor} has not confirmed what ${open.debtor} pays it for ${cycle}`);
  const position = row.positions.find(
    (each) => each.programId === programId && each.debtor === issuer && each.creditor === mspId,
  );
  return BigInt(position?.credited ?? '0');
}

/** Prepayments with what is left of each when an amount is used up, the first one first; and how much of it they had. */
export function useUpPrepaid(prepayments: readonly Prepayment[], amount: bigint): { used: bigint; rows: Prepayment[] } {
  let used = 0n;
  const rows = prepayments.map((row) => {
    const part = BigInt(row.left) < amount - used ? BigInt(row.left) : amount - used;
    used += part;
    return { ...row, left: String(BigInt(row.left) - part) };
  });
  return { used, rows };
}

const nameOf = ({ debtor, creditor }: { debtor: string; creditor: string }): string => `${debtor} ${creditor}`;
