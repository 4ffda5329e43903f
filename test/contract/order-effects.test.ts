/** What orders in force do to every kind of operation: the table in docs/concepts.md, cell by cell. */
import {
  catalogue,
  type Operation,
  type OperationKind,
  operationRoles,
  type OrderEffect,
} from '@commonpoint/catalogue';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import {
  agreeOnRate,
  alice,
  available,
  bob,
  capture,
  carol,
  consolidate,
  citypark,
  exchange,
  expire,
  extend,
  harbor,
  hold,
  issue,
  post,
  postOne,
  redeem,
  reverse,
  transfer,
  voidHold,
} from './consortium.js';
import { switchAssets, terms as lineTerms } from './collateral-world.js';
import { buy, giveNote, redeemNote, startWithNotes } from './notes-world.js';
import { admitRegulator, regulator } from './regulated.js';

const promised = { beneficiary: 'CityParkMSP' };

/** Alice has points of which 10 expire soon; two holds and a note are open, and what can be reversed was done before any order. */
async function start(): Promise<LedgerStub> {
  const ledger = admitRegulator(await startWithNotes());
  switchAssets(ledger);
  await ledger.submit(citypark(), catalogue.grantCreditLine, lineTerms);
  await agreeOnRate(ledger, { validUntil: '2029-01-01T00:00:00.000Z' });
  await post(
    ledger,
    harbor(),
    issue('i-0', alice, '10'),
    issue('i-1', alice, '100'),
    issue('i-bob', bob, '50'),
    hold('h-own', alice, '10'),
    hold('h-promised', alice, '10', promised),
    redeem('r-1', alice, '20', { acceptor: 'CityParkMSP' }),
    transfer('t-out', alice, bob, '10'),
    transfer('t-in', bob, alice, '5'),
    issue('i-note', alice, '20'),
    buy('n-1', alice, '20'),
  );
  return ledger;
}

const pledgeNote: Operation = {
  ...{ kind: 'pledge-note', id: 'x', noteMspId: 'HarborMSP', noteId: 'n-1' },
  ...{ beneficiary: 'CityParkMSP', lineId: 'line-1' },
};

type Case = [what: string, kind: OperationKind, caller: StubCaller, operation: Operation];
const ofHarbor = { holdMspId: 'HarborMSP' };
const cases: Case[] = [
  ['issue to it', 'issue', harbor(), issue('x', alice, '3')],
  ['transfer from it', 'transfer', harbor(), transfer('x', alice, bob, '3')],
  ['transfer to it', 'transfer', harbor(), transfer('x', bob, alice, '3')],
  ['redeem', 'redeem', harbor(), redeem('x', alice, '3')],
  ['hold', 'hold', harbor(), hold('x', alice, '3', promised)],
  ['exchange', 'exchange', harbor(), exchange('x', alice, '3')],
  ['capture what was promised before', 'capture', citypark(), capture('x', 'h-promised', { ...ofHarbor, amount: '4' })],
  ['capture without a beneficiary', 'capture', harbor(), capture('x', 'h-own')],
  ['void', 'void', harbor(), voidHold('x', 'h-own')],
  ['expire', 'expire', harbor(), expire('x', alice)],
  ['reverse an issuance to it', 'reverse', harbor(), reverse('x', 'i-1', { amount: '3' })],
  ['reverse a transfer from it', 'reverse', harbor(), reverse('x', 't-out')],
  ['reverse a transfer to it', 'reverse', harbor(), reverse('x', 't-in')],
  ['seize from it', 'seize', citypark(), { kind: 'seize', id: 'x', orderId: 'RegulatorMSP:seizure', amount: '3' }],
  ['extend', 'extend', harbor(), extend('x', alice, { endingBy: '2027-12-31', expiresOn: '2028-06-30' })],
  ['consolidate', 'consolidate', harbor(), consolidate('x', alice)],
  ['give for a note', 'buy-note', harbor(), buy('x', alice, '20')],
  ['give a note away', 'transfer-note', harbor(), giveNote('x', 'n-1', bob)],
  ['pledge a note', 'pledge-note', harbor(), pledgeNote],
  ['redeem a note at its end', 'redeem-note', harbor(), redeemNote('x', 'n-1')],
  ['redeem a note before', 'redeem-note', harbor(), redeemNote('x', 'n-1', { early: true })],
  ['reverse a redemption', 'reverse', citypark(), reverse('x', 'r-1', { operationMspId: 'HarborMSP' })],
];

const D = 'DEBITS_STOPPED';
const C = 'CREDITS_STOPPED';
const R = 'POINTS_RESERVED';
/** By case: the answer to it with debits stopped, with credits stopped, and with more reserved than there is. */
const table: Record<string, [debits: string, credits: string, reserve: string]> = {
  'issue to it': ['POSTED', C, 'POSTED'],
  'transfer from it': [D, 'POSTED', R],
  'transfer to it': ['POSTED', C, 'POSTED'],
  redeem: [D, 'POSTED', R],
  hold: [D, 'POSTED', R],
  exchange: [D, C, R],
  'capture what was promised before': ['POSTED', 'POSTED', 'POSTED'],
  'capture without a beneficiary': [D, 'POSTED', 'POSTED'],
  void: ['POSTED', 'POSTED', 'POSTED'],
  expire: ['POSTED', 'POSTED', 'POSTED'],
  'reverse an issuance to it': [D, 'POSTED', R],
  'reverse a transfer from it': ['POSTED', C, 'POSTED'],
  'reverse a transfer to it': [D, 'POSTED', R],
  'seize from it': ['POSTED', 'POSTED', R],
  extend: ['POSTED', 'POSTED', 'POSTED'],
  consolidate: ['POSTED', 'POSTED', 'POSTED'],
  'give for a note': [D, 'POSTED', R],
  'give a note away': [D, 'POSTED', R],
  'pledge a note': [D, 'POSTED', R],
  'redeem a note at its end': ['POSTED', 'POSTED', 'POSTED'],
  'redeem a note before': [D, 'POSTED', 'POSTED'],
  'reverse a redemption': ['POSTED', C, 'POSTED'],
};

const reserveAll: OrderEffect = { kind: 'reserve', amount: '1000' };
const effects = [{ kind: 'stop-debits' }, { kind: 'stop-credits' }, reserveAll] as const;
const holding = { kind: 'account', accountId: alice, programId: 'harbor' } as const;

async function orderBy(ledger: LedgerStub, effect: OrderEffect, more: object = {}, orderId = 'RegulatorMSP:1') {
  await ledger.submit(regulator, catalogue.issueOrder, {
    orderId,
    scope: effect.kind === 'reserve' || effect.kind === 'seize' ? holding : { kind: 'account', accountId: alice },
    effect,
    reasonHash: 'a'.repeat(64),
    ...more,
  });
}

/** Days on which an operation is possible at all; what expires then goes back expired. */
const days: Record<string, string> = {
  'pledge a note': '2026-12-23T00:15:00.000Z',
  expire: '2027-11-24T08:00:00.000Z',
  'redeem a note at its end': '2027-05-22T00:15:00.000Z',
  'redeem a note before': '2026-12-23T00:15:00.000Z',
};

/** What becomes of an operation. */
async function outcome(ledger: LedgerStub, [what, kind, caller, operation]: Case): Promise<string> {
  if (kind === 'seize' && ledger.table('order').every(({ parts }) => parts[0] !== 'RegulatorMSP:seizure'))
    await orderBy(ledger, { kind: 'seize', amount: '20', toAccountId: carol }, {}, 'RegulatorMSP:seizure');
  ledger.now = days[what] ?? ledger.now;
  const { state, code } = await postOne(ledger, caller, operation);
  return code ?? state;
}

let started: LedgerStub;
beforeAll(async () => {
  started = await start();
});

describe.each(cases)('%s', (...each) => {
  const [what] = each;
  it('is done where nothing is ordered', async () => expect(await outcome(started.copy(), each)).toBe('POSTED'));
  it.each(effects.map((effect, n) => [effect.kind, effect, table[what]![n]!] as const))(
    'with %s',
    async (_kind, effect, expected) => {
      const ledger = started.copy();
      await orderBy(ledger, effect);
      expect(await outcome(ledger, each)).toBe(expected);
      await ledger.submit(regulator, catalogue.liftOrder, { orderId: 'RegulatorMSP:1' });
      if (expected !== 'POSTED') expect(await outcome(ledger, each)).toBe('POSTED');
    },
  );
});

test('every kind of operation stands in the table', () => {
  expect(Object.keys(table)).toEqual(cases.map(([what]) => what));
  expect([...new Set(cases.map(([, kind]) => kind))].sort()).toEqual(Object.keys(operationRoles).sort());
});

describe('the scope', () => {
  const spend = (ledger: LedgerStub, id: string) => postOne(ledger, harbor(), redeem(id, alice, '1'));
  const stop = { kind: 'stop-debits' } as const;
  it.each([
    ['an account', { kind: 'account', accountId: alice }, D],
    ['its points of the programme', holding, D],
    ['its points of another programme', { kind: 'account', accountId: alice, programId: 'citypark' }, 'POSTED'],
    ['another account', { kind: 'account', accountId: bob }, 'POSTED'],
    ['the programme', { kind: 'program', programId: 'harbor' }, D],
    ['another programme', { kind: 'program', programId: 'citypark' }, 'POSTED'],
    ['its custodian', { kind: 'organization', mspId: 'HarborMSP' }, D],
    ['another organisation', { kind: 'organization', mspId: 'CityParkMSP' }, 'POSTED'],
  ])('is %s', async (_what, scope, expected) => {
    const ledger = started.copy();
    await orderBy(ledger, stop, { scope });
    const { state, code } = await spend(ledger, 'x');
    expect(code ?? state).toBe(expected);
  });

  it('of the target stops an exchange into it', async () => {
    const ledger = started.copy();
    await orderBy(ledger, { kind: 'stop-credits' }, { scope: { kind: 'program', programId: 'citypark' } });
    expect((await postOne(ledger, harbor(), exchange('x', alice, '3'))).code).toBe(C);
    expect((await postOne(ledger, harbor(), issue('y', alice, '3'))).state).toBe('POSTED');
  });
});

describe('the time', () => {
  const until = '2026-11-23T12:00:00.000Z';
  const from = '2026-11-23T10:00:00.000Z';
  // A client whose clock is off by what peers take gains nothing by it.
  it.each([
    ['2026-11-23T09:57:59.999Z', 'POSTED'],
    ['2026-11-23T09:58:00.000Z', D],
    ['2026-11-23T12:01:59.999Z', D],
    ['2026-11-23T12:02:00.000Z', 'POSTED'],
  ])('at %s: %s', async (now, expected) => {
    const ledger = started.copy();
    await orderBy(ledger, { kind: 'stop-debits' }, { from, until });
    ledger.now = now;
    const { state, code } = await postOne(ledger, harbor(), redeem('x', alice, '1'));
    expect(code ?? state).toBe(expected);
  });
});

describe('what is reserved', () => {
  const reserve = (amount: string): OrderEffect => ({ kind: 'reserve', amount });
  const redeemed = async (ledger: LedgerStub, amount: string, id = 'x') => {
    const { state, code } = await postOne(ledger, harbor(), redeem(id, alice, amount));
    return code ?? state;
  };

  it('stays, to the point; the rest can be spent', async () => {
    const ledger = started.copy();
    const there = Number(await available(ledger, alice));
    await orderBy(ledger, reserve('30'));
    expect(await redeemed(ledger, String(there - 29))).toBe(R);
    expect(await redeemed(ledger, String(there - 30), 'y')).toBe('POSTED');
    expect(await redeemed(ledger, '1', 'z')).toBe(R);
  });

  it('catches what comes in later, up to its amount', async () => {
    const ledger = started.copy();
    await orderBy(ledger, reserve('100'));
    const there = Number(await available(ledger, alice));
    await post(ledger, harbor(), issue('i-2', alice, String(100 - there)));
    expect(await redeemed(ledger, '1')).toBe(R);
    // In one batch too: what came in before counts.
    const outcomes = await post(
      ledger,
      harbor(),
      issue('i-3', alice, '5'),
      redeem('y', alice, '5'),
      redeem('z', alice, '1'),
    );
    expect(outcomes.map(({ state, code }) => code ?? state)).toEqual(['POSTED', 'POSTED', R]);
  });

  it('of several orders adds up', async () => {
    const ledger = started.copy();
    const there = Number(await available(ledger, alice));
    await orderBy(ledger, reserve('30'));
    await orderBy(ledger, reserve('20'), {}, 'RegulatorMSP:2');
    expect(await redeemed(ledger, String(there - 49))).toBe(R);
    expect(await redeemed(ledger, String(there - 50), 'y')).toBe('POSTED');
  });

  it('is found also where a batch names but some of the lots', async () => {
    const ledger = started.copy();
    const { lots } = await ledger.submit(harbor(), catalogue.listLots, { accountId: alice, programId: 'harbor' });
    const [first] = lots;
    await orderBy(ledger, reserve('1000'));
    const sources = [{ accountId: alice, programId: 'harbor', lots: [first!.lotId] }];
    const { outcomes } = await ledger.submit(harbor(), catalogue.postPoints, {
      operations: [redeem('x', alice, '1')],
      sources,
    });
    expect(outcomes[0]?.code).toBe(R);
    await ledger.submit(regulator, catalogue.liftOrder, { orderId: 'RegulatorMSP:1' });
    await orderBy(ledger, reserve('30'), {}, 'RegulatorMSP:2');
    const enough = await ledger.submit(harbor(), catalogue.postPoints, {
      operations: [redeem('y', alice, '1', { inputs: [first!.lotId] })],
    });
    expect(enough.outcomes[0]?.state).toBe('POSTED');
  });

  it('is not asked of expired points, which go their way', async () => {
    const ledger = started.copy();
    await orderBy(ledger, reserve('1000'));
    ledger.now = '2027-11-24T08:00:00.000Z';
    expect((await postOne(ledger, harbor(), expire('e', alice))).state).toBe('POSTED');
    expect((await postOne(ledger, harbor(), voidHold('v', 'h-own'))).state).toBe('POSTED');
    expect(await available(ledger, alice)).toBe('0');
  });
});

describe('expiry', () => {
  const stop = { kind: 'stop-debits' } as const;
  const lift = (ledger: LedgerStub, caller = regulator) =>
    ledger.submit(caller, catalogue.liftOrder, { orderId: 'RegulatorMSP:1' });
  const retired = async (ledger: LedgerStub, id: string) => {
    const { state, code } = await postOne(ledger, harbor(), expire(id, alice));
    return code ?? state;
  };
  const expiries = async (ledger: LedgerStub) => {
    const { lots } = await ledger.submit(harbor(), catalogue.listLots, { accountId: alice });
    return [...new Set(lots.map(({ expiry }) => expiry))];
  };

  it('goes on under an order that says nothing of it', async () => {
    const ledger = started.copy();
    await orderBy(ledger, stop);
    ledger.now = '2027-11-24T08:00:00.000Z';
    expect(await retired(ledger, 'e')).toBe('POSTED');
    await lift(ledger);
    expect(await available(ledger, alice)).toBe('0');
  });

  it('waits if the order says so, and the days are given back with its lifting', async () => {
    const ledger = started.copy();
    const there = await available(ledger, alice);
    const supplyBefore = await ledger.submit(harbor(), catalogue.getSupply, { programId: 'harbor' });
    await orderBy(ledger, stop, { expiry: 'waits' });
    ledger.now = '2027-12-03T08:00:00.000Z';
    expect(await retired(ledger, 'e-1')).toBe('EXPIRY_STOPPED');
    expect(await available(ledger, alice)).toBe('0');
    // From 2026-11-23 to 2027-12-03.
    expect(await lift(ledger)).toMatchObject({ daysGivenBack: 375 });
    expect(await available(ledger, alice)).toBe(there);
    expect(await expiries(ledger)).toEqual(['2028-12-02']);
    expect(await retired(ledger, 'e-2')).toBe('NOTHING_TO_EXPIRE');
    expect(await ledger.submit(harbor(), catalogue.getSupply, { programId: 'harbor' })).toEqual(supplyBefore);
    ledger.now = '2028-12-03T08:00:00.000Z';
    expect(await retired(ledger, 'e-3')).toBe('POSTED');
  });

  it('that waited gets no days that were over before the order, nor more than it lasted; anybody ends it then', async () => {
    const ledger = started.copy();
    ledger.now = '2027-11-24T08:00:00.000Z';
    await orderBy(ledger, stop, { expiry: 'waits', until: '2027-11-30T00:00:00.000Z' });
    await post(ledger, harbor(), issue('i-new', alice, '7'));
    ledger.now = '2027-12-10T08:00:00.000Z';
    expect(await retired(ledger, 'e-1')).toBe('EXPIRY_STOPPED');
    expect(await lift(ledger, harbor())).toMatchObject({ daysGivenBack: 6, liftedBy: 'HarborMSP' });
    expect(await expiries(ledger)).toEqual(['2027-11-23', '2028-11-30']);
    expect(await retired(ledger, 'e-2')).toBe('POSTED');
    expect(await available(ledger, alice)).toBe('7');
  });

  it('that waited gets its days in the first thousand lots, the soonest to end first', async () => {
    const ledger = started.copy();
    const there = await expiries(ledger);
    for (let n = 0; n < 1_000; n++)
      ledger.plant('lot', [alice, 'harbor', '2027-11-01', String(n).padStart(64, '0'), '00000'], {
        amount: '1',
        originMspId: 'HarborMSP',
        originId: 'planted',
      });
    await orderBy(ledger, stop, { expiry: 'waits' });
    ledger.now = '2026-12-03T08:00:00.000Z';
    expect(await lift(ledger)).toMatchObject({ daysGivenBack: 10 });
    const after = ledger.table('lot').filter(({ parts }) => parts[0] === alice && parts[1] === 'harbor');
    expect(after.filter(({ parts }) => parts[2] === '2027-11-11')).toHaveLength(1_000);
    expect([...new Set(after.map(({ parts }) => parts[2]))].sort()).toEqual(['2027-11-11', ...there].sort());
  });

  it('is held off by no emergency, and for one account alone', async () => {
    const ledger = started.copy();
    const conditions = { orderId: 'HarborMSP:1', effect: stop, reasonHash: 'a'.repeat(64), expiry: 'waits' } as const;
    const emergency = ledger.submit(harbor(), catalogue.issueOrder, { ...conditions, scope: holding });
    await expect(emergency).rejects.toMatchObject({
      body: { code: 'ORDER_NOT_ALLOWED', errors: [{ pointer: '/expiry' }] },
    });
    const scope = { kind: 'program', programId: 'harbor' } as const;
    await expect(orderBy(ledger, stop, { scope, expiry: 'waits' })).rejects.toMatchObject({
      body: { code: 'REQUEST_INVALID' },
    });
  });
});

describe('a seizure', () => {
  const seize = (id: string, more: object = {}): Operation => ({
    kind: 'seize',
    id,
    orderId: 'RegulatorMSP:1',
    ...more,
  });
  const ofCarol = (ledger: LedgerStub) => available(ledger, carol);
  const seizure = (amount: string) => ({ kind: 'seize', amount, toAccountId: carol }) as const;

  it('keeps points back until it moves them, with their expiries, also from a frozen account of a suspended programme', async () => {
    const ledger = started.copy();
    const there = Number(await available(ledger, alice));
    const before = await ledger.submit(harbor(), catalogue.listLots, { accountId: alice });
    await orderBy(ledger, seizure(String(there)));
    expect((await postOne(ledger, harbor(), redeem('x', alice, '1'))).code).toBe(R);
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
    await ledger.submit(harbor(), catalogue.setProgramStatus, { programId: 'harbor', status: 'suspended' });
    const { receipt } = await postOne(ledger, citypark(), seize('s'));
    expect(receipt).toMatchObject({
      accountId: alice,
      toAccountId: carol,
      amount: String(there),
      orderId: 'RegulatorMSP:1',
    });
    const after = await ledger.submit(harbor(), catalogue.listLots, { accountId: carol });
    expect(new Set(after.lots.map(({ expiry }) => expiry))).toEqual(new Set(before.lots.map(({ expiry }) => expiry)));
    expect([await available(ledger, alice), await ofCarol(ledger)]).toEqual(['0', String(there)]);
    const { standing } = await ledger.submit(harbor(), catalogue.getAccount, { accountId: alice });
    expect(standing).toBeUndefined();
  });

  it('takes what comes in later too, and in all no more than was ordered', async () => {
    const ledger = started.copy();
    const there = Number(await available(ledger, alice));
    await orderBy(ledger, seizure(String(there + 10)));
    expect((await postOne(ledger, harbor(), seize('s-1'))).receipt?.amount).toBe(String(there));
    expect((await postOne(ledger, harbor(), seize('s-2'))).code).toBe('INSUFFICIENT_POINTS');
    const outcomes = await post(
      ledger,
      harbor(),
      issue('i-9', alice, '15'),
      redeem('r-9', alice, '6'),
      seize('s-3'),
      redeem('r-10', alice, '5'),
    );
    expect(outcomes.map(({ state, code }) => code ?? state)).toEqual(['POSTED', R, 'POSTED', 'POSTED']);
    expect((await postOne(ledger, harbor(), seize('s-4'))).code).toBe('SEIZURE_EXCEEDED');
    expect(await ofCarol(ledger)).toBe(String(there + 10));
    expect(await ledger.submit(harbor(), catalogue.getOrder, { orderId: 'RegulatorMSP:1' })).toMatchObject({
      seized: String(there + 10),
    });
  });

  it('is done once for its id', async () => {
    const ledger = started.copy();
    await orderBy(ledger, seizure('10'));
    const first = await postOne(ledger, harbor(), seize('s', { amount: '4' }));
    expect(await postOne(ledger, harbor(), seize('s', { amount: '4' }))).toEqual({ ...first, state: 'EXISTS' });
    expect((await postOne(ledger, harbor(), seize('s', { amount: '5' }))).code).toBe('ID_CONFLICT');
    expect(await ofCarol(ledger)).toBe('4');
  });

  it('leaves to an earlier order what that one reserves, and to a later one nothing', async () => {
    const ledger = started.copy();
    const there = Number(await available(ledger, alice));
    await orderBy(ledger, { kind: 'reserve', amount: '30' }, {}, 'RegulatorMSP:earlier');
    await orderBy(ledger, seizure('1000'));
    await orderBy(ledger, { kind: 'reserve', amount: '1000' }, {}, 'RegulatorMSP:later');
    expect((await postOne(ledger, harbor(), seize('s'))).receipt?.amount).toBe(String(there - 30));
  });

  it('is not made on an order that is none, or is lifted, or of another kind; and not by a regulator itself', async () => {
    const ledger = started.copy();
    await orderBy(ledger, { kind: 'stop-debits' });
    expect((await postOne(ledger, harbor(), seize('s'))).code).toBe('ORDER_STATE');
    await expect(post(ledger, { mspId: 'RegulatorMSP', role: 'admin' }, seize('s'))).rejects.toThrow(
      'ORGANIZATION_NOT_ALLOWED',
    );
    expect((await postOne(ledger, harbor(), seize('s', { orderId: 'RegulatorMSP:none' }))).code).toBe('ORDER_UNKNOWN');
  });

  it('two that are endorsed at the same time are a conflict', async () => {
    const ledger = started.copy();
    await orderBy(ledger, seizure('10'));
    const simulate = (id: string) =>
      ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations: [seize(id)] })]);
    const [one, other] = [await simulate('s-1'), await simulate('s-2')];
    expect([ledger.commit(one), ledger.commit(other)]).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  });
});

test('accounts without orders are read by no key more', async () => {
  const ledger = started.copy();
  const before = await ledger.simulate(harbor(), 'Points:Post', [
    JSON.stringify({ operations: [redeem('x', alice, '1'), redeem('y', bob, '1')] }),
  ]);
  const standings = [...before.reads.keys()].filter((key) => key.includes('standing'));
  // One for the programme and one for the custodian, however many accounts there are.
  expect(standings).toHaveLength(2);
});
