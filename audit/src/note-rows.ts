/** Notes as their rows tell them. */
import type { LotPart } from './ledger-rows.js';

export interface NoteRow {
  readonly programId: string;
  readonly offerId: string;
  readonly accountId: string;
  readonly principal: string;
  readonly from: string;
  readonly until: string;
  readonly interestMax: string;
  readonly status: 'open' | 'redeemed';
  readonly interest?: string;
  readonly lots?: readonly LotPart[];
  /** While it is pledged: by which hold. */
  readonly pledge?: { readonly mspId: string; readonly holdId: string } | undefined;
}

/** What receipts tell of a note and its row has to say too. */
export function summaryOf(note: NoteRow | undefined): string {
  if (note === undefined) return 'not there';
  const { programId, offerId, accountId, principal, from, until, interestMax, status, interest = '' } = note;
  const pledge = note.pledge === undefined ? '' : `pledged by ${note.pledge.mspId} ${note.pledge.holdId}`;
  return [programId, offerId, accountId, principal, from, until, interestMax, status, interest, pledge].join(' ');
}

/** What of the lots of a note some others have, and what is left; none may have more than there is. */
export function dividedLots(
  lots: readonly LotPart[],
  others: readonly LotPart[],
): { readonly taken: bigint; readonly rest: LotPart[] } {
  const left = new Map(lots.map(({ lotId, amount }) => [lotId, BigInt(amount)]));
  let taken = 0n;
  for (const { lotId, amount } of others) {
    const there = left.get(lotId) ?? 0n;
    const part = BigInt(amount) < there ? BigInt(amount) : there;
    taken += part;
    left.set(lotId, there - part);
  }
  const rest = [...left].filter(([, amount]) => amount > 0n);
  return { taken, rest: rest.map(([lotId, amount]) => ({ lotId, amount: String(amount) })) };
}
