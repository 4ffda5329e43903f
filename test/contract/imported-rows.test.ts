/** Imported lines: a hundred stand in one row, each takes effect once, and each is found and undone by its id as any operation. */
import fc from 'fast-check';
import { catalogue, linesOf, type Operation, operationsOfLines, type Row } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  alice,
  available,
  bob,
  harbor,
  issue,
  post,
  postOne,
  program,
  redeem,
  reverse,
  startConsortium,
  supply,
} from './consortium.js';

const FILE = `im-${'a1'.repeat(20)}`;
const line = (n: number, accountId = alice, amount = '3', more: object = {}): Operation =>
  issue(`${FILE}-${n}`, accountId, amount, more);

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

const hundreds = () => ledger.table('imported').map(({ value }) => value as Row<'imported'>);
const apart = () => ledger.table('op').map(({ value }) => value as Row<'op'>);
const endorse = (...operations: Operation[]) =>
  ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations })]);
const receipt = (id: string) => ledger.submit(harbor(), catalogue.getReceipt, { mspId: 'HarborMSP', operationId: id });

test('a hundred lines are one row, and credits of one account one lot', async () => {
  await post(ledger, harbor(), line(102), line(7, bob, '5'), line(8, alice, '4'), line(9));
  expect(apart()).toEqual([]);
  expect(hundreds().map(({ rows, lane, expiry }) => [rows, lane, expiry])).toEqual([
    [['7 HarborMSP:bob-00001 5 1', '8 HarborMSP:alice-0001 4 0', '9 HarborMSP:alice-0001 3 0'], 0, '2027-11-23'],
    [['102 HarborMSP:alice-0001 3 0'], 0, '2027-11-23'],
  ]);
  expect(ledger.table('lot')).toHaveLength(2);
  expect([await available(ledger, alice), await available(ledger, bob)]).toEqual(['10', '5']);
});

test('a receipt says what it would say in a row of its own, but for the digest', async () => {
  ledger = await startConsortium({}, { rules: { ...program.rules, earnedDaysMax: 30 } });
  const [imported, single] = await post(
    ledger,
    harbor(),
    line(5, alice, '7', { campaign: 'spring', earnedOn: '2026-11-20' }),
    issue('single', alice, '7', { campaign: 'spring', earnedOn: '2026-11-20' }),
  );
  const found = await receipt(`${FILE}-5`);
  expect(found).toEqual(imported?.receipt);
  const { digest: _digest, ...rest } = single!.receipt!;
  expect(found).toEqual({ ...rest, id: `${FILE}-5` });
  await expect(receipt(`${FILE}-6`)).rejects.toThrow('OPERATION_UNKNOWN');
});

test('a line takes effect once, whenever and with whatever it comes again', async () => {
  await post(ledger, harbor(), line(1), line(2));
  const again = await post(
    ledger,
    harbor(),
    line(2),
    line(3),
    line(1, alice, '4'),
    line(1, alice, '3', { expiresOn: '2027-11-23' }),
  );
  expect(again.map(({ state, code, field }) => [state, code, field])).toEqual([
    ['EXISTS', undefined, undefined],
    ['POSTED', undefined, undefined],
    ['REJECTED', 'ID_CONFLICT', 'amount'],
    ['REJECTED', 'ID_CONFLICT', 'expiresOn'],
  ]);
  // What comes to a hundred later stands apart, and is as well known.
  expect([hundreds()[0]?.rows.length, apart().map(({ id }) => id)]).toEqual([2, [`${FILE}-3`]]);
  expect(await postOne(ledger, harbor(), line(3))).toMatchObject({ state: 'EXISTS', receipt: { id: `${FILE}-3` } });
  expect(await supply(ledger)).toMatchObject({ issued: '9' });
});

test.each([
  ['the same line', [line(1, alice, '1', { lanes: [0] })], [line(1, alice, '1', { lanes: [1] })]],
  ['lines of one hundred', [line(1, alice, '1', { lanes: [0] })], [line(2, bob, '1', { lanes: [1] })]],
])('of %s that are endorsed at the same time, one is done', async (_what, first, second) => {
  const both = [await endorse(...first), await endorse(...second)];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

test('the same line, late and at the same time, is done once', async () => {
  await post(ledger, harbor(), line(1));
  const both = [await endorse(line(2, alice, '1', { lanes: [0] })), await endorse(line(2, alice, '1', { lanes: [1] }))];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

test('lines of different hundreds do not meet', async () => {
  const both = [
    await endorse(line(99, alice, '1', { lanes: [0] })),
    await endorse(line(100, alice, '1', { lanes: [1] })),
  ];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'VALID']);
});

test('a line is taken back by its id, wholly or in parts, and no more than once', async () => {
  await post(ledger, harbor(), line(1, alice, '9'), line(2));
  await post(ledger, harbor(), reverse('v-1', `${FILE}-1`, { amount: '4' }));
  expect(await receipt(`${FILE}-1`)).toMatchObject({ amount: '9', reversed: '4' });
  const both = [await endorse(reverse('v-2', `${FILE}-1`)), await endorse(reverse('v-3', `${FILE}-1`))];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  expect(await postOne(ledger, harbor(), reverse('v-4', `${FILE}-1`))).toMatchObject({ code: 'ALREADY_REVERSED' });
  expect(await postOne(ledger, harbor(), line(1, alice, '9'))).toMatchObject({
    state: 'EXISTS',
    receipt: { reversed: '9' },
  });
  expect(await available(ledger, alice)).toBe('3');
  expect(hundreds()[0]?.rows).toHaveLength(2);
});

test('what is taken back in the batch that posts it, drawn from two lanes, or pays off a debt stands apart', async () => {
  ledger = await startConsortium({}, { rules: { ...program.rules, shortfall: 'clawback' } });
  await post(ledger, harbor(), issue('i', alice, '5'), redeem('r', alice, '5'), reverse('v', 'i'));
  const outcomes = await post(
    ledger,
    harbor(),
    line(1, bob, '2'),
    line(3, alice, '4'),
    line(4, bob, '6'),
    reverse('v-4', `${FILE}-4`),
    line(5, bob, '1', { lanes: [1] }),
    line(6, bob, '1', { campaign: 'autumn' }),
    line(2, bob, '700', { lanes: [0, 1] }),
  );
  expect(outcomes.map(({ state }) => state)).toEqual(Array(7).fill('POSTED'));
  expect(hundreds()[0]?.rows).toHaveLength(1);
  const ids = [2, 3, 4, 5, 6].map((n) => `${FILE}-${n}`);
  expect(apart().flatMap(({ id }) => (id.startsWith('im-') ? [id] : []))).toEqual(ids);
  const again = await post(ledger, harbor(), ...[1, 2, 3, 4, 5, 6].map((n) => line(n, bob, '8')));
  expect(again.map(({ code }) => code)).not.toContain(undefined);
  expect((await supply(ledger)).issued).toBe('719');
});

test('a hundred of which nothing fits is marked, so that none of it is posted again', async () => {
  await post(ledger, harbor(), line(1, bob, '600', { lanes: [0, 1] }));
  expect([hundreds()[0]?.rows, apart().length]).toEqual([[], 1]);
  expect(await postOne(ledger, harbor(), line(1, bob, '600'))).toMatchObject({ state: 'EXISTS' });
});

test('what fails leaves no line', async () => {
  const [, failed] = await post(ledger, harbor(), line(1), line(2, 'HarborMSP:nobody-01'), line(3));
  expect(failed?.code).toBe('ACCOUNT_UNKNOWN');
  expect(hundreds()[0]?.rows.map((row) => row.split(' ')[0])).toEqual(['1', '3']);
  expect(await postOne(ledger, harbor(), line(2))).toMatchObject({ state: 'POSTED' });
});

test('a chain of lines is done wholly or not at all', async () => {
  await post(ledger, harbor(), line(1, alice, '1', { linked: true }), line(2, 'HarborMSP:nobody-01'), line(3));
  expect([hundreds()[0]?.rows.map((row) => row.split(' ')[0]), apart()]).toEqual([['3'], []]);
  await post(ledger, harbor(), line(1, alice, '1', { linked: true }), line(4));
  expect(apart().map(({ id }) => id)).toEqual([`${FILE}-1`, `${FILE}-4`]);
});

test('such an id is for issuances alone', async () => {
  await post(ledger, harbor(), issue('i', alice, '9'));
  await expect(post(ledger, harbor(), redeem(`${FILE}-1`, alice, '1'))).rejects.toThrow('REQUEST_INVALID');
  await expect(post(ledger, harbor(), reverse(`${FILE}-1`, 'i'))).rejects.toThrow('REQUEST_INVALID');
});

describe('lines in the short form', () => {
  const rows = [`5 ${alice} 7 2026-11-20`, `6 ${bob} 3`, `105 ${alice} 1`];
  const short = { file: FILE, programId: 'harbor', lanes: [0], campaign: 'spring', rows };
  const spelled = [
    line(5, alice, '7', { lanes: [0], campaign: 'spring', earnedOn: '2026-11-20' }),
    line(6, bob, '3', { lanes: [0], campaign: 'spring' }),
    line(105, alice, '1', { lanes: [0], campaign: 'spring' }),
  ];
  const start = () => startConsortium({}, { rules: { ...program.rules, earnedDaysMax: 30 } });
  const written = (stub: LedgerStub) =>
    (['imported', 'lot', 'op', 'supply', 'quota'] as const).map((type) =>
      stub.table(type).map(({ parts, value }) => [parts, value]),
    );

  it('are what they are as operations, and come back as those', () => {
    expect(operationsOfLines(short)).toEqual(spelled);
    expect(linesOf(spelled)).toEqual(short);
  });

  it('are as operations again, whatever lines are like', () => {
    const one = fc.record(
      {
        line: fc.integer({ min: 0, max: 999_999_999 }),
        amount: fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }).map(String),
        earnedOn: fc.constantFrom('2026-11-20', '2024-02-29'),
      },
      { requiredKeys: ['line', 'amount'] },
    );
    const common = fc.record(
      { campaign: fc.string(), lanes: fc.array(fc.nat(), { minLength: 1 }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(one, { minLength: 1 }), common, (lines, more) => {
        const operations = lines.map(({ line: n, amount, earnedOn }) =>
          line(n, alice, amount, { ...more, ...(earnedOn && { earnedOn }) }),
        );
        expect(operationsOfLines(linesOf(operations)!)).toEqual(operations);
      }),
    );
  });

  it.each<[string, Operation[]]>([
    ['nothing', []],
    ['what is no issuance', [line(1), redeem(`${FILE}-2`, alice, '1')]],
    ['another file', [line(1), issue(`im-${'b2'.repeat(20)}-2`, alice, '1')]],
    ['an id of its own', [issue('sale-1', alice, '1')]],
    ['another lane', [line(1, alice, '3', { lanes: [1] }), line(2)]],
    ['another campaign', [line(1), line(2, alice, '3', { campaign: 'spring' })]],
    ['another programme', [line(1), line(2, alice, '3', { programId: 'citypark' })]],
    ['an expiry of its own', [line(1, alice, '3', { expiresOn: '2027-01-31' })]],
    ['a maturity of its own', [line(1, alice, '3', { maturesOn: '2027-01-31' })]],
    ['a chain', [line(1, alice, '3', { linked: true }), line(2)]],
    ['claims', [issue('mg-stamps-1', alice, '1')]],
  ])('are not made of %s', (_what, operations) => {
    expect(linesOf(operations)).toBeUndefined();
  });

  it('write what the same operations write', async () => {
    const [one, other] = [await start(), await start()];
    await one.submit(harbor(), catalogue.postPoints, { lines: short });
    await other.submit(harbor(), catalogue.postPoints, { operations: spelled, omitReceipts: true });
    const bare = (stub: LedgerStub) => JSON.stringify(written(stub)).replaceAll(/[0-9a-f]{64}/g, 'tx');
    expect(bare(one)).toBe(bare(other));
    expect(written(one)[0]).toHaveLength(2);
  });

  it('are answered with what was not posted now alone', async () => {
    ledger = await start();
    const post = (lines: object) => ledger.submit(harbor(), catalogue.postPoints, { lines } as never);
    expect(await post(short)).toEqual({ outcomes: [] });
    const again = await post({ ...short, rows: [...rows, `7 ${alice} 2`, `8 HarborMSP:nobody-here 1`] });
    expect(again.outcomes.map(({ id, state, code }) => [id, code ?? state])).toEqual([
      [`${FILE}-5`, 'EXISTS'],
      [`${FILE}-6`, 'EXISTS'],
      [`${FILE}-105`, 'EXISTS'],
      [`${FILE}-8`, 'ACCOUNT_UNKNOWN'],
    ]);
    expect(again.outcomes[0]?.receipt).toMatchObject({ amount: '7', campaign: 'spring' });
    expect([await available(ledger, alice), await available(ledger, bob)]).toEqual(['10', '3']);
  });

  it.each<[string, object]>([
    ['both', { lines: short, operations: [line(9)] }],
    ['neither', {}],
    ['none', { lines: { ...short, rows: [] } }],
    ['501 lines', { lines: { ...short, rows: Array.from({ length: 501 }, (_, n) => `${n} ${alice} 1`) } }],
    ['a file that is none', { lines: { ...short, file: 'mg-stamps' } }],
    ['a line number with a zero before it', { lines: { ...short, rows: [`07 ${alice} 1`] } }],
    ['no points', { lines: { ...short, rows: [`7 ${alice} 0`] } }],
    ['a tenth of a point', { lines: { ...short, rows: [`7 ${alice} 0.1`] } }],
    ['too many points', { lines: { ...short, rows: [`7 ${alice} 1${'0'.repeat(18)}`] } }],
    ['no account', { lines: { ...short, rows: ['7 nobody 1'] } }],
    ['a day that is none', { lines: { ...short, rows: [`7 ${alice} 1 2026-02-30`] } }],
    ['a word more', { lines: { ...short, rows: [`7 ${alice} 1 2026-11-20 x`] } }],
    ['two spaces', { lines: { ...short, rows: [`7  ${alice} 1`] } }],
    ['a line feed', { lines: { ...short, rows: [`7 ${alice} 1\n`] } }],
    ['a field more', { lines: { ...short, expiresOn: '2027-11-23' } }],
    ['a lane that is none', { lines: { ...short, lanes: [-1] } }],
  ])('are refused with %s', async (_what, request) => {
    await expect(ledger.submit(harbor(), catalogue.postPoints, request as never)).rejects.toThrow('REQUEST_INVALID');
    expect(hundreds()).toEqual([]);
  });

  it('are for the roles that issue alone', async () => {
    const as = (role: string) => ({ ...harbor(), role }) as never;
    for (const role of ['auditor', 'regulator', 'delegate'])
      await expect(ledger.submit(as(role), catalogue.postPoints, { lines: short })).rejects.toThrow('ROLE_NOT_ALLOWED');
  });
});
