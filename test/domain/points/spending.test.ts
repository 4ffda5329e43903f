import type { Operation } from '@commonpoint/catalogue';
import { PointsWorld } from './points-world.js';

const [one, two] = ['HarborMSP:one-00001', 'HarborMSP:two-00001'];
const redeem = (id: string, amount: string, more: object = {}): Operation => ({
  kind: 'redeem',
  id,
  programId: 'harbor',
  accountId: one,
  amount,
  ...more,
});
const consumedOf = (world: PointsWorld, id: string) =>
  world.receipts.get(`HarborMSP ${id}`)?.consumed?.map(({ lotId, amount }) => `${lotId.slice(0, 10)} ${amount}`);

describe('which lots a debit draws on', () => {
  test('the soonest expiry first', () => {
    const world = new PointsWorld();
    world.grant(one, 10n, '2027-05-01');
    world.grant(one, 10n, '2027-01-01');
    world.post([redeem('r-1', '15')]);
    expect(consumedOf(world, 'r-1')).toEqual(['2027-01-01 10', '2027-05-01 5']);
    expect(world.balances()).toEqual({ [`${one} 2027-05-01`]: '5' });
  });

  test('none past its expiry', () => {
    const world = new PointsWorld();
    world.grant(one, 10n, '2026-11-22');
    world.grant(one, 10n, '2026-11-23');
    expect(world.post([redeem('r-1', '11')])[0]).toMatchObject({ state: 'REJECTED', code: 'INSUFFICIENT_POINTS' });
    expect(world.post([redeem('r-2', '10')])[0]).toMatchObject({ state: 'POSTED' });
  });

  test('change of the same batch, merged into one lot', () => {
    const world = new PointsWorld();
    world.grant(one, 10n, '2027-01-01');
    world.grant(one, 10n, '2027-01-01');
    world.post([redeem('r-1', '3'), redeem('r-2', '4'), redeem('r-3', '5')]);
    expect(world.lots.size).toBe(1);
    expect(world.balances()).toEqual({ [`${one} 2027-01-01`]: '8' });
  });

  test('small lots of an expiry that is drawn on are merged, others stay', () => {
    const world = new PointsWorld();
    for (let n = 0; n < 5; n += 1) world.grant(one, 1n, '2027-01-01');
    const later = world.grant(one, 1n, '2027-02-01');
    world.post([redeem('r-1', '1')]);
    expect([...world.lots.values()].map(({ row }) => row.amount).sort()).toEqual(['1', '4']);
    expect(world.lots.has(`${one} ${later}`)).toBe(true);
  });

  test('a lot that alone is left stays what it is', () => {
    const world = new PointsWorld();
    world.grant(one, 1n, '2027-01-01');
    const left = world.grant(one, 1n, '2027-01-01');
    world.post([redeem('r-1', '1')]);
    expect([...world.lots.keys()]).toEqual([`${one} ${left}`]);
  });

  test('exactly the inputs it names, all of them consumed', () => {
    const world = new PointsWorld();
    const soon = world.grant(one, 10n, '2027-01-01');
    const first = world.grant(one, 10n, '2027-05-01');
    const second = world.grant(one, 10n, '2027-05-01');
    world.post([redeem('r-1', '4', { inputs: [first, second] })], { named: [] });
    expect(consumedOf(world, 'r-1')).toEqual(['2027-05-01 4']);
    expect(world.lots.has(`${one} ${soon}`)).toBe(true);
    expect(world.lots.size).toBe(2);
    expect(world.balances()).toEqual({ [`${one} 2027-01-01`]: '10', [`${one} 2027-05-01`]: '16' });
  });

  test('only what is open to the batch, if it names none', () => {
    const world = new PointsWorld();
    const lot = world.grant(one, 10n, '2027-01-01');
    const outcomes = world.post([redeem('r-1', '4'), redeem('r-2', '4', { inputs: [lot] })], { named: [] });
    expect(outcomes.map(({ state, code }) => code ?? state)).toEqual(['INSUFFICIENT_POINTS', 'POSTED']);
  });

  test('points that were credited earlier in the batch', () => {
    const world = new PointsWorld();
    const issue: Operation = { kind: 'issue', id: 'i-1', programId: 'harbor', accountId: one, amount: '9' };
    const outcomes = world.post([issue, redeem('r-1', '4'), redeem('r-2', '6'), redeem('r-3', '5')]);
    expect(outcomes.map(({ state, code }) => code ?? state)).toEqual([
      'POSTED',
      'POSTED',
      'INSUFFICIENT_POINTS',
      'POSTED',
    ]);
    expect(world.lots.size).toBe(0);
  });

  test('nothing of another account', () => {
    const world = new PointsWorld();
    const lot = world.grant(two, 10n, '2027-01-01');
    expect(world.post([redeem('r-1', '1', { inputs: [lot] })])[0]?.code).toBe('LOT_SPENT');
  });
});

describe('a linked chain', () => {
  const issue = (id: string, amount: string, linked: boolean): Operation => ({
    kind: 'issue',
    id,
    programId: 'harbor',
    accountId: one,
    amount,
    linked,
  });

  test('takes effect wholly', () => {
    const world = new PointsWorld();
    expect(world.post([issue('i-1', '5', true), issue('i-2', '6', false)]).map(({ state }) => state)).toEqual([
      'POSTED',
      'POSTED',
    ]);
    expect(world.held()).toBe(11n);
  });

  test('or not at all, and the operations around it do', () => {
    const world = new PointsWorld();
    world.grant(one, 10n, '2027-01-01');
    const before = world.balances();
    const outcomes = world.post([
      { ...redeem('r-1', '3'), linked: true },
      { ...redeem('r-2', '4'), linked: true },
      { ...redeem('r-3', '4'), linked: true },
      redeem('r-4', '1'),
      redeem('r-5', '10'),
    ]);
    expect(outcomes.map(({ state, code }) => code ?? state)).toEqual([
      'LINKED_FAILED',
      'LINKED_FAILED',
      'INSUFFICIENT_POINTS',
      'LINKED_FAILED',
      'POSTED',
    ]);
    expect(before).toEqual({ [`${one} 2027-01-01`]: '10' });
    expect(world.supply.redeemed).toBe(10n);
    expect(world.lots.size).toBe(0);
  });

  test('has one reason to fail: what comes after it only says that it failed', () => {
    const outcomes = new PointsWorld().post([issue('i-1', '5000', true), redeem('r-1', '9')]);
    expect(outcomes.map(({ code }) => code)).toEqual(['QUOTA_EXHAUSTED', 'LINKED_FAILED']);
  });

  test('writes nothing if it was all', () => {
    const world = new PointsWorld();
    world.post([issue('i-1', '5', true), issue('i-2', '5000', false)]);
    expect(world.writes).toBe(0);
    expect(world.lanes.map(({ used }) => used)).toEqual(['0', '0']);
    expect(world.supply.issued).toBe(0n);
  });

  test('does not undo what an earlier transaction did', () => {
    const world = new PointsWorld();
    world.post([issue('i-1', '5', false)]);
    const outcomes = world.post([issue('i-1', '5', true), issue('i-2', '5000', false)]);
    expect(outcomes.map(({ state, code }) => code ?? state)).toEqual(['EXISTS', 'QUOTA_EXHAUSTED']);
  });
});
