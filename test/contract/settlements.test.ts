/** What the two sides of a pair say of a payment. */
import { catalogue, type Settlement } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { auditor, citypark, closeNovember, greenmart, harbor, pair, startConsortium } from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
  await closeNovember(ledger);
});

const debtor = harbor('operator');
const creditor = citypark('operator');
const instruct = (reference = 'RF18 5390') =>
  ledger.submit(debtor, catalogue.instructSettlement, { ...pair, reference });
const confirm = () => ledger.submit(creditor, catalogue.confirmSettlement, pair);
const dispute = (by = creditor) => ledger.submit(by, catalogue.disputeSettlement, { ...pair, reason: 'not received' });
const resolve = (outcome: 'due' | 'paid', by = creditor) =>
  ledger.submit(by, catalogue.resolveSettlement, { ...pair, outcome, note: 'found' });

test('closing leaves what is due, by pair', async () => {
  const { settlements } = await ledger.submit(auditor, catalogue.listSettlements, { cycle: '2026-11' });
  expect(settlements).toEqual([
    { ...pair, currency: 'USD', amount: '45000000', status: 'due', dueSince: '2026-12-01' },
  ]);
});

test('instructed by the debtor, confirmed by the creditor', async () => {
  expect(await instruct()).toMatchObject({ status: 'instructed', reference: 'RF18 5390' });
  const confirmed = await confirm();
  expect(confirmed).toMatchObject({ status: 'confirmed', amount: '45000000' });
  expect(await confirm()).toEqual(confirmed);
  expect(await ledger.submit(auditor, catalogue.getSettlement, pair)).toEqual(confirmed);
});

test('the same instruction again changes nothing, another one is refused', async () => {
  const first = await instruct();
  expect(await instruct()).toEqual(first);
  await expect(instruct('another')).rejects.toMatchObject({ body: { code: 'SETTLEMENT_STATE' } });
});

test('disputed with a reason, resolved as due, paid again', async () => {
  await instruct();
  expect(await dispute()).toMatchObject({ status: 'disputed', dispute: { by: 'CityParkMSP', reason: 'not received' } });
  await expect(confirm()).rejects.toMatchObject({ body: { code: 'SETTLEMENT_STATE' } });
  const due = await resolve('due');
  expect(due).toMatchObject({ status: 'due', resolution: { by: 'CityParkMSP', note: 'found' } });
  expect(due).not.toHaveProperty('reference');
  await instruct('second');
  expect(await confirm()).toMatchObject({ status: 'confirmed', reference: 'second' });
});

test('disputed, and then found to be paid', async () => {
  await instruct();
  await dispute();
  expect(await resolve('paid')).toMatchObject({ status: 'confirmed', reference: 'RF18 5390' });
});

test.each<[string, () => Promise<Settlement>]>([
  ['a third party disputes', () => dispute(greenmart('operator'))],
  ['the other side resolves', async () => (await dispute(debtor), resolve('due'))],
  ['the debtor resolves as paid', async () => (await dispute(debtor), resolve('paid', debtor))],
  ['the creditor instructs', () => ledger.submit(creditor, catalogue.instructSettlement, { ...pair, reference: 'x' })],
  ['the debtor confirms', async () => (await instruct(), ledger.submit(debtor, catalogue.confirmSettlement, pair))],
])('%s: refused', async (_name, work) => {
  await expect(work()).rejects.toMatchObject({ body: { code: 'NOT_SETTLEMENT_PARTY' } });
});

test('what is open is aged by pair', async () => {
  const old = {
    ...pair,
    cycle: '2026-08',
    currency: 'USD',
    amount: '7000000',
    status: 'disputed',
    dueSince: '2026-09-01',
  };
  ledger.plant('settlement', [old.cycle, old.debtor, old.creditor], old);
  const done = { ...old, cycle: '2026-09', status: 'confirmed' };
  ledger.plant('settlement', [done.cycle, done.debtor, done.creditor], done);
  ledger.now = '2026-12-31T00:00:00.000Z';
  const aged = async (request: object) => ledger.submit(auditor, catalogue.agedSettlements, request);
  expect(await aged({})).toEqual({
    asOf: '2026-12-31',
    currency: 'USD',
    pairs: [
      {
        debtor: 'HarborMSP',
        creditor: 'CityParkMSP',
        upTo30Days: '45000000',
        upTo60Days: '0',
        upTo90Days: '0',
        over90Days: '7000000',
        total: '52000000',
        disputed: '7000000',
      },
    ],
  });
  expect((await aged({ debtor: 'CityParkMSP' })).pairs).toEqual([]);
});
