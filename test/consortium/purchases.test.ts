import { bestCustomers, pointsOf, readWeeks } from '../../consortium/demonstration/purchases.js';

const purchase = (customer: string, amount: number) => ({ customer, line: '', amount });

describe('the weeks of purchases', () => {
  const weeks = readWeeks();

  it('begin with the first whole one and follow each other', () => {
    expect(weeks.slice(0, 3).map(({ name }) => name)).toEqual(['1997-01-06', '1997-01-13', '1997-01-20']);
    expect(weeks).toHaveLength(77);
  });

  it('share customers out among the merchants, each to one', () => {
    const [week] = weeks;
    const all = Object.values(week?.purchases ?? {});
    expect(all.map(({ length }) => length)).toEqual([601, 599, 601]);
    const customers = all.map((purchases) => new Set(purchases.map(({ customer }) => customer)));
    const everybody = new Set(customers.flatMap((each) => [...each]));
    expect(customers.reduce((sum, { size }) => sum + size, 0)).toBe(everybody.size);
  });

  it('keep rows as they stand in the file', () => {
    const [first] = weeks[0]?.purchases.harbor ?? [];
    expect(first?.line).toMatch(new RegExp(`^${first?.customer},1997-01-`));
  });
});

test.each([
  [1177, 1, 11],
  [1177, 2, 23],
  [99, 1, 0],
  [0, 2, 0],
  [29, 10, 2],
])('%i cents at %i points a dollar are %i points', (amount, rate, points) => {
  expect(pointsOf(purchase('1', amount), rate)).toBe(points);
});

test('the best customers are those with the most points, each purchase rounded by itself', () => {
  const purchases = [purchase('00009', 150), purchase('00001', 199), purchase('00009', 150), purchase('00002', 100)];
  expect(bestCustomers(purchases, 1)).toEqual([
    { customer: '00009', points: 2 },
    { customer: '00001', points: 1 },
    { customer: '00002', points: 1 },
  ]);
});
