/** Imported lines: a hundred stand in one row, each takes effect once, and each is found and undone by its id as any operation. */
import { catalogue, type Operation, type Row } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  alice,
  available,
  bob,
  harbor,
  issue,
  post,
  postOne,
  program,
  redeem,
  reverse,
  startConsortium,
  supply,
} from './consortium.js';

const FILE = `im-${'a1'.repeat(20)}`;
const line = (n: number, accountId = alice, amount = '3', more: object = {}): Operation =>
  issue(`${FILE}-${n}`, accountId, amount, more);

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

const hundreds = () => ledger.table('imported').map(({ value }) => value as Row<'imported'>);
const apart = () => ledger.table('op').map(({ value }) => value as Row<'op'>);
const endorse = (...operations: Operation[]) =>
  ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations })]);
const receipt = (id: string) => ledger.submit(harbor(), catalogue.getReceipt, { mspId: 'HarborMSP', operationId: id });

test('a hundred lines are one row, and credits of one account one lot', async () => {
  await post(ledger, harbor(), line(102), line(7, bob, '5'), line(8, alice, '4'), line(9));
  expect(apart()).toEqual([]);
  expect(hundreds().map(({ rows, lane, expiry }) => [rows, lane, expiry])).toEqual([
    [['7 HarborMSP:bob-00001 5 1', '8 HarborMSP:alice-0001 4 0', '9 HarborMSP:alice-0001 3 0'], 0, '2027-11-23'],
    [['102 HarborMSP:alice-0001 3 0'], 0, '2027-11-23'],
  ]);
  expect(ledger.table('lot')).toHaveLength(2);
  expect([await available(ledger, alice), await available(ledger, bob)]).toEqual(['10', '5']);
});

test('a receipt says what it would say in a row of its own, but for the digest', async () => {
  ledger = await startConsortium({}, { rules: { ...program.rules, earnedDaysMax: 30 } });
  const [imported, single] = await post(
    ledger,
    harbor(),
    line(5, alice, '7', { campaign: 'spring', earnedOn: '2026-11-20' }),
    issue('single', alice, '7', { campaign: 'spring', earnedOn: '2026-11-20' }),
  );
  const found = await receipt(`${FILE}-5`);
  expect(found).toEqual(imported?.receipt);
  const { digest: _digest, ...rest } = single!.receipt!;
  expect(found).toEqual({ ...rest, id: `${FILE}-5` });
  await expect(receipt(`${FILE}-6`)).rejects.toThrow('OPERATION_UNKNOWN');
});

test('a line takes effect once, whenever and with whatever it comes again', async () => {
  await post(ledger, harbor(), line(1), line(2));
  const again = await post(
    ledger,
    harbor(),
    line(2),
    line(3),
    line(1, alice, '4'),
    line(1, alice, '3', { expiresOn: '2027-11-23' }),
  );
  expect(again.map(({ state, code, field }) => [state, code, field])).toEqual([
    ['EXISTS', undefined, undefined],
    ['POSTED', undefined, undefined],
    ['REJECTED', 'ID_CONFLICT', 'amount'],
    ['REJECTED', 'ID_CONFLICT', 'expiresOn'],
  ]);
  // What comes to a hundred later stands apart, and is as well known.
  expect([hundreds()[0]?.rows.length, apart().map(({ id }) => id)]).toEqual([2, [`${FILE}-3`]]);
  expect(await postOne(ledger, harbor(), line(3))).toMatchObject({ state: 'EXISTS', receipt: { id: `${FILE}-3` } });
  expect(await supply(ledger)).toMatchObject({ issued: '9' });
});

test.each([
  ['the same line', [line(1, alice, '1', { lanes: [0] })], [line(1, alice, '1', { lanes: [1] })]],
  ['lines of one hundred', [line(1, alice, '1', { lanes: [0] })], [line(2, bob, '1', { lanes: [1] })]],
])('of %s that are endorsed at the same time, one is done', async (_what, first, second) => {
  const both = [await endorse(...first), await endorse(...second)];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

test('the same line, late and at the same time, is done once', async () => {
  await post(ledger, harbor(), line(1));
  const both = [await endorse(line(2, alice, '1', { lanes: [0] })), await endorse(line(2, alice, '1', { lanes: [1] }))];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

test('lines of different hundreds do not meet', async () => {
  const both = [
    await endorse(line(99, alice, '1', { lanes: [0] })),
    await endorse(line(100, alice, '1', { lanes: [1] })),
  ];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'VALID']);
});

test('a line is taken back by its id, wholly or in parts, and no more than once', async () => {
  await post(ledger, harbor(), line(1, alice, '9'), line(2));
  await post(ledger, harbor(), reverse('v-1', `${FILE}-1`, { amount: '4' }));
  expect(await receipt(`${FILE}-1`)).toMatchObject({ amount: '9', reversed: '4' });
  const both = [await endorse(reverse('v-2', `${FILE}-1`)), await endorse(reverse('v-3', `${FILE}-1`))];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  expect(await postOne(ledger, harbor(), reverse('v-4', `${FILE}-1`))).toMatchObject({ code: 'ALREADY_REVERSED' });
  expect(await postOne(ledger, harbor(), line(1, alice, '9'))).toMatchObject({
    state: 'EXISTS',
    receipt: { reversed: '9' },
  });
  expect(await available(ledger, alice)).toBe('3');
  expect(hundreds()[0]?.rows).toHaveLength(2);
});

test('what is taken back in the batch that posts it, drawn from two lanes, or pays off a debt stands apart', async () => {
  ledger = await startConsortium({}, { rules: { ...program.rules, shortfall: 'clawback' } });
  await post(ledger, harbor(), issue('i', alice, '5'), redeem('r', alice, '5'), reverse('v', 'i'));
  const outcomes = await post(
    ledger,
    harbor(),
    line(1, bob, '2'),
    line(3, alice, '4'),
    line(4, bob, '6'),
    reverse('v-4', `${FILE}-4`),
    line(5, bob, '1', { lanes: [1] }),
    line(6, bob, '1', { campaign: 'autumn' }),
    line(2, bob, '700', { lanes: [0, 1] }),
  );
  expect(outcomes.map(({ state }) => state)).toEqual(Array(7).fill('POSTED'));
  expect(hundreds()[0]?.rows).toHaveLength(1);
  const ids = [2, 3, 4, 5, 6].map((n) => `${FILE}-${n}`);
  expect(apart().flatMap(({ id }) => (id.startsWith('im-') ? [id] : []))).toEqual(ids);
  const again = await post(ledger, harbor(), ...[1, 2, 3, 4, 5, 6].map((n) => line(n, bob, '8')));
  expect(again.map(({ code }) => code)).not.toContain(undefined);
  expect((await supply(ledger)).issued).toBe('719');
});

test('a hundred of which nothing fits is marked, so that none of it is posted again', async () => {
  await post(ledger, harbor(), line(1, bob, '600', { lanes: [0, 1] }));
  expect([hundreds()[0]?.rows, apart().length]).toEqual([[], 1]);
  expect(await postOne(ledger, harbor(), line(1, bob, '600'))).toMatchObject({ state: 'EXISTS' });
});

test('what fails leaves no line', async () => {
  const [, failed] = await post(ledger, harbor(), line(1), line(2, 'HarborMSP:nobody-01'), line(3));
  expect(failed?.code).toBe('ACCOUNT_UNKNOWN');
  expect(hundreds()[0]?.rows.map((row) => row.split(' ')[0])).toEqual(['1', '3']);
  expect(await postOne(ledger, harbor(), line(2))).toMatchObject({ state: 'POSTED' });
});

test('a chain of lines is done wholly or not at all', async () => {
  await post(ledger, harbor(), line(1, alice, '1', { linked: true }), line(2, 'HarborMSP:nobody-01'), line(3));
  expect([hundreds()[0]?.rows.map((row) => row.split(' ')[0]), apart()]).toEqual([['3'], []]);
  await post(ledger, harbor(), line(1, alice, '1', { linked: true }), line(4));
  expect(apart().map(({ id }) => id)).toEqual([`${FILE}-1`, `${FILE}-4`]);
});

test('such an id is for issuances alone', async () => {
  await post(ledger, harbor(), issue('i', alice, '9'));
  await expect(post(ledger, harbor(), redeem(`${FILE}-1`, alice, '1'))).rejects.toThrow('REQUEST_INVALID');
  await expect(post(ledger, harbor(), reverse(`${FILE}-1`, 'i'))).rejects.toThrow('REQUEST_INVALID');
});
