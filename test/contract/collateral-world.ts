/** A consortium that switched collateral on: CityPark lends Alice money on Harbor's points, of which she has 1,000. */
import { catalogue, charterOtherwise, type Operation, type RequestOf } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, auditor, citypark, harbor, issue, postOne, startConsortium, type program } from './consortium.js';

export type LineTerms = RequestOf<typeof catalogue.grantCreditLine>;

/** A point is worth 1.5 of the smallest unit in clearing: 1,500,000 millionths. Half of that is lent on. */
export const terms: LineTerms = {
  lineId: 'line-1',
  accountId: alice,
  programId: 'harbor',
  limit: money(500),
  haircutPpm: 500_000,
  marginDays: 7,
  feePpm: 100_000,
  until: '2027-03-31',
};
export const line = { mspId: 'CityParkMSP', lineId: 'line-1' };
export const ENDS = '2027-05-07T00:00:00.000Z';

/** Whole units of the smallest one, in millionths. */
export function money(units: number): string {
  return units === 0 ? '0' : `${units}000000`;
}

/** Notes and collateral together. */
export function switchAssets(ledger: LedgerStub): void {
  const on = { notes: true, collateral: true };
  ledger.plant('constitution', [], { ...charterOtherwise, version: 1, since: '2026-11-01T00:00:00.000Z', ...on });
}

/** What a vote on the constitution does; how one comes about is tested elsewhere. */
export function switchCollateral(ledger: LedgerStub, collateral = true): void {
  ledger.plant('constitution', [], { ...charterOtherwise, version: 1, since: '2026-11-01T00:00:00.000Z', collateral });
}

export async function startWithLine(
  more: Partial<LineTerms> = {},
  conditions?: Partial<typeof program>,
): Promise<LedgerStub> {
  const ledger = await startConsortium(undefined, conditions);
  switchCollateral(ledger);
  await postOne(ledger, harbor(), issue('i-1', alice, '1000', { lanes: [0, 1] }));
  await ledger.submit(citypark(), catalogue.grantCreditLine, { ...terms, ...more });
  return ledger;
}

export const pledgeOf = (id: string, amount: string, more: object = {}): Operation => ({
  kind: 'hold',
  id,
  programId: 'harbor',
  accountId: alice,
  amount,
  beneficiary: 'CityParkMSP',
  lineId: 'line-1',
  expiresAt: ENDS,
  ...more,
});
export const pledge = (ledger: LedgerStub, id: string, amount: string, more: object = {}) =>
  postOne(ledger, harbor(), pledgeOf(id, amount, more));
export const release = (ledger: LedgerStub, id: string, holdId: string, more: object = {}, by = harbor()) =>
  postOne(ledger, by, { kind: 'void', id, holdMspId: 'HarborMSP', holdId, ...more });
export const take = (ledger: LedgerStub, id: string, holdId: string, more: object = {}, by = citypark()) =>
  postOne(ledger, by, { kind: 'capture', id, holdMspId: 'HarborMSP', holdId, ...more });

export const draw = (ledger: LedgerStub, paymentId: string, units: number, more: object = {}) =>
  ledger.submit(harbor(), catalogue.drawOnLine, { ...line, paymentId, amount: money(units), ...more });
export const confirm = (ledger: LedgerStub, paymentId: string, by = citypark()) =>
  ledger.submit(by, catalogue.confirmLinePayment, { ...line, paymentId, reference: 'RF18' });
/** Asked for and paid out. */
export async function lend(ledger: LedgerStub, paymentId: string, units: number): Promise<void> {
  await draw(ledger, paymentId, units);
  await confirm(ledger, paymentId);
}
export const repay = (ledger: LedgerStub, paymentId: string, units: number, by = harbor()) =>
  ledger.submit(by, catalogue.repayLine, { ...line, paymentId, amount: money(units), reference: 'RF19' });
export const notice = (ledger: LedgerStub) => ledger.submit(citypark(), catalogue.giveNotice, line);
export const read = (ledger: LedgerStub) => ledger.submit(auditor, catalogue.getCreditLine, line);
