/** Which orderers stand still, by what is seen of them, second by second. */
import type { OrdererBlock } from '../../../gateway-api/src/channel/orderers.js';
import { type OrdererStanding, StandingOrderers } from '../../../gateway-api/src/channel/standing-orderers.js';

type Blocks = readonly (number | undefined)[];

const seen = (blocks: Blocks): OrdererBlock[] => blocks.map((block, index) => orderer(`O${index}`, block));
const orderer = (mspId: string, block: number | undefined, more: Partial<OrdererBlock> = {}): OrdererBlock => ({
  ...{ orderer: `${mspId}:1`, mspId, endpoint: `${mspId}:1`, isConsenter: true, block },
  ...more,
});

/** Sees what `at` says of each second from one to another; what came of the first orderer at the end, and when restarts were due. */
function watch(
  orderers: StandingOrderers,
  from: number,
  to: number,
  at: (second: number) => Blocks,
): { last: OrdererStanding; noticedAt: number | undefined; due: number[] } {
  let noticedAt: number | undefined;
  const due = new Set<number>();
  let last!: OrdererStanding;
  for (let second = from; second <= to; second++) {
    [last] = orderers.observe(seen(at(second)), second * 1_000) as [OrdererStanding];
    if (last.state === 'stands-still') noticedAt ??= second;
    if (last.restartDueAt !== undefined) due.add(last.restartDueAt / 1_000);
  }
  return { last, noticedAt, due: [...due] };
}

const others = (second: number): Blocks => [10 + second, 10 + second, 10 + second];

describe('an orderer stands still while others go on', () => {
  it('is noticed, and due to be started again, within ten seconds', () => {
    const { noticedAt, due } = watch(new StandingOrderers(), 0, 20, (second) => [10, ...others(second)]);
    expect(noticedAt).toBeLessThanOrEqual(6);
    expect(due).toHaveLength(1);
    expect(due[0]).toBeLessThanOrEqual(10);
  });

  it('also one that gives no answer any more', () => {
    const orderers = new StandingOrderers();
    const frozen = (second: number): Blocks => [second < 3 ? 10 + second : undefined, ...others(second)];
    const { noticedAt, due, last } = watch(orderers, 0, 20, frozen);
    expect(noticedAt).toBeLessThanOrEqual(10);
    expect(due[0]).toBeLessThanOrEqual(13);
    expect(last).toMatchObject({ block: 12 });
  });

  it('also when the others have stopped since: it lacks what they have', () => {
    const { noticedAt } = watch(new StandingOrderers(), 0, 20, () => [10, 11, 11, 11]);
    expect(noticedAt).toBeLessThanOrEqual(6);
  });
});

describe('nothing is started again', () => {
  const never = (at: (second: number) => Blocks): void => {
    const { due, noticedAt } = watch(new StandingOrderers(), 0, 600, at);
    expect({ due, noticedAt }).toEqual({ due: [], noticedAt: undefined });
  };

  it('while nobody has anything to do', () => never(() => [10, 10, 10, 10]));
  it('while it comes closer, however far it is behind', () => never((second) => [second, 5_000, 5_000, 5_000]));
  it('while it is always a little behind', () => never((second) => [9 + second, ...others(second)]));
  it('while others give no answer and nothing is ordered: there is no quorum', () =>
    never((second) => [10, 10, second < 2 ? 10 : undefined, second < 2 ? 10 : undefined]));
  it('for one that gives no answer and lacks nothing', () =>
    never((second) => [second < 2 ? 10 : undefined, 10, 10, 10]));
  it('because a single other one says that it has more', () => never(() => [10, 10, 10, 9_999_999]));
  it('because of what those say that give no answer any more', () =>
    never((second) => [10, 10, ...(second < 2 ? [10, 10] : second < 4 ? [11, 11] : [undefined, undefined])]));
  it('that was never seen: nobody knows what it has', () => never((second) => [undefined, ...others(second)]));
});

it('is due again at growing intervals while nothing helps, and never faster than a minute', () => {
  const { due } = watch(new StandingOrderers(), 0, 3_600, (second) => [10, ...others(second)]);
  const pauses = due.slice(1).map((each, index) => each - due[index]!);
  expect(pauses).toEqual([60, 120, 240, 480, 900, 900]);
});

it('one that comes back for a moment, and stands again, does not begin anew', () => {
  const orderers = new StandingOrderers();
  // It has what the others have for a second in thirty.
  const flapping = (second: number): Blocks => [10 + second - (second % 30), ...others(second)];
  const { due } = watch(orderers, 0, 900, flapping);
  const pauses = due.slice(1).map((each, index) => each - due[index]!);
  expect(pauses.every((pause, index) => pause >= 60 * 2 ** index)).toBe(true);
  expect(due.length).toBeLessThanOrEqual(5);
});

it('one that was well for long begins anew', () => {
  const orderers = new StandingOrderers();
  const [first] = watch(orderers, 0, 20, (second) => [10, ...others(second)]).due;
  expect(watch(orderers, 21, 700, (second) => [10 + second, ...others(second)]).last).toMatchObject({ state: 'well' });
  const again = watch(orderers, 701, 720, (second) => [711, ...others(second)]);
  expect(again.due).toHaveLength(1);
  expect(again.due[0]! - 701).toBe(first);
});

it('of two orderers neither is started again for what the other one alone says, nor a single one', () => {
  expect(watch(new StandingOrderers(), 0, 60, () => [10, 11]).noticedAt).toBeUndefined();
  expect(watch(new StandingOrderers(), 0, 60, () => [10]).noticedAt).toBeUndefined();
});

describe('an organisation that names addresses of its own in the configuration', () => {
  const honest = (second: number): OrdererBlock[] => ['A', 'B', 'C'].map((each) => orderer(each, 10 + second));
  const states = (at: (second: number) => OrdererBlock[]): Set<string> => {
    const orderers = new StandingOrderers();
    const all = new Set<string>();
    for (let second = 0; second <= 60; second++) {
      for (const each of orderers.observe(at(second), second * 1_000))
        if (each.isConsenter && each.mspId !== 'X') all.add(each.state);
    }
    return all;
  };

  it('is one witness, however many say that they have more', () => {
    const claims = ['x1:1', 'x2:1', 'x3:1'].map((endpoint) => orderer('X', 1e9, { endpoint, orderer: endpoint }));
    expect([...states((second) => [...honest(second), ...claims])]).toEqual(['well']);
  });

  it('is none for orderers that do not take part, nor are two such organisations', () => {
    const claims = ['X', 'Y'].map((mspId) => orderer(mspId, 1e9, { isConsenter: false }));
    const ofHonest = (second: number): OrdererBlock[] => [...honest(second), ...claims];
    expect([...states(ofHonest)]).toEqual(['well']);
  });

  it('does not have its own answer taken for that of another one with the same address', () => {
    const orderers = new StandingOrderers();
    for (let second = 0; second <= 60; second++) {
      const same = orderer('X', second < 2 ? 10 : undefined, { endpoint: 'A:1', orderer: 'A:1' });
      const [first] = orderers.observe([...honest(second), same], second * 1_000);
      expect(first).toMatchObject({ mspId: 'A', state: 'well' });
    }
  });
});
