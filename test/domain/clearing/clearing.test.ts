import { sumClearing } from '../../../chaincode/src/domain/clearing/clearing.js';

const entry = (debtor: string, creditor: string, amount: string, programId = 'harbor') => ({
  debtor,
  creditor,
  programId,
  amount,
});

const valued = (...of: Parameters<typeof entry>) => ({ ...entry(...of), worth: '0' });

describe('clearing positions', () => {
  test('sum by debtor, creditor and programme, and net to zero', () => {
    const statement = sumClearing('2026-11', [
      valued('HarborMSP', 'CityParkMSP', '30'),
      valued('HarborMSP', 'CityParkMSP', '12'),
      valued('CityParkMSP', 'HarborMSP', '50', 'citypark'),
      valued('HarborMSP', 'GreenMartMSP', '5'),
    ]);
    expect(statement.positions).toEqual([
      entry('CityParkMSP', 'HarborMSP', '50', 'citypark'),
      entry('HarborMSP', 'CityParkMSP', '42'),
      entry('HarborMSP', 'GreenMartMSP', '5'),
    ]);
    expect(statement.net).toEqual([
      { mspId: 'CityParkMSP', amount: '-8' },
      { mspId: 'GreenMartMSP', amount: '5' },
      { mspId: 'HarborMSP', amount: '3' },
    ]);
  });

  test('leave out what came to nothing', () => {
    const statement = sumClearing('2026-11', [
      valued('HarborMSP', 'CityParkMSP', '30'),
      valued('HarborMSP', 'CityParkMSP', '-30'),
    ]);
    expect(statement).toEqual({ cycle: '2026-11', positions: [], net: [] });
  });
});
