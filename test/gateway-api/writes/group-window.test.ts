/** How long a group is kept open. */
import { GroupWindow, type Opened } from '../../../gateway-api/src/writes/group-window.js';

const timing = {
  ...{ silenceMs: 2, windowMs: 20, windowMaxMs: 100, returnMs: 6, returnMaxMs: 24 },
  ...{ worthwhile: 64, crowd: 4, crowdedMaxMs: 500 },
};
const opened: Opened = { openedAt: 1_000, lastArrivalAt: 1_000, bulk: 0, shared: [], ready: () => 1 };
/** As many as there are of `of`, which began a moment ago. */
const beside = (of: number, ready = 1): Opened => ({
  ...opened,
  shared: Array<number>(of).fill(995),
  ready: () => ready,
});
const answer = (window: GroupWindow, units: number, at: number): void => {
  for (let unit = 0; unit < units; unit += 1) window.answered(at);
};
const usually = (ms: number): GroupWindow => {
  const window = new GroupWindow(timing);
  window.took(ms);
  return window;
};

describe('when nothing is in flight', () => {
  it('it goes after a moment’s silence, and at the latest after its window', () => {
    const window = usually(500);
    expect(window.dueAt(opened, 1_000)).toBe(1_002);
    expect(window.dueAt({ ...opened, lastArrivalAt: 1_015 }, 1_015)).toBe(1_017);
    expect(window.dueAt({ ...opened, lastArrivalAt: 1_019 }, 1_019)).toBe(1_020);
  });

  it('whoever was answered alone and comes back goes at once', () => {
    const window = usually(100);
    answer(window, 1, 999);
    window.came(1_004);
    expect(window.dueAt(opened, 1_000)).toBe(1_002);
  });

  it('those who were answered a moment ago are waited for, a little after each that comes, until all are there', () => {
    const window = usually(50);
    answer(window, 3, 1_000);
    answer(window, 1, 1_002);
    const back = (lastArrivalAt: number) => window.dueAt({ ...opened, openedAt: 900, lastArrivalAt }, 1_005);
    expect(back(950)).toBe(1_008);
    window.came(1_004);
    expect(back(1_005)).toBe(1_011);
    window.came(1_004);
    window.came(1_004);
    // However many come one by one.
    expect(back(1_023)).toBe(1_024);
    window.came(1_004);
    expect(back(1_008)).toBeLessThanOrEqual(1_010);
  });

  it('whoever does not come back is forgotten, also where others are answered again and again', () => {
    const window = usually(50);
    answer(window, 8, 1_000);
    expect(window.dueAt({ ...opened, openedAt: 1_500, lastArrivalAt: 1_500 }, 1_500)).toBe(1_502);
    for (let at = 1_600; at < 1_700; at += 10) {
      answer(window, 1, at);
      window.came(at);
    }
    expect(window.dueAt({ ...opened, openedAt: 1_692, lastArrivalAt: 1_692 }, 1_692)).toBe(1_694);
  });

  it('where few come back of those who were answered nobody waits for them, until they do', () => {
    const window = usually(50);
    /** @returns how long a group waits for eight who were just answered, of whom as many come back then */
    const waitMs = (at: number, back: number): number => {
      answer(window, 8, at);
      const due = window.dueAt({ ...opened, openedAt: at - 40, lastArrivalAt: at - 30 }, at);
      for (let unit = 0; unit < back; unit += 1) window.came(at + 10);
      // Too late to be one of them.
      for (let unit = back; unit < 8; unit += 1) window.came(at + 40);
      return due - at;
    };
    let at = 10_000;
    const often = (back: number) => Array.from({ length: 20 }, () => waitMs((at += 100), back));
    expect(often(8)).toEqual(Array(20).fill(6));
    expect(often(4).at(-1)).toBeLessThanOrEqual(0);
    expect(often(7).at(-1)).toBe(6);
  });
});

describe('while others are in flight', () => {
  it('it waits for their end, for as long as one takes and half a second at the most', () => {
    expect(usually(120).dueAt(beside(1), 1_000)).toBe(1_120);
    expect(usually(120).dueAt({ ...beside(1), lastArrivalAt: 1_100 }, 1_100)).toBe(1_120);
    expect(usually(10_000).dueAt(beside(1), 1_000)).toBe(1_500);
  });

  it('never for less than its window', () => {
    expect(new GroupWindow(timing).dueAt(beside(1), 1_000)).toBe(1_020);
    expect(usually(5).dueAt(beside(1), 1_000)).toBe(1_020);
  });

  it('where so many could go that they are worth a transaction they do not wait for the end', () => {
    const window = usually(120);
    expect(window.dueAt(beside(1, 63), 1_000)).toBe(1_120);
    expect(window.dueAt(beside(1, 64), 1_000)).toBe(1_060);
    expect(window.dueAt(beside(3, 191), 1_000)).toBe(1_120);
    expect(window.dueAt(beside(3, 192), 1_000)).toBe(1_060);
    expect(usually(10_000).dueAt(beside(1, 64), 1_000)).toBe(1_100);
  });

  it('who takes twice as long as one takes of late is not waited for, nor counts as what one takes', () => {
    const window = usually(120);
    expect(window.dueAt({ ...beside(1), shared: [761] }, 1_000)).toBe(1_120);
    expect(window.dueAt({ ...beside(1), shared: [760] }, 1_000)).toBe(1_060);
    expect(window.dueAt({ ...beside(1, 63), shared: [100, 200, 995] }, 1_000)).toBe(1_120);
    expect(window.dueAt({ ...beside(1, 64), shared: [100, 200, 995] }, 1_000)).toBe(1_060);
    window.took(60_000);
    expect(window.dueAt(beside(1), 1_000)).toBe(1_196);
  });

  it('follows what transactions take of late', () => {
    const window = usually(160);
    window.took(60);
    expect(window.dueAt(beside(1), 1_000)).toBe(1_140);
    for (let n = 0; n < 50; n += 1) window.took(60);
    expect(window.dueAt(beside(1), 1_000)).toBeCloseTo(1_060, 0);
  });

  it('in a crowd it stays open for as long as one takes, or until there are fewer, however many could go', () => {
    const window = usually(300);
    expect(window.dueAt(beside(4, 500), 1_000)).toBe(1_300);
    expect(window.dueAt({ ...beside(4, 500), bulk: 2 }, 1_000)).toBe(1_300);
    expect(window.dueAt(beside(3, 500), 1_000)).toBe(1_100);
  });

  it('what goes in bulk is not waited for: whoever comes beside it goes within its window', () => {
    for (const many of [0, 1, 3]) expect(usually(300).dueAt({ ...beside(many), bulk: 5 }, 1_000)).toBe(1_100);
    expect(usually(10).dueAt({ ...opened, bulk: 1 }, 1_000)).toBe(1_020);
  });
});
