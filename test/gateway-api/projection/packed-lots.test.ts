/** Lots in the gateway's file say what the ledger's rows said, in the order of their ids, and files of before keep theirs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { lot as lotShape, type Lot } from '@commonpoint/catalogue';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { createBlockApplier } from '../../../gateway-api/src/projection/apply-block.js';
import { Projection } from '../../../gateway-api/src/projection/projection.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import {
  dayNumber,
  lotIdOfHex,
  packDay,
  packLot,
  packLotId,
  packOrigin,
  unpackDay,
  unpackLot,
  unpackOrigin,
} from '../../../gateway-api/src/subjects/accounts/packed-lots.js';
import { subjects } from '../../../gateway-api/src/subjects/index.js';
import { accountLineQueries } from '../../../gateway-api/src/subjects/accounts/account-lines.js';
import { accountQueries } from '../../../gateway-api/src/subjects/accounts/reads.js';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const days = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const lotIds = fc
  .tuple(days, digits(64), fc.integer({ min: 0, max: 99_999 }))
  .map(([day, txId, n]) => `${day}.${txId}.${String(n).padStart(5, '0')}`);
const origins = fc.oneof(
  fc.tuple(digits(40), fc.nat()).map(([digest, line]) => `im-${digest}-${line}`),
  fc.tuple(digits(40), fc.stringMatching(/^[0-9]{1,12}$/)).map(([digest, line]) => `im-${digest}-${line}`),
  fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
);
const lots: fc.Arbitrary<Lot> = fc.record(
  {
    amount: fc.bigInt({ min: 1n, max: 10n ** 18n }).map(String),
    originMspId: fc.constantFrom('HarborMSP', 'CityParkMSP'),
    originId: origins,
    campaign: fc.string({ minLength: 1 }),
    maturesOn: days,
  },
  { requiredKeys: ['amount', 'originMspId', 'originId'] },
);
const accounts = digits(32).map((id) => `HarborMSP:${id}`);

test('what is packed is unpacked as it was, whatever a lot may say', () => {
  fc.assert(
    fc.property(accounts, lotIds, lots, (accountId, lotId, lot) => {
      expect(unpackLot(accountId, { lot: packLotId(lotId), ...packLot(accountId, lot) })).toEqual({ lotId, ...lot });
      expect(lotIdOfHex(Buffer.from(packLotId(lotId)).toString('hex'))).toBe(lotId);
    }),
  );
});

test('no part of a lot is known to the catalogue and not kept here', () => {
  expect(Object.keys(lotShape.shape).toSorted()).toEqual([
    'amount',
    'campaign',
    'maturesOn',
    'originId',
    'originMspId',
  ]);
});

test('ids that look like a line’s and are not written as one are kept as they are', () => {
  const digest = 'ab'.repeat(20);
  for (const id of [
    `im-${digest}-007`,
    `im-${digest}-`,
    `im-${digest}-4294967296`,
    `IM-${digest}-1`,
    `im-${digest}-1 `,
  ])
    expect([packOrigin(id), unpackOrigin(packOrigin(id))]).toEqual([id, id]);
});

test('packed ids sort as ids do, and days bound them', () => {
  fc.assert(
    fc.property(lotIds, lotIds, days, (one, other, day) => {
      expect(Buffer.compare(packLotId(one), packLotId(other))).toBe(one < other ? -1 : one > other ? 1 : 0);
      expect(Buffer.compare(packLotId(one), packDay(day)) >= 0).toBe(one >= day);
      expect(unpackDay(packDay(day))).toBe(day);
    }),
  );
});

describe('a file of before', () => {
  const [first, second] = ['HarborMSP:' + '1'.repeat(32), 'HarborMSP:' + '2'.repeat(32)];
  const elsewhere = 'CityParkMSP:' + '3'.repeat(32);
  const txId = 'c0de'.repeat(16);
  const rows = [
    [
      first,
      'harbor',
      `2027-01-31.${txId}.00007`,
      5,
      { originMspId: 'HarborMSP', originId: `im-${'0f'.repeat(20)}-12` },
    ],
    [
      first,
      'harbor',
      `2028-01-31.${txId}.00000`,
      6,
      { originMspId: 'CityParkMSP', originId: 'sale-1', campaign: 'May' },
    ],
    [
      second,
      'citypark',
      `9999-12-31.${txId}.00001`,
      7,
      { originMspId: 'HarborMSP', originId: 'x', maturesOn: '2026-12-01' },
    ],
    [elsewhere, 'harbor', `2028-01-31.${txId}.00002`, 8, { originMspId: 'CityParkMSP', originId: 'y' }],
  ] as const;
  let folder: string;
  let database: Database;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'commonpoint-packed-'));
    const path = join(folder, 'gateway.db');
    const before = new Database(
      path,
      tables.filter(({ version }) => version < 18),
    );
    const put = before.sqlite.prepare('INSERT INTO lots VALUES (?, ?, ?, ?, ?, ?)');
    for (const [accountId, programId, lotId, amount, rest] of rows)
      put.run(
        accountId,
        programId,
        lotId,
        amount,
        JSON.stringify({ amount: String(amount), ...rest }),
        'maturesOn' in rest ? rest.maturesOn : null,
      );
    // What two peers endorsed under keys that look alike.
    for (const lotId of [`2027-01-31.${txId.toUpperCase()}.00007`, `2027-01-31.${txId}.7`, 'none'])
      put.run(first, 'harbor', lotId, 900, '{"amount":"900","originMspId":"HarborMSP","originId":"x"}', null);
    before.sqlite.exec(
      `INSERT INTO statement_lines VALUES ('${first}', 5000001, '2026-11-02'), ('${elsewhere}', 7000000, '2026-11-03')`,
    );
    before.close();
    database = new Database(path, tables);
  });
  afterAll(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  it('has the lots that it had', () => {
    const accounts = new Projection(database).of(accountQueries);
    const start = { programId: '', lotId: '' };
    const found = [first, second, elsewhere].flatMap((accountId) =>
      accounts.lots(accountId, undefined, start, 9).map((lot) => ({ accountId, ...lot })),
    );
    expect(found).toEqual(
      rows.map(([accountId, programId, lotId, amount, rest]) => ({
        accountId,
        programId,
        lotId,
        expiry: lotId.slice(0, 10),
        amount: String(amount),
        ...rest,
      })),
    );
  });

  it.each([1, 2, 9])('lists them by custodian, %i at a time', (limit) => {
    const accounts = new Projection(database).of(accountQueries);
    const found = [];
    for (let page = accounts.lotsInCustody('HarborMSP', undefined, limit); page.length > 0;) {
      found.push(...page);
      page = accounts.lotsInCustody('HarborMSP', page.at(-1), limit);
    }
    expect(found).toEqual(rows.slice(0, 3).map(([accountId, programId, lotId]) => ({ accountId, programId, lotId })));
  });

  it('has its lines, and finds them by day', () => {
    const lines = database.sqlite
      .prepare('SELECT account_id, seq, day FROM statement_lines JOIN account_numbers ON number = account ORDER BY seq')
      .all();
    expect(lines).toEqual([
      expect.objectContaining({ account_id: first, seq: 5_000_001, day: 20_261_102 }),
      expect.objectContaining({ account_id: elsewhere, seq: 7_000_000, day: 20_261_103 }),
    ]);
    expect(new Projection(database).of(accountLineQueries)).toBeDefined();
  });
});

it.each(['whenever', '', '2026-11', '-5', '1e400', 'Infinity', '9'.repeat(30)])(
  'a day spelled %j is a number all the same',
  (day) => {
    expect(Number.isSafeInteger(dayNumber(day))).toBe(true);
    expect(dayNumber('2026-11-29')).toBe(20_261_129);
  },
);

describe('a lot that two peers endorsed under a key that looks like another one’s', () => {
  const accountId = `HarborMSP:${'4'.repeat(32)}`;
  const own = ['2028-01-31', 'ab'.repeat(32), '00007'] as const;
  const row = (amount: string) => Buffer.from(JSON.stringify({ amount, originMspId: 'HarborMSP', originId: 'sale' }));
  let database: Database;
  let apply: (...writes: { key: readonly string[]; value?: Uint8Array }[]) => void;
  let number = 0;
  beforeEach(() => {
    number = 0;
    database = new Database(':memory:', tables);
    const applier = createBlockApplier(
      database,
      subjects.flatMap((subject) => subject.rows ?? []),
    );
    apply = (...writes) => {
      const transaction = { txId: `${number}`, index: 0, validationCode: 0, writes, hashedWrites: [] };
      applier({ number, hash: `${number++}`, time: '2026-11-29T00:00:00.000Z', transactions: [transaction] } as never);
    };
    apply({ key: ['lot', accountId, 'harbor', ...own], value: row('5') });
  });
  afterEach(() => database.close());
  const lots = () =>
    new Projection(database).of(accountQueries).lots(accountId, undefined, { programId: '', lotId: '' }, 9);

  it.each([
    ['capital letters', ['2028-01-31', 'AB'.repeat(32), '00007']],
    ['a number without its zeros', ['2028-01-31', 'ab'.repeat(32), '7']],
    ['a number with more of them', ['2028-01-31', 'ab'.repeat(32), '000007']],
    ['a day spelled otherwise', ['20-28-0131', 'ab'.repeat(32), '00007']],
    ['no transaction', ['2028-01-31', 'zz', '00007']],
    ['no day', ['never', 'ab'.repeat(32), '00007']],
  ])('is passed over, with %s: written or deleted, it does not touch the other', (_how, id) => {
    const before = lots();
    expect(before).toMatchObject([{ lotId: own.join('.'), amount: '5' }]);
    apply({ key: ['lot', accountId, 'harbor', ...id], value: row('900') });
    expect(lots()).toEqual(before);
    apply({ key: ['lot', accountId, 'harbor', ...id] });
    expect(lots()).toEqual(before);
    expect(new Projection(database).passedOver()).toBe(2);
  });
});
