/** Orders: who issues, ratifies and lifts them, and what then stands. */
import { hash } from 'node:crypto';
import { canonicalJson, catalogue, type RequestOf } from '@commonpoint/catalogue';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import { defineRegulator } from '../support/private-rows.js';
import { alice, auditor, bob, carol, citypark, greenmart, harbor, issue, post, startConsortium } from './consortium.js';
import { admitRegulator, regulator } from './regulated.js';

const reasonHash = 'a'.repeat(64);

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = admitRegulator(await startConsortium());
});

type Conditions = RequestOf<typeof catalogue.issueOrder>;
const conditions = (orderId: string, more: Partial<Conditions> = {}): Conditions => ({
  orderId,
  scope: { kind: 'account', accountId: alice },
  effect: { kind: 'stop-debits' },
  reasonHash,
  ...more,
});
const order = (caller: StubCaller, orderId: string, more: Partial<Conditions> = {}) =>
  ledger.submit(caller, catalogue.issueOrder, conditions(orderId, more));
const lift = (caller: StubCaller, orderId: string) => ledger.submit(caller, catalogue.liftOrder, { orderId });
const ratify = (caller: StubCaller, orderId: string, until?: string) =>
  ledger.submit(caller, catalogue.ratifyOrder, { orderId, ...(until !== undefined && { until }) });
const refused = (code: string) => ({ body: expect.objectContaining({ code }) });
const standingOf = async (accountId: string) =>
  (await ledger.submit(auditor, catalogue.getAccount, { accountId })).standing?.orders ?? [];

describe('a regulator', () => {
  const all: [string, Partial<Conditions>][] = [
    ['an account', {}],
    ['an account’s points of a programme', { scope: { kind: 'account', accountId: carol, programId: 'harbor' } }],
    ['a programme', { scope: { kind: 'program', programId: 'harbor' } }],
    ['an organisation', { scope: { kind: 'organization', mspId: 'HarborMSP' } }],
  ];
  it.each(all)('orders what is about %s, and lifts it', async (_what, more) => {
    const issued = await order(regulator, 'RegulatorMSP:1', more);
    expect(issued).toMatchObject({ basis: 'regulator', issuedBy: 'RegulatorMSP', status: 'issued' });
    // A repeat finds it and changes nothing.
    ledger.now = '2026-11-23T09:00:00.000Z';
    expect(await order(regulator, 'RegulatorMSP:1', more)).toEqual(issued);
    await expect(order(regulator, 'RegulatorMSP:1', { ...more, reasonHash: 'b'.repeat(64) })).rejects.toMatchObject(
      refused('ORDER_EXISTS'),
    );
    const lifted = await lift(regulator, 'RegulatorMSP:1');
    expect(lifted).toMatchObject({ status: 'lifted', liftedBy: 'RegulatorMSP', liftedAt: ledger.now });
    expect(await lift(regulator, 'RegulatorMSP:1')).toEqual(lifted);
    expect(ledger.table('standing')).toEqual([]);
    expect(await standingOf(alice)).toEqual([]);
    const { orders } = await ledger.submit(auditor, catalogue.listOrders, {});
    expect(orders).toEqual([lifted]);
    expect(await ledger.submit(auditor, catalogue.getOrder, { orderId: 'RegulatorMSP:1' })).toEqual(lifted);
  });

  it('is who is a member as one, whatever role a certificate has, and whatever it may read', async () => {
    // An auditor that is shown what regulators are shown is none for that.
    defineRegulator('AuditorMSP');
    await expect(order({ mspId: 'AuditorMSP', role: 'regulator' }, 'AuditorMSP:1')).rejects.toMatchObject(
      refused('ORGANIZATION_UNKNOWN'),
    );
    const pretender: StubCaller = { mspId: 'GreenMartMSP', role: 'regulator' };
    await expect(order(pretender, 'GreenMartMSP:1')).rejects.toMatchObject(refused('ROLE_NOT_ALLOWED'));
    await expect(order({ mspId: 'AuditorMSP', role: 'regulator' }, 'AuditorMSP:1')).rejects.toMatchObject(
      refused('ORGANIZATION_UNKNOWN'),
    );
    await expect(order(harbor('operator'), 'HarborMSP:1')).rejects.toMatchObject(refused('ROLE_NOT_ALLOWED'));
  });

  const holding = { kind: 'account', accountId: alice, programId: 'harbor' } as const;
  const reserve = (amount: string) => ({ scope: holding, effect: { kind: 'reserve' as const, amount } });
  const listed: [string, Partial<Conditions>, string | undefined][] = [
    ['an effect that is listed, in its days', { until: '2026-12-03T00:00:00Z' }, undefined],
    ['an effect that is listed, for longer', { until: '2026-12-04T09:00:00Z' }, '/until'],
    ['an effect that is listed, without end', {}, '/until'],
    ['an effect that is not', { effect: { kind: 'stop-credits' } }, '/effect'],
    ['a scope that is not', { scope: { kind: 'program', programId: 'harbor' } }, '/scope'],
    ['as much as is listed', reserve('20'), undefined],
    ['more than is listed', reserve('21'), '/effect/amount'],
  ];
  it.each(listed)('orders what the constitution lists: %s', async (_what, more, pointer) => {
    admitRegulator(ledger, [
      { effect: 'stop-debits', scopes: ['account'], daysMax: 10 },
      { effect: 'reserve', scopes: ['account'], amountMax: '20' },
    ]);
    const ordering = order(regulator, 'RegulatorMSP:1', more);
    if (pointer === undefined) await expect(ordering).resolves.toMatchObject({ status: 'issued' });
    else await expect(ordering).rejects.toMatchObject({ body: { code: 'ORDER_NOT_ALLOWED', errors: [{ pointer }] } });
  });

  it('takes over no emergency that is beyond its powers', async () => {
    admitRegulator(ledger, [{ effect: 'stop-debits', scopes: ['account'], daysMax: 10 }]);
    await order(harbor(), 'HarborMSP:1');
    const pointingAt = (pointer: string) => ({ body: { code: 'ORDER_NOT_ALLOWED', errors: [{ pointer }] } });
    await expect(ratify(regulator, 'HarborMSP:1')).rejects.toMatchObject(pointingAt('/until'));
    await order(harbor(), 'HarborMSP:2', { effect: { kind: 'stop-credits' } });
    await expect(ratify(regulator, 'HarborMSP:2')).rejects.toMatchObject(pointingAt('/orderId'));
    await expect(ratify({ mspId: 'CityParkMSP', role: 'regulator' }, 'HarborMSP:2')).rejects.toMatchObject(
      refused('ROLE_NOT_ALLOWED'),
    );
    await expect(ratify(regulator, 'HarborMSP:1', '2026-12-02T00:00:00Z')).resolves.toMatchObject({
      ratifiedBy: 'RegulatorMSP',
    });
  });

  it('that was suspended orders nothing more, and still lifts what it ordered; one that is removed does neither', async () => {
    await order(regulator, 'RegulatorMSP:1');
    const become = (status: string) =>
      ledger.plant('org', ['RegulatorMSP'], { ...ledger.table('org').at(-1)!.value, status });
    become('suspended');
    await expect(order(regulator, 'RegulatorMSP:2')).rejects.toMatchObject(refused('ORGANIZATION_NOT_ALLOWED'));
    become('left');
    await expect(lift(regulator, 'RegulatorMSP:1')).rejects.toMatchObject(refused('ORGANIZATION_NOT_ALLOWED'));
    become('suspended');
    expect(await lift(regulator, 'RegulatorMSP:1')).toMatchObject({ status: 'lifted' });
  });

  it('takes nobody else’s name', async () => {
    await expect(order(regulator, 'HarborMSP:1')).rejects.toMatchObject({
      body: { code: 'ORDER_NOT_ALLOWED', errors: [{ pointer: '/orderId' }] },
    });
  });

  it('orders for a time', async () => {
    const period = (from: string | undefined, until: string | undefined) =>
      order(regulator, 'RegulatorMSP:1', { ...(from && { from }), ...(until && { until }) });
    await expect(period(undefined, ledger.now)).rejects.toMatchObject(refused('ORDER_PERIOD_INVALID'));
    await expect(period('2026-12-02T00:00:00Z', '2026-12-01T00:00:00Z')).rejects.toMatchObject(
      refused('ORDER_PERIOD_INVALID'),
    );
    expect(await period('2026-11-24T00:00:00Z', '2026-12-01T00:00:00Z')).toMatchObject({
      from: '2026-11-24T00:00:00Z',
      until: '2026-12-01T00:00:00Z',
    });
  });

  it('names what is there', async () => {
    const about = (scope: Conditions['scope']) => order(regulator, 'RegulatorMSP:1', { scope });
    await expect(about({ kind: 'account', accountId: 'HarborMSP:nobody-001' })).rejects.toMatchObject(
      refused('ACCOUNT_UNKNOWN'),
    );
    await expect(about({ kind: 'program', programId: 'nothing' })).rejects.toMatchObject(refused('PROGRAM_UNKNOWN'));
    await expect(about({ kind: 'organization', mspId: 'NobodyMSP' })).rejects.toMatchObject(
      refused('ORGANIZATION_UNKNOWN'),
    );
    await expect(lift(regulator, 'RegulatorMSP:none')).rejects.toMatchObject(refused('ORDER_UNKNOWN'));
  });

  it('reserves and seizes points of an account and a programme, and to another account', async () => {
    const holding = { kind: 'account', accountId: alice, programId: 'harbor' } as const;
    const seize = (toAccountId: string) => ({ kind: 'seize', amount: '5', toAccountId }) as const;
    const wrong: Partial<Conditions>[] = [
      { effect: { kind: 'reserve', amount: '5' } },
      { effect: { kind: 'reserve', amount: '5' }, scope: { kind: 'program', programId: 'harbor' } },
      { effect: seize(bob) },
      { effect: seize(alice), scope: holding },
    ];
    for (const more of wrong)
      await expect(order(regulator, 'RegulatorMSP:1', more)).rejects.toMatchObject(refused('REQUEST_INVALID'));
    await expect(
      order(regulator, 'RegulatorMSP:1', { effect: seize('HarborMSP:nobody-001'), scope: holding }),
    ).rejects.toMatchObject(refused('ACCOUNT_UNKNOWN'));
    await order(regulator, 'RegulatorMSP:1', { effect: seize(bob), scope: holding });
    expect(await standingOf(alice)).toEqual([
      { orderId: 'RegulatorMSP:1', effect: 'seize', programId: 'harbor', amount: '5', from: ledger.now },
    ]);
  });

  it('has no more orders on one account than rules can read', async () => {
    for (let n = 0; n < 32; n++) await order(regulator, `RegulatorMSP:${n}`);
    await expect(order(regulator, 'RegulatorMSP:more')).rejects.toMatchObject(refused('ORDERS_TOO_MANY'));
  });
});

describe('an emergency order', () => {
  it('is about what its merchant keeps or issues, and moves nothing', async () => {
    const allowed: [StubCaller, string, Partial<Conditions>][] = [
      [harbor(), 'HarborMSP:own-account', {}],
      [harbor(), 'HarborMSP:own-points', { scope: { kind: 'account', accountId: carol, programId: 'harbor' } }],
      [harbor(), 'HarborMSP:own-program', { scope: { kind: 'program', programId: 'harbor' } }],
      [harbor(), 'HarborMSP:itself', { scope: { kind: 'organization', mspId: 'HarborMSP' } }],
    ];
    for (const [caller, id, more] of allowed)
      expect(await order(caller, id, more)).toMatchObject({ basis: 'emergency', until: '2026-11-26T08:00:00.000Z' });
    const seizure = {
      scope: { kind: 'account', accountId: alice, programId: 'harbor' },
      effect: { kind: 'seize', amount: '1', toAccountId: bob },
    } as const;
    const beyond: [StubCaller, string, Partial<Conditions>][] = [
      [greenmart(), 'GreenMartMSP:1', {}],
      [greenmart(), 'GreenMartMSP:1', { scope: { kind: 'account', accountId: alice, programId: 'harbor' } }],
      [greenmart(), 'GreenMartMSP:1', { scope: { kind: 'program', programId: 'harbor' } }],
      [greenmart(), 'GreenMartMSP:1', { scope: { kind: 'organization', mspId: 'HarborMSP' } }],
      [harbor(), 'HarborMSP:seizure', seizure],
    ];
    for (const [caller, id, more] of beyond)
      await expect(order(caller, id, more)).rejects.toMatchObject(refused('ORDER_NOT_ALLOWED'));
  });

  it('begins at once and ends within 72 hours', async () => {
    const until = '2026-11-26T08:00:00.001Z';
    await expect(order(harbor(), 'HarborMSP:1', { until })).rejects.toMatchObject(refused('ORDER_PERIOD_INVALID'));
    await expect(order(harbor(), 'HarborMSP:1', { from: ledger.now })).rejects.toMatchObject(
      refused('ORDER_PERIOD_INVALID'),
    );
    expect(await order(harbor(), 'HarborMSP:1', { until: '2026-11-24T08:00:00Z' })).toMatchObject({
      until: '2026-11-24T08:00:00Z',
    });
  });

  it('is not issued on and on, also not by lifting it in between', async () => {
    await order(harbor(), 'HarborMSP:1');
    await expect(order(harbor(), 'HarborMSP:2')).rejects.toMatchObject(refused('ORDER_REPEATED'));
    await lift(harbor(), 'HarborMSP:1');
    ledger.now = '2026-11-27T08:00:00.000Z';
    await expect(order(harbor(), 'HarborMSP:2')).rejects.toMatchObject(refused('ORDER_REPEATED'));
    // Others, or one of another effect, are not the same.
    await order(harbor(), 'HarborMSP:credits', { effect: { kind: 'stop-credits' } });
    await order(harbor(), 'HarborMSP:of-bob', { scope: { kind: 'account', accountId: bob } });
    ledger.now = '2026-12-24T08:00:00.000Z';
    expect(await order(harbor(), 'HarborMSP:2')).toMatchObject({ status: 'issued' });
  });

  it('lapses unless a regulator ratifies it, who alone lifts it then', async () => {
    await order(harbor(), 'HarborMSP:1');
    await expect(ratify({ mspId: 'CityParkMSP', role: 'regulator' }, 'HarborMSP:1')).rejects.toMatchObject(
      refused('ROLE_NOT_ALLOWED'),
    );
    await expect(ratify(citypark(), 'HarborMSP:1')).rejects.toMatchObject(refused('ROLE_NOT_ALLOWED'));
    await expect(ratify(regulator, 'HarborMSP:1', ledger.now)).rejects.toMatchObject(refused('ORDER_PERIOD_INVALID'));
    const ratified = await ratify(regulator, 'HarborMSP:1');
    expect(ratified).toMatchObject({ ratifiedBy: 'RegulatorMSP' });
    expect(ratified).not.toHaveProperty('until');
    expect(await ratify(regulator, 'HarborMSP:1')).toEqual(ratified);
    ledger.now = '2026-12-24T08:00:00.000Z';
    const [outcome] = await post(ledger, harbor(), issue('i-1', alice, '9'), redeemed('r-1')).then((all) =>
      all.slice(1),
    );
    expect(outcome?.code).toBe('DEBITS_STOPPED');
    await expect(lift(harbor(), 'HarborMSP:1')).rejects.toMatchObject(refused('NOT_ORDER_AUTHORITY'));
    await lift(regulator, 'HarborMSP:1');
    await expect(ratify(regulator, 'HarborMSP:1', '2027-01-01T00:00:00Z')).rejects.toMatchObject(
      refused('ORDER_STATE'),
    );
  });

  it('cannot be ratified once it lapsed, nor can an order that was none', async () => {
    await order(harbor(), 'HarborMSP:1');
    await order(regulator, 'RegulatorMSP:1');
    await expect(ratify(regulator, 'RegulatorMSP:1')).rejects.toMatchObject(refused('ORDER_STATE'));
    ledger.now = '2026-11-26T08:02:00.000Z';
    await expect(ratify(regulator, 'HarborMSP:1')).rejects.toMatchObject(refused('ORDER_STATE'));
  });
});

describe('lifting', () => {
  it('is never the custodian’s', async () => {
    await order(regulator, 'RegulatorMSP:1');
    await order(citypark(), 'CityParkMSP:1', { scope: { kind: 'account', accountId: carol } });
    for (const orderId of ['RegulatorMSP:1', 'CityParkMSP:1'])
      await expect(lift(harbor(), orderId)).rejects.toMatchObject(refused('NOT_ORDER_AUTHORITY'));
    // Nor does a merchant get rid of it by what it may do to its own accounts.
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'active' });
    expect(await standingOf(alice)).toHaveLength(1);
    await expect(
      ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'closed' }),
    ).rejects.toMatchObject(refused('ACCOUNT_UNDER_ORDER'));
  });

  it('of one leaves the others, in the order in which they came', async () => {
    for (const n of [1, 2, 3]) await order(regulator, `RegulatorMSP:${n}`);
    await lift(regulator, 'RegulatorMSP:2');
    expect((await standingOf(alice)).map(({ orderId }) => orderId)).toEqual(['RegulatorMSP:1', 'RegulatorMSP:3']);
  });
});

describe('the reason', () => {
  const reason = { orderId: 'RegulatorMSP:1', reason: 'case 2026-17', salt: 'ab'.repeat(16) };
  const hashed = hash('sha256', canonicalJson(reason));
  const disclose = (recipient: string, { reason: text, salt } = reason, caller = regulator) =>
    ledger.submit(caller, catalogue.discloseReason, { orderId: 'RegulatorMSP:1', recipient }, { reason: text, salt });
  const read = (caller: StubCaller) => ledger.submit(caller, catalogue.getReason, { orderId: 'RegulatorMSP:1' });
  beforeEach(async () => {
    const scope = { kind: 'account', accountId: carol, programId: 'harbor' } as const;
    await order(regulator, 'RegulatorMSP:1', { scope, reasonHash: hashed });
  });

  it('is shown to custodian, issuer, auditor and regulator, and is in nothing that all have', async () => {
    const readers: [string, StubCaller][] = [
      ['CityParkMSP', citypark('operator')],
      ['HarborMSP', harbor('operator')],
      ['AuditorMSP', auditor],
      ['RegulatorMSP', regulator],
    ];
    for (const [recipient, reader] of readers) {
      await expect(read(reader)).rejects.toMatchObject(refused('REASON_UNKNOWN'));
      await disclose(recipient);
      expect(await read(reader)).toEqual(reason);
    }
    const everybodys = JSON.stringify([...ledger.rows.values()].map(({ value }) => String(value)));
    expect([everybodys.includes(reason.reason), everybodys.includes(reason.salt)]).toEqual([false, false]);
  });

  it('is shown to no merchant whom it does not concern, and by nobody but who answers for the order', async () => {
    await expect(disclose('GreenMartMSP')).rejects.toMatchObject(refused('PRIVATE_DATA_NOT_ALLOWED'));
    await expect(disclose('NobodyMSP')).rejects.toMatchObject(refused('PRIVATE_DATA_NOT_ALLOWED'));
    await expect(disclose('HarborMSP', reason, harbor())).rejects.toMatchObject(refused('NOT_ORDER_AUTHORITY'));
    await expect(read(greenmart())).rejects.toMatchObject(refused('REASON_UNKNOWN'));
  });

  it('is the one that the order has the hash of', async () => {
    for (const other of [
      { ...reason, reason: 'case 2026-18' },
      { ...reason, salt: 'cd'.repeat(16) },
    ])
      await expect(disclose('HarborMSP', other)).rejects.toMatchObject(refused('DISCLOSURE_MISMATCH'));
  });
});

test('two orders on one account that are endorsed at the same time are a conflict, so that none is forgotten', async () => {
  const simulate = (orderId: string) =>
    ledger.simulate(regulator, 'Orders:Issue', [JSON.stringify(conditions(orderId))]);
  const [one, other] = [await simulate('RegulatorMSP:1'), await simulate('RegulatorMSP:2')];
  expect([ledger.commit(one), ledger.commit(other)]).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

const redeemed = (id: string) => ({ kind: 'redeem', id, programId: 'harbor', accountId: alice, amount: '1' }) as const;
