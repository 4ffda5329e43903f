import fc from 'fast-check';
import type { Program } from '@commonpoint/catalogue';
import { decideAllotQuota, spreadQuota } from '../../../chaincode/src/domain/programs/quota.js';
import { decideChangeCap } from '../../../chaincode/src/domain/programs/programs.js';
import { PointsWorld } from '../points/points-world.js';

const program: Program = new PointsWorld({ cap: 100n }).program;
const lanes = [
  { granted: '50', used: '20' },
  { granted: '50', used: '0' },
];

describe('spreading a quota', () => {
  test('nothing is lost and no lane differs by more than one', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 18n), fc.integer({ min: 1, max: 64 }), (quota, count) => {
        const shares = spreadQuota(quota, count);
        expect(shares).toHaveLength(count);
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(quota);
        expect((shares[0] ?? 0n) - (shares.at(-1) ?? 0n)).toBeLessThanOrEqual(1n);
      }),
    );
  });
});

describe('allotting quota', () => {
  const total = { issued: '90', redeemed: '40', expired: '0', reversed: '0' };
  test.each([
    [
      'moves grants between lanes',
      [
        { lane: 0, granted: '20' },
        { lane: 1, granted: '80' },
      ],
      undefined,
      ['20', '80'],
    ],
    ['refuses an unknown lane', [{ lane: 2, granted: '0' }], undefined, 'LANE_UNKNOWN'],
    [
      'refuses an unknown lane before one below its use',
      [
        { lane: 0, granted: '1' },
        { lane: 2, granted: '0' },
      ],
      undefined,
      'LANE_UNKNOWN',
    ],
    ['refuses less than is used', [{ lane: 0, granted: '19' }], undefined, 'QUOTA_BELOW_USED'],
    ['refuses more than the cap', [{ lane: 1, granted: '51' }], undefined, 'CAP_EXCEEDED'],
    [
      'takes the last grant of a lane',
      [
        { lane: 1, granted: '99' },
        { lane: 1, granted: '10' },
      ],
      undefined,
      ['50', '10'],
    ],
    [
      'grants what came back on top of the cap',
      [{ lane: 1, granted: '90' }],
      { ...total, returned: '40' },
      ['50', '90'],
    ],
    ['but not more', [{ lane: 1, granted: '91' }], { ...total, returned: '40' }, 'CAP_EXCEEDED'],
  ])('%s', (_name, grants, supplyTotal, expected) => {
    const decision = decideAllotQuota(program, lanes, supplyTotal, { programId: 'harbor', grants });
    expect('code' in decision ? decision.code : decision.map(({ granted }) => granted)).toEqual(expected);
  });
});

describe('changing the cap', () => {
  test.each([
    ['100', '100'],
    ['101', '101'],
    ['99', 'CAP_BELOW_GRANTED'],
  ])('to %s', (cap, expected) => {
    const decision = decideChangeCap(program, lanes, undefined, {
      cap,
      at: '2026-11-23T08:00:00.000Z',
      raise: undefined,
    });
    expect('code' in decision ? decision.code : decision.cap).toBe(expected);
  });
});
