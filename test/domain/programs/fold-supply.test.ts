import type { Program } from '@commonpoint/catalogue';
import { decideFolding, foldSupply } from '../../../chaincode/src/domain/programs/fold-supply.js';
import { PointsWorld } from '../points/points-world.js';

const onIssued: Program = new PointsWorld({ cap: 100n }).program;
const onOutstanding: Program = { ...onIssued, capOn: 'outstanding' };
const lane = { granted: '50', used: '50' };
const row = (issued: string, redeemed: string) => ({ issued, redeemed, expired: '0', reversed: '0' });

describe('whether a day may be folded', () => {
  const pending = { ...row('1', '0'), pending: { period: '2026-11-20', retired: '0' } };
  test.each([
    ['yesterday', undefined, '2026-11-22', undefined],
    ['today', undefined, '2026-11-23', 'PERIOD_OPEN'],
    ['tomorrow', undefined, '2026-11-24', 'PERIOD_OPEN'],
    ['the day that is folded in part', pending, '2026-11-20', undefined],
    ['another day meanwhile', pending, '2026-11-21', 'PERIOD_OPEN'],
  ])('%s', (_name, total, period, expected) => {
    expect(decideFolding(total, period, '2026-11-23')?.code).toBe(expected);
  });
});

describe('folding', () => {
  test('adds the rows to the total', () => {
    const first = foldSupply(onIssued, undefined, '2026-11-20', [row('10', '3'), row('5', '0')], false, lane);
    expect(first).toEqual({ total: { ...row('15', '3'), foldedThrough: '2026-11-20' } });
    const second = foldSupply(onIssued, first.total, '2026-11-19', [row('1', '0')], false, lane);
    expect(second.total).toEqual({ ...row('16', '3'), foldedThrough: '2026-11-20' });
  });

  test('gives back quota only when the day is folded whole', () => {
    const part = foldSupply(onOutstanding, undefined, '2026-11-20', [row('10', '30')], true, lane);
    expect(part.lane).toBeUndefined();
    expect(part.total.pending).toEqual({ period: '2026-11-20', retired: '30' });
    const whole = foldSupply(onOutstanding, part.total, '2026-11-20', [row('0', '-10')], false, lane);
    expect(whole.lane).toEqual({ granted: '70', used: '50' });
    expect(whole.total).toEqual({ ...row('10', '20'), foldedThrough: '2026-11-20', returned: '20' });
  });

  test('gives back nothing where the cap is on what was ever issued', () => {
    expect(foldSupply(onIssued, undefined, '2026-11-20', [row('10', '30')], false, lane).lane).toBeUndefined();
  });
});
