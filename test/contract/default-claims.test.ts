/** What a merchant in default owes is met in the stated order, and what is claimed on pledges is taken by the line's rules. */
import { catalogue } from '@commonpoint/catalogue';
import { AuditAlong } from '../audit/audit-along.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  agreeOnRate,
  alice,
  auditor,
  carol,
  citypark,
  greenmart,
  harbor,
  issue,
  post,
  postOne,
  program,
  redeem,
} from './consortium.js';
import { money, notice, pledgeOf, read, release, take, terms } from './collateral-world.js';
import { prepay, release as releaseCredit, settle, spend, startWithCredit, usedOf } from './credit-world.js';
import { decide, ofCityPark, ofGreenMart } from './governed.js';

let ledger: LedgerStub;
let audit: AuditAlong;
const secured = { ...terms, programId: 'greenmart', secures: 'HarborMSP', haircutPpm: 0, feePpm: 0 };
const pair = { cycle: '2026-11', debtor: 'HarborMSP', creditor: 'CityParkMSP' };

/** Alice's account is Harbor's own: it has 100 points of GreenMart's, worth two each, which it pledges to CityPark. */
beforeEach(async () => {
  ledger = await startWithCredit();
  await agreeOnRate(ledger);
  const { value } = ledger.table('constitution')[0]!;
  ledger.plant('constitution', [], { ...value, collateral: true });
  const leaves = { ...program, programId: 'greenmart', clearingValue: '2000000' };
  await ledger.submit(greenmart(), catalogue.createProgram, leaves);
  await ledger.submit(citypark(), catalogue.acceptProgram, { programId: 'greenmart', valueMin: '1' });
  await post(ledger, greenmart(), issue('i-leaves', alice, '100', { programId: 'greenmart' }));
  await post(ledger, citypark(), issue('i-minutes', carol, '200', { programId: 'citypark' }));
  audit = new AuditAlong(ledger);
});
afterEach(() => expect(audit.found()).toEqual([]));

const lend = (limit: number, more: object = {}) =>
  ledger.submit(citypark(), catalogue.grantCreditLine, { ...secured, limit: money(limit), ...more });
const pledge = (amount: string) => postOne(ledger, harbor(), pledgeOf('p-1', amount, { programId: 'greenmart' }));
const declare = () =>
  decide(ledger, 'default', [{ kind: 'declare-default', mspId: 'HarborMSP' }], [ofCityPark, ofGreenMart]);
const claim = (cycle = '2026-11', by = citypark()) =>
  ledger.submit(by, catalogue.claimOnLine, { mspId: 'CityParkMSP', lineId: 'line-1', cycle });
const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error as { body: { code: string } }).body.code,
  );
/** Harbor owes CityPark 80 points of 1.5, and CityPark owes it so many of 2 in turn. */
const owe = async (inTurn: number) => {
  await spend(ledger, 'r-1', '80');
  if (inTurn > 0)
    await postOne(
      ledger,
      citypark(),
      redeem('r-2', carol, String(inTurn), { programId: 'citypark', acceptor: 'HarborMSP' }),
    );
};

/** Of 120: what is owed in turn, points paid in advance, and the line's limit; what each step comes to. */
const steps: [
  inTurn: number,
  ahead: number,
  limit: number,
  setOff: number,
  prepaid: number,
  pledges: number,
  loss: number,
][] = [
  [0, 0, 500, 0, 0, 120, 0],
  [10, 0, 500, 20, 0, 100, 0],
  [10, 20, 500, 20, 30, 70, 0],
  [10, 20, 50, 20, 30, 50, 20],
  // Of 11 points of 1.5 sixteen whole units.
  [0, 11, 100, 0, 16, 100, 4],
];
test.each(steps)(
  '%d in turn, %d in advance, a limit of %d',
  async (inTurn, ahead, limit, setOff, prepaid, pledges, loss) => {
    await lend(limit);
    await pledge('100');
    if (ahead > 0) await prepay(ledger, 'ahead', String(ahead));
    await owe(inTurn);
    await settle(ledger, ['2026-11'], { pay: false });
    expect(await code(claim())).toBe('NOT_IN_DEFAULT');
    await declare();
    const settlement = await claim();
    expect(settlement).toMatchObject({
      status: 'due',
      amount: money(120 - setOff),
      claim: { setOff: money(setOff), prepaid: money(prepaid), pledges: money(pledges), loss: money(loss) },
    });
    expect(await claim()).toEqual(settlement);
    expect(await read(ledger)).toMatchObject({ drawn: money(pledges), status: 'open' });
    const { pairs } = await ledger.submit(auditor, catalogue.agedSettlements, { debtor: 'HarborMSP' });
    expect(pairs).toMatchObject(loss === 0 ? [] : [{ creditor: 'CityParkMSP', total: money(loss) }]);
  },
);

describe('of 100 owed, 30 of it paid in advance, 50 on pledges', () => {
  beforeEach(async () => {
    await lend(50);
    await pledge('100');
    await prepay(ledger, 'ahead', '20');
    await owe(10);
    await settle(ledger, ['2026-11'], { pay: false });
    await declare();
    await claim();
  });

  it('pledges are taken after a notice, at once and for no more than what was claimed', async () => {
    expect(await take(ledger, 'c-1', 'p-1')).toMatchObject({ code: 'LINE_STATE' });
    const { notice: given } = await notice(ledger);
    ledger.now = `${given!.takenFrom}T00:16:00.000Z`;
    // 25 points of two.
    expect((await take(ledger, 'c-1', 'p-1')).receipt).toMatchObject({ amount: '25', acceptor: 'CityParkMSP' });
    expect(await read(ledger)).toMatchObject({ status: 'liquidated', drawn: '0', pledges: [] });
  });

  it('what was paid in advance is used up, and once all is paid the credit gives back what was not', async () => {
    expect(await usedOf(ledger)).toBe('60');
    await settle(ledger, [], { pay: true });
    expect(await releaseCredit(ledger, '2026-11')).toMatchObject({ amount: '80', prepaid: '20' });
    expect(await usedOf(ledger)).toBe('0');
    expect(await code(claim('2026-11'))).toBe('done');
  });

  it('is claimed on no other line, and no line beyond its limit', async () => {
    await lend(50, { lineId: 'line-2' });
    const other = { mspId: 'CityParkMSP', lineId: 'line-2', cycle: '2026-11' };
    expect(await code(ledger.submit(citypark(), catalogue.claimOnLine, other))).toBe('SETTLEMENT_STATE');
  });

  it('a forged claim is found', () => {
    const { value } = ledger.table('settlement').find(({ parts }) => parts[1] === 'HarborMSP')!;
    const told = value['claim'] as object;
    const parts = Object.values(pair);
    const found = audit.forge(
      'CityParkMSP',
      audit.changed('settlement', parts, { claim: { ...told, pledges: money(70) } }),
    );
    expect(found.join()).toContain('otherwise than before');
  });
});

describe('what was claimed', () => {
  const instruct = () => ledger.submit(harbor(), catalogue.instructSettlement, { ...pair, reference: 'RF18' });
  const confirm = () => ledger.submit(citypark(), catalogue.confirmSettlement, pair);
  const dispute = (by: ReturnType<typeof harbor>) =>
    ledger.submit(by, catalogue.disputeSettlement, { ...pair, reason: 'nothing came' });
  const owing = async (limit: number) => {
    await lend(limit);
    await pledge('100');
    await owe(0);
    await settle(ledger, ['2026-11'], { pay: false });
    await declare();
  };

  it('is owed on the line alone, and what the credit was drawn for is settled', async () => {
    await owing(500);
    expect(await claim()).toMatchObject({ claim: { loss: '0' } });
    expect([await code(instruct()), await code(confirm())]).toEqual(['SETTLEMENT_STATE', 'SETTLEMENT_STATE']);
    await dispute(citypark());
    const paid = ledger.submit(citypark(), catalogue.resolveSettlement, { ...pair, outcome: 'paid', note: 'it came' });
    expect(await code(paid)).toBe('SETTLEMENT_STATE');
    expect(await releaseCredit(ledger, '2026-11')).toMatchObject({ amount: '80' });
    const found = audit.forge(
      'HarborMSP',
      audit.changed('settlement', Object.values(pair), { status: 'instructed', reference: 'RF18' }),
    );
    expect(found.join()).toContain('all of which was claimed on a line');
  });

  it('leaves the loss to be paid', async () => {
    await owing(100);
    expect(await claim()).toMatchObject({ claim: { loss: money(20) } });
    expect(await code(releaseCredit(ledger, '2026-11'))).toBe('CREDIT_NOT_SETTLED');
    expect([await code(instruct()), await code(confirm())]).toEqual(['done', 'done']);
  });

  it('is found where it was claimed although the debtor said that it paid', async () => {
    await owing(500);
    await instruct();
    const steps = { setOff: '0', prepaid: '0', prepaidPoints: [], pledges: money(120), loss: '0' };
    const forged = { claim: { lineId: 'line-1', at: ledger.now, ...steps } };
    const found = audit.forge('CityParkMSP', audit.changed('settlement', Object.values(pair), forged));
    expect(found.join()).toContain('which is said to be paid');
  });

  it('is not claimed while the debtor says that it paid, before the creditor denies it', async () => {
    await owing(500);
    await instruct();
    expect(await code(claim())).toBe('SETTLEMENT_STATE');
    await dispute(citypark());
    expect(await claim()).toMatchObject({ status: 'disputed', claim: { pledges: money(120) } });
  });
});

describe('a line that secures what a merchant owes', () => {
  it('is of an account that this one keeps, for points that others issue', async () => {
    expect(await code(lend(50, { secures: 'GreenMartMSP' }))).toBe('LINE_TERM_INVALID');
    expect(await code(lend(50, { secures: 'CityParkMSP', accountId: carol }))).toBe('LINE_TERM_INVALID');
    expect(await code(lend(50, { programId: 'harbor' }))).toBe('LINE_TERM_INVALID');
  });

  it('is refused at what is wrong with it: its last day, or whose debts it secures', async () => {
    const body = (pointer: string) => ({ body: { code: 'LINE_TERM_INVALID', errors: [{ pointer }] } });
    await expect(lend(50, { until: '2020-01-01' })).rejects.toMatchObject(body('/until'));
    await expect(lend(50, { secures: 'GreenMartMSP' })).rejects.toMatchObject(body('/secures'));
  });

  it('lends no money, and is ended by the pledgee alone', async () => {
    await lend(50);
    await pledge('100');
    const of = { mspId: 'CityParkMSP', lineId: 'line-1' };
    const draw = ledger.submit(harbor(), catalogue.drawOnLine, { ...of, paymentId: 'd-1', amount: money(1) });
    expect(await code(draw)).toBe('LINE_STATE');
    expect(await release(ledger, 'v-1', 'p-1')).toMatchObject({ code: 'LINE_NOT_COVERED' });
    expect(await code(ledger.submit(harbor(), catalogue.closeCreditLine, of))).toBe('LINE_STATE');
    await ledger.submit(citypark(), catalogue.closeCreditLine, of);
    expect(await release(ledger, 'v-1', 'p-1')).toMatchObject({ state: 'POSTED' });
  });

  it('is claimed on by the pledgee, for a cycle that is closed, for what is owed and not paid', async () => {
    await lend(50);
    expect(await code(claim('2026-11', harbor()))).toBe('NOT_LINE_PARTY');
    expect(await code(claim())).toBe('CYCLE_NOT_CLOSED');
    await settle(ledger, ['2026-11'], { pay: false });
    expect(await code(claim())).toBe('SETTLEMENT_UNKNOWN');
    await owe(0);
    await settle(ledger, ['2026-11.02'], { pay: true });
    await declare();
    expect(await code(claim('2026-11.02'))).toBe('SETTLEMENT_STATE');
  });
});
