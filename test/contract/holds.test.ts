/** Points that are set aside: captured once, by whom they are meant for, or given back. */
import { createHash } from 'node:crypto';
import { catalogue, type Operation } from '@commonpoint/catalogue';
import { AuditAlong } from '../audit/audit-along.js';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import {
  alice,
  auditor,
  available,
  bob,
  capture,
  citypark,
  END,
  END_EVERYWHERE,
  greenmart,
  harbor,
  hold,
  issue,
  post,
  postOne,
  redeem,
  reverse,
  startConsortium,
  supply,
  voidHold,
} from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
  await post(ledger, harbor(), issue('i-1', alice, '60', {}));
  ledger.now = '2026-11-23T08:00:00.000Z';
});

const ofHarbor = { holdMspId: 'HarborMSP' };
const balance = async () =>
  (await ledger.submit(auditor, catalogue.getBalances, { accountId: alice })).balances.find(
    ({ programId }) => programId === 'harbor',
  );
const endorse = (caller: StubCaller, operation: Operation) =>
  ledger.simulate(caller, 'Points:Post', [JSON.stringify({ operations: [operation] })]);

async function expectIdentity(): Promise<void> {
  const { issued, outstanding, held, redeemed, expired, reversed } = await supply(ledger);
  const sum = [outstanding, held, redeemed, expired, reversed].reduce((total, part) => total + BigInt(part), 0n);
  expect(sum).toBe(BigInt(issued));
}

test('a hold counts against the balance at once', async () => {
  const { receipt } = await postOne(ledger, harbor('cashier'), hold('h-1', alice, '25'));
  expect(receipt).toMatchObject({ kind: 'hold', amount: '25', expiresAt: END });
  expect(await balance()).toMatchObject({ programId: 'harbor', available: '35', held: '25', expired: '0' });
  expect(await supply(ledger)).toMatchObject({ issued: '60', outstanding: '35', held: '25', redeemed: '0' });
  expect((await postOne(ledger, harbor(), redeem('r-1', alice, '36'))).code).toBe('INSUFFICIENT_POINTS');
  const { holds } = await ledger.submit(auditor, catalogue.listHolds, { accountId: alice });
  expect(holds.map(({ holdId, status, amount }) => [holdId, status, amount])).toEqual([['h-1', 'open', '25']]);
});

test('a part is captured, the rest goes back with its expiry', async () => {
  await post(ledger, harbor(), hold('h-1', alice, '25'));
  ledger.now = '2026-11-23T08:04:59.999Z';
  const { receipt } = await postOne(ledger, harbor('cashier'), capture('c-1', 'h-1', { amount: '10' }));
  expect(receipt).toMatchObject({ amount: '10', holdMspId: 'HarborMSP', holdId: 'h-1' });
  expect(receipt?.created?.map(({ lotId, amount }) => [lotId.slice(0, 10), amount])).toEqual([['2027-11-23', '15']]);
  expect(await balance()).toMatchObject({ available: '50', held: '0' });
  expect(await supply(ledger)).toMatchObject({ outstanding: '50', held: '0', redeemed: '10' });
  expect(ledger.table('open-hold')).toEqual([]);
});

test('a capture without an amount takes all', async () => {
  await post(ledger, harbor(), hold('h-1', alice, '25'), capture('c-1', 'h-1'));
  expect(await supply(ledger)).toMatchObject({ outstanding: '35', held: '0', redeemed: '25' });
});

test('a void gives all back', async () => {
  await post(ledger, harbor(), hold('h-1', alice, '25'));
  expect((await postOne(ledger, harbor('cashier'), voidHold('v-1', 'h-1'))).receipt?.created).toHaveLength(1);
  expect(await available(ledger, alice)).toBe('60');
  const hold1 = await ledger.submit(auditor, catalogue.getHold, { mspId: 'HarborMSP', holdId: 'h-1' });
  expect(hold1).toMatchObject({ status: 'voided', resolvedBy: { mspId: 'HarborMSP', operationId: 'v-1' } });
  expect(hold1).not.toHaveProperty('lots');
});

test('points come back with an expiry that has passed meanwhile', async () => {
  ledger.now = '2027-11-23T10:00:00.000Z';
  await post(ledger, harbor(), hold('h-1', alice, '25', { expiresAt: '2027-11-24T10:00:00Z' }));
  ledger.now = '2027-11-24T11:00:00.000Z';
  await post(ledger, harbor(), voidHold('v-1', 'h-1'));
  expect(await balance()).toMatchObject({ available: '0', held: '0', expired: '60' });
});

test('a hold that outlasts its points keeps them: they are captured after their expiry, and what is not comes back expired', async () => {
  ledger.now = '2027-11-23T10:00:00.000Z';
  await post(ledger, harbor(), hold('h-1', alice, '25', { expiresAt: '2027-11-24T10:00:00Z' }));
  ledger.now = '2027-11-24T09:00:00.000Z';
  const { receipt } = await postOne(ledger, harbor('cashier'), capture('c-1', 'h-1', { amount: '10' }));
  expect(receipt).toMatchObject({ amount: '10' });
  expect(await supply(ledger)).toMatchObject({ redeemed: '10', held: '0' });
  expect(await balance()).toMatchObject({ available: '0', held: '0', expired: '50' });
});

test.each([
  ['voided after its end', END],
  ['given up before', '2026-11-23T08:01:00.000Z'],
])('after its end the capture of a hold that was %s says that its time is over', async (_name, voidedAt) => {
  await post(ledger, harbor(), hold('h-1', alice, '25'));
  ledger.now = voidedAt;
  await post(ledger, harbor(), voidHold('v-1', 'h-1'));
  ledger.now = END;
  expect((await postOne(ledger, harbor(), capture('c-1', 'h-1'))).code).toBe('HOLD_EXPIRED');
});

test('a hold that was given up and has not ended, or was captured, is resolved', async () => {
  await post(ledger, harbor(), hold('h-1', alice, '25'), hold('h-2', alice, '5'), voidHold('v-1', 'h-1'));
  await post(ledger, harbor(), capture('c-2', 'h-2'));
  expect((await postOne(ledger, harbor(), capture('c-1', 'h-1'))).code).toBe('HOLD_RESOLVED');
  ledger.now = END;
  expect((await postOne(ledger, harbor(), capture('c-3', 'h-2'))).code).toBe('HOLD_RESOLVED');
});

describe('a spending code', () => {
  const preimage = '483920.q7JpZk0bT4yWm2xVd8RsAg';
  const hashLock = createHash('sha256').update(`HarborMSP\n${preimage}`).digest('hex');
  const code = hold('h-1', alice, '25', { beneficiary: 'CityParkMSP', hashLock });
  const shown = capture('c-1', 'h-1', { ...ofHarbor, preimage });

  test('is captured by the beneficiary’s cashier alone, and the issuer owes it', async () => {
    await post(ledger, harbor(), code);
    const { receipt } = await postOne(ledger, citypark('cashier'), shown);
    expect(receipt).toMatchObject({ mspId: 'CityParkMSP', acceptor: 'CityParkMSP', cycle: '2026-11', amount: '25' });
    const { positions } = await ledger.submit(auditor, catalogue.clearingPositions, { cycle: '2026-11' });
    expect(positions).toEqual([{ debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '25' }]);
    await expectIdentity();
  });

  test('nothing of it is on the ledger before it is captured', async () => {
    await post(ledger, harbor(), code);
    const written = [...ledger.rows.values()].map(({ value }) => value.toString()).join();
    expect(written).not.toContain('483920');
    expect(written).not.toContain(preimage);
  });

  test.each([
    ['a wrong one', citypark(), { preimage: `${preimage}x` }, 'PREIMAGE_WRONG'],
    ['none', citypark(), { preimage: undefined }, 'PREIMAGE_WRONG'],
    ['a right one at another merchant', harbor(), {}, 'HOLD_NOT_YOURS'],
    ['more than it is for', citypark(), { amount: '26' }, 'HOLD_EXCEEDED'],
  ])('%s is refused', async (_name, caller, change, expected) => {
    await post(ledger, harbor(), code);
    const before = new Map(ledger.rows);
    expect((await postOne(ledger, caller, { ...shown, ...change })).code).toBe(expected);
    expect(ledger.rows).toEqual(before);
  });

  test('a used one is refused, also when it is used twice at once', async () => {
    await post(ledger, harbor(), code);
    const captures = Array.from({ length: 100 }, (_, n) => ({ ...shown, id: `c-${n}` }));
    const simulations = await Promise.all(captures.map((operation) => endorse(citypark('cashier'), operation)));
    const codes = simulations.map((simulation) => ledger.commit(simulation));
    expect(codes.filter((outcome) => outcome === 'VALID')).toHaveLength(1);
    expect((await postOne(ledger, citypark(), { ...shown, id: 'c-again' })).code).toBe('HOLD_RESOLVED');
    expect(await supply(ledger)).toMatchObject({ redeemed: '25', held: '0' });
  });

  test('an expired one is refused, and may be voided by either side', async () => {
    await post(ledger, harbor(), code, { ...code, id: 'h-2' });
    ledger.now = END;
    expect((await postOne(ledger, citypark(), shown)).code).toBe('HOLD_EXPIRED');
    expect((await postOne(ledger, citypark('cashier'), voidHold('v-1', 'h-1', ofHarbor))).state).toBe('POSTED');
    expect((await postOne(ledger, harbor('cashier'), voidHold('v-2', 'h-2'))).code).toBe('HOLD_NOT_YOURS');
    ledger.now = END_EVERYWHERE;
    expect((await postOne(ledger, harbor('cashier'), voidHold('v-3', 'h-2'))).state).toBe('POSTED');
    expect(await available(ledger, alice)).toBe('60');
  });

  test('a capture that was kept back meets the void after the end', async () => {
    await post(ledger, harbor(), code);
    const late = await endorse(citypark(), shown);
    ledger.now = END_EVERYWHERE;
    await post(ledger, harbor(), voidHold('v-1', 'h-1'));
    expect(ledger.commit(late)).toBe('MVCC_READ_CONFLICT');
  });

  test('the capture again answers what it did', async () => {
    await post(ledger, harbor(), code);
    const first = await postOne(ledger, citypark(), shown);
    expect(await postOne(ledger, citypark(), shown)).toEqual({ ...first, state: 'EXISTS' });
    const other = await postOne(ledger, citypark(), { ...shown, preimage: `${preimage}x` } as Operation);
    expect(other).toMatchObject({ code: 'ID_CONFLICT', field: 'preimage' });
  });

  test('a capture reads once: the hold has all that it needs', async () => {
    await post(ledger, harbor(), code);
    const { messages, ranges } = await endorse(citypark(), shown);
    expect([messages.get(25), ranges.length]).toEqual([1, 0]);
  });
});

describe('before its end a hold with a beneficiary', () => {
  const preimage = '483920.q7JpZk0bT4yWm2xVd8RsAg';
  const hashLock = createHash('sha256').update(`HarborMSP\n${preimage}`).digest('hex');
  const kinds = { 'without a lock': {}, 'with a hash lock': { hashLock } };
  const shown = (kind: object) => ({ ...ofHarbor, ...('hashLock' in kind ? { preimage } : {}) });

  test.each(Object.entries(kinds))('%s is captured or given up by that merchant alone', async (_name, kind) => {
    const promise = (id: string) => hold(id, alice, '10', { beneficiary: 'CityParkMSP', ...kind });
    await post(ledger, harbor(), promise('h-1'), promise('h-2'));
    for (const attempt of [
      capture('c-1', 'h-1', shown(kind)),
      capture('c-2', 'h-1', { ...shown(kind), amount: '1' }),
      voidHold('v-1', 'h-1'),
    ]) {
      expect((await postOne(ledger, harbor(), attempt)).code).toBe('HOLD_NOT_YOURS');
    }
    expect((await postOne(ledger, citypark('cashier'), capture('c-3', 'h-1', shown(kind)))).state).toBe('POSTED');
    expect((await postOne(ledger, citypark('cashier'), voidHold('v-2', 'h-2', ofHarbor))).state).toBe('POSTED');
    expect(await supply(ledger)).toMatchObject({ outstanding: '50', redeemed: '10', held: '0' });
  });

  test.each(Object.entries(kinds))('%s is captured although its account was frozen since', async (_name, kind) => {
    await post(ledger, harbor(), hold('h-1', alice, '10', { beneficiary: 'CityParkMSP', ...kind }));
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
    const { receipt } = await postOne(ledger, citypark(), capture('c-1', 'h-1', { ...shown(kind), amount: '7' }));
    expect(receipt).toMatchObject({ amount: '7', acceptor: 'CityParkMSP' });
    expect(await supply(ledger)).toMatchObject({ outstanding: '53', redeemed: '7', held: '0' });
  });

  test.each(Object.entries(kinds))('%s is captured although its programme is suspended since', async (_name, kind) => {
    await post(ledger, harbor(), hold('h-1', alice, '10', { beneficiary: 'CityParkMSP', ...kind }));
    await ledger.submit(harbor(), catalogue.setProgramStatus, { programId: 'harbor', status: 'suspended' });
    expect((await postOne(ledger, citypark(), capture('c-1', 'h-1', shown(kind)))).state).toBe('POSTED');
  });

  test.each([
    ['the account', catalogue.setAccountStatus, { accountId: alice, status: 'frozen' }],
    ['the programme', catalogue.setProgramStatus, { programId: 'harbor', status: 'suspended' }],
    ['the programme’s limits', catalogue.setLimits, { programId: 'harbor', limits: {} }],
  ] as const)('is captured whatever is written to %s meanwhile', async (_name, entry, request) => {
    await post(ledger, harbor(), hold('h-1', alice, '10', { beneficiary: 'CityParkMSP' }));
    const taking = await endorse(citypark(), capture('c-1', 'h-1', { ...ofHarbor, amount: '4' }));
    await ledger.submit(harbor('admin'), entry as never, request as never);
    expect(ledger.commit(taking)).toBe('VALID');
    expect(await supply(ledger)).toMatchObject({ outstanding: '56', redeemed: '4', held: '0' });
  });

  test('keeps its account from being closed', async () => {
    await post(ledger, harbor(), hold('h-1', alice, '60', { beneficiary: 'CityParkMSP' }));
    const closing = ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'closed' });
    await expect(closing).rejects.toMatchObject({ body: { code: 'ACCOUNT_NOT_EMPTY' } });
  });
});

test.each([
  ['ACCOUNT_FROZEN', catalogue.setAccountStatus, { accountId: alice, status: 'frozen' }],
  ['PROGRAM_SUSPENDED', catalogue.setProgramStatus, { programId: 'harbor', status: 'suspended' }],
] as const)('a hold that nobody was promised waits: %s', async (code, entry, request) => {
  await post(ledger, harbor(), hold('h-1', alice, '10'));
  await ledger.submit(harbor(), entry as never, request as never);
  expect((await postOne(ledger, harbor(), capture('c-1', 'h-1'))).code).toBe(code);
});

test('a reversed capture gives the points back and unwinds the clearing', async () => {
  await post(ledger, harbor(), hold('h-1', alice, '25', { beneficiary: 'CityParkMSP' }));
  await post(ledger, citypark(), capture('c-1', 'h-1', { ...ofHarbor, amount: '20' }));
  expect((await postOne(ledger, citypark(), reverse('x-1', 'c-1'))).state).toBe('POSTED');
  expect(await available(ledger, alice)).toBe('60');
  const { positions } = await ledger.submit(auditor, catalogue.clearingPositions, { cycle: '2026-11' });
  expect(positions).toEqual([]);
  expect((await postOne(ledger, citypark(), reverse('x-2', 'c-1'))).code).toBe('ALREADY_REVERSED');
  expect((await postOne(ledger, harbor(), reverse('x-3', 'h-1'))).code).toBe('NOT_REVERSIBLE');
});

test('operations of one batch see its holds, and a chain that fails takes them back', async () => {
  const failing = redeem('r-1', bob, '1');
  const outcomes = await post(
    ledger,
    harbor(),
    { ...hold('h-1', alice, '25'), linked: true },
    { ...capture('c-1', 'h-1', { amount: '5' }), linked: true },
    failing,
    hold('h-1', alice, '30'),
    voidHold('v-1', 'h-1'),
  );
  expect(outcomes.map(({ state, code }) => code ?? state)).toEqual([
    'LINKED_FAILED',
    'LINKED_FAILED',
    'INSUFFICIENT_POINTS',
    'POSTED',
    'POSTED',
  ]);
  expect(await supply(ledger)).toMatchObject({ outstanding: '60', held: '0', redeemed: '0' });
});

test('an account with an open hold is not empty', async () => {
  await post(ledger, harbor(), hold('h-1', alice, '60'));
  const closing = ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'closed' });
  await expect(closing).rejects.toMatchObject({ body: { code: 'ACCOUNT_NOT_EMPTY' } });
});

test('what is held survives a fold of its day', async () => {
  await post(ledger, harbor(), hold('h-1', alice, '25', { expiresAt: '2026-12-01T00:00:00Z' }));
  const before = await supply(ledger);
  ledger.now = '2026-11-24T00:00:00.000Z';
  await ledger.submit(harbor(), catalogue.foldSupply, { programId: 'harbor', period: '2026-11-23' });
  expect(await supply(ledger)).toEqual(before);
  await post(ledger, harbor(), voidHold('v-1', 'h-1'));
  expect(await supply(ledger)).toMatchObject({ outstanding: '60', held: '0' });
});

test('holds of one account do not meet', async () => {
  await post(ledger, harbor(), issue('i-2', alice, '10', { lanes: [1] }));
  const { lots } = await ledger.submit(auditor, catalogue.listLots, { accountId: alice });
  const both = await Promise.all(
    lots.map(({ lotId, amount }, n) => endorse(harbor(), hold(`h-${n}`, alice, amount, { inputs: [lotId] }))),
  );
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'VALID']);
  expect(await balance()).toMatchObject({ available: '0', held: '70' });
});

describe('of a custodian that left', () => {
  let audit: AuditAlong;
  beforeEach(async () => {
    await post(ledger, harbor(), hold('h-1', alice, '25'), hold('h-2', alice, '5', { beneficiary: 'GreenMartMSP' }));
    const { value } = ledger.table('org').find(({ parts }) => parts[0] === 'HarborMSP')!;
    ledger.plant('org', ['HarborMSP'], { ...value, status: 'left', successor: 'CityParkMSP' });
    audit = new AuditAlong(ledger);
  });
  const giveUp = (caller: StubCaller, holdId: string) =>
    postOne(ledger, caller, { kind: 'void', id: `v-${holdId}`, ...ofHarbor, holdId });

  test('whoever serves its accounts gives its holds up, once they are over by every clock', async () => {
    for (const now of [ledger.now, END, '2026-11-23T08:06:59.999Z']) {
      ledger.now = now;
      for (const holdId of ['h-1', 'h-2']) expect((await giveUp(citypark(), holdId)).code).toBe('HOLD_NOT_YOURS');
    }
    ledger.now = END_EVERYWHERE;
    expect((await giveUp(greenmart(), 'h-1')).code).toBe('HOLD_NOT_YOURS');
    for (const holdId of ['h-1', 'h-2']) expect((await giveUp(citypark(), holdId)).state).toBe('POSTED');
    expect(await balance()).toMatchObject({ available: '60', held: '0' });
    expect(audit.found()).toEqual([]);
    await expectIdentity();
  });

  test('it captures none of them', async () => {
    expect((await postOne(ledger, citypark(), capture('c-1', 'h-1', ofHarbor))).code).toBe('HOLD_NOT_YOURS');
  });
});
