/** Limits against abuse, set by the issuer. */
import { catalogue, type Limits, type Operation } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  agreeOnRate,
  alice,
  auditor,
  bob,
  citypark,
  exchange,
  harbor,
  hold,
  issue,
  post,
  postOne,
  program,
  redeem,
  startConsortium,
  transfer,
  voidHold,
} from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
  await post(ledger, harbor(), issue('i-1', alice, '100'), issue('i-2', bob, '100'));
});

const setLimits = (limits: Limits, programId = 'harbor', caller = harbor()) =>
  ledger.submit(caller, catalogue.setLimits, { programId, limits });
const endorse = (operation: Operation) =>
  ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations: [operation] })]);
const codes = async (...operations: Operation[]) =>
  (await post(ledger, harbor(), ...operations)).map(({ state, code }) => code ?? state);

test.each([
  ['issue', issue('x-1', alice, '4'), issue('x-2', alice, '5'), issue('x-3', alice, '11')],
  ['transfer', transfer('x-1', alice, bob, '4'), transfer('x-2', alice, bob, '5'), transfer('x-3', alice, bob, '11')],
  ['redeem', redeem('x-1', alice, '4'), redeem('x-2', alice, '5'), redeem('x-3', alice, '11')],
  ['hold', hold('x-1', alice, '4'), hold('x-2', alice, '5'), hold('x-3', alice, '11')],
  ['exchange', exchange('x-1', alice, '4'), exchange('x-2', alice, '5'), exchange('x-3', alice, '11')],
] as const)('one operation of the kind %s has a minimum and a maximum', async (kind, low, good, high) => {
  await agreeOnRate(ledger);
  await setLimits({ operations: { [kind]: { min: '5', max: '10' } } });
  expect(await codes(low, good, high)).toEqual(['AMOUNT_BELOW_MINIMUM', 'POSTED', 'AMOUNT_ABOVE_MAXIMUM']);
});

test('points that leave an account count together, whatever the kind, and begin anew the next day', async () => {
  await setLimits({ perAccountDay: { debitedMax: '30' } });
  expect(await codes(redeem('r-1', alice, '10'), transfer('t-1', alice, bob, '10'), hold('h-1', alice, '10'))).toEqual([
    'POSTED',
    'POSTED',
    'POSTED',
  ]);
  expect(await codes(redeem('r-2', alice, '1'), redeem('r-3', bob, '30'))).toEqual(['DAY_LIMIT_EXCEEDED', 'POSTED']);
  await post(ledger, harbor(), voidHold('v-1', 'h-1'));
  expect(await codes(redeem('r-4', alice, '1'))).toEqual(['DAY_LIMIT_EXCEEDED']);
  ledger.now = '2026-11-24T00:00:00.000Z';
  expect(await codes(redeem('r-5', alice, '30'))).toEqual(['POSTED']);
});

test('a timestamp of the day before does not begin the count anew', async () => {
  await setLimits({ perAccountDay: { debitedMax: '30' } });
  ledger.now = '2026-11-24T00:00:00.000Z';
  expect(await codes(redeem('r-1', alice, '30'))).toEqual(['POSTED']);
  ledger.now = '2026-11-23T23:59:59.000Z';
  expect(await codes(redeem('r-2', alice, '1'))).toEqual(['DAY_LIMIT_EXCEEDED']);
});

test('operations are counted, credits apart from debits', async () => {
  await setLimits({ perAccountDay: { debitsMax: 1, creditsMax: 2 } });
  expect(await codes(redeem('r-1', alice, '1'), redeem('r-2', alice, '1'))).toEqual(['POSTED', 'VELOCITY_EXCEEDED']);
  expect(await codes(issue('c-1', alice, '1'), issue('c-2', alice, '1'), issue('c-3', alice, '1'))).toEqual([
    'POSTED',
    'POSTED',
    'VELOCITY_EXCEEDED',
  ]);
});

test('what a stranger sends uses up nothing of what a member may be given, and is counted at the stranger', async () => {
  await setLimits({ perAccountDay: { creditsMax: 1, creditedMax: '40', debitsMax: 3 } });
  const dust = ['t-1', 't-2', 't-3'].map((id) => transfer(id, bob, alice, '1'));
  expect(await codes(...dust)).toEqual(['POSTED', 'POSTED', 'POSTED']);
  expect(await codes(issue('c-1', alice, '40'))).toEqual(['POSTED']);
  expect(await codes(transfer('t-4', bob, alice, '1'))).toEqual(['VELOCITY_EXCEEDED']);
});

test('a stranger’s transfer does not meet what the receiver does at the same time', async () => {
  await setLimits({ perAccountDay: { creditedMax: '50', debitedMax: '50' } });
  const { lots } = await ledger.submit(auditor, catalogue.listLots, { accountId: alice });
  const own = redeem('r-1', alice, '1', { inputs: lots.map(({ lotId }) => lotId) });
  const both = [await endorse(transfer('t-1', bob, alice, '1')), await endorse(own)];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'VALID']);
});

test('an exchange counts in both programmes', async () => {
  await agreeOnRate(ledger);
  await setLimits({ perAccountDay: { creditedMax: '5' } }, 'citypark', citypark());
  expect(await codes(exchange('x-1', alice, '9'))).toEqual(['DAY_LIMIT_EXCEEDED']);
  await setLimits({}, 'citypark', citypark());
  await setLimits({ perAccountDay: { debitedMax: '9' } });
  expect(await codes(exchange('x-2', alice, '10'), redeem('r-1', alice, '1'))).toEqual([
    'POSTED',
    'DAY_LIMIT_EXCEEDED',
  ]);
});

test('a chain that fails is not counted', async () => {
  await setLimits({ perAccountDay: { debitsMax: 1 } });
  await post(ledger, harbor(), { ...redeem('r-1', alice, '1'), linked: true }, redeem('r-2', bob, '999'));
  expect(await codes(redeem('r-3', alice, '1'))).toEqual(['POSTED']);
});

test('without limits by day no row is written, and nothing more is read', async () => {
  await setLimits({ operations: { redeem: { max: '50' } } });
  const simulation = await endorse(redeem('r-1', alice, '1'));
  expect([...simulation.reads.keys(), ...simulation.writes.keys()].join()).not.toContain('account-day');
});

test('with limits on debits, credits of one account do not meet', async () => {
  await setLimits({ perAccountDay: { debitedMax: '50' } });
  const both = [
    await endorse(issue('x-1', alice, '1', { lanes: [0] })),
    await endorse(issue('x-2', alice, '1', { lanes: [1] })),
  ];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'VALID']);
});

test('debits of one account that are counted at the same time meet, so that none is missed', async () => {
  await setLimits({ perAccountDay: { debitedMax: '50' } });
  await post(ledger, harbor(), issue('i-3', alice, '50'));
  const { lots } = await ledger.submit(auditor, catalogue.listLots, { accountId: alice });
  const debits = lots.map(({ lotId }, n) => redeem(`r-${n}`, alice, '50', { inputs: [lotId] }));
  const both = await Promise.all(debits.map(endorse));
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

test('creating the programme again changes nothing of its limits', async () => {
  const before = await setLimits({ operations: { redeem: { max: '50' } } });
  expect(await ledger.submit(harbor(), catalogue.createProgram, program)).toEqual(before);
  expect((await postOne(ledger, harbor(), redeem('r-1', alice, '51'))).code).toBe('AMOUNT_ABOVE_MAXIMUM');
});
