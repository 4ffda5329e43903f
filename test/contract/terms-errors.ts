/** For the test of all codes: those of terms and money statements. */
import { catalogue, type ErrorCode } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { AFTER_NOVEMBER, closeNovember, greenmart, harbor } from './consortium.js';
import { dealOn, input, toCityPark, toHarbor } from './terms-world.js';

const november = { counterparty: 'CityParkMSP', cycle: '2026-11' };
const make = (ledger: LedgerStub) => ledger.submit(harbor(), catalogue.makeStatement, november);

type Deal = ReturnType<typeof dealOn>;
const cases: [ErrorCode, string, (deal: Deal, ledger: LedgerStub) => Promise<unknown>][] = [
  [
    'COUNTERPARTY_UNKNOWN',
    'terms with the auditor',
    ({ propose }) => propose({ ...toCityPark, counterparty: 'AuditorMSP' }),
  ],
  [
    'TERMS_PARTY_UNKNOWN',
    'a fee of a third merchant',
    ({ propose }) => propose(toCityPark, input({ fees: [{ payer: 'GreenMartMSP', basisPoints: 1, perCycle: '0' }] })),
  ],
  ['TERMS_UNKNOWN', 'accepting what was not proposed', ({ accept }) => accept()],
  [
    'NOT_TERMS_PARTY',
    'accepting one’s own',
    async (deal) => (await deal.propose(), deal.accept(toCityPark, input(), harbor())),
  ],
  [
    'TERMS_EXISTS',
    'other content',
    async ({ propose }) => (await propose(), propose(toCityPark, input({ prices: [] }))),
  ],
  ['TERMS_OPEN', 'a second proposal', async ({ propose }) => (await propose(), propose({ ...toCityPark, version: 2 }))],
  ['TERMS_VERSION_WRONG', 'a gap', ({ propose }) => propose({ ...toCityPark, version: 2 })],
  ['TERMS_NOT_OPEN', 'withdrawing what was accepted', async ({ agree, withdraw }) => (await agree(), withdraw())],
  [
    'TERMS_DIFFER',
    'accepting other prices',
    async (deal) => (await deal.propose(), deal.accept(toHarbor, input({ prices: [] }))),
  ],
  ['CYCLE_NOT_CLOSED', 'a statement of an open cycle', (_deal, ledger) => make(ledger)],
  [
    'STATEMENT_NOT_DUE',
    'a statement without terms',
    async (_deal, ledger) => (await closeNovember(ledger), make(ledger)),
  ],
  [
    'STATEMENT_UNKNOWN',
    'reading what was not made',
    (_deal, ledger) => ledger.submit(harbor(), catalogue.getStatement, november),
  ],
  [
    'SETTLEMENT_UNKNOWN',
    'paying what is not owed',
    async ({ agree }, ledger) => {
      await agree({ fees: [] });
      ledger.now = AFTER_NOVEMBER;
      await ledger.submit(greenmart(), catalogue.closeCycle, { cycle: '2026-11' });
      await make(ledger);
      return ledger.submit(harbor(), catalogue.settleStatement, november, { say: 'confirmed' });
    },
  ],
];

export const termsErrors = cases.map(
  ([code, situation, work]): [ErrorCode, string, (ledger: LedgerStub) => Promise<unknown>] => [
    code,
    situation,
    (ledger) =>
      work(
        dealOn(() => ledger),
        ledger,
      ),
  ],
);
