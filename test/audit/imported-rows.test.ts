/** Imported lines as the audit reads them: the receipts that a row is short for, its leaves of the log, and what is forged. */
import { importedReceipt, leafValues } from '@commonpoint/catalogue';
import { importedLeaves, nonsenseInImported, receiptsIn } from '../../audit/src/imported-rows.js';
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import { Replay } from '../../audit/src/replay.js';

const H = 'HarborMSP';
const FILE = `im-${'0'.repeat(40)}`;
const of = (rows: readonly unknown[], more: object = {}) => ({
  programId: 'harbor',
  expiry: '2028-11-23',
  lane: 0,
  rows,
  txId: 't1',
  txTime: '2026-11-23T10:00:00.000Z',
  ...more,
});
const hundred = (rows: readonly unknown[], stretch = '0', more: object = {}): RowWrite => ({
  key: ['imported', H, FILE, stretch],
  value: of(rows, more),
});
const expanded = (row: RowWrite): RowWrite[] => [row, ...receiptsIn(row)];
const lot = (account: string, amount: string, n = '00000', txId = 't1'): RowWrite => ({
  key: ['lot', account, 'harbor', '2028-11-23', txId, n],
  value: { amount },
});
const supply = (issued: string, txId = 't1'): RowWrite => ({
  key: ['supply', 'harbor', '2026-11-23', txId],
  value: { issued, redeemed: '0', expired: '0', reversed: '0' },
});
const quota = (used: string): RowWrite => ({ key: ['quota', 'harbor', '00'], value: { granted: '1000', used } });
const program: RowWrite = {
  key: ['program', 'harbor'],
  value: { programId: 'harbor', issuer: H, cap: '1000', capOn: 'issued', expiryMonths: 24, rules: {} },
};
const honest = [
  ...expanded(hundred([`3 ${H}:a 5 0`, `4 ${H}:b 7 1`])),
  lot(`${H}:a`, '5'),
  lot(`${H}:b`, '7', '00001'),
];
const first = [program, ...honest, supply('12'), quota('12')];

function told(...transactions: (readonly RowWrite[])[]): readonly string[] {
  const replay = new Replay();
  transactions.forEach((rows, at) => {
    replay.apply(`t${at + 1}`, rows, H);
    replay.endBlock(at);
  });
  return replay.finish().findings;
}

test('a row is short for receipts, as it is for the chaincode', () => {
  const row = of([`3 ${H}:a 5 0`, `4 ${H}:b 7 1 2029-01-31`, `90 ${H}:b 7 12 2029-01-31 2026-10-30`], {
    campaign: 'spring',
    maturesOn: '2026-12-01',
    lane: 3,
  });
  const key = ['imported', H, FILE, '0'];
  const receipts = row.rows.map((entry) => importedReceipt({ mspId: H, file: FILE }, row as never, entry as string));
  expect(receiptsIn({ key, value: row }).map(({ value }) => value)).toEqual(receipts);
  expect(JSON.stringify(receiptsIn({ key, value: row }).map(({ value }) => value))).toBe(JSON.stringify(receipts));
});

test('claims of a migration are receipts that name it, as they are for the chaincode', () => {
  const row = of([`3 ${H}:a 5 0`, `4 ${H}:b 7 1 2029-01-31`], { maturesOn: '2026-12-01' });
  const key = ['imported', H, 'mg-old-2026', '0'];
  const receipts = row.rows.map((entry) =>
    importedReceipt({ mspId: H, file: 'mg-old-2026' }, row as never, entry as string),
  );
  expect(receipts.map(({ id, migrationId }) => [id, migrationId])).toEqual([
    ['mg-old-2026-3', 'old-2026'],
    ['mg-old-2026-4', 'old-2026'],
  ]);
  expect(JSON.stringify(receiptsIn({ key, value: row }).map(({ value }) => value))).toBe(JSON.stringify(receipts));
});

test('what they issue adds up', () => {
  expect(told(first)).toEqual([]);
});

test.each([
  ['less in lots', [program, ...honest.slice(0, -1), supply('12'), quota('12')], /balance/],
  ['another supply', [program, ...honest, supply('13'), quota('12')], /harbor/],
])('found: %s', (_what, rows, what) => {
  expect(told(rows).join('\n')).toMatch(what);
});

const later = (...rows: RowWrite[]): RowWrite[] => rows;
const apart = (line: number, more: object = {}): RowWrite => ({
  key: ['op', H, `${FILE}-${line}`],
  value: { ...(receiptsIn(hundred([`${line} ${H}:a 5 0`], '0', { txId: 't2' }))[0]!.value as object), ...more },
});
test.each([
  [
    'lines that are written again',
    later(...expanded(hundred([`5 ${H}:a 5 0`], '0', { txId: 't2' }))),
    /changed the imported lines/,
  ],
  ['lines that are deleted', later({ key: ['imported', H, FILE, '0'] }), /deleted the imported lines/],
  ['a line once more, in a row of its own', later(apart(3)), /changed the receipt .*-3 other than by marking/],
  ['a line of a hundred that is not there', later(apart(103)), /nothing of the hundred lines/],
  [
    'lines that name another transaction',
    later(...expanded(hundred([`103 ${H}:a 5 0`], '1'))),
    /names another transaction than t2/,
  ],
])('found: %s', (_what, rows, what) => {
  expect(told(first, [...rows, lot(`${H}:a`, '5', '00000', 't2'), supply('5', 't2'), quota('17')]).join('\n')).toMatch(
    what,
  );
});

test('a line that comes late, and one that is marked as taken back, are as they should be', () => {
  const late = [apart(5), lot(`${H}:a`, '5', '00000', 't2'), supply('5', 't2'), quota('17')];
  expect(told(first, late)).toEqual([]);
  const [{ value: before }] = receiptsIn(hundred([`3 ${H}:a 5 0`])) as [RowWrite];
  const marked = { ...(before as object), reversed: '5', reversedBy: [{ mspId: H, operationId: 'v' }] };
  const { txTime } = of([]);
  const reversal = {
    id: 'v',
    mspId: H,
    kind: 'reverse',
    programId: 'harbor',
    accountId: `${H}:a`,
    amount: '5',
    txId: 't2',
    txTime,
  };
  const takenBack: RowWrite[] = [
    { key: ['op', H, `${FILE}-3`], value: marked },
    {
      key: ['op', H, 'v'],
      value: { ...reversal, reverses: `${FILE}-3`, consumed: [{ lotId: '2028-11-23.t1.00000', amount: '5' }] },
    },
    { key: lot(`${H}:a`, '5').key },
    { key: supply('0', 't2').key, value: { issued: '0', redeemed: '0', expired: '0', reversed: '5' } },
  ];
  expect(told(first, takenBack)).toEqual([]);
  const replay = new Replay();
  replay.apply('t1', first, H);
  replay.apply('t2', takenBack, H);
  expect(replay.finish().operations).toBe(3);
});

test.each([
  ['a file that is none', ['imported', H, 'im-0', '0'], of([])],
  ['a migration that is none', ['imported', H, 'mg-Old', '0'], of([])],
  ['a hundred that is none', ['imported', H, FILE, '00'], of([])],
  ['a line of another hundred', ['imported', H, FILE, '0'], of([`100 ${H}:a 5 0`])],
  ['lines in another order', ['imported', H, FILE, '0'], of([`4 ${H}:a 5 0`, `3 ${H}:a 5 0`])],
  ['a line twice', ['imported', H, FILE, '0'], of([`4 ${H}:a 5 0`, `4 ${H}:a 5 0`])],
  ['a line without a lot', ['imported', H, FILE, '0'], of([`4 ${H}:a 5`])],
  ['no text', ['imported', H, FILE, '0'], of([4])],
  ['nothing issued', ['imported', H, FILE, '0'], of([`4 ${H}:a 0 0`])],
] as [string, string[], object][])('nonsense: %s', (_what, key, value) => {
  expect(nonsenseInImported(key, value)).toBeDefined();
});
test('and what makes sense', () => {
  expect(nonsenseInImported(['imported', H, FILE, '1'], of([`100 ${H}:a 5 0`, `199 ${H}:b 5 0`]))).toBeUndefined();
});

test.each([
  ['lines', JSON.stringify(of(['1 a 5 0', '2 b 5 0']))],
  ['members in another order', '{"rows":["x",7,{"a":1}],"b":2}'],
  ['members before and behind', '{"a":"\\"rows\\":[]","rows":["x","y"],"z":[1.5e3,null]}'],
  ['no lines', '{"rows":[]}'],
  ['rows that are no list', '{"rows":"x"}'],
  ['a list', '[{"rows":["x"]}]'],
  ['nothing', 'null'],
  ['no JSON', '{"rows":["x"]'],
  ['a mark before it', '\ufeff{"rows":["x"]}'],
  ['a member that objects have anyway', '{"__proto__":1,"rows":["x"],"1":2}'],
])('the leaves of a row are those that gateways make: %s', (_what, text) => {
  const made = leafValues(['imported', H, FILE, '0'], Buffer.from(text)).map((leaf) => Buffer.from(leaf).toString());
  expect(importedLeaves(text) ?? [text]).toEqual(made);
  expect(leafValues(['op', H, 'x'], Buffer.from(text)).map((leaf) => Buffer.from(leaf).toString())).toEqual([text]);
});

test('a leaf holds one line and no other', () => {
  const leaves = importedLeaves(JSON.stringify(of(['1 a 5 0', '2 b 6 0'])));
  expect(leaves?.map((leaf) => JSON.parse(leaf) as unknown)).toEqual([of(['1 a 5 0']), of(['2 b 6 0'])]);
});
