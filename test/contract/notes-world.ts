/** A consortium that switched notes on, with an offer of Harbor's, and operations on notes. */
import { catalogue, charterOtherwise, type Operation, type RequestOf } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { harbor, startConsortium, type program } from './consortium.js';

type Terms = RequestOf<typeof catalogue.offerNotes>;

/** Half a year at 10 percent, at the most 20; half of what was earned after 30 days. */
export const terms: Terms = {
  programId: 'harbor',
  offerId: 'half-year',
  days: 180,
  ppm: 100_000,
  ppmMin: 50_000,
  ppmMax: 200_000,
  noticeDays: 10,
  ceiling: '100',
  lanes: 2,
  early: { afterDays: 30, sharePpm: 500_000 },
};
export const offer = { programId: 'harbor', offerId: 'half-year' };

/** What a vote on the constitution does; how one comes about is tested elsewhere. */
export function switchNotes(ledger: LedgerStub, notes: boolean): void {
  const constitution = { ...charterOtherwise, version: 1, since: '2026-11-01T00:00:00.000Z', notes };
  ledger.plant('constitution', [], constitution);
}

export async function startWithNotes(conditions?: Partial<typeof program>): Promise<LedgerStub> {
  const ledger = await startConsortium(undefined, conditions);
  switchNotes(ledger, true);
  await ledger.submit(harbor(), catalogue.offerNotes, terms);
  return ledger;
}

export const buy = (id: string, accountId: string, amount: string, more: object = {}): Operation => ({
  kind: 'buy-note',
  id,
  ...offer,
  accountId,
  amount,
  ...more,
});
export const giveNote = (id: string, noteId: string, toAccountId: string, more: object = {}): Operation => ({
  kind: 'transfer-note',
  id,
  noteMspId: 'HarborMSP',
  noteId,
  toAccountId,
  ...more,
});
export const redeemNote = (id: string, noteId: string, more: object = {}): Operation => ({
  kind: 'redeem-note',
  id,
  noteMspId: 'HarborMSP',
  noteId,
  ...more,
});
