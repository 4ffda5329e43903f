import type { OperationRow, RowWrite } from '../../audit/src/ledger-rows.js';
import { Replay } from '../../audit/src/replay.js';

const T1 = 't1';
const T2 = 't2';
const lotKey = (account: string, txId: string, n = '00000') => ['lot', account, 'harbor', '2028-11-30', txId, n];
const part = (txId: string, amount: string) => [{ lotId: `2028-11-30.${txId}.00000`, amount }];
const lot = (account: string, txId: string, amount: string, n?: string): RowWrite => ({
  key: lotKey(account, txId, n),
  value: { amount },
});
const supply = (
  txId: string,
  sums: Partial<Record<'issued' | 'redeemed' | 'expired' | 'reversed' | 'held', string>>,
): RowWrite => ({
  key: ['supply', 'harbor', '2026-11-23', txId],
  value: { issued: '0', redeemed: '0', expired: '0', reversed: '0', ...sums },
});
const quota = (used: string): RowWrite => ({ key: ['quota', 'harbor', '00'], value: { granted: '1000', used } });
const receipt = (row: Partial<OperationRow> & Pick<OperationRow, 'id' | 'kind' | 'amount' | 'txId'>): RowWrite => ({
  key: ['op', row.mspId ?? 'HarborMSP', row.id],
  value: { mspId: 'HarborMSP', programId: 'harbor', accountId: 'a-1', txTime: '2026-11-23T10:00:00.000Z', ...row },
});
const program: RowWrite = {
  key: ['program', 'harbor'],
  value: {
    programId: 'harbor',
    issuer: 'HarborMSP',
    cap: '1000',
    capOn: 'issued',
    clearingValues: [{ fromCycle: '2026-10', clearingValue: '500000' }],
  },
};
const accepted: RowWrite = {
  key: ['acceptance', 'harbor', 'CityParkMSP'],
  value: { programId: 'harbor', mspId: 'CityParkMSP', valueMin: '500000', sinceCycle: '2026-10', acceptedAt: 'then' },
};
/** What a transaction added to a position, at that value. */
const owed = (amount: string) => ({ amount, worth: String(BigInt(amount) * 500000n) });
const at500 = { clearingValue: '500000' };
const issued100: RowWrite[] = [
  lot('a-1', T1, '100'),
  supply(T1, { issued: '100' }),
  quota('100'),
  receipt({ id: 'i', kind: 'issue', amount: '100', txId: T1, created: part(T1, '100') }),
];
const spent = { id: 'r', kind: 'redeem', amount: '30', txId: T2, consumed: part(T1, '30') } as const;
const redemption = { ...spent, acceptor: 'CityParkMSP', ...at500 } as const;
/** CityPark takes back what was spent there. */
const takenBack = (fields: Partial<OperationRow>): RowWrite => {
  const reversal = {
    id: 'v',
    kind: 'reverse',
    amount: '30',
    txId: 't3',
    mspId: 'CityParkMSP',
    created: part('t3', '30'),
  } as const;
  const of = { ...at500, acceptor: 'CityParkMSP', reverses: 'r', reversesMspId: 'HarborMSP' };
  return receipt({ ...reversal, ...of, ...fields });
};
const redeemed30: RowWrite[] = [
  { key: lotKey('a-1', T1) },
  lot('a-1', T2, '70'),
  supply(T2, { redeemed: '30' }),
  { key: ['clearing', '2026-11', 'HarborMSP', 'CityParkMSP', 'harbor', T2], value: owed('30') },
  receipt(redemption),
];

function replay(...transactions: [txId: string, writes: RowWrite[]][]) {
  const replayed = new Replay();
  replayed.apply('t0', [program, accepted]);
  transactions.forEach(([txId, writes], index) => {
    replayed.apply(txId, writes);
    replayed.endBlock(index + 1);
  });
  return replayed.finish();
}

describe('an honest ledger', () => {
  const result = replay([T1, issued100], [T2, redeemed30]);

  it('has no findings', () => {
    expect(result.findings).toEqual([]);
  });

  it('gives balances, supply and debts', () => {
    expect([...result.balances]).toEqual([['a-1 harbor', 70n]]);
    expect(result.supply.get('harbor')).toEqual({
      issued: 100n,
      redeemed: 30n,
      expired: 0n,
      reversed: 0n,
      held: 0n,
      interest: 0n,
    });
    expect([...result.clearing]).toEqual([['2026-11 HarborMSP CityParkMSP harbor', 30n]]);
    expect(result.operations).toBe(2);
  });

  it('has no findings when a redemption was reversed', () => {
    const reversed = replay(
      [T1, issued100],
      [T2, redeemed30],
      [
        't3',
        [
          lot('a-1', 't3', '30'),
          supply('t3', { redeemed: '-30' }),
          { key: ['clearing', '2026-11', 'HarborMSP', 'CityParkMSP', 'harbor', 't3'], value: owed('-30') },
          receipt({ ...redemption, reversed: '30', reversedBy: [{ mspId: 'CityParkMSP', operationId: 'v' }] }),
          takenBack({}),
        ],
      ],
    );
    expect(reversed.findings).toEqual([]);
    expect([...reversed.balances]).toEqual([['a-1 harbor', 100n]]);
  });
});

describe('what is found', () => {
  const changed = (writes: RowWrite[], from: RowWrite, to: RowWrite) =>
    writes.map((write) => (write === from ? to : write));
  it.each<[string, RowWrite[], string]>([
    [
      'a lot larger than its receipt',
      changed(issued100, issued100[0]!, lot('a-1', T1, '101')),
      'balance of a-1 harbor: 101 by rows, 100 by receipts',
    ],
    [
      'a supply row that says less',
      changed(issued100, issued100[1]!, supply(T1, { issued: '99' })),
      'issued is 99 by rows, 100 by receipts',
    ],
    ['a lane that was not used', changed(issued100, issued100[2]!, quota('0')), 'lanes used 0, issued 100'],
    [
      'an account under a name that is another’s',
      [{ key: ['account', 'HarborMSP:dora-00001'], value: { custodian: 'GreenMartMSP' } }],
      'put the account HarborMSP:dora-00001 into the custody of GreenMartMSP',
    ],
    [
      'a programme under a name that is another’s',
      [
        {
          key: ['program', 'harbor-parking'],
          value: { programId: 'harbor-parking', issuer: 'CityParkMSP', cap: '1', capOn: 'issued' },
        },
      ],
      'wrote the programme harbor-parking of CityParkMSP, whose name it does not bear',
    ],
    ['an empty lot', [...issued100, lot('a-2', T1, '0')], 'wrote a lot of 0'],
    ['a lot deleted that is not there', [...issued100, { key: lotKey('a-9', T1) }], 'deleted a lot that is not there'],
    ['a lot written twice', [...issued100, issued100[0]!], 'wrote a lot a second time'],
    [
      'a receipt that names another transaction',
      changed(issued100, issued100[3]!, receipt({ id: 'i', kind: 'issue', amount: '100', txId: 't9' })),
      'names another transaction',
    ],
    [
      'a reversal of nothing',
      [...issued100, receipt({ id: 'v', kind: 'reverse', amount: '1', txId: T1, reverses: 'nope' })],
      'reverses an operation that is not there',
    ],
    ['an unknown row', [...issued100, { key: ['gift', 'x'], value: {} }], 'a row of an unknown type: gift'],
  ])('%s', (_, writes, finding) => {
    expect(replay([T1, writes]).findings.join('\n')).toContain(finding);
  });

  const marked = (reversed: string): RowWrite =>
    receipt({ ...redemption, reversed, reversedBy: [{ mspId: 'CityParkMSP', operationId: 'v' }] });
  it.each<[string, RowWrite[], string]>([
    [
      'a redemption undone by its debtor',
      [marked('30'), takenBack({ mspId: 'HarborMSP' })],
      'is CityParkMSP’s to undo',
    ],
    ['more undone than there was', [marked('31'), takenBack({ amount: '31' })], 'makes it 31 that was undone of 30'],
    ['a receipt that does not say it', [takenBack({})], 'says that 0 of it were undone, it is 30'],
    [
      'a receipt that says too much',
      [marked('30'), takenBack({ amount: '4' })],
      'says that 30 of it were undone, it is 4',
    ],
  ])('%s', (_, writes, finding) => {
    expect(replay([T1, issued100], [T2, redeemed30], ['t3', writes]).findings.join('\n')).toContain(finding);
  });

  it('a receipt changed afterwards', () => {
    const again = receipt({ id: 'i', kind: 'issue', amount: '500', txId: T1 });
    expect(replay([T1, issued100], [T2, [again]]).findings.join('\n')).toContain('changed the receipt');
  });

  it('more issued than the cap', () => {
    const much = [
      lot('a-1', T1, '1001'),
      supply(T1, { issued: '1001' }),
      { key: ['quota', 'harbor', '00'], value: { granted: '1001', used: '1001' } },
      receipt({ id: 'i', kind: 'issue', amount: '1001', txId: T1 }),
    ];
    expect(replay([T1, much]).findings.join('\n')).toMatch(
      /1001 granted exceeds the cap[\s\S]*1001 issued exceeds the cap/,
    );
  });

  it('a debt that no redemption explains', () => {
    const debt: RowWrite = {
      key: ['clearing', '2026-11', 'HarborMSP', 'GreenMartMSP', 'harbor', T1],
      value: { amount: '5' },
    };
    expect(replay([T1, [...issued100, debt]]).findings.join('\n')).toContain(
      'clearing of 2026-11 HarborMSP GreenMartMSP harbor: 5 by rows, 0 by receipts',
    );
  });
});

describe('points that circulate', () => {
  const promise = { ...at500, beneficiary: 'CityParkMSP', expiresAt: '2026-11-24T10:00:00.000Z' };
  const holdRow = (fields: object): RowWrite => ({
    key: ['hold', 'HarborMSP', 'h'],
    value: { programId: 'harbor', accountId: 'a-1', amount: '40', ...promise, ...fields },
  });
  const openHold: RowWrite = { key: ['open-hold', 'a-1', 'harbor', 'HarborMSP', 'h'], value: { amount: '40' } };
  const held40: RowWrite[] = [
    { key: lotKey('a-1', T1) },
    lot('a-1', T2, '60'),
    supply(T2, { held: '40' }),
    holdRow({ status: 'open', lots: part(T1, '40') }),
    openHold,
    receipt({ id: 'h', kind: 'hold', amount: '40', txId: T2, consumed: part(T1, '40'), ...promise }),
  ];
  const captured = (amount: string, txId = 't3', id = 'c'): RowWrite[] => [
    lot('a-1', txId, String(40 - Number(amount))),
    supply(txId, { held: '-40', redeemed: amount }),
    { key: ['clearing', '2026-11', 'HarborMSP', 'CityParkMSP', 'harbor', txId], value: owed(amount) },
    holdRow({ status: 'captured', captured: amount }),
    { key: openHold.key },
    receipt({
      id,
      mspId: 'CityParkMSP',
      kind: 'capture',
      amount,
      ...at500,
      acceptor: 'CityParkMSP',
      holdMspId: 'HarborMSP',
      holdId: 'h',
      created: part(txId, String(40 - Number(amount))),
      txId,
    }),
  ];
  const voiding = { id: 'v', kind: 'void', amount: '40', holdMspId: 'HarborMSP', holdId: 'h', txId: 't3' } as const;
  const voided: RowWrite[] = [
    lot('a-1', 't3', '40'),
    supply('t3', { held: '-40' }),
    holdRow({ status: 'voided' }),
    { key: openHold.key },
    receipt({ ...voiding, mspId: 'CityParkMSP', created: part('t3', '40') }),
  ];

  it('are held, neither spendable nor gone', () => {
    const result = replay([T1, issued100], [T2, held40]);
    expect(result.findings).toEqual([]);
    expect([...result.balances]).toEqual([['a-1 harbor', 60n]]);
    expect([...result.heldBalances]).toEqual([['a-1 harbor', 40n]]);
    expect(result.supply.get('harbor')).toMatchObject({ issued: 100n, held: 40n, redeemed: 0n });
  });

  it('are captured in part, the rest goes back', () => {
    const result = replay([T1, issued100], [T2, held40], ['t3', captured('25')]);
    expect(result.findings).toEqual([]);
    expect([...result.balances]).toEqual([['a-1 harbor', 75n]]);
    expect(result.supply.get('harbor')).toMatchObject({ redeemed: 25n, held: 0n });
    expect([...result.clearing]).toEqual([['2026-11 HarborMSP CityParkMSP harbor', 25n]]);
  });

  it('go back when a hold is voided', () => {
    const result = replay([T1, issued100], [T2, held40], ['t3', voided]);
    expect(result.findings).toEqual([]);
    expect([...result.balances]).toEqual([['a-1 harbor', 100n]]);
  });

  const over = '2026-11-24T10:00:00.000Z';
  const overEverywhere = '2026-11-24T10:02:00.000Z';
  it.each<[string, Partial<OperationRow>, string]>([
    ['void it before its end', {}, 'resolved a hold that was CityParkMSP’s until'],
    ['capture it before its end', { kind: 'capture' }, 'resolved a hold that was CityParkMSP’s until'],
    ['void it as soon as it has ended', { txTime: over }, 'resolved a hold that was CityParkMSP’s until'],
    ['void it when it has ended by every clock', { txTime: overEverywhere }, ''],
    ['capture it after its end', { kind: 'capture', txTime: over }, 'captured a hold that had ended at'],
  ])('what was promised: its custodian may not %s', (_, fields, finding) => {
    const { findings } = replay([T1, issued100], [T2, held40], ['t3', [receipt({ ...voiding, ...fields })]]);
    const resolving = findings.filter((found) => /hold that/.test(found)).join('\n');
    if (finding === '') expect(resolving).toBe('');
    else expect(resolving).toContain(finding);
  });

  it('may be held and captured in one transaction, whatever the order of its rows', () => {
    const both: RowWrite[] = [
      receipt({ id: 'c', kind: 'capture', amount: '40', holdMspId: 'HarborMSP', holdId: 'h', txId: T2 }),
      receipt({ id: 'h', kind: 'hold', amount: '40', txId: T2, consumed: part(T1, '40'), expiresAt: over }),
      holdRow({ status: 'captured', captured: '40', beneficiary: undefined, clearingValue: undefined }),
      { key: lotKey('a-1', T1) },
      lot('a-1', T2, '60'),
      supply(T2, { redeemed: '40' }),
    ];
    expect(replay([T1, issued100], [T2, both]).findings).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['programId', { programId: 'citypark' }],
    ['accountId', { accountId: 'a-2' }],
    ['beneficiary', { beneficiary: 'GreenMartMSP' }],
    ['clearingValue', { clearingValue: '900000' }],
    ['hashLock', { hashLock: 'another' }],
    ['expiresAt', { expiresAt: '2026-12-24T10:00:00.000Z' }],
    ['lineId', { lineId: 'l' }],
    ['bridgeId', { bridgeId: 'b' }],
    ['credited', { credited: true }],
    ['lots', { lots: part('t9', '40') }],
  ])('a hold with another %s than its receipt is found in its block', (field, fields) => {
    const writes = held40.map((write) =>
      write.key[0] === 'hold' ? holdRow({ status: 'open', lots: part(T1, '40'), ...fields }) : write,
    );
    expect(replay([T1, issued100], [T2, writes]).findings).toContain(`HarborMSP h says another ${field} than its hold`);
  });

  it.each<[string, RowWrite[], string]>([
    ['a hold that is resolved twice', captured('25', 't4', 'c2'), 'which CityParkMSP c resolved'],
    ['a resolved hold that changes', [holdRow({ status: 'open' })], 'changed the hold HarborMSP h, which was resolved'],
    ['an open hold without lots', [holdRow({ status: 'open' })], 'of 40 has lots of 0'],
    ['a hold that grows', [holdRow({ status: 'captured', amount: '50' })], 'changed amount of the hold'],
    ['an open-hold row that stays', [openHold], 'open hold a-1 harbor HarborMSP h: 40 by its row, 0 by the hold'],
    [
      'a resolution of nothing',
      [receipt({ id: 'z', kind: 'void', amount: '1', holdMspId: 'HarborMSP', holdId: 'nope', txId: 't4' })],
      'resolves a hold that is not there',
    ],
  ])('%s is found', (_, writes, finding) => {
    const { findings } = replay([T1, issued100], [T2, held40], ['t3', captured('25')], ['t4', writes]);
    expect(findings.join('\n')).toContain(finding);
  });

  describe('at a rate', () => {
    const park: RowWrite = {
      key: ['program', 'citypark'],
      value: { programId: 'citypark', issuer: 'CityParkMSP', cap: '1000', capOn: 'issued' },
    };
    const rateKey = ['harbor', 'citypark', '000001'];
    const rateRow = (fields: object = {}): RowWrite => ({
      key: ['rate', ...rateKey],
      value: {
        numerator: '1',
        denominator: '3',
        validFrom: '2026-11-01T00:00:00.000Z',
        validUntil: '2026-12-01T00:00:00.000Z',
        quota: '50',
        lanes: 1,
        status: 'accepted',
        ...fields,
      },
    });
    const parkLane = (used: string): RowWrite => ({
      key: ['quota', 'citypark', '00'],
      value: { granted: '1000', used },
    });
    const rateLane = (used: string): RowWrite => ({
      key: ['rate-quota', ...rateKey, '00'],
      value: { granted: '50', used },
    });
    const accepted: RowWrite[] = [park, rateRow(), rateLane('0'), parkLane('50')];
    const exchanged = (taken: string, received: string): RowWrite[] => [
      { key: lotKey('a-1', T1) },
      lot('a-1', 't3', String(100 - Number(taken))),
      { key: ['lot', 'a-1', 'citypark', '2028-11-30', 't3', '00001'], value: { amount: received } },
      supply('t3', { redeemed: taken }),
      {
        key: ['supply', 'citypark', '2026-11-23', 't3'],
        value: { issued: received, redeemed: '0', expired: '0', reversed: '0' },
      },
      rateLane(received),
      { key: ['clearing', '2026-11', 'HarborMSP', 'CityParkMSP', 'harbor', 't3'], value: owed(taken) },
      receipt({
        id: 'x',
        kind: 'exchange',
        amount: '10',
        targetProgramId: 'citypark',
        rateVersion: 1,
        ...at500,
        taken,
        received,
        consumed: part(T1, taken),
        created: part('t3', received),
        txId: 't3',
      }),
    ];

    it('retire here and are issued there, within what was granted', () => {
      const result = replay([T1, issued100], [T2, accepted], ['t3', exchanged('9', '3')]);
      expect(result.findings).toEqual([]);
      expect(new Map(result.balances)).toEqual(
        new Map([
          ['a-1 harbor', 91n],
          ['a-1 citypark', 3n],
        ]),
      );
      expect(result.supply.get('citypark')).toMatchObject({ issued: 3n });
      expect([...result.clearing]).toEqual([['2026-11 HarborMSP CityParkMSP harbor', 9n]]);
    });

    it('give back to the programme what a withdrawn rate did not use', () => {
      const withdrawn: RowWrite[] = [
        rateRow({ status: 'withdrawn' }),
        { key: ['rate-quota', ...rateKey, '00'] },
        parkLane('3'),
      ];
      expect(replay([T1, issued100], [T2, accepted], ['t3', exchanged('9', '3')], ['t4', withdrawn]).findings).toEqual(
        [],
      );
    });

    it.each<[string, RowWrite[], string]>([
      ['too much received', exchanged('9', '4'), 'took 9 for 4; at its rate 9 buy 3'],
      ['the whole amount taken', exchanged('10', '3'), 'took 10 for 3; at its rate 9 buy 3'],
      ['a rate that is suspended', [rateRow({ status: 'suspended' }), ...exchanged('9', '3')], 'that is suspended'],
      ['an agreed rate that changes', [rateRow({ numerator: '2' })], 'changed numerator of the rate'],
      ['a grant that was not carved out', [parkLane('0')], 'lanes used 0, issued 0, granted to rates and notes 50'],
      ['a lane of a rate that says less', [...exchanged('9', '3'), rateLane('2')], 'lanes used 2, exchanged 3'],
    ])('%s is found', (_, writes, finding) => {
      expect(replay([T1, issued100], [T2, accepted], ['t3', writes]).findings.join('\n')).toContain(finding);
    });
  });

  describe('are cleared', () => {
    const debt = redeemed30[3]!;
    const acceptedAgain = { ...(accepted.value as object), endedAt: 'now' };
    const positions = [{ debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '30' }];
    const noMoney = { currency: 'USD', netting: 'pairs', remaindersBefore: [], payments: [], remainders: [] };
    const paid = (amount: string) => ({
      ...noMoney,
      payments: [{ debtor: 'HarborMSP', creditor: 'CityParkMSP', amount }].filter(() => amount !== '0'),
    });
    const cycle = (status: string, amount = '30'): RowWrite => ({
      key: ['cycle', '2026-11'],
      value: {
        status,
        positions: [{ ...positions[0]!, ...owed(amount) }],
        ...(status === 'closed' && {
          values: [{ programId: 'harbor', clearingValue: '500000' }],
          ...paid(String(BigInt(amount) * 500_000n)),
        }),
      },
    });
    const settlement = (amount: string, dueSince = '2026-12-01'): RowWrite => ({
      key: ['settlement', '2026-11', 'HarborMSP', 'CityParkMSP'],
      value: { amount, currency: 'USD', status: 'due', dueSince },
    });
    const undated = { amount: '15000000', currency: 'USD', status: 'due' };
    const close: RowWrite[] = [{ key: debt.key }, cycle('closed'), settlement('15000000')];
    const upTo = (...last: RowWrite[][]) =>
      replay(
        [T1, issued100],
        [T2, redeemed30],
        ...last.map((writes, index): [string, RowWrite[]] => [`t${index + 3}`, writes]),
      );

    it('by folding the rows of a cycle into its positions', () => {
      const result = upTo(close);
      expect(result.findings).toEqual([]);
      expect([...result.clearing]).toEqual([['2026-11 HarborMSP CityParkMSP harbor', 30n]]);
    });

    it('in steps, too', () => {
      expect(upTo([{ key: debt.key }, cycle('closing')], [cycle('closed'), settlement('15000000')]).findings).toEqual(
        [],
      );
    });

    describe('in private', () => {
      const [one, other] = ['CityParkMSP', 'HarborMSP'];
      const terms = (version: number, status: string, change: object = {}): RowWrite => ({
        key: ['terms', one, other, String(version).padStart(6, '0')],
        value: { version, status, hash: `h${version}`, proposedBy: other, proposedAt: 'then', ...change },
      });
      const pair = (newest: number, accepted?: number): RowWrite => ({
        key: ['terms-pair', one, other],
        value: { newest, ...(accepted !== undefined && { accepted }) },
      });
      const agree = (version: number): RowWrite[][] => [
        [terms(version, 'proposed'), pair(version, version > 1 ? version - 1 : undefined)],
        [
          terms(version, 'accepted'),
          pair(version, version),
          ...(version > 1 ? [terms(version - 1, 'superseded')] : []),
        ],
      ];
      const closePrivately = (termsVersion?: number): RowWrite[] => {
        const closed = cycle('closed').value as object;
        const privatePairs = termsVersion === undefined ? [] : [{ parties: [one, other], termsVersion }];
        return [{ key: debt.key }, { key: ['cycle', '2026-11'], value: { ...closed, ...noMoney, privatePairs } }];
      };
      const statement: RowWrite = { key: ['statement', '2026-11', one, other], value: { hash: 'h' } };

      it('without a public settlement', () => {
        expect(upTo(...agree(1), ...agree(2), closePrivately(2), [statement]).findings).toEqual([]);
        expect(upTo([terms(1, 'proposed'), pair(1)], [terms(1, 'withdrawn')], close).findings).toEqual([]);
      });

      it.each<[string, RowWrite[][], string]>([
        ['a pair left out without terms', [closePrivately(1)], 'private terms had '],
        ['a pair left out with other terms', [...agree(1), closePrivately(2)], 'private terms had'],
        ['a pair that was not left out', [...agree(1), close], 'private terms had'],
        [
          'a settlement of a pair left out',
          [...agree(1), [...closePrivately(1), settlement('15000000')]],
          'to be paid are 0',
        ],
        ['a statement of a pair not left out', [close, [statement]], 'which settle in public'],
        [
          'a second statement',
          [...agree(1), closePrivately(1), [statement], [statement]],
          'changed the money statement',
        ],
        ['another hash', [...agree(1), [terms(1, 'accepted', { hash: 'x' })]], 'changed hash of the terms'],
        ['terms that begin as accepted', [[terms(1, 'accepted'), pair(1, 1)]], 'as accepted'],
        [
          'terms that come back',
          [[terms(1, 'proposed')], [terms(1, 'withdrawn')], [terms(1, 'accepted'), pair(1, 1)]],
          'which were withdrawn',
        ],
        ['a gap', [[terms(2, 'proposed')]], 'before the last ones were answered'],
        ['two open proposals', [[terms(1, 'proposed')], [terms(2, 'proposed')]], 'before the last ones were answered'],
        [
          'two that are accepted',
          [...agree(1), [terms(2, 'proposed')], [terms(2, 'accepted'), pair(2, 2)]],
          'accepted are 1,2',
        ],
      ])('%s is found', (_, last, finding) => {
        expect(upTo(...last).findings.join('\n')).toContain(finding);
      });
    });

    it.each<[string, RowWrite[][], string]>([
      [
        'a position that is lost',
        [[{ key: debt.key }, cycle('closed', '29'), settlement('14500000')]],
        '29 by rows, 30',
      ],
      ['a row that is left', [[cycle('closed', '0')]], 'closed with 1 rows that are not folded'],
      [
        'another settlement',
        [[{ key: debt.key }, cycle('closed'), settlement('14000000')]],
        'is 14000000, to be paid are 15000000',
      ],
      [
        'a debt after the closing',
        [close, [{ key: [...debt.key.slice(0, -1), 't9'], value: { amount: '1' } }]],
        'after',
      ],
      ['a closed cycle that changes', [close, [cycle('closed')]], 'changed the cycle 2026-11, which was closed'],
      ['a settlement that changes', [close, [settlement('1')]], 'changed the amount of the settlement'],
      [
        'a debt that is made younger',
        [close, [settlement('15000000', '2027-12-01')]],
        'made the settlement 2026-11 HarborMSP CityParkMSP due since 2027-12-01, not since 2026-12-01',
      ],
      [
        'a debt that is due late from the start',
        [[...close.slice(0, -1), settlement('15000000', '2027-12-01')]],
        'due since 2027-12-01, not since 2026-12-01',
      ],
      [
        'a settlement that does not say since when',
        [[...close.slice(0, -1), { ...settlement('15000000'), value: undated }]],
        'due since undefined, not since 2026-12-01',
      ],
    ])('%s is found', (_, last, finding) => {
      expect(upTo(...last).findings.join('\n')).toContain(finding);
    });

    describe('at a value', () => {
      const [issued] = [issued100];
      const spent = (fields: object): RowWrite[] => [...redeemed30.slice(0, -1), receipt({ ...redemption, ...fields })];
      it.each<[string, RowWrite[][], string]>([
        [
          'that is not the cycle’s',
          [spent({ clearingValue: '400000' })],
          'is at a value of 400000, it has to be 500000',
        ],
        [
          'that the creditor does not accept',
          [[{ key: accepted.key, value: acceptedAgain }], redeemed30],
          'does not accept',
        ],
        [
          'that was lowered since',
          [
            [
              {
                ...program,
                value: { ...(program.value as object), clearingValues: [{ fromCycle: '2026-11', clearingValue: '1' }] },
              },
            ],
            spent({ clearingValue: '1' }),
          ],
          'which it does not accept at 1',
        ],
        [
          'that its row does not say',
          [redeemed30.map((write) => (write === debt ? { ...debt, value: { amount: '30', worth: '1' } } : write))],
          'clearing worth of 2026-11 HarborMSP CityParkMSP harbor: 1 by rows, 15000000 by receipts',
        ],
      ])('%s: found', (_, last, finding) => {
        const writes = last.map((each, index): [string, RowWrite[]] => [
          index === last.length - 1 ? T2 : `t-${index}`,
          each,
        ]);
        expect(replay([T1, issued], ...writes).findings.join('\n')).toContain(finding);
      });
    });

    describe('without a value', () => {
      const { clearingValues: _none, ...bare } = program.value as { clearingValues: unknown };
      const { clearingValue: _no, ...plain } = redemption;
      // As on a ledger from before, when points were taken without one.
      const before = [...redeemed30.slice(0, -1), receipt(plain)].map((write) =>
        write.key === debt.key ? { ...debt, value: { amount: '30', worth: '0', unvalued: '30' } } : write,
      );
      const owing = { debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor' };
      const closing = (carried: object, rows: RowWrite[]): RowWrite[] => [
        { key: debt.key },
        {
          key: ['cycle', '2026-11'],
          value: { ...noMoney, status: 'closed', positions: [], closedAt: '2026-12-02T00:00:00Z', ...carried },
        },
        ...rows,
      ];
      const carried = { carried: [{ ...owing, amount: '30' }], carriedTo: '2026-12' };
      const next: RowWrite = {
        key: ['clearing', '2026-12', ...Object.values(owing), 't3'],
        value: { amount: '30', worth: '0', unvalued: '30' },
      };
      const ended = (last: RowWrite[]) => {
        const replayed = new Replay();
        replayed.apply('t0', [{ ...program, value: bare }]);
        replayed.apply(T1, issued100);
        replayed.apply(T2, before);
        replayed.apply('t3', last);
        return replayed.finish();
      };

      it('it is carried into the open cycle', () => {
        const result = ended(closing(carried, [next]));
        expect(result.findings.filter((found) => !found.includes('does not accept'))).toEqual([]);
        expect([...result.clearing]).toEqual([['2026-12 HarborMSP CityParkMSP harbor', 30n]]);
      });

      it.each<[string, RowWrite[], string]>([
        ['is lost', closing({}, []), 'carried 0 of HarborMSP CityParkMSP harbor, without a value are 30'],
        ['is carried in part', closing({ ...carried, carried: [{ ...owing, amount: '7' }] }, [next]), 'carried 7 of'],
        ['is carried elsewhere', closing({ ...carried, carriedTo: '2027-01' }, [next]), 'carried into 2027-01'],
        ['is said to be carried and is not', closing(carried, []), 'clearing of 2026-12'],
      ])('it is found if it %s', (_, last, finding) => {
        expect(ended(last).findings.join('\n')).toContain(finding);
      });
    });

    describe('in parts of a month', () => {
      const member = (mspId: string, status = 'active'): RowWrite => ({
        key: ['org', mspId],
        value: { kind: 'merchant', status },
      });
      const agreement = (mspId: string): RowWrite => ({ key: ['cut-off', '2026-11', mspId], value: { agreedAt: 'x' } });
      const current = (cycle = '2026-11.02'): RowWrite => ({ key: ['current-cycle', '2026-11'], value: { cycle } });
      const cut = (next = '2026-11.02'): RowWrite => ({
        key: ['cycle', '2026-11'],
        value: { status: 'closing', positions: [], next },
      });
      const two = [member('HarborMSP'), member('CityParkMSP')];
      const both = [agreement('HarborMSP'), agreement('CityParkMSP')];
      // As a block has them: by key.
      const cutOff = [current(), ...both, cut()];
      const redeemedIn = (cycle: string): RowWrite[] =>
        redeemed30.map((write) => {
          if (write.key[0] === 'clearing') return { ...write, key: ['clearing', cycle, ...write.key.slice(2)] };
          return write.key[0] === 'op' ? { ...write, value: { ...(write.value as object), cycle } } : write;
        });
      const after = (...last: RowWrite[][]) =>
        replay(
          [T1, [...two, ...issued100]],
          ...last.map((writes, index): [string, RowWrite[]] => [`t${index + 2}`, writes]),
        );

      it('are told apart from when all merchants agreed', () => {
        const { findings, clearing } = after(redeemedIn('2026-11'));
        expect(findings).toEqual([]);
        expect([...clearing.keys()]).toEqual(['2026-11 HarborMSP CityParkMSP harbor']);
        const cutBefore = replay([T1, [...two, ...issued100]], ['t9', cutOff], [T2, redeemedIn('2026-11.02')]);
        expect(cutBefore.findings).toEqual([]);
        expect([...cutBefore.clearing.keys()]).toEqual(['2026-11.02 HarborMSP CityParkMSP harbor']);
      });

      it.each<[string, RowWrite[][], string]>([
        [
          'a cut-off that one merchant did not want',
          [[current(), both[0]!, cut()]],
          'without the agreement of CityParkMSP',
        ],
        [
          'a part that is left out',
          [[current('2026-11.03'), ...both, cut('2026-11.03')]],
          'cut 2026-11 off for 2026-11.03',
        ],
        ['a row that names another part', [[current('2026-11.03'), ...both, cut()]], 'in 2026-11.03 by its row'],
        [
          'a current part without a cut-off',
          [[current()]],
          '2026-11 is in 2026-11.02 by its row, in 2026-11 by cut-offs',
        ],
        [
          'a cut-off that is taken back',
          [cutOff, [{ ...cut(), value: { status: 'closing', positions: [] } }]],
          'changed what comes after',
        ],
        ['an agreement that is gone', [[{ key: both[0]!.key }]], 'deleted an agreement to end 2026-11'],
        [
          'a debt of the part before',
          [cutOff.slice(), redeemedIn('2026-11')],
          'counts to the cycle 2026-11, made in 2026-11.02',
        ],
      ])('%s is found', (_, last, finding) => {
        expect(after(...last).findings.join('\n')).toContain(finding);
      });
    });
  });
});
