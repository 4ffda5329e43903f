/** Files of purchases, well formed and not. */
import { defaultFormat } from '../../../gateway-api/src/imports/file-format.js';
import { purchaseRows } from '../../../gateway-api/src/imports/purchase-file.js';
import type { PurchaseRow } from '../../../gateway-api/src/imports/purchase-rows.js';

const header = 'customer_id,date,quantity,amount';
const parameters = {
  programId: 'harbor',
  pointsPerUnit: '1',
  rounding: 'floor',
  earnedOn: 'import',
  format: defaultFormat,
} as const;
const today = '2026-11-28';

async function* pieces(text: string | Buffer, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function read(text: string | Buffer, size = 7): Promise<PurchaseRow[]> {
  const rows: PurchaseRow[] = [];
  for await (const some of purchaseRows(pieces(text, size), parameters, today)) rows.push(...some);
  return rows;
}

const summary = (rows: readonly PurchaseRow[]): string[] =>
  rows.map(
    (row) =>
      `${row.line} ${row.kind === 'rejected' ? row.code : row.points === 0n ? '-' : `${row.customerId} ${row.points}`}`,
  );

test.each([1, 2, 7, 64, 100_000])('rows are read whole, in pieces of %d bytes', async (size) => {
  const rows = await read(
    `${header}\n00001,1997-01-01,1,11.77\n00002,1997-01-12,1,0.00\n00003,1997-01-02,2,20.76`,
    size,
  );
  expect(summary(rows)).toEqual(['2 00001 11', '3 -', '4 00003 20']);
});

test('columns in any order, more columns, a byte order mark, CRLF, empty lines, quotes', async () => {
  const text =
    '\ufeffamount,note,quantity,date,customer_id\r\n"1.50",,1,1997-01-01,"a,""b"""\r\n\r\n2,x,1,1997-01-01,c\r\n';
  expect(summary(await read(text))).toEqual(['2 a,"b" 1', '4 c 2']);
});

test.each([
  ['1,1997-01-01,1', 'COLUMN_COUNT_WRONG'],
  ['1,1997-01-01,1,2,3', 'COLUMN_COUNT_WRONG'],
  ['garbage', 'COLUMN_COUNT_WRONG'],
  [',1997-01-01,1,2', 'CUSTOMER_ID_INVALID'],
  ['a\u0000b,1997-01-01,1,2', 'CUSTOMER_ID_INVALID'],
  [`${'x'.repeat(201)},1997-01-01,1,2`, 'CUSTOMER_ID_INVALID'],
  ['1,1997-02-30,1,2', 'DATE_INVALID'],
  ['1,,1,2', 'DATE_INVALID'],
  ['1,19970101,1,2', 'DATE_INVALID'],
  ['1,1997-01-01,1,', 'AMOUNT_INVALID'],
  ['1,1997-01-01,1,-2', 'RETURN_UNNAMED'],
  ['1,1997-01-01,1,2.345', 'AMOUNT_TOO_FINE'],
  ['1,1997-01-01,1,1e3', 'AMOUNT_INVALID'],
  ['1,1997-01-01,1,0x10', 'AMOUNT_INVALID'],
  [`1,1997-01-01,1,${'9'.repeat(40)}`, 'AMOUNT_INVALID'],
  ['1,1997-01-01,1,"2', 'ROW_MALFORMED'],
  ['1,1997-01-01,1,"2"x', 'ROW_MALFORMED'],
  [`${'x'.repeat(20_000)},1997-01-01,1,2`, 'ROW_MALFORMED'],
])('%j is rejected as %s, and the rows around it are not', async (line, code) => {
  const rows = await read(`${header}\na,1997-01-01,1,5\n${line}\nb,1997-01-01,1,6\n`, 1000);
  expect(summary(rows)).toEqual(['2 a 5', `3 ${code}`, '4 b 6']);
});

test('bytes that are not UTF-8 are rejected', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`${header}\n`),
    Buffer.from([0x61, 0xff]),
    Buffer.from(',1997-01-01,1,2\n'),
  ]);
  expect(summary(await read(bytes))).toEqual(['2 ROW_MALFORMED']);
});

test('more points than fit in 18 digits', async () => {
  const rows: PurchaseRow[] = [];
  const file = pieces(`${header}\n1,1997-01-01,1,999999999999999\n`, 100);
  for await (const some of purchaseRows(file, { ...parameters, pointsPerUnit: '999999' }, today)) rows.push(...some);
  expect(summary(rows)).toEqual(['2 POINTS_TOO_MANY']);
});

test.each([
  ['', 'The file has no header.'],
  ['customer_id,date,quantity\n', 'The header lacks amount.'],
  ['1,2,3,4\n', 'The header lacks customer_id, date, amount.'],
  [`${header},amount\n`, 'The header names amount twice.'],
  ['"customer_id,date\n', 'The header is not CSV, cannot be decoded, or has more than 16384 characters.'],
])('the header %j is refused', async (text, message) => {
  await expect(read(text)).rejects.toMatchObject({ code: 'CSV_INVALID', message });
});
