/** What statements tell of imported lines: what their hundreds say, without reading them. */
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { createBlockApplier } from '../../../gateway-api/src/projection/apply-block.js';
import { receiptRows } from '../../../gateway-api/src/projection/receipt-rows.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { toPositionedEntries } from '../../../gateway-api/src/subjects/accounts/account-entries.js';
import { accountLineQueries } from '../../../gateway-api/src/subjects/accounts/account-lines.js';
import { rows as pointRows } from '../../../gateway-api/src/subjects/points/tables.js';

const H = 'HarborMSP';
const A = `${H}:a`;
const FILE = `im-${'0'.repeat(40)}`;
const txTime = '2026-11-23T10:00:00.000Z';
const common = { programId: 'harbor', expiry: '2028-11-30', lane: 0, txId: 't-1', txTime };
const imported = (rows: readonly string[], stretch: number, more: object = {}, file = FILE) => ({
  key: ['imported', H, file, String(stretch)],
  row: { ...common, rows, ...more },
});
const op = (id: string, more: object = {}) => ({
  key: ['op', H, id],
  row: { id, mspId: H, kind: 'issue', programId: 'harbor', accountId: A, amount: '5', txId: 't-2', txTime, ...more },
});
const MOST = '9'.repeat(18);

const written = [
  op('o-1'),
  imported([`2 ${A} 5 0`, `3 ${H}:b 6 1`, `9 ${A} ${MOST} 2 2027-01-31 2025-03-04`], 0),
  imported([`250 ${A} 7 3`, `251 ${A} 8 4`], 2, { campaign: 'Summer, "50 %"', txId: 't-3', maturesOn: '2027-01-01' }),
  op('o-2', { kind: 'transfer', toAccountId: `${H}:b` }),
  imported([`41 ${A} 3 0`], 0, {}, 'mg-spring-2026'),
  // Two dishonest peers endorsed these: lines of another hundred, a file of another name, and a campaign that is none.
  imported([`17 ${A} 4 0`, `990 ${A} 2 1`], 5),
  imported([`0 ${A} 1 0`], 0, { campaign: 'a\ud800\u0000', programId: 'p-\udfff' }, 'no-file-'),
  imported([`0 ${A} 1 0`], 0, { campaign: { of: 1 } }, ''),
  imported([`0 ${A} 1 0`], 1, { campaign: null }, 'x'),
];

describe('lines of imported files', () => {
  let database: Database;
  let apply: ReturnType<typeof createBlockApplier>;
  const bring = (number: number, rows: typeof written): void => {
    const writes = rows.map(({ key, row }) => ({ key, value: Buffer.from(JSON.stringify(row)) }));
    const transaction = { txId: 't', index: 0, validationCode: 0, writes, hashedWrites: [] };
    database.transaction('rebuildable', () => apply({ number, hash: '', transactions: [transaction] }));
  };
  beforeEach(() => {
    database = new Database(':memory:', tables);
    apply = createBlockApplier(database, [pointRows]);
    bring(0, written);
  });
  afterEach(() => database.close());

  const entriesOf = (lines: readonly Parameters<typeof toPositionedEntries>[1][]) =>
    lines.flatMap((line) => toPositionedEntries(A, line));
  const told = async () => entriesOf(await accountLineQueries(database).lines(A, {}, Number.MAX_SAFE_INTEGER, 1_000));
  const oldest = async () => {
    const found = [];
    for await (const line of accountLineQueries(database).oldestFirst(A)) found.push(line);
    return entriesOf(found);
  };
  /** As the rows themselves say. */
  const said = () =>
    entriesOf(
      receiptRows(database)
        .below(Number.MAX_SAFE_INTEGER, 1_000)
        .filter(({ receipt: { accountId, toAccountId } }) => [accountId, toAccountId].includes(A)),
    );

  it('are told as their hundreds say, and without these', async () => {
    const expected = said();
    expect(expected).toHaveLength(12);
    expect(await told()).toEqual(expected);
    expect(await oldest()).toEqual(expected.toReversed());
    database.sqlite.exec('DELETE FROM imported_rows');
    expect(await told()).toEqual(expected);
    expect(await oldest()).toEqual(expected.toReversed());
  });

  it('are told in pages of any size, of one programme and of some days', async () => {
    const expected = said();
    const { lines } = accountLineQueries(database);
    for (const size of [1, 2, 5]) {
      const paged = [];
      for (let before = Number.MAX_SAFE_INTEGER; ; before = paged.at(-1)!.seq) {
        const page = await lines(A, {}, before, size);
        paged.push(...page);
        if (page.length < size) break;
      }
      expect(entriesOf(paged)).toEqual(expected);
    }
    const harbor = await lines(A, { programId: 'harbor', from: '2026-11-23', to: '2026-11-23' }, 1e15, 3);
    expect(entriesOf(harbor)).toEqual(expected.filter(({ entry }) => entry.programId === 'harbor').slice(0, 3));
    expect(await lines(A, { from: '2026-11-24' }, 1e15, 3)).toEqual([]);
  });

  it('of which something was taken back are told as their own row says, before and after they are written', async () => {
    const back = (id: string, amount: string) =>
      op(id, { amount, reversed: amount, txId: 't-4', campaign: 'Said later' });
    bring(1, [back(`${FILE}-2`, '5')]);
    expect((await told()).filter(({ entry }) => entry.campaign === 'Said later')).toHaveLength(1);
    bring(2, [back(`${FILE}-250`, '7')]);
    const found = await told();
    expect(found).toEqual(said());
    expect(found.filter(({ entry }) => entry.campaign === 'Said later')).toHaveLength(2);
  });

  it('that were written before they were told of are read from their hundreds', async () => {
    const expected = await told();
    database.sqlite.exec('UPDATE statement_lines SET line = NULL, amount = NULL; DELETE FROM imported_heads');
    expect(await told()).toEqual(expected);
    // The next ones are told, and nobody takes their head for that of others.
    bring(1, [imported([`5 ${A} 11 0`], 0, { txId: 't-9' }, `im-${'1'.repeat(40)}`)]);
    expect(await told()).toEqual(said());
    expect(database.sqlite.prepare('SELECT count(*) AS n FROM imported_heads').get()).toEqual({ n: 1 });
  });
});
