/** Files as tills, spreadsheets and exports write them: no purchase is lost, and none is invented. */
import { startWithMembers, until, type StartedApp } from '../start-app.js';

let app: StartedApp;
beforeAll(async () => {
  ({ app } = await startWithMembers());
});

interface Imported {
  readonly state: string;
  readonly rowsTotal: number;
  readonly rowsPosted: number;
  readonly rowsRejected: number;
  readonly rowsSkipped: number;
  readonly rowsExisting: number;
  readonly pointsIssued: string;
  readonly [field: string]: unknown;
}

const start = (file: string | Buffer, query = '') =>
  app.operator('post', `/v1/imports?program=harbor${query}`).type('text/csv').send(file);

async function importFile(file: string | Buffer, query = ''): Promise<Imported & { rejected: string[] }> {
  const { body } = await start(file, query).expect(202);
  const path = `/v1/imports/${body.importId}`;
  await until(async () => (await app.operator('get', path).expect(200)).body.state !== 'running');
  const view = (await app.operator('get', path).expect(200)).body as Imported;
  const { text } = await app.operator('get', `${path}/rejected-rows`).expect(200);
  // Nothing is left over.
  expect(view.rowsPosted + view.rowsRejected + view.rowsSkipped + view.rowsExisting).toBe(view.rowsTotal);
  return {
    ...view,
    rejected: text
      .replace(/^\ufeff/, '')
      .trimEnd()
      .split('\r\n')
      .slice(1),
  };
}

async function balance(memberRef: string): Promise<string> {
  const accountId = app.gateway.secrets.accountIdOf(memberRef);
  const { body } = await app.operator('get', `/v1/accounts/${accountId}/balances`).expect(200);
  return body.balances[0]?.available ?? '0';
}

const header = 'customer_id,date,quantity,amount';
const codesOf = ({ rejected }: { rejected: string[] }): (string | undefined)[] =>
  rejected.map((row) => /,(\d+),([A-Z_]+),[^,]/.exec(row)?.slice(1).join(' '));

describe('the end of a row', () => {
  test.each([
    ['a carriage return alone', '\r'],
    ['a line feed', '\n'],
    ['both', '\r\n'],
  ])('is %s, in a quoted file', async (_name, end) => {
    const rows = [1, 2, 3].map((n) => `"e${end.length}${end.charCodeAt(0)}-${n}","2026-10-02","1","${n}0.00"`);
    const done = await importFile(['"customer_id","date","quantity","amount"', ...rows].join(end));
    expect(done).toMatchObject({ rowsTotal: 3, rowsPosted: 3, pointsIssued: '60' });
  });

  test('is what it is in each part of a file that was joined', async () => {
    const file = `${header}\nj1,2026-10-02,1,10.00\r"j2","2026-10-02","1","20.00"\r\nj3,2026-10-03,1,30.00`;
    expect(await importFile(file)).toMatchObject({ rowsTotal: 3, rowsPosted: 3, pointsIssued: '60' });
    expect(await balance('j2')).toBe('20');
  });

  test('is not a line break in quoted words', async () => {
    const file = `${header},note\nb1,2026-10-02,1,10.00,"gift\nwrapped"\n"b2",2026-10-03,1,30.00,"one\r\ntwo, with ""marks"""\nb3,2026-10-03,1,x,\n`;
    const done = await importFile(file);
    expect(done).toMatchObject({ rowsTotal: 3, rowsPosted: 2, pointsIssued: '40' });
    expect(codesOf(done)).toEqual(['6 AMOUNT_INVALID']);
  });

  test('is looked for again behind a mark that was never closed, or not doubled', async () => {
    const rows = ['m1,2026-10-02,1,1.00,"5 inch', 'm2,2026-10-02,1,2.00,"a "b" c"', 'm3,2026-10-02,1,4.00,7"'];
    const done = await importFile(`${header},note\n${rows.join('\n')}\n"m4","2026-10-02","1","8.00","x"\n`);
    expect(done).toMatchObject({ rowsTotal: 4, pointsIssued: '12' });
    expect(codesOf(done)).toEqual(['2 ROW_MALFORMED', '3 ROW_MALFORMED']);
  });

  test('within quoted words never makes a row, nor hides one', async () => {
    const note = 'thanks\nthief,2026-10-02,1,999.00,x\n';
    const done = await importFile(`${header},note\nq1,2026-10-02,1,1.00,"${note}"\nq2,2026-10-02,1,2.00,\n`);
    expect(done).toMatchObject({ rowsTotal: 2, rowsPosted: 1, pointsIssued: '2' });
    expect(done.rejected[0]).toContain('ROWS_IN_QUOTES');
    const { accountIdOf } = app.gateway.secrets;
    await app.operator('get', `/v1/accounts/${accountIdOf('thief')}`).expect(404);
  });

  test('a quoted field beyond all bounds is refused with its line, and not read as rows', async () => {
    const row = 'thief,2026-10-02,1,999.00\n';
    const { body } = await start(`${header}\nq,2026-10-02,1,"${row.repeat(50_000)}`).expect(400);
    expect(body).toMatchObject({ code: 'CSV_INVALID', detail: expect.stringContaining('Line 2') });
  });
});

describe('how a file is written', () => {
  test('numbers with more places than the currency are refused: they are thousands of another format', async () => {
    const done = await importFile(
      `${header}\nn1,2026-10-02,1,1.234\nn1,2026-10-02,1,12.345\nn1,2026-10-02,1,"1.234,50"\n`,
    );
    expect(done).toMatchObject({ rowsPosted: 0, pointsIssued: '0' });
    expect(codesOf(done)).toEqual(['2 AMOUNT_TOO_FINE', '3 AMOUNT_TOO_FINE', '4 AMOUNT_INVALID']);
  });

  test('semicolons, decimal commas, points between thousands and German days, when that is said', async () => {
    const query = '&delimiter=semicolon&decimalMark=comma&groupMark=point&dateFormat=dd.mm.yyyy';
    const rows = [
      's1;2.10.2026;1;10,50',
      's1;31.10.2026;1;1.234,50',
      's1;02.10.2026;1;1.234',
      's1;02.10.2026;1;12.34,5',
    ];
    const done = await importFile(`customer_id;date;quantity;amount\r\n${rows.join('\r\n')}\r\n`, query);
    expect(done).toMatchObject({ rowsPosted: 3, pointsIssued: String(10 + 1234 + 1234) });
    expect(done.rejected).toEqual([expect.stringMatching(/^s1;02\.10\.2026;1;12\.34,5;5;AMOUNT_INVALID;/)]);
  });

  test('what the file says itself in its first line holds, and must not be contradicted', async () => {
    expect(await importFile(`sep=;\r\n${header.replaceAll(',', ';')}\r\nh1;2026-10-02;1;10.00\r\n`)).toMatchObject({
      rowsTotal: 1,
      pointsIssued: '10',
    });
    expect(await importFile(`sep=,\r\n${header}\r\nh2,2026-10-02,1,10.00\r\n`)).toMatchObject({ pointsIssued: '10' });
    const { body } = await start(`sep=;\n${header.replaceAll(',', ';')}\n`, '&delimiter=tab').expect(400);
    expect(body.code).toBe('CSV_INVALID');
  });

  const encoded: readonly (readonly [string, Buffer, string])[] = [
    ['utf-16le', Buffer.from(`${header}\r\nJosé,2026-10-02,1,10.00\r\n`, 'utf16le'), 'José'],
    ['utf-16be', Buffer.from(`${header}\r\nJosé,2026-10-02,1,10.00\r\n`, 'utf16le').swap16(), 'José'],
    ['latin-1', Buffer.from(`${header}\r\nJosé,2026-10-02,1,10.00\r\n`, 'latin1'), 'José'],
    [
      'gbk',
      Buffer.concat([Buffer.from(`${header}\r\n`), Buffer.from([0xd5, 0xc5]), Buffer.from(',2026-10-02,1,10.00\r\n')]),
      '张',
    ],
  ];
  test.each(encoded)('%s, when that is said', async (encoding, file, member) => {
    const before = Number(await balance(member).catch(() => '0'));
    expect(await importFile(file, `&encoding=${encoding}`)).toMatchObject({ rowsTotal: 1, pointsIssued: '10' });
    expect(Number(await balance(member))).toBe(before + 10);
  });

  test.each(['utf16le', 'utf8'] as const)('a byte order mark says the encoding: %s', async (encoding) => {
    const file = Buffer.from(`\ufeff${header}\r\nbom-${encoding},2026-10-02,1,10.00\r\n`, encoding);
    expect(await importFile(file, '&encoding=latin-1')).toMatchObject({ rowsTotal: 1, pointsIssued: '10' });
  });

  test('bytes that are not of the encoding are rejected with their row', async () => {
    const file = Buffer.concat([
      Buffer.from(`${header}\nx`),
      Buffer.from([0xff]),
      Buffer.from(',2026-10-02,1,10.00\nok,2026-10-02,1,1.00\n'),
    ]);
    expect(codesOf(await importFile(file))).toEqual(['2 ROW_MALFORMED']);
  });
});

describe('whose purchase it is', () => {
  test('ids that a spreadsheet mangled are refused: two cards must not share an account', async () => {
    const rows = ['4.12346E+15', '4,12E+15', '4123456789012345', '123.0'].map((id) => `"${id}",2026-10-02,1,10.00`);
    const done = await importFile(`${header}\r\n${rows.join('\r\n')}\r\n`);
    expect(done).toMatchObject({ rowsPosted: 1 });
    expect(codesOf(done)).toEqual(['2', '3', '5'].map((line) => `${line} CUSTOMER_ID_MANGLED`));
  });

  const nobody = [' ', '', '""', '\u00a0', '\u200b', '\u3164', '\t'];
  const placeholders = [
    'NULL',
    'nan',
    'N/A',
    '0',
    '0000',
    '#N/A',
    '-',
    'Guest',
    'guest ',
    '?',
    'Total',
    'Subtotal',
    '合计',
  ];
  test('blanks of every kind and what stands for nobody are refused, and counted', async () => {
    const rows = [...nobody, ...placeholders].map((id) => `${id},2026-10-02,1,5.00`);
    const done = await importFile(`${header}\n${rows.join('\n')}\n`);
    expect(done).toMatchObject({ rowsPosted: 0, rowsRejected: rows.length });
    const codes = codesOf(done).map((code) => code?.split(' ')[1]);
    expect(codes).toEqual([
      ...nobody.map(() => 'CUSTOMER_ID_INVALID'),
      ...placeholders.map(() => 'CUSTOMER_ID_PLACEHOLDER'),
    ]);
    expect(done.rejected.slice(-1)[0]).toMatch(/^合计,2026-10-02,1,5\.00,21,/);
  });

  const same = [
    'Zoë1',
    'Zoë1 ',
    ' Zoë1',
    'Zoë1\u00a0',
    'Zoë1\u200b',
    '\ufeffZoë1',
    'Zoë1\u00ad',
    'Zoe\u03081',
    '\uff3aoë1',
    '\u3000Zoë1',
  ];
  test('what looks the same is one account, in a file and in a request', async () => {
    const done = await importFile(
      `${header}\n${same.map((id) => `${id},2026-10-02,1,5.00`).join('\n')}\nzoë1,2026-10-02,1,1.00\n`,
    );
    expect(done).toMatchObject({ rowsPosted: same.length + 1 });
    const accounts = new Set<string>();
    for (const memberRef of same) {
      const { body } = await app.operator('post', '/v1/accounts').send({ memberRef }).expect(200);
      accounts.add(body.accountId);
    }
    expect(accounts.size).toBe(1);
    expect(await balance('Zoë1')).toBe(String(5 * same.length));
    expect(await balance('zoë1')).toBe('1');
  });

  test.each([
    ['A'.repeat(200), 1],
    ['A'.repeat(201), 0],
    ['\u{1f600}'.repeat(199) + 'A', 1],
    ['a\u200bb', 0],
    ['a\u0007b', 0],
  ] as const)('one rule of length and characters for both: %j', async (reference, taken) => {
    expect(await importFile(`${header}\n${reference},2026-10-02,1,5.00\n`)).toMatchObject({ rowsPosted: taken });
    const { status, body } = await app.operator('post', '/v1/accounts').send({ memberRef: reference });
    if (taken === 1) expect(status).toBe(200);
    else expect(body).toMatchObject({ code: 'REQUEST_INVALID', errors: [{ pointer: '/memberRef' }] });
  });

  test.each(['NULL', '0', 'Guest', '4.12346E+15', ' ', '-'])(
    'a request cannot open an account for %j either',
    async (memberRef) => {
      const { body } = await app.operator('post', '/v1/accounts').send({ memberRef }).expect(400);
      expect(body).toMatchObject({ code: 'REQUEST_INVALID', errors: [{ pointer: '/memberRef' }] });
    },
  );
});

describe('what a row says', () => {
  test('the future is refused, and what no calendar has', async () => {
    const days = ['2099-01-01', '9999-12-31', '0001-01-01', '1900-01-00', '1900-02-29', '2026-02-29', '2026-11-31'];
    const done = await importFile(
      `${header}\n${[...days, '2000-02-29', '1997-01-31'].map((day) => `d1,${day},1,10.00`).join('\n')}\n`,
    );
    expect(done).toMatchObject({ rowsPosted: 2 });
    expect(codesOf(done).map((code) => code?.split(' ')[1])).toEqual([
      ...['DATE_IN_FUTURE', 'DATE_IN_FUTURE'],
      ...Array.from({ length: 5 }, () => 'DATE_INVALID'),
    ]);
  });

  test('quantity counts for nothing, and need not be there', async () => {
    const rows = ['1.0', '', '0.456', '-1', 'x'].map((quantity) => `k1,2026-10-02,${quantity},10.00`);
    expect(await importFile(`${header}\n${rows.join('\n')}\n`)).toMatchObject({ rowsPosted: 5, pointsIssued: '50' });
    expect(await importFile('customer_id,date,amount\nk1,2026-10-02,3.00\n')).toMatchObject({ pointsIssued: '3' });
  });

  test('rows of one basket are rounded once, each row for itself otherwise', async () => {
    const rows = (customer: string, basket: string) =>
      Array.from({ length: 10 }, () => `${customer},2026-10-02,${basket},0.99`);
    const file = (basket: string, column: string) =>
      `customer_id,date,${column},amount\n${rows(`r-${basket}-${column}`, basket).join('\n')}\n`;
    expect(await importFile(file('x', 'note'))).toMatchObject({ pointsIssued: '0', rowsSkipped: 10 });
    expect(await importFile(file('b1', 'basket_id'))).toMatchObject({ pointsIssued: '9' });
    expect(await importFile(file('b2', 'basket_id'), '&rounding=ceiling')).toMatchObject({ pointsIssued: '10' });
    const two = `customer_id,date,basket_id,amount\ntwo,2026-10-02,a,0.60\ntwo,2026-10-02,b,0.60\ntwo,2026-10-02,a,0.60\nother,2026-10-02,b,0.60\n`;
    expect(await importFile(two)).toMatchObject({ pointsIssued: '1' });
  });
});

describe('which purchase it is', () => {
  const withIds = 'purchase_id,customer_id,date,amount';
  test('purchase_id makes it, in whatever file it comes, and however that is written', async () => {
    const day1 = [1, 2, 3].map((n) => `T-${n},p${n},2026-10-02,${n}0.00`);
    const day2 = [4, 5].map((n) => `T-${n},p${n},2026-10-03,${n}0.00`);
    expect(await importFile(`${withIds}\n${day1.join('\n')}\n`)).toMatchObject({ rowsPosted: 3, pointsIssued: '60' });
    const both = await importFile(`\ufeff${withIds}\r\n${[...day1, ...day2].join('\r\n')}\r\n`);
    expect(both).toMatchObject({ rowsPosted: 2, rowsExisting: 3, pointsIssued: '90' });
  });

  test('twice in one file it is one purchase; with another amount it is reported', async () => {
    const done = await importFile(
      `${withIds}\nU-1,u1,2026-10-02,5.00\nU-1,u1,2026-10-02,5.00\nU-1,u1,2026-10-02,6.00\n,u1,2026-10-02,1.00\n`,
    );
    expect(done).toMatchObject({ rowsPosted: 1, rowsExisting: 1, rowsRejected: 2, pointsIssued: '5' });
    expect(codesOf(done)).toEqual(['4 ID_CONFLICT', '5 PURCHASE_ID_INVALID']);
  });

  const returns = 'purchase_id,return_of,customer_id,date,amount';
  test('a return names the purchase and takes back its share, never more than is left', async () => {
    const rows = [
      'V-1,,v1,2026-10-02,40.00',
      'V-2,V-1,v1,2026-10-03,-10.50',
      'V-3,V-1,v1,2026-10-03,(10.00)',
      'V-4,V-1,v1,2026-10-04,20.00-',
      'V-5,V-1,v1,2026-10-04,\u22125.00',
    ];
    const file = `${returns}\n${rows.join('\n')}\n`;
    const done = await importFile(file);
    expect(done).toMatchObject({ rowsPosted: 4, rowsRejected: 1, pointsIssued: '40', pointsReturned: '40' });
    expect(codesOf(done)).toEqual(['6 PURCHASE_RETURNED']);
    expect(await balance('v1')).toBe('0');
    expect(await importFile(file.replaceAll('\n', '\r\n'))).toMatchObject({
      rowsExisting: 4,
      rowsPosted: 0,
      pointsReturned: '0',
    });
    expect(await balance('v1')).toBe('0');
  });

  test('a return without a purchase that earned, or of another customer, is refused', async () => {
    expect(codesOf(await importFile(`${header}\nw1,2026-10-03,-1,-20.00\nw1,2026-10-03,1,(20.00)\n`))).toEqual([
      '2 RETURN_UNNAMED',
      '3 RETURN_UNNAMED',
    ]);
    const rows = [
      'W-1,,w1,2026-10-02,40.00',
      'W-2,W-9,w1,2026-10-03,-1.00',
      'W-3,W-1,w2,2026-10-03,-1.00',
      'W-4,,w1,2026-10-03,-1.00',
      'W-5,W-1,w1,2026-10-03,1.00',
    ];
    const done = await importFile(`${returns}\n${rows.join('\n')}\n`);
    expect(codesOf(done).map((code) => code?.split(' ')[1])).toEqual([
      'PURCHASE_UNKNOWN',
      'PURCHASE_OF_ANOTHER',
      'RETURN_UNNAMED',
      'RETURN_POSITIVE',
    ]);
    expect(await balance('w1')).toBe('40');
  });
});

describe('rejected rows', () => {
  test('are given as they came, and are sent again as they are once they are mended', async () => {
    const file = `customer_id;date;note;amount\r\ng1;2026-10-02;"a; ""b""\r\nc";ten\r\n=g2;2026-10-02;;-1\r\ng3;2026-10-02\r\ng4;2026-10-02;;4.00\r\ng5;2026-10-02;"5;x\r\n`;
    const query = '&delimiter=semicolon';
    const { body } = await start(file, query).expect(202);
    const path = `/v1/imports/${body.importId}`;
    await until(async () => (await app.operator('get', path).expect(200)).body.state === 'completed');
    const { text } = await app.operator('get', `${path}/rejected-rows`).expect(200);
    const again = await importFile(text, query);
    expect(again).toMatchObject({ rowsTotal: 4, rowsRejected: 4 });
    // Unchanged, it comes back the same but for what is said of it.
    const own = (rows: string) => rows.replace(/;\d+;[A-Z_]+;.*/g, '');
    expect(own(again.rejected.join('\r\n'))).toBe(
      own(
        text
          .replace(/^\ufeff/, '')
          .trimEnd()
          .split('\r\n')
          .slice(1)
          .join('\r\n'),
      ),
    );
    expect(await importFile(text.replace(';ten;', ';10.00;'), query)).toMatchObject({
      rowsPosted: 1,
      pointsIssued: '10',
    });
  });
});
