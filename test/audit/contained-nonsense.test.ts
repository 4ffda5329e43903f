/** What a rule makes nothing of is found, and hides nothing of what stands beside it in its transaction and behind it in its block. */
import { BlockAudit, type BlockAuditOptions } from '../../audit/src/block-audit.js';
import { Beforehand } from '../../audit/src/beforehand.js';
import { readBlock } from '../../audit/src/block.js';
import { plainImportIn } from '../../audit/src/plain-import.js';
import { TransactionAudit } from '../../audit/src/transaction-audit.js';
import { EncodedChain } from '../support/encode-block.js';

const H = 'HarborMSP';
const TIME = '2026-11-23T10:00:00.000Z';
const EXPIRY = '2028-11-23';
const ACCOUNT = `${H}:${'1'.repeat(32)}`;
const FILE = `im-${'0'.repeat(40)}`;

interface Row {
  readonly key: readonly string[];
  readonly value: object;
}
interface Sent {
  readonly name: string;
  readonly request?: string;
  readonly rows: readonly Row[];
}

const program = (more: object = {}): Row => ({
  key: ['program', 'harbor'],
  value: {
    ...{ programId: 'harbor', issuer: H, cap: '1000000', capOn: 'issued', status: 'active', expiryMonths: 24 },
    ...{ clearingValues: [], rules: {}, lanes: 1, ...more },
  },
});
const txIdOf = (place: number): string => `${place}`.padStart(64, 'a');
const lot = (place: number, account = ACCOUNT, amount = '5'): Row => ({
  key: ['lot', account, 'harbor', EXPIRY, txIdOf(place), '00000'],
  value: { amount },
});
const sums = (place: number, used: string): Row[] => [
  { key: ['quota', 'harbor', '00'], value: { granted: '1000000', used } },
  {
    key: ['supply', 'harbor', TIME.slice(0, 10), txIdOf(place)],
    value: { issued: '5', redeemed: '0', expired: '0', reversed: '0' },
  },
];
const lines = (place: number, more: object = {}): Row => ({
  key: ['imported', H, FILE, '0'],
  value: {
    ...{ programId: 'harbor', expiry: EXPIRY, lane: 0, rows: [`0 ${ACCOUNT} 5 0`], txId: txIdOf(place), txTime: TIME },
    ...more,
  },
});
const issued = (place: number, id: string, more: object = {}): Row => ({
  key: ['op', H, id],
  value: {
    ...{ id, mspId: H, kind: 'issue', programId: 'harbor', accountId: ACCOUNT, amount: '5', expiry: EXPIRY },
    ...{ created: [{ lotId: `${EXPIRY}.${txIdOf(place)}.00000`, amount: '5' }], txId: txIdOf(place), txTime: TIME },
    ...more,
  },
});
const post = (...rows: Row[]): Sent => ({ name: 'Points:Post', rows });
const create = (more?: object): Sent => ({ name: 'Programs:Create', rows: [program(more)] });
/** Five points out of nothing, for whoever did it. */
const theft = (place: number): Sent => post(lot(place, `CityParkMSP:${'2'.repeat(32)}`));

/** Found in blocks of these transactions, of which the first has one of its own, and all others stand together. */
function found(all: readonly Sent[], options: Partial<BlockAuditOptions> = {}, isAhead = false) {
  const transactions = all.map(({ rows }, place) => ({
    ...{ txId: txIdOf(place), validationCode: 0, hashedWrites: [] },
    writes: rows.map(({ key, value }) => ({ key, value: Buffer.from(JSON.stringify(value)) })),
  }));
  const made = new Map(all.map(({ name, request = '{}' }, place) => [txIdOf(place), { name, request }]));
  const chain = new EncodedChain((txId) => ({
    mspId: H,
    ...made.get(txId)!,
    time: Date.parse(TIME),
  }));
  const told = [transactions.slice(0, 1), transactions.slice(1)].map((of, number) => ({ number, transactions: of }));
  const audit = new BlockAudit({ chaincode: 'points', ...options });
  const ahead = isAhead ? new Beforehand(audit.start!) : undefined;
  const findings = told.flatMap(({ number }) => {
    const block = chain.at(number, told as never);
    return audit.apply(block, ahead?.of(readBlock(block), number));
  });
  return { findings, finished: audit.finish(), log: options.trustsPeer === true ? undefined : audit.start!.log };
}

const stolen = 'moved 5 points of CityParkMSP:22222222222222222222222222222222 harbor 2028-11-23 by its lots';
/** Whoever is asked about one operation looks at all of them one by one. */
const oneByOne = { about: { kind: 'operation', mspId: H, id: 'none' } } as const;

describe.each<[string, object, object, string]>([
  ['a time that Date reads and no day begins', {}, { txTime: 'Nov 23, 2026' }, 'Invalid time value'],
  ['points that end in a hundred million years', { expiryMonths: 1_000_000_000 }, {}, 'Invalid time value'],
  [
    'a least amount that is no number',
    { limits: { operations: { issue: { min: 'x' } } } },
    {},
    'convert x to a BigInt',
  ],
])('imported lines with %s', (_what, ofProgram, ofLines, why) => {
  const all = [create(ofProgram), post(lines(1, ofLines), lot(1), ...sums(1, '5')), theft(2)];

  it.each([false, true])(
    'are found to make no sense, and so is what stands behind them; as a gateway: %s',
    (trustsPeer) => {
      const { findings } = found(all, { trustsPeer });
      expect(findings.filter(({ about }) => about === 'block' && trustsPeer)).toEqual([]);
      expect(findings.map(({ text }) => text)).not.toContainEqual(expect.stringContaining('it cannot be read'));
      expect(findings).toContainEqual(expect.objectContaining({ text: expect.stringContaining(why) as string }));
      expect(findings).toContainEqual(expect.objectContaining({ text: expect.stringContaining(stolen) as string }));
      expect(findings).toEqual(found(all, { trustsPeer, ...oneByOne }).findings);
    },
  );

  it('count in the log, worked out ahead or not', () => {
    expect(found(all, {}, true)).toEqual(found(all));
    expect(found(all).log!.size).toBe(1);
  });
});

it('of one receipt that makes no sense nothing follows for those beside it', () => {
  const rules = { maturityDays: 1 };
  const strange = issued(1, 'a', { txTime: 'Nov 23, 2026' });
  const { findings } = found([create({ rules }), post(strange, issued(1, 'b'), lot(1), ...sums(1, '10')), theft(2)]);
  const texts = findings.map(({ text }) => text);
  expect(texts).toContainEqual(expect.stringContaining(`${H} a makes no sense: Invalid time value`));
  expect(texts).toContainEqual(expect.stringContaining(`${H} b issues points that mature at once, not on 2026-11-24`));
  expect(texts).toContainEqual(expect.stringContaining(stolen));
});

it('of several sets of one chaincode none is taken for the lines of an import', () => {
  const [first, ...rest] = [lines(1), lot(1), ...sums(1, '5')].map(({ key, value }) => ({
    key: `\u0000${key.join('\u0000')}\u0000`,
    value: Buffer.from(JSON.stringify(value)),
  }));
  const set = (...writes: (typeof rest)[number][]) => ({ namespace: 'points', collection: '', writes, policies: [] });
  const of = (...sets: ReturnType<typeof set>[]) =>
    plainImportIn({ txId: txIdOf(1), sets } as never, 'points', H, { name: 'Points:Post', argument: '{}' });
  expect(of(set(), set(first!, ...rest))?.lines.total).toBe(5);
  expect(of(set(first!), set(...rest))).toBeUndefined();
});

it('of a client that asked for what makes no sense what it did is looked at all the same', () => {
  const request = JSON.stringify({ operations: [{ id: 'a', migration: null }] });
  const notes = ['a', 'b'].map((id) => issued(1, id, { kind: 'buy-note' }));
  const texts = found([create(), { ...post(...notes, theft(1).rows[0]!), request }, theft(2)]).findings.map(
    ({ text }) => text,
  );
  expect(texts).toContainEqual(expect.stringContaining('what its client asked for cannot be read'));
  for (const place of [1, 2]) expect(texts).toContainEqual(expect.stringContaining(`${txIdOf(place)} ${stolen}`));
});

it('of a transaction of which nothing can be made, those behind it are looked at', () => {
  const { apply } = TransactionAudit.prototype;
  const looks = jest.spyOn(TransactionAudit.prototype, 'apply').mockImplementation(function (
    this: TransactionAudit,
    ...of
  ) {
    if (of[0].txId === txIdOf(1)) throw new Error('no rule for it');
    apply.apply(this, of);
  });
  const texts = found([create(), theft(1), theft(2)]).findings.map(({ text }) => text);
  looks.mockRestore();
  expect(texts).toContain(`what the transaction ${txIdOf(1)} did cannot be read: no rule for it`);
  expect(texts).toContainEqual(expect.stringContaining(`${txIdOf(2)} ${stolen}`));
});

it('what is owed to members cannot be worked out of receipts that make no sense, which is found with all else', () => {
  const strange = issued(1, 'a', { created: [{ lotId: `${EXPIRY}.${txIdOf(1)}.00000`, amount: {} }] });
  const { finished } = found([create(), post(strange, issued(1, 'b')), theft(2)], { liabilityOf: 'harbor' });
  const texts = finished.findings.map(({ text }) => text);
  expect(finished.liability).toBeUndefined();
  expect(texts).toContainEqual(expect.stringContaining('what is owed to members cannot be worked out: Cannot convert'));
  expect(texts).toContainEqual(expect.stringContaining(stolen));
});
