/** Bridges on the ledger: who says what may cross, and that nobody who has a bridge's role does anything else, or more. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { getBridge, intoPoints, setBridge, stamps } from './bridge-world.js';
import {
  alice,
  capture,
  END,
  harbor,
  hold,
  issue,
  post,
  postOne,
  redeem,
  reverse,
  startConsortium,
  transfer,
  voidHold,
  bob,
} from './consortium.js';

const codes = (outcomes: readonly { state: string; code?: string | undefined }[]) =>
  outcomes.map(({ state, code }) => code ?? state);
const byBridge = async (ledger: LedgerStub, ...operations: Operation[]) =>
  codes(await post(ledger, harbor('bridge'), ...operations));
const out = (id: string, amount: string, more: object = {}) => hold(id, alice, amount, { bridgeId: 'stamps', ...more });

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
  await setBridge(ledger);
});

test('points come in and go out, and both are counted', async () => {
  expect(await byBridge(ledger, intoPoints('br-stamps-in-1', '70'))).toEqual(['POSTED']);
  expect(await byBridge(ledger, out('br-stamps-out-2', '30'), capture('c-2', 'br-stamps-out-2'))).toEqual([
    'POSTED',
    'POSTED',
  ]);
  expect((await getBridge(ledger)).crossed).toEqual({
    day: '2026-11-23',
    in: { today: '70', inAll: '70', count: 1 },
    out: { today: '30', inAll: '30', count: 1 },
  });
  const [receipt] = ledger.table('op').filter(({ parts }) => parts[1] === 'c-2');
  expect(receipt!.value).toMatchObject({ kind: 'capture', amount: '30', bridgeId: 'stamps' });
});

test('the cap of a day, and of all days, holds however it is divided, and over midnight', async () => {
  expect(await byBridge(ledger, intoPoints('a', '60'), intoPoints('b', '41'), intoPoints('c', '40'))).toEqual([
    'POSTED',
    'BRIDGE_CAP_EXCEEDED',
    'POSTED',
  ]);
  ledger.now = '2026-11-24T00:00:01.000Z';
  expect(await byBridge(ledger, intoPoints('d', '100'), intoPoints('e', '1'))).toEqual([
    'POSTED',
    'BRIDGE_CAP_EXCEEDED',
  ]);
  // Dated back, or a minute ahead: the day that was counted last goes on.
  ledger.now = '2026-11-23T23:59:59.000Z';
  expect(await byBridge(ledger, intoPoints('f', '1'))).toEqual(['BRIDGE_CAP_EXCEEDED']);
  ledger.now = '2026-11-25T08:00:00.000Z';
  expect(await byBridge(ledger, intoPoints('g', '51'), intoPoints('h', '50'), intoPoints('i', '1'))).toEqual([
    'BRIDGE_CAP_EXCEEDED',
    'POSTED',
    'BRIDGE_CAP_EXCEEDED',
  ]);
  expect((await getBridge(ledger)).crossed!.in).toEqual({ today: '50', inAll: '250', count: 4 });
});

test('an operation that is sent again counts once; with other content its id is taken', async () => {
  await byBridge(ledger, intoPoints('a', '60'));
  expect(await byBridge(ledger, intoPoints('a', '60'))).toEqual(['EXISTS']);
  expect(await byBridge(ledger, intoPoints('a', '61'))).toEqual(['ID_CONFLICT']);
  expect((await getBridge(ledger)).crossed!.in).toMatchObject({ today: '60', count: 1 });
  const [conflict] = await post(ledger, harbor(), issue('a', alice, '60'));
  expect(conflict).toMatchObject({ code: 'ID_CONFLICT', field: 'bridgeId' });
});

test('what a chain takes back is not counted', async () => {
  const chain = [{ ...intoPoints('a', '60'), linked: true }, redeem('b', alice, '99')];
  expect(codes(await post(ledger, harbor(), ...chain))).toEqual(['LINKED_FAILED', 'INSUFFICIENT_POINTS']);
  expect((await getBridge(ledger)).crossed).toBeUndefined();
});

test('what goes out counts as it is captured: a hold that goes back, and what of it is not captured, does not', async () => {
  await byBridge(ledger, intoPoints('a', '100'));
  await byBridge(ledger, out('h-1', '60'), voidHold('v-1', 'h-1'));
  await byBridge(ledger, out('h-2', '60'), capture('c-2', 'h-2', { amount: '10' }));
  expect((await getBridge(ledger)).crossed!.out).toEqual({ today: '10', inAll: '10', count: 1 });
  expect(await byBridge(ledger, out('h-3', '60'), capture('c-3', 'h-3'))).toEqual(['POSTED', 'BRIDGE_CAP_EXCEEDED']);
});

test('a bridge’s key does nothing but cross, and resolves no hold that is not a bridge’s', async () => {
  await post(ledger, harbor(), issue('i', alice, '50'), hold('h', alice, '10'));
  for (const operation of [
    issue('a', alice, '1'),
    hold('b', alice, '1'),
    capture('c', 'h'),
    voidHold('d', 'h'),
    redeem('e', alice, '1'),
    transfer('f', alice, bob, '1'),
    reverse('g', 'i'),
  ])
    expect(await byBridge(ledger, operation)).toEqual(['ROLE_NOT_ALLOWED']);
  await expect(
    ledger.submit(harbor('bridge'), catalogue.openAccounts, { accounts: [{ accountId: 'HarborMSP:zoe-00001' }] }),
  ).rejects.toMatchObject({ body: { code: 'ROLE_NOT_ALLOWED' } });
});

test('a till lets nothing cross', async () => {
  await post(ledger, harbor(), issue('i', alice, '50'), out('h', '10'));
  for (const operation of [intoPoints('a', '1'), out('b', '1'), capture('c', 'h')])
    expect((await postOne(ledger, harbor('cashier'), operation)).code).toBe('ROLE_NOT_ALLOWED');
});

test('what crosses a bridge is promised to nobody else', async () => {
  const operation = out('h', '10', { beneficiary: 'CityParkMSP', expiresAt: END });
  await expect(post(ledger, harbor('bridge'), operation)).rejects.toMatchObject({
    body: { code: 'REQUEST_INVALID', errors: [{ pointer: '/operations/0/beneficiary' }] },
  });
});

test('of a bridge that is closed nothing more comes in, and what is held goes out or back', async () => {
  await byBridge(ledger, intoPoints('a', '100'), out('h-1', '10'), out('h-2', '10'));
  const written = ledger.rows.get([...ledger.rows.keys()].find((key) => key.startsWith('\u0000bridge\u0000'))!);
  expect(await setBridge(ledger, { status: 'closed', out: { perDay: '0', inAll: '10' } })).toMatchObject({
    status: 'closed',
  });
  expect(written).toBeDefined();
  expect(await byBridge(ledger, intoPoints('b', '1'), out('h-3', '1'))).toEqual(['BRIDGE_CLOSED', 'BRIDGE_CLOSED']);
  expect(await byBridge(ledger, capture('c-1', 'h-1'))).toEqual(['BRIDGE_CAP_EXCEEDED']);
  await setBridge(ledger, { status: 'closed', out: { perDay: '10', inAll: '10' } });
  expect(await byBridge(ledger, capture('c-1', 'h-1'), voidHold('v-2', 'h-2'))).toEqual(['POSTED', 'POSTED']);
});

test('saying the same again writes nothing, and all bridges of a programme are listed', async () => {
  const again = await ledger.simulate(harbor(), 'Bridges:Set', [JSON.stringify(stamps)]);
  expect(again.writes.size).toBe(0);
  await setBridge(ledger, { bridgeId: 'coupons' });
  const { bridges } = await ledger.submit(harbor('bridge'), catalogue.listBridges, { programId: 'harbor' });
  expect(bridges.map(({ bridgeId }) => bridgeId)).toEqual(['coupons', 'stamps']);
});
