/** How long a group is kept open. */
import { GroupWindow, type Opened } from '../../../gateway-api/src/writes/group-window.js';

const timing = {
  ...{ silenceMs: 2, windowMs: 20, windowMaxMs: 100, returnMs: 4, returnMaxMs: 12 },
  ...{ worthwhile: 64, crowd: 4, crowdedMaxMs: 500 },
};
const opened: Opened = { openedAt: 1_000, lastArrivalAt: 1_000, inFlight: 0, shared: 0, waiting: 1 };
/** Beside an import, which nobody waits for. */
const besideBulk = { ...opened, inFlight: 1 };

describe('when nothing is in flight', () => {
  it('it goes after a moment’s silence, and at the latest after its window', () => {
    const window = new GroupWindow(timing);
    window.took(500);
    expect(window.dueAt(opened)).toBe(1_002);
    expect(window.dueAt({ ...opened, lastArrivalAt: 1_015 })).toBe(1_017);
    expect(window.dueAt({ ...opened, lastArrivalAt: 1_019 })).toBe(1_020);
  });

  it('whoever was answered alone and comes back goes at once', () => {
    const window = new GroupWindow(timing);
    window.took(100);
    window.answered(1, 999);
    window.came();
    expect(window.dueAt(opened)).toBe(1_002);
  });

  it('those who were answered a moment ago are waited for, a little after each that comes, until all are there', () => {
    const window = new GroupWindow(timing);
    window.took(50);
    window.answered(3, 1_000);
    window.answered(1, 1_000);
    const back = (lastArrivalAt: number) => window.dueAt({ ...opened, openedAt: 900, lastArrivalAt });
    expect(back(950)).toBe(1_006);
    window.came();
    expect(back(1_005)).toBe(1_011);
    window.came();
    window.came();
    // However many come one by one.
    expect(back(1_023)).toBe(1_024);
    window.came();
    expect(back(1_008)).toBeLessThanOrEqual(1_010);
  });

  it('whoever does not come back is forgotten', () => {
    const window = new GroupWindow(timing);
    window.took(50);
    window.answered(8, 1_000);
    expect(window.dueAt({ ...opened, openedAt: 1_500, lastArrivalAt: 1_500 })).toBe(1_502);
    window.answered(1, 1_600);
    window.came();
    expect(window.dueAt({ ...opened, openedAt: 1_601, lastArrivalAt: 1_601 })).toBe(1_603);
  });

  it('for longer where transactions take long, within bounds', () => {
    const window = new GroupWindow(timing);
    const back = { ...opened, openedAt: 900, lastArrivalAt: 900 };
    window.took(10);
    window.answered(8, 1_000);
    expect(window.dueAt(back)).toBe(1_004);
    for (let n = 0; n < 50; n += 1) window.took(10_000);
    expect(window.dueAt(back)).toBe(1_012);
  });
});

describe('while others are in flight', () => {
  it('it waits for their end, for as long as one takes and half a second at the most', () => {
    const window = new GroupWindow(timing);
    window.took(120);
    expect(window.dueAt({ ...opened, inFlight: 1, shared: 1 })).toBe(1_120);
    expect(window.dueAt({ ...opened, lastArrivalAt: 1_100, inFlight: 1, shared: 1 })).toBe(1_120);
    for (let n = 0; n < 50; n += 1) window.took(10_000);
    expect(window.dueAt({ ...opened, inFlight: 1, shared: 1 })).toBe(1_500);
  });

  it('never for less than its window', () => {
    const window = new GroupWindow(timing);
    expect(window.dueAt({ ...opened, inFlight: 1, shared: 1 })).toBe(1_020);
    window.took(5);
    expect(window.dueAt({ ...opened, inFlight: 1, shared: 1 })).toBe(1_020);
  });

  it('where so many wait that they are worth a transaction they do not wait for the end', () => {
    const window = new GroupWindow(timing);
    window.took(120);
    expect(window.dueAt({ ...opened, inFlight: 1, shared: 1, waiting: 63 })).toBe(1_120);
    expect(window.dueAt({ ...opened, inFlight: 1, shared: 1, waiting: 64 })).toBe(1_060);
    expect(window.dueAt({ ...opened, inFlight: 3, shared: 3, waiting: 191 })).toBe(1_120);
    expect(window.dueAt({ ...opened, inFlight: 3, shared: 3, waiting: 192 })).toBe(1_060);
    for (let n = 0; n < 50; n += 1) window.took(10_000);
    expect(window.dueAt({ ...opened, inFlight: 1, shared: 1, waiting: 64 })).toBe(1_100);
  });

  it('follows what transactions take of late', () => {
    const window = new GroupWindow(timing);
    window.took(160);
    window.took(60);
    expect(window.dueAt({ ...opened, inFlight: 1, shared: 1 })).toBe(1_140);
    for (let n = 0; n < 50; n += 1) window.took(60);
    expect(window.dueAt({ ...opened, inFlight: 1, shared: 1 })).toBeCloseTo(1_060, 0);
  });

  it('in a crowd it stays open for as long as one takes, or until there are fewer, however many wait', () => {
    const window = new GroupWindow(timing);
    window.took(300);
    const crowded = { ...opened, inFlight: 4, shared: 4, waiting: 500 };
    expect(window.dueAt(crowded)).toBe(1_300);
    expect(window.dueAt({ ...crowded, inFlight: 3, shared: 3 })).toBe(1_100);
  });

  it('what goes in bulk is not waited for: whoever comes beside it goes within its window', () => {
    const window = new GroupWindow(timing);
    window.took(300);
    expect(window.dueAt(besideBulk)).toBe(1_100);
    for (const shared of [1, 3, 7]) expect(window.dueAt({ ...besideBulk, inFlight: 8, shared })).toBe(1_100);
    window.took(10);
    for (let n = 0; n < 50; n += 1) window.took(10);
    expect(window.dueAt(besideBulk)).toBe(1_020);
  });
});
