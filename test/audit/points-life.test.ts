/** What a pair of peers that forges makes of the days on which points mature and end, and of what is owed back, is found out of blocks. */
import type { OperationRow, RowWrite } from '../../audit/src/ledger-rows.js';
import { Replay } from '../../audit/src/replay.js';

const accountId = 'HarborMSP:a-000001';
const NEXT_YEAR = '2027-11-30';
const program = (rules: object = {}): RowWrite => ({
  key: ['program', 'harbor'],
  value: {
    programId: 'harbor',
    issuer: 'HarborMSP',
    cap: '1000',
    capOn: 'issued',
    expiryMonths: 12,
    rules: { shortfall: 'clawback', expiryBounds: { minDays: 0, maxDays: 4000 }, ...rules },
  },
});
const lotId = (expiry: string, txId: string, n = 0) => `${expiry}.${txId}.0000${n}`;
const lot = (id: string, amount?: string, more: object = {}): RowWrite => ({
  key: ['lot', accountId, 'harbor', ...id.split('.')],
  ...(amount !== undefined && { value: { amount, originMspId: 'HarborMSP', originId: 'o', ...more } }),
});
const supply = (txId: string, sums: object): RowWrite => ({
  key: ['supply', 'harbor', '2026-11-23', txId],
  value: { issued: '0', redeemed: '0', expired: '0', reversed: '0', ...sums },
});
const account = (more: object = {}): RowWrite => ({
  key: ['account', accountId],
  value: { accountId, custodian: 'HarborMSP', status: 'active', ...more },
});
const receipt = (
  row: Partial<OperationRow> & Pick<OperationRow, 'id' | 'kind' | 'amount' | 'txId'>,
  day = '2026-11-23',
): RowWrite => ({
  key: ['op', 'HarborMSP', row.id],
  value: { mspId: 'HarborMSP', programId: 'harbor', accountId, txTime: `${day}T10:00:00.000Z`, ...row },
});
const part = (id: string, amount: string) => ({ lotId: id, amount });

const own = lotId(NEXT_YEAR, 't1');
const issued = (more: object = {}, lotMore: object = {}): RowWrite[] => [
  lot(own, '100', lotMore),
  supply('t1', { issued: '100' }),
  { key: ['quota', 'harbor', '00'], value: { granted: '1000', used: '100' } },
  receipt({
    id: 'i',
    kind: 'issue',
    amount: '100',
    txId: 't1',
    created: [part(own, '100')],
    expiry: NEXT_YEAR,
    ...more,
  }),
];
const maturing = { maturesOn: '2026-12-24' };

function found(rules: object, ...transactions: RowWrite[][]): string {
  const replay = new Replay();
  replay.apply('t0', [program(rules), account()]);
  transactions.forEach((writes, index) => {
    replay.apply(`t${index + 1}`, writes);
    replay.endBlock(index + 1);
  });
  return replay.finish().findings.join('\n');
}

describe('maturing', () => {
  const ripe = lotId(NEXT_YEAR, 't2');
  const redeemed = (id = own, day = '2026-11-23') => [
    lot(id),
    supply('t2', { redeemed: '100' }),
    receipt({ id: 'r', kind: 'redeem', amount: '100', txId: 't2', consumed: [part(id, '100')] }, day),
  ];

  it('is nothing to be found of where points are spent on their day', () => {
    expect(found({}, issued(maturing, maturing), redeemed(own, '2026-12-24'))).toBe('');
  });
  it.each<[string, RowWrite[][], string]>([
    [
      'points spent a day early',
      [issued(maturing, maturing), redeemed(own, '2026-12-23')],
      'took points that mature on',
    ],
    ['a lot that is ripe although its receipt says otherwise', [issued(maturing)], 'what matures of'],
    ['a receipt that is silent of its lot', [issued({}, maturing)], 'what matures of'],
    [
      'a ripe lot put in the place of one that matures',
      [
        issued(maturing, maturing),
        [
          lot(own),
          lot(ripe, '100'),
          receipt({
            id: 'x',
            kind: 'consolidate',
            amount: '100',
            txId: 't2',
            consumed: [part(own, '100')],
            created: [part(ripe, '100')],
          }),
        ],
      ],
      'what matures of',
    ],
  ])('%s', (_what, transactions, finding) => {
    expect(found({}, ...transactions)).toContain(finding);
  });
});

describe('whole lots', () => {
  const into = 'HarborMSP:b-000002';
  const here = lotId(NEXT_YEAR, 't3');
  const merge: RowWrite[] = [
    account({ status: 'closed', mergedInto: into }),
    { key: ['account', into], value: { accountId: into, custodian: 'HarborMSP', status: 'active' } },
  ];
  const arrived = (more: object = {}): RowWrite => ({
    key: ['lot', into, 'harbor', ...here.split('.')],
    value: { amount: '100', originMspId: 'HarborMSP', originId: 'o', ...more },
  });
  const followed = (more?: object, day?: string): RowWrite[] => [
    lot(own),
    arrived(more),
    receipt(
      {
        id: 'mg-1',
        kind: 'transfer',
        amount: '100',
        txId: 't3',
        toAccountId: into,
        consumed: [part(own, '100')],
        created: [part(here, '100')],
      },
      day,
    ),
  ];

  it('of a merged account follow it before they mature, and after they ended: nothing is found of that', () => {
    expect(found({}, issued(maturing, maturing), merge, followed(maturing))).toBe('');
    expect(found({}, issued(), merge, followed({}, '2028-01-01'))).toBe('');
  });
  it('of a merged account do not mature on the way', () => {
    expect(found({}, issued(maturing, maturing), merge, followed())).toContain(`what matures of ${into}`);
  });
  it('of an account that was not merged follow nobody', () => {
    const open = [account(), merge[1]!];
    expect(found({}, issued(maturing, maturing), open, followed(maturing))).toContain('took points that mature on');
  });
  it('of an account whose member is forgotten end before they mature, of no other', () => {
    const ended = [
      lot(own),
      supply('t3', { expired: '100' }),
      receipt({ id: 'x', kind: 'expire', amount: '100', txId: 't3', consumed: [part(own, '100')] }),
    ];
    const erased = [account({ status: 'closed', erasure: { at: '2026-11-23T10:00:00.000Z' } })];
    expect(found({}, issued(maturing, maturing), erased, ended)).toBe('');
    expect(found({}, issued(maturing, maturing), [account()], ended)).toContain('which may be extended');
  });
});

describe('what is owed back', () => {
  const spent: RowWrite[] = [
    lot(own),
    lot(lotId(NEXT_YEAR, 't2'), '10'),
    supply('t2', { redeemed: '90' }),
    receipt({ id: 'r', kind: 'redeem', amount: '90', txId: 't2', consumed: [part(own, '90')] }),
  ];
  const left = lotId(NEXT_YEAR, 't2');
  const marked = receipt({
    ...(issued()[3]!.value as OperationRow),
    reversed: '100',
    reversedBy: [{ mspId: 'HarborMSP', operationId: 'v' }],
  });
  const returned = (more: object, owed?: string): RowWrite[] => [
    lot(left),
    supply('t3', { reversed: '10' }),
    marked,
    receipt({
      id: 'v',
      kind: 'reverse',
      amount: '10',
      txId: 't3',
      reverses: 'i',
      consumed: [part(left, '10')],
      shortfall: '90',
      ...more,
    }),
    ...(owed === undefined ? [] : [account({ clawbacks: [{ programId: 'harbor', amount: owed }] })]),
  ];
  const earned = (created: string, paidOff?: string, owed?: string): RowWrite[] => {
    const id = lotId(NEXT_YEAR, 't4');
    return [
      ...(created === '0' ? [] : [lot(id, created)]),
      supply('t4', { issued: '50', ...(paidOff !== undefined && { reversed: paidOff }) }),
      { key: ['quota', 'harbor', '00'], value: { granted: '1000', used: '150' } },
      receipt({
        id: 'j',
        kind: 'issue',
        amount: '50',
        txId: 't4',
        expiry: NEXT_YEAR,
        created: created === '0' ? [] : [part(id, created)],
        ...(paidOff !== undefined && { paidOff }),
      }),
      account(owed === undefined ? {} : { clawbacks: [{ programId: 'harbor', amount: owed }] }),
    ];
  };

  it('is nothing to be found of where it is paid off first', () => {
    const steps = [issued(), spent, returned({ clawback: '90' }, '90')];
    expect(found({}, ...steps, earned('0', '50', '40'))).toBe('');
    expect(found({ shortfall: 'forgive' }, issued(), spent, returned({}))).toBe('');
  });
  it.each<[string, RowWrite[][], string]>([
    ['a shortfall that nobody owes', [issued(), spent, returned({})], 'to be owed back of a shortfall of 90'],
    ['one that is in no row', [issued(), spent, returned({ clawback: '90' })], 'owes back 0 by rows, 90 by receipts'],
    [
      'points although something is owed',
      [issued(), spent, returned({ clawback: '90' }, '90'), earned('50', undefined, '90')],
      'which still owes back 90',
    ],
    [
      'a debt that went away',
      [issued(), spent, returned({ clawback: '90' }, '90'), [account()]],
      'owes back 0 by rows, 90 by receipts',
    ],
    [
      'a payment that the row does not know',
      [issued(), spent, returned({ clawback: '90' }, '90'), earned('0', '50', '90')],
      'owes back 90 by rows, 40 by receipts',
    ],
    ['more paid off than owed', [issued(), earned('0', '50')], 'paid off more than it owed'],
  ])('%s', (_what, transactions, finding) => {
    const numbered = transactions.length === 2 ? [transactions[0]!, [], [], transactions[1]!] : transactions;
    expect(found({}, ...numbered)).toContain(finding);
  });
  it('and a debt where the programme forgives', () => {
    expect(found({ shortfall: 'forgive' }, issued(), spent, returned({ clawback: '90' }, '90'))).toContain(
      'leaves 90 to be owed back',
    );
  });
});

describe('what comes back', () => {
  const SOON = '2026-11-30';
  const soon = lotId(SOON, 't1', 1);
  const both: RowWrite[] = [
    lot(own, '100'),
    lot(soon, '40'),
    supply('t1', { issued: '140' }),
    { key: ['quota', 'harbor', '00'], value: { granted: '1000', used: '140' } },
    receipt({ id: 'i', kind: 'issue', amount: '100', txId: 't1', created: [part(own, '100')], expiry: NEXT_YEAR }),
    receipt({ id: 'k', kind: 'issue', amount: '40', txId: 't1', created: [part(soon, '40')] }),
  ];
  const spentRow = {
    id: 'r',
    kind: 'redeem',
    amount: '60',
    txId: 't2',
    consumed: [part(soon, '40'), part(own, '20')],
  } as const;
  const spent: RowWrite[] = [
    lot(own),
    lot(soon),
    lot(lotId(NEXT_YEAR, 't2'), '80'),
    supply('t2', { redeemed: '60' }),
    receipt(spentRow),
  ];
  const returned = (
    day: string,
    amount: string,
    parts: [expiry: string, amount: string][],
    grace?: object[],
  ): RowWrite[] => {
    const created = parts.map(([expiry, each], n) => part(lotId(expiry, 't3', n), each));
    return [
      ...created.map(({ lotId: id, amount: each }) => lot(id, each)),
      supply('t3', { redeemed: `-${amount}` }),
      receipt({ ...spentRow, reversed: amount, reversedBy: [{ mspId: 'HarborMSP', operationId: 'v' }] }),
      receipt(
        {
          id: 'v',
          kind: 'reverse',
          amount,
          txId: 't3',
          reverses: 'r',
          created,
          ...(grace && { grace: grace as never }),
        },
        day,
      ),
    ];
  };
  const late = '2026-12-05';
  const graced = { expiry: SOON, until: '2026-12-19', amount: '40' };

  it.each<[string, RowWrite[]]>([
    [
      'all of it in time',
      returned('2026-11-24', '60', [
        [NEXT_YEAR, '20'],
        [SOON, '40'],
      ]),
    ],
    [
      'a part, the newest first',
      returned('2026-11-24', '25', [
        [NEXT_YEAR, '20'],
        [SOON, '5'],
      ]),
    ],
    [
      'what ended, with its days of grace',
      returned(
        late,
        '60',
        [
          [NEXT_YEAR, '20'],
          ['2026-12-19', '40'],
        ],
        [graced],
      ),
    ],
  ])('is nothing to be found of: %s', (_what, writes) => {
    expect(found({}, both, spent, writes)).toBe('');
  });
  it.each<[string, RowWrite[], string]>([
    [
      'later points in the place of sooner ones',
      returned('2026-11-24', '60', [[NEXT_YEAR, '60']]),
      '60 points of 2027-11-30 came back of HarborMSP r, due were 20',
    ],
    ['a day that they never had', returned('2026-11-24', '60', [['2029-11-30', '60']]), 'due were 0'],
    ['the oldest first', returned('2026-11-24', '25', [[SOON, '25']]), 'due were 5'],
    [
      'days of grace before the end',
      returned(
        '2026-11-24',
        '60',
        [
          [NEXT_YEAR, '20'],
          ['2026-12-08', '40'],
        ],
        [{ ...graced, until: '2026-12-08' }],
      ),
      'gives points of 2026-11-30 until',
    ],
    [
      'more days of grace than there are',
      returned(
        late,
        '60',
        [
          [NEXT_YEAR, '20'],
          ['2027-12-19', '40'],
        ],
        [{ ...graced, until: '2027-12-19' }],
      ),
      'not until 2026-12-19',
    ],
    [
      'grace for points that never ended',
      returned(
        late,
        '60',
        [['2026-12-19', '60']],
        [graced, { expiry: '2026-10-31', until: '2026-12-19', amount: '20' }],
      ),
      'due were 0',
    ],
    [
      'grace that is withheld',
      returned(late, '60', [
        [NEXT_YEAR, '20'],
        [SOON, '40'],
      ]),
      'without the days of grace',
    ],
  ])('%s', (_what, writes, finding) => {
    expect(found({}, both, spent, writes)).toContain(finding);
  });
  it('and grace where the programme grants none', () => {
    const writes = returned(
      late,
      '60',
      [
        [NEXT_YEAR, '20'],
        ['2026-12-05', '40'],
      ],
      [{ ...graced, until: '2026-12-05' }],
    );
    expect(found({ returnGraceDays: 0 }, both, spent, writes)).toContain('gives points of 2026-11-30 until');
  });
  it('also in several parts: each is the newest that is left', () => {
    const first = returned('2026-11-24', '20', [[NEXT_YEAR, '20']]);
    const second: RowWrite[] = [
      lot(lotId(NEXT_YEAR, 't4'), '20'),
      supply('t4', { redeemed: '-20' }),
      receipt({
        ...spentRow,
        reversed: '40',
        reversedBy: ['v', 'w'].map((operationId) => ({ mspId: 'HarborMSP', operationId })),
      }),
      receipt(
        {
          id: 'w',
          kind: 'reverse',
          amount: '20',
          txId: 't4',
          reverses: 'r',
          created: [part(lotId(NEXT_YEAR, 't4'), '20')],
        },
        '2026-11-24',
      ),
    ];
    expect(found({}, both, spent, first, second)).toContain(
      '40 points of 2027-11-30 came back of HarborMSP r, due were 20',
    );
  });
});

describe('the end', () => {
  const changed = (expiry: string): RowWrite[] => [
    lot(own),
    lot(lotId(expiry, 't2'), '70'),
    supply('t2', { redeemed: '30' }),
    receipt({ id: 'r', kind: 'redeem', amount: '30', txId: 't2', consumed: [part(own, '30')] }),
  ];
  it('is the same of what is left of a lot', () => {
    expect(found({}, issued(), changed(NEXT_YEAR))).toBe('');
    expect(found({}, issued(), changed('2035-11-30'))).toContain(
      `moved 70 points of ${accountId} harbor 2035-11-30 by its lots, 0 by its receipts`,
    );
  });
  it('comes before its day with the account of a member who is forgotten, and of nobody else', () => {
    const retired: RowWrite[] = [
      lot(own),
      supply('t3', { expired: '100' }),
      receipt({ id: 'e', kind: 'expire', amount: '100', txId: 't3', consumed: [part(own, '100')] }),
    ];
    const erased = account({
      status: 'closed',
      erasure: { at: '2026-11-23T09:00:00.000Z', references: 1, unnamed: 0 },
    });
    expect(found({}, issued(), [erased], retired)).toBe('');
    expect(found({}, issued(), [account({ status: 'closed' })], retired)).toContain('which may be extended');
  });
});
