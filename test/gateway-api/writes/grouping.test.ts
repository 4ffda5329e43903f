/** Properties of grouping: whatever arrives, transactions in flight never get in each other's way. */
import fc from 'fast-check';
import type { Operation, QuotaLane, Rate } from '@commonpoint/catalogue';
import { Grouping, type Group } from '../../../gateway-api/src/writes/grouping.js';
import type { LedgerLookup } from '../../../gateway-api/src/writes/ledger-lookup.js';
import { debited, debitKey } from '../../../gateway-api/src/writes/lock-keys.js';
import { QuotaLanes } from '../../../gateway-api/src/writes/quota-lanes.js';
import type { Unit } from '../../../gateway-api/src/writes/unit.js';

const accounts = ['a-one', 'a-two', 'a-three'];
const account = fc.constantFrom(...accounts);
const amount = fc.integer({ min: 1, max: 60 }).map(String);
const lookup: LedgerLookup = {
  mspId: 'HarborMSP',
  receipt: () => undefined,
  underWay: () => undefined,
  hold: () => undefined,
  note: () => undefined,
  noteOffer: () => undefined,
  rate: ({ version }) => (version === 1 ? ({ numerator: '1', denominator: '2' } as Rate) : undefined),
  limitingCreditor: () => undefined,
  countsPerDay: (programId, side) => programId === 'limited' && side === 'credit',
};

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constant('issue' as const),
    id: fc.uuid(),
    programId: fc.constantFrom('p', 'limited'),
    accountId: account,
    amount,
  }),
  fc.record({
    kind: fc.constant('redeem' as const),
    id: fc.uuid(),
    programId: fc.constant('p'),
    accountId: account,
    amount,
  }),
  fc.record({
    kind: fc.constant('transfer' as const),
    id: fc.uuid(),
    programId: fc.constant('p'),
    fromAccountId: account,
    toAccountId: account,
    amount,
  }),
  fc.record({
    kind: fc.constant('hold' as const),
    id: fc.uuid(),
    programId: fc.constant('p'),
    accountId: account,
    amount,
    expiresAt: fc.constant('2026-12-01T00:00:00.000Z'),
  }),
  fc.record({
    kind: fc.constantFrom('capture' as const, 'void' as const),
    id: fc.uuid(),
    holdId: fc.constantFrom('h1', 'h2'),
    // The own organisation may be named or not.
    holdMspId: fc.constantFrom('HarborMSP', undefined),
  }),
  fc.record({
    kind: fc.constant('exchange' as const),
    id: fc.uuid(),
    programId: fc.constant('p'),
    accountId: account,
    amount,
    targetProgramId: fc.constantFrom('q', 'limited'),
    rateVersion: fc.constantFrom(1, 2),
  }),
);

type Step =
  { readonly add: Operation[]; readonly role: 'operator' | 'cashier'; readonly alone: boolean } | 'next' | 'release';
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      add: fc.array(operation, { minLength: 1, maxLength: 4 }),
      role: fc.constantFrom('operator' as const, 'cashier' as const),
      alone: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.constant('next' as const) },
  { weight: 1, arbitrary: fc.constant('release' as const) },
);

const OPERATIONS_MAX = 6;

/** What a group's operations would conflict over, said independently of the keys that the queue locks. */
function touchedBy({ units }: Group): string[] {
  return units.flatMap(({ pending }) =>
    pending.flatMap((one) => {
      const points = debited(one, lookup);
      const debit = points ? [debitKey(points)] : [];
      if (one.kind === 'capture' || one.kind === 'void') return [`the hold ${one.holdId}`];
      if (one.kind === 'issue') return one.programId === 'limited' ? [`a day of ${one.accountId}`] : [];
      if (one.kind === 'exchange' && one.targetProgramId === 'limited') return [...debit, `a day of ${one.accountId}`];
      return debit;
    }),
  );
}

function startGrouping() {
  const lanes: QuotaLane[] = [0, 1, 2].map((lane) => ({ lane, granted: '100', used: '0' }));
  const quota = new QuotaLanes((owner) => (['p', 'p q 1', 'p limited 1'].includes(owner) ? lanes : []));
  return new Grouping(quota, lookup, OPERATIONS_MAX);
}

test('no two groups in flight share an account that is debited, a hold, a day’s count or a lane; units stay whole; nothing is lost', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const grouping = startGrouping();
      const inFlight: Group[] = [];
      const seen: Unit[] = [];
      let seq = 0;
      const take = (): boolean => {
        const group = grouping.next();
        if (!group) return false;
        expect(group.units.flatMap(({ pending }) => pending).length).toBeLessThanOrEqual(OPERATIONS_MAX);
        expect(new Set(group.units.map(({ role }) => role)).size).toBe(1);
        if (group.units.some(({ alone }) => alone)) expect(group.units).toHaveLength(1);
        expect(group.isShared).toBe(!group.units.some(({ alone }) => alone));
        inFlight.push(group);
        seen.push(...group.units);
        const isShared = (sets: readonly (readonly string[])[]): boolean =>
          sets.flat().length > new Set(sets.flat()).size;
        expect(isShared(inFlight.map((one) => [...new Set(touchedBy(one))]))).toBe(false);
        expect(
          isShared(
            inFlight.map((one) => [...one.lanes].flatMap(([owner, lanes]) => lanes.map((l) => `${owner} ${l}`))),
          ),
        ).toBe(false);
        return true;
      };
      const finish = (group: Group | undefined): void => {
        if (!group) return;
        grouping.release(group);
        for (const unit of group.units) grouping.over(unit);
      };
      for (const one of steps) {
        if (one === 'next') take();
        else if (one === 'release') {
          finish(inFlight.shift());
        } else {
          grouping.add({
            seq: ++seq,
            role: one.role,
            kind: one.add.length > 1 ? 'chain' : 'single',
            pending: one.add,
            attempts: 0,
            alone: one.alone,
            listener: undefined as never,
          });
        }
      }
      // With everything released in turn, every unit gets its turn.
      for (let round = 0; round < 500 && (grouping.length > 0 || inFlight.length > 0); round++) {
        if (!take()) finish(inFlight.shift());
      }
      expect(grouping.length).toBe(0);
      expect(seen.map((unit) => unit.seq).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: seq }, (_, n) => n + 1),
      );
    }),
    { numRuns: 300 },
  );
});

test('debits of one account keep their order', () => {
  const grouping = startGrouping();
  const redeem = (seq: number): Unit => ({
    seq,
    role: 'operator',
    kind: 'single',
    attempts: 0,
    alone: false,
    listener: undefined as never,
    pending: [{ kind: 'redeem', id: `r${seq}`, programId: 'p', accountId: 'a-one', amount: '1' }],
  });
  grouping.add(redeem(1));
  const first = grouping.next()!;
  for (let seq = 2; seq <= 20; seq++) grouping.add(redeem(seq));
  expect(grouping.next()).toBeUndefined();
  grouping.release(first);
  for (const unit of first.units) grouping.over(unit);
  grouping.add(redeem(21));
  expect(grouping.next()!.units.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6, 7]);
});

describe('quota lanes', () => {
  const lanesWith = (...rests: number[]) =>
    new QuotaLanes(() => rests.map((rest, lane) => ({ lane, granted: String(rest), used: '0' })));

  test('one lane that has enough', () => expect(lanesWith(5, 50, 10).take('p', 8n)).toEqual([1]));
  test('several lanes where none has enough', () => expect(lanesWith(5, 50, 10).take('p', 58n)).toEqual([1, 2]));
  test('all lanes where all together have too little', () => expect(lanesWith(5, 5).take('p', 50n)).toEqual([1, 0]));
  test('waiting where lanes in use may have the rest', () => {
    const lanes = lanesWith(5, 50);
    lanes.take('p', 20n);
    expect(lanes.take('p', 20n)).toBe('wait');
    lanes.release('p', [1]);
    expect(lanes.take('p', 20n)).toEqual([1]);
  });
  test('no lanes to name for a programme that is not ours', () =>
    expect(new QuotaLanes(() => []).take('p', 1n)).toEqual([]));
});
