/** Which organisations are asked to endorse. */
import { Endorsers } from '../../../gateway-api/src/fabric/endorsers.js';

const merchants = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'];

test('the own organisation and one other merchant; one that failed comes last', () => {
  const endorsers = new Endorsers('HarborMSP', merchants, () => 0);
  expect(endorsers.choices()).toEqual([
    ['HarborMSP', 'CityParkMSP'],
    ['HarborMSP', 'GreenMartMSP'],
  ]);
  endorsers.failed(['CityParkMSP']);
  expect(endorsers.choices()[0]).toEqual(['HarborMSP', 'GreenMartMSP']);
});

test('an organisation that has to endorse is asked, also while it rests', () => {
  const endorsers = new Endorsers('HarborMSP', merchants, () => 0);
  endorsers.failed(['GreenMartMSP']);
  expect(endorsers.choices(['GreenMartMSP'])).toEqual([['HarborMSP', 'GreenMartMSP']]);
});

test('where it is the own organisation, any other merchant will do', () => {
  expect(new Endorsers('HarborMSP', merchants).choices(['HarborMSP'])).toHaveLength(2);
});

test('an organisation that is no merchant asks any two that are, and its own peer', () => {
  const endorsers = new Endorsers('RegulatorMSP', merchants, () => 0);
  endorsers.failed(['HarborMSP']);
  expect(endorsers.choices()).toEqual([
    ['RegulatorMSP', 'CityParkMSP', 'GreenMartMSP'],
    ['RegulatorMSP', 'CityParkMSP', 'HarborMSP'],
    ['RegulatorMSP', 'GreenMartMSP', 'HarborMSP'],
  ]);
  expect(endorsers.choices(['GreenMartMSP'])).toEqual([
    ['RegulatorMSP', 'CityParkMSP', 'GreenMartMSP'],
    ['RegulatorMSP', 'GreenMartMSP', 'HarborMSP'],
  ]);
});

describe('whoever agrees on something else than a client signs', () => {
  const witnesses = ['AuditorMSP', 'RegulatorMSP'];

  test.each([...merchants, ...witnesses])('never endorses it without the own peer, of %s', (own) => {
    const endorsers = new Endorsers(own, merchants, () => 0, witnesses);
    for (const uncounted of [[], [own], ['CityParkMSP'], ['CityParkMSP', 'GreenMartMSP', ...witnesses]]) {
      endorsers.members = () => ({ merchants, witnesses, uncounted: new Set(uncounted) });
      for (const sets of [endorsers.choices(), endorsers.majorities(), endorsers.asManyAsCan()]) {
        expect(sets.filter((set) => !set.includes(own))).toEqual([]);
        expect(sets.length).toBeGreaterThan(0);
      }
    }
  });
});

test('after its rest one call tries it, and the others follow when that has succeeded', () => {
  let now = 0;
  const endorsers = new Endorsers('HarborMSP', merchants, () => now);
  endorsers.failed(['HarborMSP', 'CityParkMSP']);
  now = 10_000;
  expect(endorsers.choices()[0]).toEqual(['HarborMSP', 'CityParkMSP']);
  expect(endorsers.choices()[0]).toEqual(['HarborMSP', 'GreenMartMSP']);
  endorsers.succeeded(['HarborMSP', 'CityParkMSP']);
  expect(endorsers.choices()[0]).toEqual(['HarborMSP', 'CityParkMSP']);
});

test('a trial that fails costs another rest', () => {
  let now = 0;
  const endorsers = new Endorsers('HarborMSP', merchants, () => now);
  endorsers.failed(['CityParkMSP']);
  now = 10_000;
  endorsers.choices();
  endorsers.failed(['CityParkMSP']);
  now = 19_999;
  expect(endorsers.choices()[0]).toEqual(['HarborMSP', 'GreenMartMSP']);
});

test.each([
  ['unknown', undefined, 1_000],
  ['quick', 20, 300],
  ['middling', 150, 600],
  ['slow', 2_000, 1_000],
])('patience with one that is %s', (_name, tookMs, patienceMs) => {
  const endorsers = new Endorsers('HarborMSP', merchants);
  if (tookMs !== undefined) endorsers.took(['HarborMSP', 'CityParkMSP'], tookMs);
  expect(endorsers.patienceMs(['HarborMSP', 'CityParkMSP'])).toBe(patienceMs);
});

describe('a member that is not active', () => {
  test('is not asked, although its peer would answer, unless there is nobody else', () => {
    const named = { merchants, witnesses: [] };
    const endorsers = new Endorsers('HarborMSP', merchants, () => 0);
    endorsers.members = () => ({ ...named, uncounted: new Set(['CityParkMSP']) });
    expect(endorsers.choices()).toEqual([['HarborMSP', 'GreenMartMSP']]);
    endorsers.members = () => ({ ...named, uncounted: new Set(['CityParkMSP', 'GreenMartMSP']) });
    expect(endorsers.choices()).toEqual([
      ['HarborMSP', 'CityParkMSP'],
      ['HarborMSP', 'GreenMartMSP'],
    ]);
    const regulator = new Endorsers('RegulatorMSP', merchants, () => 0);
    regulator.members = () => ({ ...named, uncounted: new Set(['HarborMSP']) });
    expect(regulator.choices()).toEqual([['RegulatorMSP', 'CityParkMSP', 'GreenMartMSP']]);
  });

  test('counts as no part of a majority, which is as many as before where so many are left', () => {
    const named = { merchants, witnesses: ['AuditorMSP', 'RegulatorMSP'] };
    const endorsers = new Endorsers('HarborMSP', merchants, () => 0, ['AuditorMSP', 'RegulatorMSP']);
    endorsers.members = () => ({ ...named, uncounted: new Set(['GreenMartMSP']) });
    expect(endorsers.majorities()).toEqual([
      ['HarborMSP', 'CityParkMSP', 'AuditorMSP'],
      ['HarborMSP', 'CityParkMSP', 'RegulatorMSP'],
      ['HarborMSP', 'CityParkMSP'],
    ]);
    endorsers.members = () => ({ ...named, uncounted: new Set(['GreenMartMSP', 'AuditorMSP', 'RegulatorMSP']) });
    expect(endorsers.majorities()).toEqual([
      ['HarborMSP', 'CityParkMSP'],
      ['HarborMSP', 'CityParkMSP'],
    ]);
  });
});

test('where as many as can sign, one that is unwell is left out, and one that is not active is not', () => {
  const named = { merchants, witnesses: ['AuditorMSP'] };
  const endorsers = new Endorsers('HarborMSP', merchants, () => 0, ['AuditorMSP']);
  endorsers.members = () => ({ ...named, uncounted: new Set(['GreenMartMSP']) });
  expect(endorsers.asManyAsCan().slice(0, 2)).toEqual([
    ['HarborMSP', 'CityParkMSP', 'GreenMartMSP', 'AuditorMSP'],
    ['HarborMSP', 'CityParkMSP', 'AuditorMSP'],
  ]);
  endorsers.failed(['CityParkMSP']);
  expect(endorsers.asManyAsCan()[0]).toEqual(['HarborMSP', 'GreenMartMSP', 'AuditorMSP']);
});

test('where more than half have to sign, auditors and regulators count, with as many merchants as can endorse', () => {
  const endorsers = new Endorsers('HarborMSP', ['HarborMSP', 'CityParkMSP'], () => 0, ['AuditorMSP', 'RegulatorMSP']);
  expect(endorsers.majorities()).toEqual([
    ['HarborMSP', 'CityParkMSP', 'AuditorMSP'],
    ['HarborMSP', 'CityParkMSP', 'RegulatorMSP'],
    ['HarborMSP', 'CityParkMSP'],
  ]);
});

describe('one that has just joined', () => {
  test('is asked once rows count it, and then by majorities of all', () => {
    const endorsers = new Endorsers('HarborMSP', ['HarborMSP', 'CityParkMSP'], () => 0, ['AuditorMSP']);
    const four = { merchants: ['CityParkMSP', 'FreshMSP', 'HarborMSP'], witnesses: ['AuditorMSP'] };
    endorsers.members = () => ({ ...four, uncounted: new Set(['FreshMSP']) });
    expect(endorsers.choices()).toEqual([['HarborMSP', 'CityParkMSP']]);
    // Three of four for the rows that are new already, and none of them the newcomer for those that are not.
    expect(endorsers.majorities()[0]).toEqual(['HarborMSP', 'CityParkMSP', 'AuditorMSP']);
    endorsers.members = () => ({ ...four, uncounted: new Set() });
    expect(endorsers.choices()).toEqual([
      ['HarborMSP', 'CityParkMSP'],
      ['HarborMSP', 'FreshMSP'],
    ]);
  });
});
