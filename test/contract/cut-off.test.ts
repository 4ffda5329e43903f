/** Ending a cycle before its month does: only together, at one moment, and once. */
import { catalogue } from '@commonpoint/catalogue';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import {
  AFTER_NOVEMBER,
  alice,
  auditor,
  citypark,
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
  await post(ledger, harbor(), issue('i-1', alice, '100'), redeem('r-1', alice, '30', { acceptor: 'CityParkMSP' }));
});

const agree = (caller: StubCaller, cycle = '2026-11') => ledger.submit(caller, catalogue.cutOffCycle, { cycle });
const agreeAll = async (cycle = '2026-11') => {
  await agree(harbor(), cycle);
  await agree(greenmart('operator'), cycle);
  return agree(citypark(), cycle);
};
const close = (cycle: string) => ledger.submit(greenmart(), catalogue.closeCycle, { cycle });
const read = (cycle: string) => ledger.submit(auditor, catalogue.getCycle, { cycle });
const spend = async (id: string, amount = '5') =>
  (await postOne(ledger, harbor(), redeem(id, alice, amount, { acceptor: 'CityParkMSP' }))).receipt?.cycle;

test('with the word of the last merchant the cycle is over and the month goes on in another part', async () => {
  expect(await agree(harbor())).toEqual({ cycle: '2026-11', agreed: ['HarborMSP'] });
  expect(await agree(greenmart())).toEqual({ cycle: '2026-11', agreed: ['GreenMartMSP', 'HarborMSP'] });
  expect(await read('2026-11')).toMatchObject({ status: 'open', agreed: ['GreenMartMSP', 'HarborMSP'] });
  expect(await spend('r-2')).toBe('2026-11');
  const last = await agree(citypark());
  expect(last).toEqual({
    cycle: '2026-11',
    agreed: ['CityParkMSP', 'GreenMartMSP', 'HarborMSP'],
    cutAt: ledger.now,
    next: '2026-11.02',
  });
  expect(await spend('r-3')).toBe('2026-11.02');
  const { cutAt, next } = last;
  expect(await read('2026-11')).toMatchObject({ status: 'closing', cutAt, next, positions: [{ amount: '35' }] });
  expect(await close('2026-11')).toMatchObject({ status: 'closed', cutAt, next, folded: 2, more: false });
  expect((await read('2026-11.02')).positions.map(({ amount }) => amount)).toEqual(['5']);
});

test('what is owed for it is due since that day', async () => {
  await agreeAll();
  await close('2026-11');
  const { settlements } = await ledger.submit(auditor, catalogue.listSettlements, { cycle: '2026-11' });
  expect(settlements).toMatchObject([{ debtor: 'HarborMSP', amount: '45000000', dueSince: ledger.now.slice(0, 10) }]);
});

test('a month has as many parts as are agreed on, and the last one ends with it', async () => {
  await agreeAll();
  await agreeAll('2026-11.02');
  expect(await spend('r-2')).toBe('2026-11.03');
  const closing = ledger.submit(harbor(), catalogue.closeCycle, { cycle: '2026-11.03' });
  await expect(closing).rejects.toThrow('PERIOD_OPEN');
  ledger.now = AFTER_NOVEMBER;
  expect((await close('2026-11.03')).positions.map(({ amount }) => amount)).toEqual(['5']);
  expect(await spend('r-3')).toBe('2026-12');
});

test('agreeing again changes nothing, before and after', async () => {
  await agree(harbor());
  const request = [JSON.stringify({ cycle: '2026-11' })];
  expect((await ledger.simulate(harbor('operator'), 'Clearing:CutOff', request)).writes.size).toBe(0);
  const last = await agreeAll();
  await close('2026-11');
  expect((await ledger.simulate(harbor(), 'Clearing:CutOff', request)).writes.size).toBe(0);
  expect(await agree(harbor())).toEqual(last);
});

test('the last two at once: one of them is done again, and ends it', async () => {
  await agree(harbor());
  const request = [JSON.stringify({ cycle: '2026-11' })];
  const both = [
    await ledger.simulate(greenmart(), 'Clearing:CutOff', request),
    await ledger.simulate(citypark(), 'Clearing:CutOff', request),
  ];
  const [first, second] = both.map((simulation) => ledger.commit(simulation));
  expect(first).toBe('VALID');
  expect(second).toMatch(/CONFLICT/);
  expect(await agree(citypark())).toHaveProperty('cutAt');
});

test('a redemption under way meets the cut-off, and falls in the next part', async () => {
  await agree(harbor());
  await agree(greenmart());
  const operations = [redeem('r-2', alice, '5', { acceptor: 'CityParkMSP' })];
  const late = await ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations })]);
  await agree(citypark());
  expect(ledger.commit(late)).toBe('MVCC_READ_CONFLICT');
  expect(await spend('r-2')).toBe('2026-11.02');
});

test('a reversal of what the part before had falls in the present part', async () => {
  await agreeAll();
  const { receipt } = await postOne(ledger, citypark(), reverse('v-1', 'r-1', { operationMspId: 'HarborMSP' }));
  expect(receipt).toMatchObject({ cycle: '2026-11.02', refersToCycle: '2026-11' });
});

test.each(['2026-10', '2026-12', '2026-11.02'])('%s is not the present cycle', async (cycle) => {
  await expect(agree(harbor(), cycle)).rejects.toThrow('CYCLE_NOT_CURRENT');
});

test('what goes on does not meet the closing of the part before', async () => {
  await agreeAll();
  for (let n = 0; n < 1500; n += 1) {
    const parts = ['2026-11', 'HarborMSP', 'CityParkMSP', 'harbor', String(n).padStart(64, '0')];
    ledger.plant('clearing', parts, { amount: '1' });
  }
  const operations = [redeem('r-2', alice, '5', { acceptor: 'CityParkMSP' })];
  const beside = await ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations })]);
  expect(await close('2026-11')).toMatchObject({ folded: 1000, more: true });
  expect(ledger.commit(beside)).toBe('VALID');
});

test('a part that has not begun is not closed, also after its month', async () => {
  await agreeAll();
  ledger.now = AFTER_NOVEMBER;
  await expect(close('2026-11.03')).rejects.toThrow('PERIOD_OPEN');
  expect(await close('2026-11.02')).toMatchObject({ status: 'closed' });
});

test('a month that is over is not cut', async () => {
  ledger.now = '2026-12-01T00:00:00.000Z';
  await expect(agree(harbor())).rejects.toThrow('CYCLE_NOT_CURRENT');
});

test('its 99th part cannot be cut', async () => {
  ledger.plant('current-cycle', ['2026-11'], { cycle: '2026-11.99' });
  await expect(agree(harbor(), '2026-11.99')).rejects.toThrow('PERIOD_OPEN');
});

test('a merchant that is suspended is not asked', async () => {
  ledger.plant('org', ['CityParkMSP'], { mspId: 'CityParkMSP', name: 'CityPark', status: 'suspended' });
  await agree(harbor());
  expect(await agree(greenmart())).toMatchObject({ agreed: ['GreenMartMSP', 'HarborMSP'], next: '2026-11.02' });
});

test('neither a cashier nor the auditor agrees', async () => {
  await expect(agree(harbor('cashier'))).rejects.toThrow('ROLE_NOT_ALLOWED');
  await expect(agree({ mspId: 'AuditorMSP', role: 'admin' })).rejects.toThrow('ORGANIZATION_UNKNOWN');
});

test('more rows than a statement sums are said to be so', async () => {
  for (let n = 0; n < 10_000; n += 1) {
    const parts = ['2026-11', 'HarborMSP', 'CityParkMSP', 'harbor', String(n).padStart(64, '0')];
    ledger.plant('clearing', parts, { amount: '1' });
  }
  expect(await read('2026-11')).toMatchObject({ status: 'open', partial: true, positions: [] });
  const { positions } = await ledger.submit(auditor, catalogue.clearingPositions, { cycle: '2026-11' });
  expect(positions.map(({ amount }) => amount)).toEqual(['10030']);
  await agreeAll();
  await close('2026-11');
  const { partial, ...fewer } = await read('2026-11');
  expect(fewer).toMatchObject({ status: 'closing', folded: 1000, positions: [{ amount: '10030' }] });
  expect(partial).toBeUndefined();
});
