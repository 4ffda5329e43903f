/** Harbor and CityPark, and terms between them, for the contract tests. */
import { catalogue, type CommercialTerms, type TermsInput } from '@commonpoint/catalogue';
import type { LedgerStub, Simulation } from '../support/ledger-stub.js';
import { citypark, harbor } from './consortium.js';

export const COLLECTION = 'terms-CityParkMSP-HarborMSP';
export const parties = ['CityParkMSP', 'HarborMSP'];

/** Distinctive, so that it would be found wherever it came to. */
export const terms: CommercialTerms = {
  validFrom: '2026-11',
  prices: [{ programId: 'harbor', price: '713713', pointsMax: '20' }],
  fees: [{ payer: 'CityParkMSP', basisPoints: 137, perCycle: '919191' }],
};
export const salt = '5a17000000000000000000000000005a';
export const input = (change: object = {}, salted = salt) => ({ terms: { ...terms, ...change }, salt: salted });

/** As Harbor names the first version, and as CityPark does. */
export const toCityPark = { counterparty: 'CityParkMSP', version: 1 };
export const toHarbor = { counterparty: 'HarborMSP', version: 1 };

export const refused = (code: string) => ({ body: { code } });

/** What the two do; `sent` may be what no schema would take. */
export const dealOn = (ledger: () => LedgerStub) => {
  const propose = (request = toCityPark, sent: object = input(), by = harbor()) =>
    ledger().submit(by, catalogue.proposeTerms, request, sent as TermsInput);
  const accept = (request = toHarbor, sent: object = input(), by = citypark()) =>
    ledger().submit(by, catalogue.acceptTerms, request, sent as TermsInput);
  const withdraw = (request = toHarbor, by = citypark()) => ledger().submit(by, catalogue.withdrawTerms, request);
  /** Harbor proposes, CityPark accepts. */
  const agree = async (change: object = {}, version = 1) => {
    await propose({ ...toCityPark, version }, input(change));
    await accept({ ...toHarbor, version }, input(change));
  };
  return { propose, accept, withdraw, agree };
};

/** What has to be the same on every endorser. */
export function resultOf({ status, payload, writes, policies, privateAccess }: Simulation) {
  const privateRows = JSON.stringify([...privateAccess.writes].map(([name, rows]) => [name, ...[...rows].map(String)]));
  return { status, payload, writes: [...writes].map(String), policies: [...policies].map(String), privateRows };
}
