import { capShare, isWithinCap, netSums, otherRoots, supplyDifference } from '../../console/src/data/invariants.js';

const supply = {
  programId: 'harbor',
  cap: '1000',
  capOn: 'issued',
  issued: '100',
  interest: '0',
  outstanding: '60',
  held: '5',
  redeemed: '20',
  expired: '10',
  reversed: '5',
  asOfBlock: 7,
};

describe('what the overview works out', () => {
  it('every point that was issued is somewhere, once', () => {
    expect(supplyDifference(supply)).toBe(0n);
    expect(supplyDifference({ ...supply, redeemed: '21' })).toBe(-1n);
    // What notes earned was never issued, and is somewhere all the same.
    expect(supplyDifference({ ...supply, interest: '3', outstanding: '63' })).toBe(0n);
    // One more than a floating-point number can tell from the next.
    const large = { ...supply, issued: '900719925474099300', outstanding: '900719925474099259', held: '0' };
    expect(supplyDifference(large)).toBe(6n);
  });

  it('a cap on what is issued, or on what is not gone yet', () => {
    expect(isWithinCap(supply)).toBe(true);
    expect(isWithinCap({ ...supply, cap: '99' })).toBe(false);
    expect(isWithinCap({ ...supply, interest: '3', cap: '102' })).toBe(false);
    expect(isWithinCap({ ...supply, cap: '65', capOn: 'outstanding' })).toBe(true);
    expect(isWithinCap({ ...supply, cap: '64', capOn: 'outstanding' })).toBe(false);
    expect(capShare(supply)).toBe(0.1);
    expect(capShare({ ...supply, cap: '0' })).toBe(0);
  });

  it('net amounts by programme', () => {
    const net = [
      { programId: 'harbor', amount: '-5' },
      { programId: 'harbor', amount: '5' },
      { programId: 'citypark', amount: '3' },
    ];
    expect([...netSums(net)]).toEqual([
      ['harbor', 0n],
      ['citypark', 3n],
    ]);
  });

  it('whose log is another one: the same number of entries under another root', () => {
    const own = { size: 10, root: 'a' };
    const signed = [
      { mspId: 'AMSP', size: 10, root: 'a' },
      { mspId: 'BMSP', size: 10, root: 'b' },
      { mspId: 'CMSP', size: 9, root: 'c' },
      { mspId: 'DMSP', size: 9, root: 'd' },
    ];
    expect(otherRoots(own, signed)).toEqual(['BMSP', 'DMSP']);
    expect(otherRoots(own, signed.slice(0, 1))).toEqual([]);
  });
});
