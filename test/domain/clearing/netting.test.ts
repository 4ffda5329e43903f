import fc from 'fast-check';
import { finishCycle, foldCycle } from '../../../chaincode/src/domain/clearing/close-cycle.js';
import { netMultilaterally, positionsInPublic } from '../../../chaincode/src/domain/clearing/netting.js';
import { PointsWorld } from '../points/points-world.js';

const merchants = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP', 'FourthMSP'];
const entries = fc.array(
  fc
    .record({
      worth: fc.bigInt({ min: -(10n ** 27n), max: 10n ** 27n }).map(String),
      debtor: fc.constantFrom(...merchants),
      creditor: fc.constantFrom(...merchants),
      programId: fc.constantFrom('harbor', 'citypark', 'unvalued'),
      amount: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map(String),
    })
    .filter(({ debtor, creditor }) => debtor !== creditor),
);
/** Of some, a part had no value. */
const mixed = fc.array(
  fc
    .tuple(entries, fc.option(fc.bigInt({ min: 1n, max: 10n ** 18n }).map(String)))
    .map(([[entry], unvalued]) => (entry === undefined || unvalued === null ? entry : { ...entry, unvalued })),
);

test('what all are owed and owe sums to zero', () => {
  fc.assert(
    fc.property(entries, (positions) => {
      const net = netMultilaterally(positions);
      expect(net.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(0n);
    }),
  );
});

test('without the pairs that settle in private it still sums to zero', () => {
  const pair = fc.tuple(fc.constantFrom(...merchants), fc.constantFrom(...merchants));
  fc.assert(
    fc.property(entries, fc.array(pair), (positions, pairs) => {
      const privatePairs = pairs.map((parties) => ({ parties, termsVersion: 1 }));
      const inPublic = positionsInPublic(positions, privatePairs);
      const net = netMultilaterally(inPublic);
      expect(net.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(0n);
      for (const { debtor, creditor } of inPublic) {
        expect(pairs.some((each) => each.includes(debtor) && each.includes(creditor))).toBe(false);
      }
    }),
  );
});

const { program } = new PointsWorld();
const valued = { ...program, clearingValues: [{ fromCycle: '2026-11', clearingValue: '7' }] };
const accepting = { programId: 'harbor', valueMin: '7', sinceCycle: '2026-11', acceptedAt: '' };
const end = {
  programs: [valued],
  acceptances: new Map([['harbor CityParkMSP', { ...accepting, mspId: 'CityParkMSP' }]]),
  privatePairs: [{ parties: ['FourthMSP', 'HarborMSP'] as [string, string], termsVersion: 1 }],
  constitution: undefined,
  organizations: [],
  remaindersBefore: [],
  open: '2026-12',
  closedAt: 'then',
};
const some = mixed.map((rows) => rows.filter((row) => row !== undefined));

test('however the pages are cut, the closed cycle is the same', () => {
  fc.assert(
    fc.property(some, fc.array(fc.integer({ min: 1, max: 5 })), (rows, sizes) => {
      const atOnce = finishCycle(foldCycle(undefined, '2026-11', rows), end);
      let paged;
      for (let start = 0, page = 0; start < rows.length; page += 1) {
        const size = sizes[page] ?? rows.length;
        paged = foldCycle(paged, '2026-11', rows.slice(start, start + size));
        start += size;
      }
      expect(finishCycle(paged ?? foldCycle(undefined, '2026-11', []), end)).toEqual(atOnce);
    }),
  );
});

test('no point is lost at closing: it is settled, or carried, or for the two to settle', () => {
  fc.assert(
    fc.property(some, (rows) => {
      const pointsOf = (
        positions: readonly { debtor: string; creditor: string; programId: string; amount: string }[],
      ) => {
        const sums = new Map<string, bigint>();
        for (const { debtor, creditor, programId, amount } of positions) {
          const name = `${debtor} ${creditor} ${programId}`;
          sums.set(name, (sums.get(name) ?? 0n) + BigInt(amount));
        }
        return new Map([...sums].filter(([, points]) => points !== 0n));
      };
      const { positions, carried = [], carriedTo } = finishCycle(foldCycle(undefined, '2026-11', rows), end);
      expect(pointsOf([...positions, ...carried])).toEqual(pointsOf(rows));
      expect(carriedTo).toBe(carried.length === 0 ? undefined : '2026-12');
      for (const { debtor, creditor, unvalued } of positions) {
        if (unvalued !== undefined) expect([debtor, creditor].sort()).toEqual(['FourthMSP', 'HarborMSP']);
      }
      // What both sides value by then is settled at that value.
      expect(carried.some(({ creditor, programId }) => creditor === 'CityParkMSP' && programId === 'harbor')).toBe(
        false,
      );
    }),
  );
});
