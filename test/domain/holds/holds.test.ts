/** Whatever is tried on a hold, by whom and when: it is resolved once, by whoever may, and never captured too late. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Hold, Operation } from '@commonpoint/catalogue';
import { accounts, NOW, PointsWorld } from '../points/points-world.js';

const [account = ''] = accounts;
const END = '2026-11-23T08:05:00.000Z';
/** By every clock that peers take. */
const END_EVERYWHERE = '2026-11-23T08:07:00.000Z';
const ALMOST_EVERYWHERE = '2026-11-23T08:06:59.999Z';
const preimage = '483920.q7JpZk0bT4yWm2xVd8RsAg';
const hashLock = createHash('sha256').update(`HarborMSP\n${preimage}`).digest('hex');

const kinds = {
  plain: {},
  promise: { beneficiary: 'CityParkMSP' },
  code: { beneficiary: 'CityParkMSP', hashLock },
};

function worldWith(terms: object): PointsWorld {
  const world = new PointsWorld();
  world.grant(account, 10n, '2027-01-31');
  world.grant(account, 15n, '2027-02-28');
  const hold = { kind: 'hold', id: 'h-1', programId: 'harbor', accountId: account, amount: '20', expiresAt: END };
  expect(world.post([{ ...hold, ...terms } as Operation])[0]?.state).toBe('POSTED');
  return world;
}
const capture = (more: object = {}): Operation => ({
  kind: 'capture',
  id: 'c-1',
  holdMspId: 'HarborMSP',
  holdId: 'h-1',
  ...more,
});
const voiding: Operation = { kind: 'void', id: 'v-1', holdMspId: 'HarborMSP', holdId: 'h-1' };
const before = '2026-11-23T08:04:59.999Z';

describe('who may do what, and when', () => {
  test.each([
    ['plain', 'HarborMSP', before, capture(), 'POSTED'],
    ['plain', 'CityParkMSP', before, capture(), 'HOLD_NOT_YOURS'],
    ['plain', 'HarborMSP', END, capture(), 'HOLD_EXPIRED'],
    ['plain', 'HarborMSP', before, voiding, 'POSTED'],
    ['plain', 'CityParkMSP', END, voiding, 'HOLD_NOT_YOURS'],
    ['promise', 'HarborMSP', before, capture(), 'HOLD_NOT_YOURS'],
    ['promise', 'HarborMSP', before, capture({ amount: '1' }), 'HOLD_NOT_YOURS'],
    ['promise', 'CityParkMSP', before, capture(), 'POSTED'],
    ['promise', 'CityParkMSP', END, capture(), 'HOLD_EXPIRED'],
    ['promise', 'HarborMSP', before, voiding, 'HOLD_NOT_YOURS'],
    ['promise', 'HarborMSP', ALMOST_EVERYWHERE, voiding, 'HOLD_NOT_YOURS'],
    ['promise', 'HarborMSP', END_EVERYWHERE, voiding, 'POSTED'],
    ['promise', 'CityParkMSP', before, voiding, 'POSTED'],
    ['code', 'HarborMSP', before, capture({ preimage }), 'HOLD_NOT_YOURS'],
    ['code', 'CityParkMSP', before, capture({ preimage }), 'POSTED'],
    ['code', 'CityParkMSP', before, capture({ preimage: preimage.slice(1) }), 'PREIMAGE_WRONG'],
    ['code', 'CityParkMSP', before, capture(), 'PREIMAGE_WRONG'],
    ['code', 'CityParkMSP', END, capture({ preimage }), 'HOLD_EXPIRED'],
    ['code', 'GreenMartMSP', before, capture({ preimage }), 'HOLD_NOT_YOURS'],
    ['code', 'HarborMSP', before, voiding, 'HOLD_NOT_YOURS'],
    ['code', 'HarborMSP', ALMOST_EVERYWHERE, voiding, 'HOLD_NOT_YOURS'],
    ['code', 'HarborMSP', END_EVERYWHERE, voiding, 'POSTED'],
    ['code', 'CityParkMSP', before, voiding, 'POSTED'],
    ['code', 'CityParkMSP', END, voiding, 'POSTED'],
  ] as const)('%s, %s, %s: %o is %s', (kind, mspId, txTime, operation, expected) => {
    const world = worldWith(kinds[kind]);
    const [outcome] = world.post([operation], { mspId, txTime, role: 'cashier' });
    expect(outcome?.code ?? outcome?.state).toBe(expected);
  });
});

test('soonest expiry is taken first, and the rest keeps its own', () => {
  const world = worldWith(kinds.plain);
  world.post([capture({ amount: '12' })], { txTime: before });
  expect(
    world.receipts.get('HarborMSP c-1')?.consumed?.map(({ lotId, amount }) => `${lotId.slice(0, 10)} ${amount}`),
  ).toEqual(['2027-01-31 10', '2027-02-28 2']);
  expect(world.balances()).toEqual({ [`${account} 2027-02-28`]: '13' });
});

const attempt = fc.record({
  kind: fc.constantFrom('capture' as const, 'void' as const),
  mspId: fc.constantFrom('HarborMSP', 'CityParkMSP', 'GreenMartMSP'),
  txTime: fc.constantFrom(NOW, before, END, ALMOST_EVERYWHERE, END_EVERYWHERE, '2026-11-23T09:00:00.000Z'),
  shown: fc.constantFrom(undefined, preimage, `${preimage}x`),
  amount: fc.constantFrom(undefined, '1', '20', '21'),
});

test.each(Object.entries(kinds))('a hold (%s) is resolved once at the most', (_name, terms) => {
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 20 }), (attempts) => {
      const world = worldWith(terms);
      const posted = attempts.filter(({ kind, mspId, txTime, shown, amount }, n) => {
        const target = { id: `x-${n}`, holdMspId: 'HarborMSP', holdId: 'h-1' };
        const details = {
          ...(shown === undefined ? {} : { preimage: shown }),
          ...(amount === undefined ? {} : { amount }),
        };
        const operation = (kind === 'void' ? { kind, ...target } : { kind, ...target, ...details }) as Operation;
        return world.post([operation], { mspId, txTime })[0]?.state === 'POSTED';
      });
      expect(posted.length).toBeLessThanOrEqual(1);
      for (const { kind, mspId, txTime, shown } of posted) {
        expect(mspId).not.toBe('GreenMartMSP');
        if ('beneficiary' in terms && txTime < END_EVERYWHERE) expect(mspId).toBe('CityParkMSP');
        if (kind === 'capture') expect(txTime < END).toBe(true);
        if (kind === 'capture' && 'hashLock' in terms) expect([mspId, shown]).toEqual(['CityParkMSP', preimage]);
      }
      const { issued, redeemed, held } = world.supply;
      expect(world.held()).toBe(issued - redeemed - held);
      expect(world.onHold()).toBe(held);
      const hold = world.holds.get('HarborMSP h-1') as Hold;
      expect(hold.status === 'open').toBe(posted.length === 0);
      expect(redeemed).toBe(BigInt(hold.captured ?? '0'));
    }),
    { numRuns: 150 },
  );
});
