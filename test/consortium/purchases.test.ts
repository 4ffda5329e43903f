import { readPurchases } from '../../consortium/demonstration/purchases.js';

describe('the purchases of the demonstration', () => {
  it('are all of the example, worth what the import makes of them', () => {
    const { rows, pointsByCustomer } = readPurchases();
    expect(rows).toBe(69_659);
    expect(pointsByCustomer.size).toBe(23_570);
    expect([...pointsByCustomer.values()].reduce((sum, points) => sum + points, 0)).toBe(2_453_159);
  });

  it('can be the first rows only', () => {
    const { csv, rows, pointsByCustomer } = readPurchases(3);
    expect(rows).toBe(3);
    expect(csv).toBe(
      'customer_id,date,quantity,amount\n00001,1997-01-01,1,11.77\n00002,1997-01-12,1,12.00\n00002,1997-01-12,5,77.00\n',
    );
    expect([...pointsByCustomer]).toEqual([
      ['00001', 11],
      ['00002', 89],
    ]);
  });
});
