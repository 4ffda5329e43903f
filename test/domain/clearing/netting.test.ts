import fc from 'fast-check';
import { finishCycle, foldCycle } from '../../../chaincode/src/domain/clearing/close-cycle.js';
import { netByPair, netMultilaterally, positionsInPublic } from '../../../chaincode/src/domain/clearing/netting.js';
import { PointsWorld } from '../points/points-world.js';

const merchants = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP', 'FourthMSP'];
const entries = fc.array(
  fc
    .record({
      debtor: fc.constantFrom(...merchants),
      creditor: fc.constantFrom(...merchants),
      programId: fc.constantFrom('harbor', 'citypark', 'unvalued'),
      amount: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map(String),
    })
    .filter(({ debtor, creditor }) => debtor !== creditor),
);
const values = new Map([
  ['harbor', '1500000'],
  ['citypark', '999999999'],
]);

test('what all are owed and owe sums to zero', () => {
  fc.assert(
    fc.property(entries, (positions) => {
      const net = netMultilaterally(positions, values);
      expect(net.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(0n);
    }),
  );
});

test('paying by pair leaves everyone where the multilateral net says', () => {
  fc.assert(
    fc.property(entries, (positions) => {
      const received = new Map<string, bigint>();
      for (const { debtor, creditor, amount } of netByPair(positions, values)) {
        expect(BigInt(amount) > 0n).toBe(true);
        received.set(creditor, (received.get(creditor) ?? 0n) + BigInt(amount));
        received.set(debtor, (received.get(debtor) ?? 0n) - BigInt(amount));
      }
      const net = new Map(netMultilaterally(positions, values).map(({ mspId, amount }) => [mspId, BigInt(amount)]));
      for (const mspId of merchants) expect(received.get(mspId) ?? 0n).toBe(net.get(mspId) ?? 0n);
    }),
  );
});

test('without the pairs that settle in private it still sums to zero', () => {
  const pair = fc.tuple(fc.constantFrom(...merchants), fc.constantFrom(...merchants));
  fc.assert(
    fc.property(entries, fc.array(pair), (positions, pairs) => {
      const privatePairs = pairs.map((parties) => ({ parties, termsVersion: 1 }));
      const inPublic = positionsInPublic(positions, privatePairs);
      const net = netMultilaterally(inPublic, values);
      expect(net.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(0n);
      for (const { debtor, creditor } of inPublic) {
        expect(pairs.some((each) => each.includes(debtor) && each.includes(creditor))).toBe(false);
      }
    }),
  );
});

test('a pair owes in one direction at most', () => {
  fc.assert(
    fc.property(entries, (positions) => {
      const pairs = netByPair(positions, values).map(({ debtor, creditor }) => [debtor, creditor].sort().join());
      expect(new Set(pairs).size).toBe(pairs.length);
    }),
  );
});

test('however the pages are cut, the closed cycle is the same', () => {
  const { program } = new PointsWorld();
  const programs = [{ ...program, clearingValues: [{ fromCycle: '2026-11', clearingValue: '7' }] }];
  fc.assert(
    fc.property(entries, fc.array(fc.integer({ min: 1, max: 5 })), (rows, sizes) => {
      const atOnce = finishCycle(foldCycle(undefined, '2026-11', rows), programs, [], 'then');
      let paged;
      for (let start = 0, page = 0; start < rows.length; page += 1) {
        const size = sizes[page] ?? rows.length;
        paged = foldCycle(paged, '2026-11', rows.slice(start, start + size));
        start += size;
      }
      expect(finishCycle(paged ?? foldCycle(undefined, '2026-11', []), programs, [], 'then')).toEqual(atOnce);
    }),
  );
});
