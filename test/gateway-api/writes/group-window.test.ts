/** How long a group is kept open. */
import { GroupWindow } from '../../../gateway-api/src/writes/group-window.js';

const timing = { silenceMs: 2, windowMs: 20, windowMaxMs: 100, crowd: 4, crowdedMaxMs: 500 };
const opened = { openedAt: 1_000, lastArrivalAt: 1_000, inFlight: 0, shared: 0 };

it('when nothing is in flight it goes after a moment’s silence, and at the latest after its window', () => {
  const window = new GroupWindow(timing);
  window.took(500);
  expect(window.dueAt(opened)).toBe(1_002);
  expect(window.dueAt({ ...opened, lastArrivalAt: 1_015 })).toBe(1_017);
  expect(window.dueAt({ ...opened, lastArrivalAt: 1_019 })).toBe(1_020);
});

it('while some are in flight it stays open for half of what one takes, whether or not others come', () => {
  const window = new GroupWindow(timing);
  window.took(120);
  for (const inFlight of [1, 5]) expect(window.dueAt({ ...opened, inFlight })).toBe(1_060);
  expect(window.dueAt({ ...opened, lastArrivalAt: 1_050, inFlight: 1 })).toBe(1_060);
});

it('never less than its window, and never more than the longest one', () => {
  const window = new GroupWindow(timing);
  expect(window.dueAt({ ...opened, inFlight: 1 })).toBe(1_020);
  window.took(5);
  expect(window.dueAt({ ...opened, inFlight: 1 })).toBe(1_020);
  for (let n = 0; n < 50; n += 1) window.took(10_000);
  expect(window.dueAt({ ...opened, inFlight: 1 })).toBe(1_100);
});

it('follows what transactions take of late', () => {
  const window = new GroupWindow(timing);
  window.took(160);
  window.took(60);
  expect(window.dueAt({ ...opened, inFlight: 1 })).toBe(1_070);
  for (let n = 0; n < 50; n += 1) window.took(60);
  expect(window.dueAt({ ...opened, inFlight: 1 })).toBeCloseTo(1_030, 0);
});

it('in a crowd it stays open for as long as one takes, or until there are fewer in flight', () => {
  const window = new GroupWindow(timing);
  window.took(300);
  const crowded = { ...opened, inFlight: 4, shared: 4 };
  expect(window.dueAt(crowded)).toBe(1_300);
  expect(window.dueAt({ ...crowded, inFlight: 3, shared: 3 })).toBe(1_100);
  for (let n = 0; n < 50; n += 1) window.took(10_000);
  expect(window.dueAt(crowded)).toBe(1_500);
});

it('what goes in bulk is no crowd: whoever comes beside it does not wait for it', () => {
  const window = new GroupWindow(timing);
  window.took(300);
  expect(window.dueAt({ ...opened, inFlight: 8, shared: 3 })).toBe(1_100);
});
