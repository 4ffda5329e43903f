import { sumClearing } from '../../../chaincode/src/domain/clearing/clearing.js';

const entry = (debtor: string, creditor: string, amount: string, programId = 'harbor') => ({
  debtor,
  creditor,
  programId,
  amount,
});

const valued = (...of: Parameters<typeof entry>) => ({ ...entry(...of), worth: '0' });

describe('clearing positions', () => {
  test('sum by debtor, creditor and programme, and net to zero in each programme', () => {
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
      { mspId: 'CityParkMSP', programId: 'citypark', amount: '-50' },
      { mspId: 'HarborMSP', programId: 'citypark', amount: '50' },
      { mspId: 'CityParkMSP', programId: 'harbor', amount: '42' },
      { mspId: 'GreenMartMSP', programId: 'harbor', amount: '5' },
      { mspId: 'HarborMSP', programId: 'harbor', amount: '-47' },
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
