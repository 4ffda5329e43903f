/** A preview says how a file seems to be written, and what it would come to; it issues nothing. */
import { proposeFormat } from '../../../gateway-api/src/imports/propose-format.js';
import { startWithMembers, until, type StartedApp } from '../start-app.js';

let app: StartedApp;
beforeAll(async () => {
  ({ app } = await startWithMembers());
});

const header = 'customer_id,date,quantity,amount';
const preview = async (file: string | Buffer, query = '') => {
  const { body } = await app
    .operator('post', `/v1/imports/preview?program=harbor${query}`)
    .type('text/csv')
    .send(file)
    .expect(200);
  return body;
};
const importFile = async (file: string | Buffer, query = '') => {
  const { body } = await app
    .operator('post', `/v1/imports?program=harbor${query}`)
    .type('text/csv')
    .send(file)
    .expect(202);
  const read = async () => (await app.operator('get', `/v1/imports/${body.importId}`).expect(200)).body;
  await until(async () => (await read()).state !== 'running');
  return read();
};

describe('the format', () => {
  const german = ['customer_id;date;quantity;amount', 'C1;02.11.2026;1;10,50', 'C2;13.11.2026;1;1.234,50', ''].join(
    '\r\n',
  );
  test.each([
    [
      'a German spreadsheet',
      Buffer.from(german),
      { delimiter: 'semicolon', decimalMark: 'comma', groupMark: 'point', dateFormat: 'dd.mm.yyyy' },
    ],
    [
      'the same as UTF-16',
      Buffer.from(`\ufeff${german}`, 'utf16le'),
      { encoding: 'utf-16le', delimiter: 'semicolon', decimalMark: 'comma' },
    ],
    [
      'UTF-16 without a mark',
      Buffer.from(german, 'utf16le').swap16(),
      { encoding: 'utf-16be', dateFormat: 'dd.mm.yyyy' },
    ],
    [
      'Latin-1',
      Buffer.from(`${header}\nMüller,2026-11-02,1,10.00\nJosé,2026-11-02,1,1\n`, 'latin1'),
      { encoding: 'latin-1', decimalMark: 'point', groupMark: 'none' },
    ],
    [
      'GBK',
      Buffer.concat([
        Buffer.from(`${header}\n`),
        Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]),
        Buffer.from(',2026-11-02,1,10.00\n'),
      ]),
      { encoding: 'gbk' },
    ],
    [
      'tabs and American days',
      Buffer.from('customer_id\tdate\tamount\nC1\t11/22/2026\t"1,234.50"\n'),
      { delimiter: 'tab', groupMark: 'comma', decimalMark: 'point', dateFormat: 'mm/dd/yyyy' },
    ],
    [
      'Swiss numbers',
      Buffer.from(`${header}\nC1,2026-11-02,1,1'234.50\n`),
      { groupMark: 'apostrophe', decimalMark: 'point' },
    ],
    [
      'what it says itself',
      Buffer.from('sep=;\ncustomer_id;date;amount\nC1;2026-11-02;1,5\n'),
      { delimiter: 'semicolon', decimalMark: 'comma' },
    ],
    ['dinars', Buffer.from(`${header}\nC1,2026-11-02,1,1.2345\n`), { decimals: 4 }],
  ])('is proposed: %s', (_name, file, format) => {
    expect(proposeFormat(file)).toMatchObject({ format, questions: [] });
  });

  test('is asked for where the file leaves it open', () => {
    const { format, questions } = proposeFormat(
      Buffer.from(`${header}\nC1,03/04/2026,1,1.234\nC1,05/04/2026,1,999.999\n`),
    );
    expect(format).toMatchObject({ groupMark: 'point', dateFormat: 'dd/mm/yyyy' });
    expect(questions.map(({ parameter, values }) => [parameter, ...values])).toEqual([
      ['groupMark', 'point', 'none'],
      ['dateFormat', 'dd/mm/yyyy', 'mm/dd/yyyy'],
    ]);
  });

  test('is what the query says, and the proposal is what an import takes', async () => {
    const file = Buffer.from(german.replaceAll('C', 'prop'));
    const body = await preview(file, '&groupMark=none');
    expect(body).toMatchObject({
      format: { groupMark: 'none' },
      rowsPosting: 1,
      rejections: [{ code: 'AMOUNT_INVALID', rows: 1, line: 3 }],
    });
    const proposed = await preview(file);
    expect(proposed).toMatchObject({ rowsTotal: 2, rowsPosting: 2, pointsIssued: '1244' });
    expect(proposed.rows[1]).toEqual({
      kind: 'purchase',
      line: 3,
      customerId: 'prop2',
      date: '2026-11-13',
      amount: '1234.50',
      points: '1234',
    });
    expect(await importFile(file, `&${proposed.query}`)).toMatchObject({ rowsPosted: 2, pointsIssued: '1244' });
  });

  test.each([
    ['semicolons', Buffer.from(german), 'delimiter=semicolon'],
    ['UTF-16 without a mark', Buffer.from(`${header}\r\nC1,2026-11-02,1,10.00\r\n`, 'utf16le'), 'encoding=utf-16le'],
  ])('an import that was told another one says what the file looks like: %s', async (_name, file, said) => {
    const { body } = await app.operator('post', '/v1/imports?program=harbor').type('text/csv').send(file).expect(400);
    expect(body).toMatchObject({ code: 'CSV_INVALID' });
    expect(body.detail).toContain(said);
    expect(body.detail).toContain('/v1/imports/preview');
  });
});

test('nothing is recorded and nothing is issued', async () => {
  const before = (await app.operator('get', '/v1/imports').expect(200)).body;
  const posted = app.posted().length;
  await preview(`${header}\nnew1,2026-11-02,1,10.00\n`);
  expect((await app.operator('get', '/v1/imports').expect(200)).body).toEqual(before);
  expect(app.posted().length).toBe(posted);
  await app.operator('get', `/v1/accounts/${app.gateway.secrets.accountIdOf('new1')}`).expect(404);
});

test('rejected rows are shown and counted by what is wrong', async () => {
  const rows = [
    'C1,2026-11-02,1,5.00',
    'NULL,2026-11-02,1,5.00',
    'nan,2026-11-02,1,5.00',
    'C1,2099-01-01,1,5.00',
    'C1,2026-11-02,1,0.20',
  ];
  const body = await preview(`${header}\n${rows.join('\n')}\n`);
  expect(body).toMatchObject({ rowsTotal: 5, rowsPosting: 1, rowsRejected: 3, rowsSkipped: 1 });
  expect(body.rejections.map(({ code, rows, line }: Record<string, unknown>) => [code, rows, line])).toEqual([
    ['CUSTOMER_ID_PLACEHOLDER', 2, 3],
    ['DATE_IN_FUTURE', 1, 5],
  ]);
  expect(body.rows[1]).toEqual({
    kind: 'rejected',
    line: 3,
    code: 'CUSTOMER_ID_PLACEHOLDER',
    fields: ['NULL', '2026-11-02', '1', '5.00'],
  });
});

describe('what is odd', () => {
  const codes = ({ warnings }: { warnings: { code: string }[] }) => warnings.map(({ code }) => code);
  test('a last row that is the sum of the others, ids that were rounded, days that nobody knew', async () => {
    expect(
      codes(await preview(`${header}\nC1,2026-11-02,1,10.00\nC2,2026-11-02,1,20.00\nSum of all,2026-11-03,2,30.00\n`)),
    ).toEqual(['LAST_ROW_IS_SUM']);
    expect(
      codes(await preview(`${header}\n41234567890123450,2026-11-02,1,10.00\n41234567890123460,2026-11-02,1,2.00\n`)),
    ).toEqual(['IDS_ROUNDED']);
    expect(
      codes(await preview(`${header}\n41234567890123451,2026-11-02,1,10.00\n41234567890123460,1970-01-01,1,2.00\n`)),
    ).toEqual(['DAYS_UNKNOWN']);
    expect(codes(await preview(`${header}\nC1,2026-11-02,1,10.00\n`))).toEqual([]);
  });

  const row = (n: number, day: string) => `over${n},2026-11-0${day},1,${n}.00`;
  const day1 = [11, 12, 13, 14, 15].map((n) => row(n, '2'));
  const day2 = [11, 12, 13, 14, 15].map((n) => row(n, '3'));
  test('rows of an earlier import, by its id: in the preview, and of the import itself', async () => {
    const first = await importFile(`${header}\n${day1.join('\n')}\n`);
    expect(first.warnings).toEqual([]);
    const resaved = `\ufeff${header}\r\n${day1.join('\r\n')}\r\n`;
    expect((await preview(resaved)).warnings).toMatchObject([
      { code: 'ROWS_SEEN_BEFORE', importId: first.importId, rows: 5 },
    ]);
    const both = `${header}\n${[...day1, ...day2].join('\n')}\n`;
    expect((await importFile(both)).warnings).toMatchObject([
      { code: 'ROWS_SEEN_BEFORE', importId: first.importId, rows: 5 },
    ]);
    expect((await preview(`${header}\n${day1.join('\n')}\n`)).warnings).toMatchObject([
      { code: 'FILE_SEEN_BEFORE', importId: first.importId },
    ]);
    expect((await preview(`${header}\n${day2.join('\n').replaceAll('over', 'others')}\n`)).warnings).toEqual([]);
  });

  test('of a file that was taken back nothing is posted, whichever import of it one looks at', async () => {
    const file = `${header}\n${[21, 22, 23].map((n) => row(n, '4')).join('\n')}\n`;
    const first = await importFile(file);
    const second = await importFile(file);
    expect(second).toMatchObject({ rowsPosted: 0, rowsExisting: 3 });
    await app.operator('post', `/v1/imports/${first.importId}/reversal`).send().expect(202);
    const read = async () => (await app.operator('get', `/v1/imports/${first.importId}`).expect(200)).body;
    await until(async () => (await read()).reversal.state === 'completed');
    expect(await preview(file)).toMatchObject({ rowsPosting: 3, warnings: [] });
    const third = await importFile(file);
    expect(third).toMatchObject({ rowsPosted: 3, warnings: [] });
    expect(await preview(file)).toMatchObject({
      warnings: [{ code: 'FILE_SEEN_BEFORE', importId: third.importId }],
    });
  });

  test('with purchase_id, how many are posted already', async () => {
    const rows = [1, 2, 3].map((n) => `PV-${n},pv${n},2026-11-02,${n}1.00`);
    await importFile(`purchase_id,customer_id,date,amount\n${rows.slice(0, 2).join('\n')}\n`);
    const body = await preview(`purchase_id,customer_id,date,amount\n${rows.join('\n')}\n`);
    expect(body).toMatchObject({ rowsExisting: 2, rowsPosting: 1, pointsIssued: '31', warnings: [] });
  });
});
