/** How credit lines end: who may take and release pledges, what liquidation leaves, and who lets pledges be taken that are stopped. */
import { catalogue, type GovernanceAction } from '@commonpoint/catalogue';
import { AuditAlong } from '../audit/audit-along.js';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import { alice, citypark, greenmart, harbor, issue, postOne } from './consortium.js';
import {
  ENDS,
  lend,
  line,
  money,
  notice,
  pledge,
  read,
  release,
  repay,
  startWithLine,
  switchCollateral,
  take,
  terms,
} from './collateral-world.js';
import { decide, ofCityPark, ofGreenMart, ofHarbor, startGoverned } from './governed.js';

let ledger: LedgerStub;
let audit: AuditAlong;
const begin = (at: LedgerStub) => {
  ledger = at;
  audit = new AuditAlong(ledger);
};
afterEach(() => expect(audit.found()).toEqual([]));

const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error as { body: { code: string } }).body.code,
  );
const value = (clearingValue: string) =>
  ledger.submit(harbor(), catalogue.setClearingValue, { programId: 'harbor', clearingValue });
const close = (by: StubCaller) => ledger.submit(by, catalogue.closeCreditLine, line);
/** 400 points of 1.5 cover 300; from December on a point is worth so much, and from the 8th on pledges may be taken. */
const due = async (clearingValue: string, more: readonly string[] = []) => {
  await pledge(ledger, 'p-1', '400');
  await lend(ledger, 'd-1', 300);
  for (const [n, amount] of more.entries()) await pledge(ledger, `q-${n}`, amount);
  await value(clearingValue);
  ledger.now = '2026-12-01T00:30:00.000Z';
  await notice(ledger);
  ledger.now = '2026-12-08T00:16:00.000Z';
};

describe('pledges are for admins and operators', () => {
  beforeEach(async () => begin(await startWithLine()));

  it.each(['cashier', 'bridge'] as const)('neither released nor taken by a %s', async (role) => {
    await due('1200000');
    expect(await release(ledger, 'v-1', 'p-1', {}, citypark(role))).toMatchObject({ code: 'ROLE_NOT_ALLOWED' });
    expect(await release(ledger, 'v-2', 'p-1', {}, harbor(role))).toMatchObject({ code: 'ROLE_NOT_ALLOWED' });
    expect(await take(ledger, 'c-1', 'p-1', {}, citypark(role))).toMatchObject({ code: 'ROLE_NOT_ALLOWED' });
    expect(await take(ledger, 'c-1', 'p-1', {}, citypark('operator'))).toMatchObject({ state: 'POSTED' });
  });
});

describe('once pledges go back', () => {
  beforeEach(async () => {
    begin(await startWithLine());
    await pledge(ledger, 'p-1', '400');
    await lend(ledger, 'd-1', 100);
    ledger.now = ENDS;
  });

  it('nothing is pledged any more', async () => {
    expect(await pledge(ledger, 'p-2', '10')).toMatchObject({
      code: 'LINE_STATE',
      detail: `pledges for line-1 are until ${ENDS}, and go back then`,
    });
  });

  it('nor are points that have ended since, which nobody spends', async () => {
    ledger.now = '2027-11-24T08:00:00.000Z';
    expect((await pledge(ledger, 'p-2', '10')).code).toBe('LINE_STATE');
  });

  it('the moment before it is', async () => {
    ledger.now = new Date(Date.parse(ENDS) - 1).toISOString();
    expect(await pledge(ledger, 'p-2', '10')).toMatchObject({ state: 'POSTED' });
    const late = audit.changed('op', ['HarborMSP', 'p-2'], { id: 'p-3', txId: 'forged-1', txTime: ENDS });
    const found = audit.forge('HarborMSP', { ...late, key: ['op', 'HarborMSP', 'p-3'] });
    expect(found.join()).toContain(`after ${ENDS}, when pledges go back`);
    audit = new AuditAlong(ledger);
  });
});

describe('what liquidation leaves', () => {
  it('below a unit is repaid with a whole one', async () => {
    begin(await startWithLine({ feePpm: 0 }));
    await due('700000', ['60']);
    await take(ledger, 'c-1', 'p-1');
    // 428 points of 0.7 are 299.6.
    await take(ledger, 'c-2', 'q-0');
    expect(await read(ledger)).toMatchObject({ drawn: '400000', fee: '0', pledges: [] });
    expect(await code(repay(ledger, 'b-2', 2))).toBe('LINE_EXCEEDED');
    expect(await repay(ledger, 'b-1', 1, citypark())).toMatchObject({ applied: '400000' });
    expect(await read(ledger)).toMatchObject({ drawn: '0' });
    expect(await close(harbor())).toMatchObject({ status: 'closed' });
  });

  it('below a point locks no other pledge', async () => {
    begin(await startWithLine({ feePpm: 0 }));
    await due('700000', ['30', '20']);
    await take(ledger, 'c-1', 'p-1');
    await take(ledger, 'c-2', 'q-0', { amount: '27' });
    // 0.7 and 0.4 are owed: one point more is taken for it, so that nothing is free.
    expect(await read(ledger)).toMatchObject({ drawn: '1100000' });
    expect(await release(ledger, 'v-1', 'q-1')).toMatchObject({ code: 'LINE_NOT_COVERED' });
    await take(ledger, 'c-3', 'q-1', { amount: '1' });
    expect(await read(ledger)).toMatchObject({ drawn: '400000', pledges: [] });
  });

  it('of a debt below a point the custodian has its pledges back', async () => {
    begin(await startWithLine({ feePpm: 0 }));
    await due('700000', ['28', '2']);
    await take(ledger, 'c-1', 'p-1');
    await take(ledger, 'c-2', 'q-0');
    expect(await read(ledger)).toMatchObject({ drawn: '400000', pledges: [{ pledgeId: 'q-1' }] });
    expect(await take(ledger, 'c-3', 'q-1')).toMatchObject({ code: 'LINE_COVERED' });
    expect(await release(ledger, 'v-1', 'q-1')).toMatchObject({ state: 'POSTED' });
  });

  it('of the fee is owed as well: the custodian does not wipe it out, but pays it', async () => {
    begin(await startWithLine());
    await due('500000', ['200', '20']);
    await take(ledger, 'c-1', 'p-1');
    await take(ledger, 'c-2', 'q-0');
    // 600 points of 0.5 are the debt; the fee of 30 is left, and 20 points stand for it.
    expect(await read(ledger)).toMatchObject({ drawn: '0', fee: money(30), pledges: [{ pledgeId: 'q-1' }] });
    expect(await code(close(harbor()))).toBe('LINE_STATE');
    expect(await release(ledger, 'v-1', 'q-1')).toMatchObject({ code: 'LINE_NOT_COVERED' });
    expect(await code(repay(ledger, 'b-2', 31))).toBe('LINE_EXCEEDED');
    expect(await repay(ledger, 'b-1', 30, citypark())).toMatchObject({ applied: money(30) });
    expect(await read(ledger)).toMatchObject({ drawn: '0', fee: '0' });
    expect(await release(ledger, 'v-1', 'q-1')).toMatchObject({ state: 'POSTED' });
    expect(await close(harbor())).toMatchObject({ status: 'closed' });
  });
});

describe('a notice', () => {
  it('that pledges fall short is none that the term is over', async () => {
    begin(await startWithLine({ until: '2026-12-20' }));
    const ends = { expiresAt: '2027-01-26T00:00:00.000Z' };
    await pledge(ledger, 'p-1', '400', ends);
    await lend(ledger, 'd-1', 300);
    await value('1200000');
    ledger.now = '2026-12-01T00:30:00.000Z';
    await notice(ledger);
    // What cures it in value ends no notice by itself.
    await value('1500000');
    ledger.now = '2027-01-01T00:30:00.000Z';
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ code: 'LINE_NOT_DUE' });
    expect((await notice(ledger)).notice).toMatchObject({ takenFrom: '2027-01-08' });
    expect((await notice(ledger)).notice).toMatchObject({ takenFrom: '2027-01-08' });
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ code: 'LINE_NOT_DUE' });
    ledger.now = '2027-01-08T00:16:00.000Z';
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ state: 'POSTED' });
  });
});

describe('who speaks for a line', () => {
  it('that lends to its own members is both sides', async () => {
    begin(await startWithLine());
    const own = { mspId: 'HarborMSP', lineId: 'own' };
    await ledger.submit(harbor(), catalogue.grantCreditLine, { ...terms, lineId: 'own' });
    await pledge(ledger, 'p-1', '400', { beneficiary: 'HarborMSP', lineId: 'own' });
    const payment = { ...own, paymentId: 'd-1' };
    await ledger.submit(harbor(), catalogue.drawOnLine, { ...payment, amount: money(300) });
    await ledger.submit(harbor(), catalogue.confirmLinePayment, { ...payment, reference: 'RF18' });
    const disputed = await ledger.submit(harbor(), catalogue.disputeLinePayment, { ...payment, reason: 'never came' });
    expect(disputed).toMatchObject({ status: 'disputed' });
    expect(await ledger.submit(harbor(), catalogue.resolveLinePayment, payment)).toMatchObject({ status: 'confirmed' });
  });

  it('is after a custodian that left who serves its accounts', async () => {
    begin(await startWithLine());
    await pledge(ledger, 'p-1', '400');
    const { value: left } = ledger.table('org').find(({ parts }) => parts[0] === 'HarborMSP')!;
    const gone = { ...left, status: 'left', successor: 'GreenMartMSP' } as typeof left;
    ledger.plant('org', ['HarborMSP'], gone);
    audit.replay.apply('left', [{ key: ['org', 'HarborMSP'], value: gone }]);
    audit.found();
    expect(await release(ledger, 'v-1', 'p-1', {}, greenmart())).toMatchObject({ state: 'POSTED' });
  });
});

describe('the audit', () => {
  it.each([
    ['closed', { status: 'closed' }],
    ['locked', { locks: { member: { lockedAt: '2026-11-23T08:00:00.000Z' } } }],
  ])('finds a draw for an account that is %s', async (_how, more) => {
    begin(await startWithLine());
    await pledge(ledger, 'p-1', '400');
    const accountRow = ledger.table('account').find(({ parts }) => parts[0] === alice)!.value;
    audit.replay.apply('before', [{ key: ['account', alice], value: { ...accountRow, ...more } }]);
    audit.found();
    const { cover: _cover, ...row } = await read(ledger);
    const payment = { ...line, paymentId: 'd-1', kind: 'draw', amount: money(1), instructedAt: ledger.now };
    expect(
      audit.forge(
        'HarborMSP',
        { key: ['credit-line', 'CityParkMSP', 'line-1'], value: { ...row, drawing: money(1) } },
        { key: ['line-payment', 'CityParkMSP', 'line-1', 'd-1'], value: { ...payment, status: 'instructed' } },
      ),
    ).toEqual([expect.stringContaining(`by ${alice}, which`)]);
  });
});

describe('members let pledges be taken by vote', () => {
  const allow: GovernanceAction = { kind: 'allow-liquidation', ...line };
  beforeEach(async () => {
    const governed = await startGoverned();
    const { value: constitution } = governed.table('constitution')[0]!;
    switchCollateral(governed);
    governed.plant('constitution', [], { ...constitution, collateral: true });
    await postOne(governed, harbor(), issue('i-1', alice, '1000', { lanes: [0, 1] }));
    await governed.submit(citypark(), catalogue.grantCreditLine, terms);
    begin(governed);
  });

  it('where a custodian alone would stop it, and no regulator is a member', async () => {
    await expect(decide(ledger, 'early', [allow])).rejects.toMatchObject({ body: { code: 'PROPOSAL_INAPPLICABLE' } });
    await due('1200000');
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ code: 'LIQUIDATION_STOPPED' });
    await decide(ledger, 'allow', [allow], [ofCityPark, ofGreenMart]);
    expect((await read(ledger)).allowed).toMatchObject({ proposalId: 'HarborMSP:allow' });
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ state: 'POSTED' });
    await expect(decide(ledger, 'again', [allow], [ofHarbor, ofCityPark])).rejects.toMatchObject({
      body: { code: 'PROPOSAL_INAPPLICABLE' },
    });
  });

  it('of a line that is there', async () => {
    const none: GovernanceAction = { ...allow, lineId: 'line-9' };
    await expect(decide(ledger, 'none', [none])).rejects.toMatchObject({ body: { code: 'PROPOSAL_INAPPLICABLE' } });
  });
});
