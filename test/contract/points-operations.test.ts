/** What each kind of operation leaves on the ledger. */
import { catalogue } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  alice,
  auditor,
  available,
  bob,
  carol,
  citypark,
  expire,
  harbor,
  issue,
  post,
  postOne,
  redeem,
  reverse,
  startConsortium,
  supply,
  transfer,
} from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

const positions = () => ledger.submit(auditor, catalogue.clearingPositions, { cycle: '2026-11' });
const lotsOf = async (accountId: string) => (await ledger.submit(auditor, catalogue.listLots, { accountId })).lots;

test('an issuance becomes a lot that names its origin, and a receipt', async () => {
  const outcome = await postOne(ledger, harbor(), issue('i-1', alice, '30', { campaign: 'spring' }));
  const [lot] = await lotsOf(alice);
  expect(lot).toEqual({
    lotId: outcome.receipt?.created?.[0]?.lotId,
    programId: 'harbor',
    expiry: '2027-11-23',
    amount: '30',
    originMspId: 'HarborMSP',
    originId: 'i-1',
    campaign: 'spring',
  });
  const recorded = await ledger.submit(auditor, catalogue.getReceipt, { mspId: 'HarborMSP', operationId: 'i-1' });
  expect(recorded).toEqual(outcome.receipt);
});

test('issuing to an account in other custody is allowed', async () => {
  expect((await postOne(ledger, harbor(), issue('i-1', carol, '3'))).state).toBe('POSTED');
  expect(await available(ledger, carol)).toBe('3');
});

test('an issuance draws on its lanes in the order given', async () => {
  const outcome = await postOne(ledger, harbor(), issue('i-1', alice, '700', { lanes: [1, 0] }));
  expect(outcome.receipt?.lanes).toEqual([
    { lane: 1, amount: '500' },
    { lane: 0, amount: '200' },
  ]);
});

test('a transfer moves points with their expiry', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '30'));
  ledger.now = '2026-12-24T08:00:00.000Z';
  await post(ledger, harbor(), transfer('t-1', alice, carol, '12'));
  expect([await available(ledger, alice), await available(ledger, carol)]).toEqual(['18', '12']);
  expect((await lotsOf(carol))[0]).toMatchObject({ expiry: '2027-11-23', originId: 't-1' });
  expect(await supply(ledger)).toMatchObject({ issued: '30', outstanding: '30' });
});

test('a redemption at the issuer retires points and leaves nothing to clear', async () => {
  await post(
    ledger,
    harbor(),
    issue('i-1', alice, '30'),
    redeem('r-1', alice, '10'),
    redeem('r-2', alice, '5', { acceptor: 'HarborMSP' }),
  );
  expect(await supply(ledger)).toMatchObject({ issued: '30', redeemed: '15', outstanding: '15' });
  expect((await positions()).positions).toEqual([]);
});

test('a redemption elsewhere makes the issuer owe the acceptor', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '30'));
  const outcome = await postOne(ledger, harbor(), redeem('r-1', alice, '10', { acceptor: 'CityParkMSP' }));
  expect(outcome.receipt).toMatchObject({ acceptor: 'CityParkMSP', cycle: '2026-11' });
  expect(await positions()).toEqual({
    cycle: '2026-11',
    positions: [{ debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '10' }],
    net: [
      { programId: 'harbor', mspId: 'CityParkMSP', amount: '10' },
      { programId: 'harbor', mspId: 'HarborMSP', amount: '-10' },
    ],
  });
});

test('the clearing rows of a batch are one per pair and programme', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '30'));
  await post(ledger, harbor(), ...[1, 2, 3].map((n) => redeem(`r-${n}`, alice, '2', { acceptor: 'CityParkMSP' })));
  expect(ledger.table('clearing')).toMatchObject([{ value: { amount: '6' } }]);
});

test('a reversed redemption returns lots with their expiry and unwinds clearing', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '30'), redeem('r-1', alice, '10', { acceptor: 'CityParkMSP' }));
  ledger.now = '2026-11-25T08:00:00.000Z';
  const outcome = await postOne(ledger, citypark(), reverse('v-1', 'r-1', { operationMspId: 'HarborMSP' }));
  expect(outcome.receipt).toMatchObject({ kind: 'reverse', reverses: 'r-1', amount: '10', cycle: '2026-11' });
  expect((await lotsOf(alice)).map(({ expiry, amount }) => `${expiry} ${amount}`).sort()).toEqual([
    '2027-11-23 10',
    '2027-11-23 20',
  ]);
  expect(await supply(ledger)).toMatchObject({ redeemed: '0', outstanding: '30' });
  expect((await positions()).positions).toEqual([]);
  const reversed = await ledger.submit(auditor, catalogue.getReceipt, { mspId: 'HarborMSP', operationId: 'r-1' });
  expect(reversed).toMatchObject({ reversed: '10', reversedBy: [{ mspId: 'CityParkMSP', operationId: 'v-1' }] });
});

test('a reversed issuance takes back what is left and reports the shortfall', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '30'), redeem('r-1', alice, '10'));
  const outcome = await postOne(ledger, harbor(), reverse('v-1', 'i-1'));
  expect(outcome.receipt).toMatchObject({ amount: '20', shortfall: '10' });
  expect(await supply(ledger)).toMatchObject({ issued: '30', redeemed: '10', reversed: '20', outstanding: '0' });
});

test('a reversed issuance takes lots of its own expiry first', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '30'));
  ledger.now = '2026-12-24T08:00:00.000Z';
  await post(ledger, harbor(), issue('i-2', alice, '30'), reverse('v-1', 'i-2'));
  expect((await lotsOf(alice)).map(({ expiry }) => expiry)).toEqual(['2027-11-23']);
});

test('a reversed transfer moves the points back', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '30'), transfer('t-1', alice, bob, '12'));
  const outcome = await postOne(ledger, harbor(), reverse('v-1', 't-1'));
  expect(outcome.receipt).toMatchObject({ accountId: bob, toAccountId: alice, amount: '12' });
  expect([await available(ledger, alice), await available(ledger, bob)]).toEqual(['30', '0']);
});

test('the issuer retires what is past its day on every account, once the day is over by everybody’s clock', async () => {
  await post(ledger, harbor(), issue('i-1', carol, '30'));
  const [lotId] = (await lotsOf(carol)).map((lot) => lot.lotId);
  ledger.now = '2027-11-24T00:01:59.999Z';
  expect((await postOne(ledger, harbor(), expire('e-1', carol))).code).toBe('NOTHING_TO_EXPIRE');
  expect((await postOne(ledger, harbor(), expire('e-1', carol, { inputs: [lotId] }))).code).toBe('INPUTS_INVALID');
  ledger.now = '2027-11-24T00:02:00.000Z';
  const { balances } = await ledger.submit(auditor, catalogue.getBalances, { accountId: carol });
  expect(balances).toMatchObject([{ programId: 'harbor', available: '0', held: '0', expired: '30' }]);
  expect((await postOne(ledger, harbor(), expire('e-2', carol))).receipt).toMatchObject({ amount: '30' });
  expect(await supply(ledger)).toMatchObject({ expired: '30', outstanding: '0' });
  expect(ledger.table('lot')).toEqual([]);
});

test('the custodian may expire as well, from the day’s end on, and a frozen account expires like any other', async () => {
  await post(ledger, harbor(), issue('i-1', carol, '30'));
  await ledger.submit(citypark(), catalogue.setAccountStatus, { accountId: carol, status: 'frozen' });
  ledger.now = '2027-11-24T00:00:00.000Z';
  expect((await postOne(ledger, citypark(), expire('e-1', carol))).state).toBe('POSTED');
});

test('sources are spent one after the other, and what is left comes back as change', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '10'), issue('i-2', alice, '10'), issue('i-3', alice, '10'));
  const lots = (await lotsOf(alice)).map(({ lotId }) => lotId);
  const operations = [redeem('r-1', alice, '8'), redeem('r-2', alice, '8'), redeem('r-3', alice, '8')];
  const sources = [{ accountId: alice, programId: 'harbor', lots }];
  const reply = await ledger.submit(harbor(), catalogue.postPoints, { operations, sources });
  expect(reply.outcomes.map(({ state }) => state)).toEqual(['POSTED', 'POSTED', 'POSTED']);
  expect(reply.change).toEqual([
    { accountId: alice, programId: 'harbor', lotId: (await lotsOf(alice))[0]?.lotId, amount: '6' },
  ]);
  expect(await lotsOf(alice)).toHaveLength(1);
});

test('an empty source reads no range', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '10'));
  const request = {
    operations: [redeem('r-1', alice, '8')],
    sources: [{ accountId: alice, programId: 'harbor', lots: [] }],
  };
  const simulation = await ledger.simulate(harbor(), 'Points:Post', [JSON.stringify(request)]);
  expect(simulation.ranges).toEqual([]);
  expect(JSON.parse(simulation.payload).outcomes[0].code).toBe('INSUFFICIENT_POINTS');
});

test('a batch that changes nothing writes nothing', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '10'));
  const request = { operations: [issue('i-1', alice, '10'), redeem('r-1', alice, '11'), issue('i-1', alice, '9')] };
  const simulation = await ledger.simulate(harbor(), 'Points:Post', [JSON.stringify(request)]);
  const { outcomes } = JSON.parse(simulation.payload);
  expect(outcomes.map((o: { state: string; code?: string }) => o.code ?? o.state)).toEqual([
    'EXISTS',
    'INSUFFICIENT_POINTS',
    'ID_CONFLICT',
  ]);
  expect(outcomes[2].field).toBe('amount');
  expect([simulation.writes.size, simulation.policies.size]).toEqual([0, 0]);
});

test.each([
  ['kind', redeem('i-1', alice, '10')],
  ['programId', issue('i-1', alice, '10', { programId: 'other' })],
  ['accountId', issue('i-1', bob, '10')],
  ['amount', issue('i-1', alice, '11')],
  ['campaign', issue('i-1', alice, '10', { campaign: 'spring' })],
  ['fromAccountId', transfer('t-1', bob, carol, '1')],
  ['toAccountId', transfer('t-1', alice, carol, '1')],
  ['acceptor', redeem('r-1', alice, '1')],
  ['operationId', reverse('v-1', 'i-1')],
])('a conflict names the field %s', async (field, operation) => {
  await post(
    ledger,
    harbor(),
    issue('i-1', alice, '10'),
    transfer('t-1', alice, bob, '1'),
    redeem('r-1', alice, '1', { acceptor: 'CityParkMSP' }),
    reverse('v-1', 't-1'),
  );
  const before = ledger.table('op').length;
  expect(await postOne(ledger, harbor(), operation)).toMatchObject({ state: 'REJECTED', code: 'ID_CONFLICT', field });
  expect(ledger.table('op')).toHaveLength(before);
});

test('two organisations may use the same id', async () => {
  await post(ledger, harbor(), issue('x-1', carol, '10'));
  expect((await postOne(ledger, citypark(), redeem('x-1', carol, '4'))).state).toBe('POSTED');
});

test('a batch of 500 mixed operations has 500 outcomes in order', async () => {
  const operations = Array.from({ length: 500 }, (_, n) =>
    n % 2 === 0 ? issue(`x-${n}`, alice, '1') : redeem(`x-${n}`, alice, '1'),
  );
  const outcomes = await post(ledger, harbor(), ...operations);
  expect(outcomes.map(({ id }) => id)).toEqual(operations.map(({ id }) => id));
  expect(outcomes.every(({ state }) => state === 'POSTED')).toBe(true);
  expect(await supply(ledger)).toMatchObject({ issued: '250', redeemed: '250', outstanding: '0' });
  expect(ledger.table('lot')).toEqual([]);
});

test('receipts are left out of the reply where the caller asks for it, except those of earlier transactions', async () => {
  const operations = [issue('o-1', alice, '5')];
  const first = await ledger.submit(harbor(), catalogue.postPoints, { operations, omitReceipts: true });
  expect(first.outcomes).toEqual([{ id: 'o-1', state: 'POSTED' }]);
  const again = await ledger.submit(harbor(), catalogue.postPoints, { operations, omitReceipts: true });
  expect(again.outcomes).toMatchObject([{ id: 'o-1', state: 'EXISTS', receipt: { amount: '5' } }]);
});
