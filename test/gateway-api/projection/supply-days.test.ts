/** Supply by day: kept while the ledger folds a day's rows away. */
import { Database } from '../../../gateway-api/src/store/database.js';
import { tables as allTables } from '../../../gateway-api/src/gateway-tables.js';
import { programQueries } from '../../../gateway-api/src/subjects/programs/reads.js';
import { rows as prepareRows } from '../../../gateway-api/src/subjects/programs/tables.js';

it('the sums of a day stay when its rows are folded, and only days with rows are due to be folded', () => {
  const database = new Database(':memory:', allTables);
  const { supply } = prepareRows(database) as unknown as {
    supply: { put: (key: string[], json: string) => void; remove: (key: string[]) => void };
  };
  const put = (day: string, txId: string, delta: object) =>
    supply.put(['supply', 'harbor', day, txId], JSON.stringify(delta));
  put('2026-11-28', 'a', { issued: '100', redeemed: '10', held: '5' });
  put('2026-11-28', 'b', { issued: '999999999999999999', held: '-5' });
  put('2026-11-29', 'c', { redeemed: '7', interest: '3' });
  const { supplyDays, daysToFold } = programQueries(database);
  const nothing = { issued: 0n, interest: 0n, redeemed: 0n, expired: 0n, reversed: 0n, held: 0n };
  const days = [
    { day: '2026-11-29', ...nothing, redeemed: 7n, interest: 3n },
    { day: '2026-11-28', ...nothing, issued: 1_000_000_000_000_000_099n, redeemed: 10n },
  ];
  expect(supplyDays('harbor', 31)).toEqual(days);
  for (const txId of ['a', 'b']) supply.remove(['supply', 'harbor', '2026-11-28', txId]);
  expect(supplyDays('harbor', 31)).toEqual(days);
  expect(supplyDays('harbor', 1)).toEqual(days.slice(0, 1));
  expect(daysToFold('harbor', '2026-12-01')).toEqual(['2026-11-29']);
});
