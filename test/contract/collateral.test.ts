/** Points pledged for money: granted, pledged, drawn, repaid, released, noticed and taken; with what the audit says of each. */
import { catalogue } from '@commonpoint/catalogue';
import { AuditAlong } from '../audit/audit-along.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  alice,
  auditor,
  bob,
  capture,
  citypark,
  greenmart,
  harbor,
  post,
  postOne,
  redeem,
  reverse,
} from './consortium.js';
import {
  confirm,
  draw,
  ENDS,
  lend,
  line,
  money,
  notice,
  pledge,
  pledgeOf,
  read,
  release,
  repay,
  startWithLine,
  switchCollateral,
  take,
  terms,
} from './collateral-world.js';

let ledger: LedgerStub;
let audit: AuditAlong;
beforeEach(async () => {
  ledger = await startWithLine();
  audit = new AuditAlong(ledger);
});
afterEach(() => expect(audit.found()).toEqual([]));

const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error as { body: { code: string } }).body.code,
  );
const balanceOf = async (accountId = alice) => {
  const { balances } = await ledger.submit(auditor, catalogue.getBalances, { accountId });
  return balances.map(({ available, held }) => [available, held]);
};
const days = (count: number) => (ledger.now = new Date(Date.parse(ledger.now) + count * 86_400_000).toISOString());
const value = (clearingValue: string) =>
  ledger.submit(harbor(), catalogue.setClearingValue, { programId: 'harbor', clearingValue });

describe('granting', () => {
  it('is once: the same terms again change nothing, others are refused', async () => {
    const grant = (more: object) => ledger.submit(citypark(), catalogue.grantCreditLine, { ...terms, ...more });
    const first = await grant({});
    expect(first).toMatchObject({ status: 'open', pledges: [], drawn: '0', pledgesEndAt: ENDS });
    expect(await code(grant({ limit: money(600) }))).toBe('LINE_EXISTS');
    expect(await read(ledger)).toEqual({ ...first, cover: '0' });
    const list = (of: object) => ledger.submit(auditor, catalogue.listCreditLines, of);
    expect((await list({ accountId: alice })).lines).toEqual([first]);
    expect((await list({ accountId: bob })).lines).toEqual([]);
    expect((await list({ mspId: 'HarborMSP' })).lines).toEqual([]);
  });

  it('stays what it was when members switch collateral off, but nothing is pledged or drawn any more', async () => {
    await pledge(ledger, 'p-1', '100');
    switchCollateral(ledger, false);
    expect(await pledge(ledger, 'p-2', '100')).toMatchObject({ code: 'COLLATERAL_OFF' });
    expect(await code(draw(ledger, 'd-1', 1))).toBe('COLLATERAL_OFF');
    expect(await release(ledger, 'v-1', 'p-1')).toMatchObject({ state: 'POSTED' });
    // The audit of blocks has not seen this vote.
    switchCollateral(ledger);
  });
});

describe('pledging', () => {
  it('takes points from the balance, for nothing else: no second pledge, no redemption, no capture', async () => {
    expect(await pledge(ledger, 'p-1', '600')).toMatchObject({ state: 'POSTED' });
    expect(await balanceOf()).toEqual([['400', '600']]);
    expect(await pledge(ledger, 'p-2', '401')).toMatchObject({ code: 'INSUFFICIENT_POINTS' });
    expect(await postOne(ledger, harbor(), redeem('r-1', alice, '401'))).toMatchObject({ code: 'INSUFFICIENT_POINTS' });
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ code: 'LINE_STATE' });
    expect(await postOne(ledger, harbor(), capture('c-2', 'p-1'))).toMatchObject({ code: 'HOLD_NOT_YOURS' });
  });

  it('does not take points that end while they are pledged', async () => {
    const short = await startWithLine({}, { expiryMonths: 5 });
    expect(await pledge(short, 'p-1', '1')).toMatchObject({ code: 'INSUFFICIENT_POINTS' });
    expect((await read(short)).cover).toBe('0');
  });

  it('is for the line’s account and programme, until the day that the line says', async () => {
    expect(await pledge(ledger, 'p-1', '1', { lineId: 'line-2' })).toMatchObject({ code: 'LINE_UNKNOWN' });
    expect(await pledge(ledger, 'p-1', '1', { beneficiary: 'GreenMartMSP' })).toMatchObject({ code: 'LINE_UNKNOWN' });
    expect(await pledge(ledger, 'p-1', '1', { expiresAt: '2027-05-08T00:00:00.000Z' })).toMatchObject({
      code: 'HOLD_PERIOD_INVALID',
    });
  });

  it('takes twenty pledges at a time', async () => {
    const ids = Array.from({ length: 21 }, (_, n) => `p-${n}`);
    const outcomes = await post(ledger, harbor(), ...ids.map((id) => pledgeOf(id, '1')));
    expect(outcomes.slice(0, 20).every(({ state }) => state === 'POSTED')).toBe(true);
    expect(outcomes[20]).toMatchObject({ code: 'PLEDGES_TOO_MANY' });
  });
});

describe('drawing', () => {
  it('goes up to what pledges cover, rounded down pledge by pledge, and to the limit', async () => {
    // 133 × 1.5 × ½ = 99.75; two halves of it would be no more.
    await pledge(ledger, 'p-1', '133');
    expect((await read(ledger)).cover).toBe('99750000');
    expect(await code(draw(ledger, 'd-1', 100))).toBe('LINE_EXCEEDED');
    expect(await draw(ledger, 'd-1', 99)).toMatchObject({ status: 'instructed', amount: money(99) });
    expect(await code(draw(ledger, 'd-2', 1))).toBe('LINE_EXCEEDED');
    await pledge(ledger, 'p-2', '867');
    expect(await code(draw(ledger, 'd-2', 402))).toBe('LINE_EXCEEDED');
    await draw(ledger, 'd-2', 401);
    expect(await read(ledger)).toMatchObject({ drawing: money(500), drawn: '0', limit: money(500) });
  });

  it('is owed once it is paid out, and is not asked for twice', async () => {
    await pledge(ledger, 'p-1', '133');
    const first = await draw(ledger, 'd-1', 50);
    expect(await draw(ledger, 'd-1', 50)).toEqual(first);
    expect(await code(draw(ledger, 'd-1', 49))).toBe('LINE_PAYMENT_EXISTS');
    expect(await code(confirm(ledger, 'd-1', harbor()))).toBe('NOT_LINE_PARTY');
    expect(await confirm(ledger, 'd-1')).toMatchObject({ status: 'confirmed', reference: 'RF18' });
    expect(await read(ledger)).toMatchObject({ drawing: '0', drawn: money(50) });
    const again = await confirm(ledger, 'd-1');
    expect(await read(ledger)).toMatchObject({ drawing: '0', drawn: money(50) });
    expect((await ledger.submit(auditor, catalogue.listLinePayments, line)).payments).toEqual([again]);
  });

  it('of two at once only one takes effect', async () => {
    await pledge(ledger, 'p-1', '133');
    const simulate = (paymentId: string) =>
      ledger.simulate(harbor(), 'Collateral:Draw', [JSON.stringify({ ...line, paymentId, amount: money(99) })]);
    const [one, other] = await Promise.all([simulate('d-1'), simulate('d-2')]);
    expect([ledger.commit(one), ledger.commit(other)]).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  });

  it('and releasing at once: only one takes effect', async () => {
    await pledge(ledger, 'p-1', '133');
    const drawing = await ledger.simulate(harbor(), 'Collateral:Draw', [
      JSON.stringify({ ...line, paymentId: 'd-1', amount: money(99) }),
    ]);
    const releasing = await ledger.simulate(harbor(), 'Points:Post', [
      JSON.stringify({ operations: [{ kind: 'void', id: 'v-1', holdMspId: 'HarborMSP', holdId: 'p-1' }] }),
    ]);
    expect([ledger.commit(drawing), ledger.commit(releasing)]).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
    expect(await release(ledger, 'v-1', 'p-1')).toMatchObject({ code: 'LINE_NOT_COVERED' });
  });

  it('is not while the account is frozen, nor once the term is over', async () => {
    await pledge(ledger, 'p-1', '133');
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
    expect(await code(draw(ledger, 'd-1', 1))).toBe('ACCOUNT_FROZEN');
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'active' });
    ledger.now = '2027-03-31T23:50:00.000Z';
    expect(await code(draw(ledger, 'd-1', 1))).toBe('LINE_STATE');
  });

  it('is taken back by either side before it is paid out', async () => {
    await pledge(ledger, 'p-1', '133');
    for (const [by, id] of [
      [harbor(), 'd-1'],
      [citypark(), 'd-2'],
    ] as const) {
      await draw(ledger, id, 99);
      await ledger.submit(by, catalogue.withdrawLinePayment, { ...line, paymentId: id });
      expect(await read(ledger)).toMatchObject({ drawing: '0' });
      expect(await code(confirm(ledger, id))).toBe('LINE_PAYMENT_STATE');
    }
  });
});

describe('releasing', () => {
  it('is free of what is not needed, wholly or in part, with the expiries that points had', async () => {
    await pledge(ledger, 'p-1', '400');
    await lend(ledger, 'd-1', 75);
    expect(await release(ledger, 'v-1', 'p-1', { amount: '301' })).toMatchObject({ code: 'LINE_NOT_COVERED' });
    expect(await release(ledger, 'v-1', 'p-1', { amount: '300' })).toMatchObject({ state: 'POSTED' });
    expect(await balanceOf()).toEqual([['900', '100']]);
    expect((await read(ledger)).pledges).toEqual([{ mspId: 'HarborMSP', pledgeId: 'p-1', amount: '100' }]);
    expect(await release(ledger, 'v-2', 'p-1', { amount: '101' })).toMatchObject({ code: 'HOLD_EXCEEDED' });
    expect(await release(ledger, 'v-2', 'p-1', {}, greenmart())).toMatchObject({ code: 'HOLD_NOT_YOURS' });
    expect(await release(ledger, 'v-2', 'p-1', {}, citypark())).toMatchObject({ state: 'POSTED' });
    expect(await balanceOf()).toEqual([['1000', '0']]);
    expect(await release(ledger, 'v-3', 'p-1')).toMatchObject({ code: 'HOLD_RESOLVED' });
  });

  it('and repaying: what is repaid is free once the pledgee has it', async () => {
    await pledge(ledger, 'p-1', '400');
    await lend(ledger, 'd-1', 300);
    await repay(ledger, 'b-1', 300);
    expect(await release(ledger, 'v-1', 'p-1')).toMatchObject({ code: 'LINE_NOT_COVERED' });
    expect(await confirm(ledger, 'b-1')).toMatchObject({ status: 'confirmed', applied: money(300) });
    expect(await release(ledger, 'v-1', 'p-1')).toMatchObject({ state: 'POSTED' });
    expect(await balanceOf()).toEqual([['1000', '0']]);
    await ledger.submit(harbor(), catalogue.closeCreditLine, line);
    expect(await pledge(ledger, 'p-2', '1')).toMatchObject({ code: 'LINE_STATE' });
  });

  it('the same id again with another amount is a conflict', async () => {
    await pledge(ledger, 'p-1', '400');
    await release(ledger, 'v-1', 'p-1', { amount: '300' });
    expect(await release(ledger, 'v-1', 'p-1', { amount: '300' })).toMatchObject({ state: 'EXISTS' });
    expect(await release(ledger, 'v-1', 'p-1', { amount: '299' })).toMatchObject({
      code: 'ID_CONFLICT',
      field: 'amount',
    });
  });

  it('substituting is one chain: the other pledge comes, this one goes, or neither', async () => {
    await pledge(ledger, 'p-1', '400');
    await lend(ledger, 'd-1', 300);
    const swap = (amount: string) =>
      post(
        ledger,
        harbor(),
        { ...pledgeOf('p-2', amount), linked: true },
        { kind: 'void', id: 'v-1', holdMspId: 'HarborMSP', holdId: 'p-1' },
      );
    expect(await swap('399')).toMatchObject([{ code: 'LINKED_FAILED' }, { code: 'LINE_NOT_COVERED' }]);
    expect(await swap('400')).toMatchObject([{ state: 'POSTED' }, { state: 'POSTED' }]);
    expect((await read(ledger)).pledges).toMatchObject([{ pledgeId: 'p-2' }]);
    expect(await balanceOf()).toEqual([['600', '400']]);
  });
});

describe('a line that falls short', () => {
  /** 400 points cover 300; from December on a point is worth 1.2, and they cover 240. */
  const short = async () => {
    await pledge(ledger, 'p-1', '400');
    await lend(ledger, 'd-1', 300);
    await value('1200000');
    expect(await code(notice(ledger))).toBe('LINE_COVERED');
    ledger.now = '2026-12-01T00:30:00.000Z';
  };

  it('is one from the cycle on in which a lower value counts, and is told by a notice', async () => {
    await short();
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ code: 'LINE_STATE' });
    expect(await code(ledger.submit(greenmart(), catalogue.giveNotice, line))).toBe('NOT_LINE_PARTY');
    expect(await notice(ledger)).toMatchObject({ status: 'noticed', notice: { takenFrom: '2026-12-08' } });
    days(3);
    expect((await notice(ledger)).notice).toMatchObject({ takenFrom: '2026-12-08' });
    expect(await code(draw(ledger, 'd-2', 1))).toBe('LINE_STATE');
    ledger.now = '2026-12-08T00:14:00.000Z';
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ code: 'LINE_NOT_DUE' });
  });

  it('is cured by another pledge, or by a repayment', async () => {
    await short();
    await notice(ledger);
    await pledge(ledger, 'p-2', '99');
    expect(await read(ledger)).toMatchObject({ status: 'noticed' });
    await pledge(ledger, 'p-3', '1');
    expect(await read(ledger)).toMatchObject({ status: 'open' });
    await release(ledger, 'v-1', 'p-2', {}, citypark());
    await notice(ledger);
    await repay(ledger, 'b-1', 60, citypark());
    expect(await read(ledger)).toMatchObject({ status: 'open', drawn: money(240) });
  });

  it('is not cured by a value that rises again: what changes nothing of debt and pledges leaves the notice', async () => {
    await short();
    await notice(ledger);
    await value('2000000');
    ledger.now = '2027-01-01T00:30:00.000Z';
    await repay(ledger, 'b-1', 10, harbor());
    expect(await read(ledger)).toMatchObject({ status: 'noticed', cover: money(400), drawn: money(300) });
    await release(ledger, 'v-1', 'p-1', { amount: '1' }, citypark());
    expect(await read(ledger)).toMatchObject({ status: 'noticed' });
    await confirm(ledger, 'b-1', citypark());
    expect(await read(ledger)).toMatchObject({ status: 'open', drawn: money(290) });
  });

  it('after its waiting days what covers debt and fee is taken, rounded down, and the rest goes back', async () => {
    await short();
    await notice(ledger);
    ledger.now = '2026-12-08T00:16:00.000Z';
    // 300 and a fee of 30 are 275 points of 1.2.
    expect((await take(ledger, 'c-1', 'p-1')).receipt).toMatchObject({
      amount: '275',
      acceptor: 'CityParkMSP',
      clearingValue: '1200000',
      lineId: 'line-1',
      cycle: '2026-12',
    });
    expect(await read(ledger)).toMatchObject({ status: 'liquidated', drawn: '0', fee: '0', pledges: [] });
    expect(await balanceOf()).toEqual([['725', '0']]);
    const { positions } = await ledger.submit(auditor, catalogue.clearingPositions, { cycle: '2026-12' });
    expect(positions).toEqual([{ debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '275' }]);
    const supply = await ledger.submit(auditor, catalogue.getSupply, { programId: 'harbor' });
    expect(supply).toMatchObject({ issued: '1000', redeemed: '275', held: '0' });
  });

  it('what was taken stays taken: the debt that it paid off would not come back', async () => {
    await short();
    await notice(ledger);
    ledger.now = '2026-12-08T00:16:00.000Z';
    await take(ledger, 'c-1', 'p-1');
    const after = await read(ledger);
    const back = (more: object = {}, by = citypark()) => postOne(ledger, by, reverse('x-1', 'c-1', more));
    expect(await back()).toMatchObject({ code: 'NOT_REVERSIBLE' });
    expect(await back({ amount: '1' })).toMatchObject({ code: 'NOT_REVERSIBLE' });
    expect(await read(ledger)).toEqual(after);
    expect(await balanceOf()).toEqual([['725', '0']]);
  });

  it('pledges are taken oldest first, and what they do not cover stands as a loss', async () => {
    await short();
    await pledge(ledger, 'p-2', '20');
    await notice(ledger);
    await value('500000');
    ledger.now = '2027-01-01T01:00:00.000Z';
    expect(await take(ledger, 'c-1', 'p-2')).toMatchObject({ code: 'PLEDGE_NOT_FIRST' });
    expect((await take(ledger, 'c-1', 'p-1')).receipt).toMatchObject({ amount: '400' });
    expect((await take(ledger, 'c-2', 'p-2')).receipt).toMatchObject({ amount: '20' });
    expect(await read(ledger)).toMatchObject({ status: 'liquidated', drawn: money(90), fee: money(30) });
    expect(await code(ledger.submit(harbor(), catalogue.closeCreditLine, line))).toBe('LINE_STATE');
    expect(await ledger.submit(citypark(), catalogue.closeCreditLine, line)).toMatchObject({ status: 'closed' });
  });

  it('is one once its term is over, however much is pledged', async () => {
    await pledge(ledger, 'p-1', '1000');
    await lend(ledger, 'd-1', 10);
    ledger.now = '2027-04-01T00:16:00.000Z';
    await notice(ledger);
    ledger.now = '2027-04-08T00:16:00.000Z';
    // 11 are 7 points of 1.5, and half a unit is not taken: floor for whoever is pledged.
    expect((await take(ledger, 'c-1', 'p-1')).receipt).toMatchObject({ amount: '7' });
    expect(await balanceOf()).toEqual([['993', '0']]);
  });

  it('is not taken from a frozen account, or while a payment is disputed, without a regulator’s word', async () => {
    ledger.plant('org', ['RegulatorMSP'], {
      mspId: 'RegulatorMSP',
      name: 'R',
      kind: 'regulator',
      status: 'active',
      joinedAt: ledger.now,
    });
    await short();
    await notice(ledger);
    await ledger.submit(harbor(), catalogue.disputeLinePayment, { ...line, paymentId: 'd-1', reason: 'never came' });
    ledger.now = '2026-12-09T00:00:00.000Z';
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ code: 'LIQUIDATION_STOPPED' });
    await ledger.submit(harbor(), catalogue.resolveLinePayment, { ...line, paymentId: 'd-1' });
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ code: 'LIQUIDATION_STOPPED' });
    const regulator = { mspId: 'RegulatorMSP', role: 'regulator' } as const;
    await ledger.submit(regulator, catalogue.allowLiquidation, line);
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ state: 'POSTED' });
  });

  it('a notice counts for thirty days after its waiting days', async () => {
    await short();
    await notice(ledger);
    ledger.now = '2027-01-08T00:00:00.000Z';
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ code: 'LINE_NOT_DUE' });
    expect(await notice(ledger)).toMatchObject({ notice: { takenFrom: '2027-01-15' } });
  });
});

it('a pledge that nobody took goes back after its end', async () => {
  await pledge(ledger, 'p-1', '400');
  await lend(ledger, 'd-1', 300);
  ledger.now = '2027-05-07T00:03:00.000Z';
  expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ state: 'REJECTED' });
  expect(await release(ledger, 'v-1', 'p-1')).toMatchObject({ state: 'POSTED' });
  expect(await balanceOf()).toEqual([['1000', '0']]);
  expect(await balanceOf(bob)).toEqual([]);
});
