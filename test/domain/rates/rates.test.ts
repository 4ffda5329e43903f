/** Agreeing on rates: who may bring one into which state, and what that does to quota. */
import fc from 'fast-check';
import type { Rate } from '@commonpoint/catalogue';
import { decideAcceptRate, decideSetRateStatus, type RateChange } from '../../../chaincode/src/domain/rates/rates.js';
import { Refusal } from '../../../chaincode/src/domain/core/refusal.js';
import { NOW, rate as accepted } from '../points/points-world.js';

const lanes = [
  { granted: '100', used: '0' },
  { granted: '100', used: '0' },
];
const inState = (status: Rate['status'], more: Partial<Rate> = {}): Rate => ({ ...accepted, status, ...more });
const codeOf = (decision: RateChange | Refusal) => (decision instanceof Refusal ? decision.code : decision.rate.status);

describe('accepting', () => {
  test.each([
    ['proposed', 'CityParkMSP', 'accepted'],
    ['proposed', 'HarborMSP', 'NOT_RATE_PARTY'],
    ['proposed', 'GreenMartMSP', 'NOT_RATE_PARTY'],
    ['accepted', 'CityParkMSP', 'accepted'],
    ['suspended', 'CityParkMSP', 'RATE_NOT_OPEN'],
    ['withdrawn', 'CityParkMSP', 'RATE_NOT_OPEN'],
  ] as const)('what is %s, by %s: %s', (status, caller, expected) => {
    expect(codeOf(decideAcceptRate(inState(status), lanes, caller, NOW))).toBe(expected);
  });

  test('not after its end', () => {
    expect(codeOf(decideAcceptRate(inState('proposed'), lanes, 'CityParkMSP', accepted.validUntil))).toBe(
      'RATE_EXPIRED',
    );
  });
});

describe('changing the status', () => {
  const bySource: Partial<Rate> = { suspendedBy: 'HarborMSP' };
  test.each([
    ['proposed', 'accepted', 'CityParkMSP', 'RATE_NOT_OPEN'],
    ['proposed', 'suspended', 'CityParkMSP', 'RATE_NOT_OPEN'],
    ['proposed', 'withdrawn', 'CityParkMSP', 'withdrawn'],
    ['accepted', 'suspended', 'HarborMSP', 'suspended'],
    ['accepted', 'withdrawn', 'CityParkMSP', 'withdrawn'],
    ['accepted', 'suspended', 'GreenMartMSP', 'NOT_RATE_PARTY'],
    ['suspended', 'accepted', 'HarborMSP', 'accepted'],
    ['suspended', 'accepted', 'CityParkMSP', 'NOT_RATE_PARTY'],
    ['suspended', 'withdrawn', 'CityParkMSP', 'withdrawn'],
    ['withdrawn', 'accepted', 'HarborMSP', 'RATE_NOT_OPEN'],
    ['withdrawn', 'suspended', 'HarborMSP', 'RATE_NOT_OPEN'],
    ['withdrawn', 'withdrawn', 'HarborMSP', 'withdrawn'],
  ] as const)('from %s to %s, by %s: %s', (from, status, caller, expected) => {
    expect(codeOf(decideSetRateStatus(inState(from, bySource), { status }, lanes, [], caller))).toBe(expected);
  });
});

test('what is carved out of the programme is what the rate gets, and the unused part comes back', () => {
  const lane = fc.record({ granted: fc.integer({ min: 0, max: 50 }), used: fc.integer({ min: 0, max: 50 }) });
  const quota = fc.integer({ min: 1, max: 120 });
  fc.assert(
    fc.property(
      fc.array(lane, { minLength: 1, maxLength: 5 }),
      quota,
      fc.integer({ min: 1, max: 4 }),
      (raw, asked, n) => {
        const before = raw.map(({ granted, used }) => ({ granted: String(granted + used), used: String(used) }));
        const free = raw.reduce((sum, { granted }) => sum + granted, 0);
        const proposed = inState('proposed', { quota: String(asked), lanes: n });
        const change = decideAcceptRate(proposed, before, 'CityParkMSP', NOW);
        if (change instanceof Refusal) {
          expect([change.code, free < asked]).toEqual(['QUOTA_EXHAUSTED', true]);
          return;
        }
        const during = before.map((row, index) => change.programLanes.get(index) ?? row);
        const sum = (rows: readonly { used: string }[]) => rows.reduce((total, { used }) => total + Number(used), 0);
        expect(sum(during) - sum(before)).toBe(asked);
        for (const { granted, used } of during) expect(Number(used)).toBeLessThanOrEqual(Number(granted));
        const rateLanes = (change.rateLanes ?? []).map((row) => row ?? { granted: '0', used: '0' });
        expect(rateLanes.reduce((total, { granted }) => total + Number(granted), 0)).toBe(asked);

        const spent = rateLanes.map(({ granted }) => ({ granted, used: String(Math.floor(Number(granted) / 2)) }));
        const end = decideSetRateStatus(change.rate, { status: 'withdrawn' }, during, spent, 'HarborMSP') as RateChange;
        const after = during.map((row, index) => end.programLanes.get(index) ?? row);
        expect(sum(after) - sum(before)).toBe(sum(spent));
        after.forEach(({ used }, index) => expect(Number(used)).toBeGreaterThanOrEqual(Number(before[index]?.used)));
      },
    ),
  );
});
