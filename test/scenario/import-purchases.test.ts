/** Files of purchases become points, each row once, whatever happens on the way. */
import { randomUUID } from 'node:crypto';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { awaitImport, balanceOf, importCsv, startImport } from '../support/points-session.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const header = 'customer_id,date,quantity,amount';
const csvOf = (rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;

describe('imports', () => {
  let running: RunningConsortium;

  beforeAll(async () => {
    running = await RunningConsortium.start();
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  const issued = async (): Promise<bigint> =>
    BigInt((await running.as('harbor').get('/v1/programs/harbor/supply')).issued);
  const accountOf = async (memberRef: string): Promise<string> =>
    (await running.as('harbor').post('/v1/accounts', { memberRef })).accountId;

  it('rows that look the same are different purchases; rows worth nothing are skipped; bad ones say why', async () => {
    const member = randomUUID().slice(0, 8);
    const rows = [
      `${member},1997-01-01,1,11.77`,
      `${member},1997-01-01,1,11.77`,
      `${member},1997-01-02,1,0.00`,
      `${member},1997-01-02,1,0.99`,
      `${member},1997-01-02,1,abc`,
      `${member},1997-13-02,1,5.00`,
      `${member},1997-01-02,1`,
      `${member},1997-01-03,2,1e3`,
      `${member},1997-01-03,2,-4.00`,
    ];
    const view = await importCsv(running.as('harbor'), csvOf(rows));
    expect(view).toMatchObject({
      state: 'completed',
      rowsTotal: 9,
      rowsPosted: 2,
      rowsSkipped: 2,
      rowsRejected: 5,
      pointsIssued: '22',
    });
    expect(await balanceOf(running.as('harbor'), await accountOf(member), 'harbor')).toBe(22n);
    const rejected = await running.as('harbor').attempts.get<string>(`/v1/imports/${view.importId}/rejected-rows`);
    const lines = rejected.body.trim().split(/\r?\n/);
    expect(lines[0]).toBe(`${header},rejected_line,rejected_code,rejected_reason`);
    expect(lines.slice(1).map((line) => /,(\d+),[A-Z_]+,/.exec(line)?.[1])).toEqual(['6', '7', '8', '9', '10']);
  });

  it('the same file again issues nothing, under another key too', async () => {
    const csv = csvOf(Array.from({ length: 300 }, (_, index) => `twice-${index % 40},1997-01-01,1,${index}.50`));
    const first = await importCsv(running.as('harbor'), csv);
    const before = await issued();
    const second = await importCsv(running.as('harbor'), csv);
    expect(await issued()).toBe(before);
    expect(second).toMatchObject({ rowsTotal: 300, rowsPosted: 0, rowsExisting: first.rowsPosted });
  });

  it('the same file twice at the same time issues once', async () => {
    const before = await issued();
    const csv = csvOf(Array.from({ length: 500 }, (_, index) => `same-${index % 50},1997-01-01,1,2.00`));
    await Promise.all([importCsv(running.as('harbor'), csv), importCsv(running.as('harbor'), csv)]);
    expect((await issued()) - before).toBe(1000n);
  });

  it('a gateway killed again and again during an import goes on with it; nothing is issued twice', async () => {
    const before = await issued();
    const rows = Array.from({ length: 6_000 }, (_, index) => `killed-${index % 700},1997-02-01,1,3.00`);
    const started = await startImport(running.as('harbor'), csvOf(rows));
    expect(started.status).toBe(202);
    const { importId } = started.body;
    for (const share of [0.05, 0.3, 0.6]) {
      await eventually(
        () => running.as('harbor').get(`/v1/imports/${importId}`),
        ({ rowsPosted, state }) => rowsPosted >= rows.length * share || state === 'completed',
        { intervalMs: 20 },
      );
      await running.killProcess('gateway-harbor');
      await eventually(
        () => running.as('harbor').attempts.get('/readyz'),
        ({ status }) => status === 200,
      );
    }
    expect(await awaitImport(running.as('harbor'), importId)).toMatchObject({
      state: 'completed',
      rowsTotal: 6_000,
      rowsPosted: 6_000,
      rowsRejected: 0,
      pointsIssued: '18000',
    });
    expect((await issued()) - before).toBe(18_000n);
  }, 120_000);

  it.each([
    ['empty', ''],
    ['no header', '1,2,3\n'],
    ['a column missing', 'customer_id,date,quantity\n1,1997-01-01,1\n'],
    ['binary', Buffer.from([0, 255, 254, 10, 0])],
  ])('a file that is not what it should be is refused: %s', async (_name, content) => {
    const before = await issued();
    const answer = await startImport(running.as('harbor'), content);
    expect(answer).toMatchObject({ status: expect.any(Number), body: { code: 'CSV_INVALID' } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await issued()).toBe(before);
  });

  it('a spreadsheet’s file is previewed, imported as proposed, and taken back although the gateway is killed', async () => {
    const harbor = running.as('harbor');
    const before = await issued();
    const rows = Array.from({ length: 3_000 }, (_, n) => `S-${n};;sheet-${n % 300};${(n % 27) + 1}.10.2026;12,50`);
    const returned = 'S-R1;S-1;sheet-1;31.10.2026;-2,50';
    const text = ['purchase_id;return_of;customer_id;date;amount', ...rows, returned, ''].join('\r\n');
    const file = Buffer.from(`\ufeff${text}`, 'utf16le');
    const { status, body } = await harbor.attempts.post<{ query: string; rowsPosting: number; pointsIssued: string }>(
      '/v1/imports/preview?program=harbor',
      file,
      { headers: { 'content-type': 'text/csv' } },
    );
    expect([status, body.rowsPosting, body.pointsIssued]).toEqual([200, 3_001, '36000']);
    expect(await issued()).toBe(before);
    const done = await importCsv(harbor, file, 'harbor', `&${body.query}`);
    expect(done).toMatchObject({ rowsPosted: 3_001, pointsIssued: '36000', pointsReturned: '2' });
    // A later export has these purchases too.
    const later = Buffer.from(`${text}S-new;;sheet-1;01.11.2026;5,00\r\n`);
    const query = `&${body.query.replace('utf-16le', 'utf-8')}`;
    expect(await importCsv(harbor, later, 'harbor', query)).toMatchObject({ rowsPosted: 1, rowsExisting: 3_001 });
    const path = `/v1/imports/${done.importId}`;
    await harbor.attempts.post(`${path}/reversal`, {});
    await eventually(
      () => harbor.attempts.get<{ reversal: { rowsReversed: number } }>(path),
      ({ body: view }) => view.reversal.rowsReversed > 0,
      { intervalMs: 20 },
    );
    await running.killProcess('gateway-harbor');
    const { body: back } = await eventually(
      () => harbor.attempts.get<{ reversal: Record<string, unknown> }>(path),
      ({ status: answered, body: view }) => answered === 200 && view.reversal['state'] === 'completed',
    );
    expect(back.reversal).toMatchObject({
      rowsReversed: 3_000,
      rowsRefused: 0,
      pointsReversed: '35998',
      shortfall: '0',
    });
    expect(await balanceOf(harbor, await accountOf('sheet-1'), 'harbor')).toBe(5n);
    expect(await importCsv(harbor, file, 'harbor', `&${body.query}`)).toMatchObject({ rowsPosted: 3_001 });
  }, 120_000);

  it('only the issuer imports, and only with the role for it', async () => {
    const csv = csvOf(['1,1997-01-01,1,5.00']);
    expect((await startImport(running.as('harbor', 'cashier'), csv)).status).toBe(403);
    expect((await startImport(running.as('citypark'), csv)).body).toMatchObject({ code: 'NOT_ISSUER' });
    expect((await startImport(running.as('harbor'), csv, 'nobodys')).body).toMatchObject({ code: 'PROGRAM_UNKNOWN' });
  });

  it('the ledger holds true', () => expectLedgerTruth(running));
});
