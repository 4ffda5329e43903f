/** Closing a clearing cycle: once, by anybody, page by page, with the same result. */
import { catalogue } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  AFTER_NOVEMBER,
  agreeOnRate,
  alice,
  auditor,
  citypark,
  closeNovember,
  exchange,
  greenmart,
  harbor,
  issue,
  post,
  postOne,
  redeem,
  reverse,
  startConsortium,
} from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

const november = { cycle: '2026-11' };
const close = (caller = greenmart('operator')) => ledger.submit(caller, catalogue.closeCycle, november);
const cycle = () => ledger.submit(auditor, catalogue.getCycle, november);
const plantRows = (count: number) => {
  for (let n = 0; n < count; n += 1) {
    const creditor = n % 2 === 0 ? 'CityParkMSP' : 'GreenMartMSP';
    ledger.plant('clearing', ['2026-11', 'HarborMSP', creditor, 'harbor', String(n).padStart(64, '0')], {
      amount: '1',
      worth: '1500000',
    });
  }
};

test('a cycle is valued and netted, and the sum is zero', async () => {
  await agreeOnRate(ledger);
  await post(ledger, harbor(), issue('i-1', alice, '60'), exchange('x-1', alice, '9'));
  await post(ledger, harbor(), redeem('r-1', alice, '20', { acceptor: 'GreenMartMSP' }));
  await post(ledger, harbor(), redeem('r-2', alice, '6', { programId: 'citypark', acceptor: 'HarborMSP' }));
  const before = await cycle();
  expect(before).toMatchObject({ status: 'open', folded: 0, unvalued: [] });
  ledger.now = AFTER_NOVEMBER;
  const closed = await close();
  expect(closed).toEqual({ ...before, status: 'closed', folded: 3, closedAt: AFTER_NOVEMBER, more: false });
  expect(closed.positions).toEqual([
    { debtor: 'CityParkMSP', creditor: 'HarborMSP', programId: 'citypark', amount: '6', worth: '12000000' },
    { debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '9', worth: '13500000' },
    { debtor: 'HarborMSP', creditor: 'GreenMartMSP', programId: 'harbor', amount: '20', worth: '30000000' },
  ]);
  expect(closed.net).toEqual([
    { mspId: 'CityParkMSP', amount: '1500000' },
    { mspId: 'GreenMartMSP', amount: '30000000' },
    { mspId: 'HarborMSP', amount: '-31500000' },
  ]);
  expect(ledger.table('clearing')).toEqual([]);
});

test('it closes once: again, by another merchant, nothing changes', async () => {
  await closeNovember(ledger);
  const closed = await cycle();
  ledger.now = '2026-12-02T00:00:00.000Z';
  const { writes } = await ledger.simulate(citypark(), 'Clearing:Close', [JSON.stringify(november)]);
  expect(writes.size).toBe(0);
  expect(await close(citypark())).toEqual({ ...closed, more: false });
});

test('its positions are told as before', async () => {
  await closeNovember(ledger);
  const { positions, net } = await ledger.submit(auditor, catalogue.clearingPositions, november);
  expect(positions).toEqual([{ debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '30' }]);
  expect(net.map(({ programId, amount }) => [programId, amount])).toEqual([
    ['harbor', '30'],
    ['harbor', '-30'],
  ]);
});

test('many rows are folded 1,000 at a time, by whoever comes', async () => {
  plantRows(2001);
  ledger.now = AFTER_NOVEMBER;
  const steps = [await close(), await close(harbor()), await close(citypark())];
  expect(steps.map(({ folded, more, status }) => [folded, more, status])).toEqual([
    [1000, true, 'closing'],
    [2000, true, 'closing'],
    [2001, false, 'closed'],
  ]);
  expect(steps[2]?.positions.map(({ creditor, amount }) => [creditor, amount])).toEqual([
    ['CityParkMSP', '1001'],
    ['GreenMartMSP', '1000'],
  ]);
  expect(ledger.table('clearing')).toEqual([]);
});

test('half closed, its statement is whole', async () => {
  plantRows(1500);
  ledger.now = AFTER_NOVEMBER;
  await close();
  const { status, folded, positions } = await cycle();
  expect([status, folded, positions.map(({ amount }) => amount)]).toEqual(['closing', 1000, ['750', '750']]);
  const { positions: told } = await ledger.submit(auditor, catalogue.clearingPositions, november);
  expect(told).toEqual(positions.map(({ worth: _worth, ...points }) => points));
});

test('two closers at once: one of them', async () => {
  plantRows(3);
  ledger.now = AFTER_NOVEMBER;
  const request = [JSON.stringify(november)];
  const both = [
    await ledger.simulate(harbor(), 'Clearing:Close', request),
    await ledger.simulate(citypark(), 'Clearing:Close', request),
  ];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

test('a redemption of the last minute meets the closing', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '30'));
  ledger.now = '2026-11-30T23:59:59.999Z';
  const operations = [redeem('r-1', alice, '30', { acceptor: 'CityParkMSP' })];
  const late = await ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations })]);
  ledger.now = AFTER_NOVEMBER;
  await close();
  expect(ledger.commit(late)).toBe('MVCC_READ_CONFLICT');
  expect((await postOne(ledger, harbor(), operations[0] as never)).receipt?.cycle).toBe('2026-12');
});

test('redemptions at the issuer need no cycle and do not read it', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '30'));
  const operations = [redeem('r-1', alice, '3')];
  const { reads } = await ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations })]);
  expect([...reads.keys()].filter((key) => key.includes('cycle'))).toEqual([]);
});

test('a late reversal falls in the open cycle and refers to the closed one', async () => {
  await closeNovember(ledger);
  const { receipt } = await postOne(ledger, citypark(), reverse('v-1', 'r-nov', { operationMspId: 'HarborMSP' }));
  expect(receipt).toMatchObject({ cycle: '2026-12', refersToCycle: '2026-11' });
  const december = await ledger.submit(auditor, catalogue.getCycle, { cycle: '2026-12' });
  expect(december.positions.map(({ amount }) => amount)).toEqual(['-30']);
  expect((await cycle()).positions.map(({ amount }) => amount)).toEqual(['30']);
});

test('a cycle without rows closes too', async () => {
  ledger.now = AFTER_NOVEMBER;
  expect(await close()).toMatchObject({ status: 'closed', positions: [], net: [], more: false });
});
