/** A consortium founded with credit between merchants, in which CityPark limits what Harbor may owe it. */
import { catalogue, type Charter } from '@commonpoint/catalogue';
import type { LedgerStub, StubOptions } from '../support/ledger-stub.js';
import { alice, auditor, citypark, greenmart, harbor, issue, postOne, redeem } from './consortium.js';
import { decide, founding, ofCityPark, ofGreenMart, ofHarbor, startGoverned } from './governed.js';

export const atCityPark = { programId: 'harbor', mspId: 'CityParkMSP' };

/** The members decide that merchants may limit what they are owed, or may not any more. */
export const switchCredit = (ledger: LedgerStub, credit = true) =>
  decide(
    ledger,
    `credit-${credit}`,
    [{ kind: 'change-constitution', charter: charterWith(credit) }],
    [ofHarbor, ofCityPark, ofGreenMart],
  );

export function charterWith(isOn: boolean): Charter {
  const { credit: _credit, ...charter } = founding.charter;
  return { ...charter, ...(isOn && { credit: true }) };
}

/** Alice has 500 points; CityPark lets Harbor owe it 100 of them, over two lanes. */
export async function startWithCredit(options?: StubOptions, limit = '100', lanes = 2): Promise<LedgerStub> {
  const ledger = await startGoverned(options);
  await postOne(ledger, harbor(), issue('i-1', alice, '500'));
  await grant(ledger, limit, { lanes });
  return ledger;
}

export const grant = (ledger: LedgerStub, limit: string, more: object = {}) =>
  ledger.submit(citypark(), catalogue.grantCredit, { programId: 'harbor', limit, ...more });
export const raise = (ledger: LedgerStub, limit: string, by = harbor()) =>
  ledger.submit(by, catalogue.raiseCredit, { ...atCityPark, limit });
export const end = (ledger: LedgerStub) => ledger.submit(citypark(), catalogue.endCredit, { programId: 'harbor' });
export const read = (ledger: LedgerStub) => ledger.submit(auditor, catalogue.getCredit, atCityPark);

/** At CityPark, drawn from both lanes. */
export const atCityParkTill = { acceptor: 'CityParkMSP', creditLanes: [0, 1] };
export const spend = (ledger: LedgerStub, id: string, amount: string, more: object = {}) =>
  postOne(ledger, harbor(), redeem(id, alice, amount, { ...atCityParkTill, ...more }));
/** What is owed and promised, and what of it is on its way back. */
export const usedOf = async (ledger: LedgerStub): Promise<string> => (await read(ledger)).used;

/** Puts back into lane 0 what transactions gave back. */
export const putBack = (ledger: LedgerStub, lanes = [0]) => {
  const txIds = ledger
    .table('credit-back')
    .filter(({ parts }) => parts[0] === 'harbor' && parts[1] === 'CityParkMSP')
    .map(({ parts }) => parts[2] ?? '');
  return ledger.submit(harbor('operator'), catalogue.giveBackCredit, { ...atCityPark, txIds, lanes });
};

export const release = (ledger: LedgerStub, cycle: string, by = greenmart()) =>
  ledger.submit(by, catalogue.releaseCredit, { ...atCityPark, cycle });
export const prepay = (ledger: LedgerStub, prepaymentId: string, amount: string) =>
  ledger.submit(citypark(), catalogue.prepayCredit, { programId: 'harbor', prepaymentId, amount });

/** Ends and closes these cycles of the month; pays and confirms what Harbor owes CityPark for all that are closed. */
export async function settle(ledger: LedgerStub, cycles: string[], { pay }: { pay: boolean }): Promise<void> {
  for (const cycle of cycles) {
    for (const by of [harbor(), citypark(), greenmart()]) await ledger.submit(by, catalogue.cutOffCycle, { cycle });
    await ledger.submit(greenmart(), catalogue.closeCycle, { cycle });
  }
  if (!pay) return;
  const { settlements } = await ledger.submit(auditor, catalogue.listSettlements, {});
  for (const { cycle, debtor, creditor, status } of settlements) {
    if (debtor !== 'HarborMSP' || creditor !== 'CityParkMSP' || status !== 'due') continue;
    const pair = { cycle, debtor, creditor };
    await ledger.submit(harbor(), catalogue.instructSettlement, { ...pair, reference: 'RF18' });
    await ledger.submit(citypark(), catalogue.confirmSettlement, pair);
  }
}
