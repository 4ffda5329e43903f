/** Operations that all endorsing peers let through against the rules, by an altered chaincode. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { authorizationBytes, hashLockText } from '@commonpoint/catalogue';
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import { OperationRules } from '../../audit/src/operation-rules.js';
import { inMemory } from '../../audit/src/store.js';

const H = 'HarborMSP';
const [alice, bob] = [`${H}:alice`, `${H}:bob`];
const NOW = '2026-11-23T09:30:00.000Z';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ed25519');
const jwk = publicKey.export({ format: 'jwk' });

const program = (more: object = {}): RowWrite => ({
  key: ['program', 'harbor'],
  value: { programId: 'harbor', issuer: H, status: 'active', rules: { transferable: true }, ...more },
});
const account = (accountId: string, more: object = {}): RowWrite => ({
  key: ['account', accountId],
  value: { accountId, custodian: H, status: 'active', ...more },
});
const op = (kind: string, more: object = {}): RowWrite => ({
  key: ['op', H, 'o1'],
  value: {
    id: 'o1',
    mspId: H,
    kind,
    programId: 'harbor',
    accountId: alice,
    amount: '10',
    txId: 't',
    txTime: NOW,
    ...more,
  },
});
const day = (debited: string, debits: number): RowWrite => ({
  key: ['account-day', alice, 'harbor'],
  value: { day: '2026-11-23', debited, debits, credited: '0', credits: 0 },
});

function told(before: readonly RowWrite[], rows: readonly RowWrite[], ...operations: object[]): string[] {
  const rules = new OperationRules(inMemory());
  const call = { name: 'Points:Post', argument: JSON.stringify({ operations }) };
  rules.check('earlier', before, call);
  return rules.check('t', rows, call).map(({ text }) => text);
}

const redeem = { id: 'o1', kind: 'redeem', programId: 'harbor', accountId: alice, amount: '10', inputs: [] };
/** The operation as its member signs it. */
function signed(
  operation: { readonly accountId: string },
  { expiresAt = '2026-11-23T09:40:00.000Z', key = privateKey } = {},
) {
  const nonce = 'n'.repeat(16);
  const bytes = authorizationBytes({ accountId: alice, custodian: H, nonce, expiresAt, operation });
  const signature =
    key.asymmetricKeyType === 'ec' ? sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }) : sign(null, bytes, key);
  return { ...operation, authorization: { nonce, expiresAt, signature: signature.toString('base64url') } };
}
const keyed = [program(), account(alice, { publicKey: jwk })];
const lock = createHash('sha256').update(hashLockText(H, 'open sesame')).digest('hex');
const locked = [
  program(),
  {
    key: ['op', H, 'h'],
    value: {
      ...(op('hold').value as object),
      id: 'h',
      txId: 'earlier',
      hashLock: lock,
      expiresAt: '2026-11-24T00:00:00.000Z',
    },
  },
];
const capture = op('capture', { holdMspId: H, holdId: 'h' });
const limited = (limits: object): RowWrite[] => [program({ limits })];
const consumed = (expiry: string) => ({ consumed: [{ lotId: `${expiry}.t0.00000`, amount: '10' }] });

const claimed = (status: string) => ({
  ...{ id: 'mg-old-0', kind: 'issue', programId: 'harbor', accountId: alice, amount: '10' },
  migration: { migrationId: 'old', index: 0, status },
});

describe('nothing is said of', () => {
  it.each<[string, readonly RowWrite[], readonly RowWrite[], object?]>([
    [
      'points that follow a merged account',
      [
        program({ rules: { transferable: false } }),
        account(alice, { status: 'closed', mergedInto: bob, publicKey: jwk }),
        account(bob),
      ],
      [op('transfer', { toAccountId: bob })],
    ],
    [
      'a note that follows a merged account',
      [
        program({ status: 'suspended', rules: { transferable: false } }),
        account(alice, { status: 'closed', mergedInto: bob, publicKey: jwk }),
        account(bob, { status: 'frozen' }),
      ],
      [op('transfer-note', { toAccountId: bob, noteMspId: H, noteId: 'n' })],
    ],
    [
      'points that follow a merged account of a member that left, by its successor',
      [
        program(),
        { key: ['org', H], value: { mspId: H, status: 'left', successor: 'CityParkMSP' } },
        account(alice, { status: 'closed', mergedInto: bob }),
      ],
      [op('transfer', { mspId: 'CityParkMSP', toAccountId: bob })],
    ],
    ['a redemption', [program(), account(alice)], [op('redeem', consumed('2026-11-23'))]],
    ['one that its member signed', keyed, [op('redeem')], signed(redeem)],
    [
      'one by a key that was recovered',
      [
        program(),
        account(alice, {
          publicKey: jwk,
          recovery: { publicKey: other.publicKey.export({ format: 'jwk' }), inForceAt: NOW },
        }),
      ],
      [op('redeem')],
      signed(redeem, { key: other.privateKey }),
    ],
    ['what earns, on an account with a key', keyed, [op('issue')]],
    ['a capture with what opens the lock', locked, [capture], { id: 'o1', kind: 'capture', preimage: 'open sesame' }],
    ['a reversal while the programme is suspended', [program({ status: 'suspended' })], [op('reverse')]],
    ['a hold of a month', [program()], [op('hold', { expiresAt: '2026-12-24T09:30:00.000Z' })]],
    [
      'points that expire before it with the account of a member who is forgotten',
      [program(), account(alice, { status: 'closed', erasure: { at: NOW } })],
      [op('expire', consumed('2026-11-23'))],
    ],
    ['points that expire after their day', [program()], [op('expire', consumed('2026-11-22'))]],
    ['a day within its limits', limited({ perAccountDay: { debitedMax: '10' } }), [day('10', 1), op('redeem')]],
    [
      'a frozen balance that comes to a frozen account',
      [program(), account(alice, { status: 'frozen' })],
      [op('issue', { id: 'mg-old-0', migrationId: 'old' })],
      claimed('frozen'),
    ],
    [
      'an account that is active again',
      [program(), account(alice, { status: 'frozen' }), account(alice)],
      [op('redeem')],
    ],
  ])('%s', (_what, before, rows, ...operations) => {
    expect(told(before, rows, ...operations.filter((each) => each !== undefined))).toEqual([]);
  });
});

/** What a programme says of maturity, and what its client asked for. */
const slow = [program({ rules: { maturityDays: 14 } })];
const asked = (more: object = {}) => ({ id: 'o1', kind: 'issue', programId: 'harbor', accountId: alice, ...more });

describe('of days nothing is said', () => {
  it.each<[string, readonly RowWrite[], object, object]>([
    ['that the programme says', slow, { maturesOn: '2026-12-07' }, {}],
    ['that the client asked for', slow, { maturesOn: '2026-11-24' }, { maturesOn: '2026-11-24' }],
    ['that are over', slow, { earnedOn: '2026-11-01' }, { earnedOn: '2026-11-01' }],
    ['of the end that was asked for', [program()], { expiry: '2027-01-31' }, { expiresOn: '2027-01-31' }],
  ])('%s', (_what, before, receipt, request) => {
    expect(told(before, [op('issue', receipt)], asked(request))).toEqual([]);
  });
});
describe('of days is found', () => {
  it.each<[string, readonly RowWrite[], object, object, string]>([
    ['ripe at once where the programme says otherwise', slow, {}, {}, 'mature at once, not on 2026-12-07'],
    ['ripe before the client asked', [program()], {}, { maturesOn: '2026-12-24' }, 'mature at once, not on 2026-12-24'],
    ['a maturity that nobody asked for', [program()], { maturesOn: '2026-12-24' }, {}, 'on 2026-12-24, not at once'],
    ['earned on a day that nobody named', slow, { earnedOn: '2026-11-01' }, {}, 'as earned on 2026-11-01'],
    [
      'another end than was asked for',
      [program()],
      { expiry: '2029-01-31' },
      { expiresOn: '2027-01-31' },
      'as was asked',
    ],
  ])('%s', (_what, before, receipt, request, finding) => {
    expect(told(before, [op('issue', receipt)], asked(request)).join('\n')).toContain(finding);
  });
});

describe('is found', () => {
  it.each<[string, readonly RowWrite[], readonly RowWrite[], RegExp, object?]>([
    ['a debit without its member’s signature', keyed, [op('redeem')], /without its member’s signature/, redeem],
    [
      'with one by another key',
      keyed,
      [op('redeem')],
      /without/,
      signed(redeem, { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }),
    ],
    [
      'with one of something else',
      keyed,
      [op('redeem')],
      /without/,
      { ...signed({ ...redeem, amount: '9' } as never), amount: '10' },
    ],
    ['with one that has ended', keyed, [op('redeem')], /without/, signed(redeem, { expiresAt: NOW })],
    [
      'that takes more than was signed',
      keyed,
      [op('redeem', { amount: '11' })],
      /something else than the member/,
      signed(redeem),
    ],
    ['that is not among what was sent', keyed, [op('redeem')], /without/],
    [
      'a frozen account that spends',
      [program(), account(alice, { status: 'frozen' })],
      [op('redeem')],
      /alice, which is frozen/,
    ],
    [
      'a frozen balance that comes to an active account',
      [program(), account(alice)],
      [op('issue', { id: 'mg-old-0', migrationId: 'old' })],
      /alice, which is active/,
      claimed('frozen'),
    ],
    [
      'an active balance that comes to a frozen account',
      [program(), account(alice, { status: 'frozen' })],
      [op('issue', { id: 'mg-old-0', migrationId: 'old' })],
      /alice, which is frozen/,
      claimed('active'),
    ],
    [
      'a closed account that earns',
      [program(), account(alice, { status: 'closed' })],
      [op('issue')],
      /alice, which is closed/,
    ],
    [
      'a transfer to a frozen account',
      [program(), account(bob, { status: 'frozen' })],
      [op('transfer', { toAccountId: bob })],
      /bob, which is frozen/,
    ],
    [
      'points of a merged account that another one moves',
      [account(alice, { status: 'closed', mergedInto: bob }), account(bob)],
      [op('transfer', { mspId: 'CityParkMSP', toAccountId: bob })],
      /alice, which is closed/,
    ],
    [
      'points of a merged account that go elsewhere',
      [account(alice, { status: 'closed', mergedInto: 'HarborMSP:carol' }), account(bob)],
      [op('transfer', { toAccountId: bob })],
      /which is closed/,
    ],
    [
      'a note of a merged account that goes elsewhere',
      [account(alice, { status: 'closed', mergedInto: 'HarborMSP:carol' }), account(bob)],
      [op('transfer-note', { toAccountId: bob, noteMspId: H, noteId: 'n' })],
      /which is closed/,
    ],
    [
      'a part of a note of a merged account',
      [account(alice, { status: 'closed', mergedInto: bob }), account(bob)],
      [op('transfer-note', { toAccountId: bob, noteMspId: H, noteId: 'n', parts: { of: 2, given: 1 } })],
      /which is closed/,
    ],
    [
      'points that are not transferable',
      [program({ rules: { transferable: false } })],
      [op('transfer', { toAccountId: bob })],
      /does not allow it/,
    ],
    ...['issue', 'transfer', 'redeem', 'hold', 'exchange'].map(
      (kind): [string, readonly RowWrite[], readonly RowWrite[], RegExp] => [
        `${kind} while the programme is suspended`,
        [program({ status: 'suspended' })],
        [op(kind, { expiresAt: '2026-11-24T00:00:00.000Z' })],
        /while harbor is suspended/,
      ],
    ),
    [
      'more than an operation may',
      limited({ operations: { redeem: { max: '9' } } }),
      [op('redeem')],
      /largest amount, 9/,
    ],
    [
      'less than an operation may',
      limited({ operations: { redeem: { min: '11' } } }),
      [op('redeem')],
      /least amount, 11/,
    ],
    [
      'more than an account may in a day',
      limited({ perAccountDay: { debitedMax: '9' } }),
      [op('redeem')],
      /10 of 9 points/,
    ],
    [
      'a day that says less',
      limited({ perAccountDay: { debitedMax: '99' } }),
      [day('1', 1), op('redeem')],
      /the day of/,
    ],
    [
      'a capture with a wrong preimage',
      locked,
      [capture],
      /opens its lock/,
      { id: 'o1', kind: 'capture', preimage: 'x' },
    ],
    ['a capture without one', locked, [capture], /opens its lock/, { id: 'o1', kind: 'capture' }],
    ['points that expire on their last day', [program()], [op('expire', consumed('2026-11-23'))], /whose last day is/],
    ['points spent after their last day', [program()], [op('redeem', consumed('2026-11-22'))], /whose last day was/],
    [
      'a hold that had ended when it was made',
      [program()],
      [op('hold', { expiresAt: '2020-01-01T00:00:00.000Z' })],
      /is a hold until 2020/,
    ],
    [
      'a hold of ten years',
      [program()],
      [op('hold', { expiresAt: '2036-01-01T00:00:00.000Z' })],
      /is a hold until 2036/,
    ],
  ])('found: %s', (_what, before, rows, expected, ...operations) => {
    expect(told(before, rows, ...operations.filter((each) => each !== undefined)).join('\n')).toMatch(expected);
  });
});

describe('counts of the day of an account that is merged', () => {
  const limits = { perAccountDay: { debitedMax: '25' } };
  const dayOf = (accountId: string, debited: string, debits: number, on = '2026-11-23'): RowWrite => ({
    key: ['account-day', accountId, 'harbor'],
    value: { day: on, debited, debits, credited: '0', credits: 0 },
  });
  const spent = (id: string, accountId: string, txId: string): RowWrite => ({
    key: ['op', H, id],
    value: { ...(op('redeem').value as object), id, accountId, txId },
  });
  /** What is said of the merge, and of what is spent after it. */
  function merged(into: RowWrite[], later: RowWrite[] = []): string[] {
    const rules = new OperationRules(inMemory());
    const call = (name: string) => ({ name, argument: '{}' });
    rules.check('t0', [program({ limits }), account(alice), account(bob)], call('Programs:Create'));
    rules.check('t1', [spent('o1', alice, 't1'), dayOf(alice, '10', 1)], call('Points:Post'));
    rules.check('t2', [spent('o2', bob, 't2'), dayOf(bob, '10', 1)], call('Points:Post'));
    const closed = account(alice, { status: 'closed', mergedInto: bob });
    const merging = [closed, account(bob), { key: ['account-day', alice, 'harbor'] }, ...into];
    const found = rules.check('t3', merging, call('Accounts:Merge'));
    return [...found, ...rules.check('t4', later, call('Points:Post'))].map(({ text }) => text);
  }

  it('are those of both, and what is spent then counts on', () => {
    expect(merged([dayOf(bob, '20', 2)])).toEqual([]);
    const beyond = merged([dayOf(bob, '20', 2)], [spent('o3', bob, 't4'), dayOf(bob, '30', 3)]);
    expect(beyond).toEqual([expect.stringContaining('makes it 30 of 25 points')]);
  });
  it('are found to be other ones', () => {
    expect(merged([dayOf(bob, '10', 1)])).toEqual([expect.stringContaining('is another one than by receipts')]);
  });
});

describe('of several operations with one id', () => {
  const rows = [op('redeem')];
  const otherwise = { ...redeem, amount: '99' };

  it('the one that took effect is judged: what else was sent under its id makes no finding', () => {
    for (const operations of [
      [signed(redeem), otherwise],
      [otherwise, signed(redeem)],
      [signed(redeem), { ...redeem, kind: 'extend' }],
    ])
      expect(told(keyed, rows, ...operations)).toEqual([]);
    const issued = op('issue', { expiry: '2027-11-23' });
    const extended = { id: 'o1', kind: 'extend', programId: 'harbor', accountId: alice, expiresOn: '2028-06-30' };
    expect(told([program()], [issued], { ...redeem, kind: 'issue' }, extended)).toEqual([]);
    const opened = { id: 'o1', kind: 'capture', holdMspId: H, holdId: 'h', preimage: 'open sesame' };
    expect(told(locked, [capture], { ...opened, preimage: 'x' }, opened)).toEqual([]);
  });
  it('a signature under another one is none for it', () => {
    const elsewhere = { ...redeem, acceptor: 'CityParkMSP' };
    const atHome = { ...redeem, acceptor: H };
    const spent = [op('redeem', { acceptor: 'CityParkMSP' })];
    for (const operations of [
      [signed(atHome), elsewhere],
      [elsewhere, signed(atHome)],
    ])
      expect(told(keyed, spent, ...operations)).toEqual([expect.stringContaining('without its member’s signature')]);
    expect(told(keyed, rows, redeem, signed(otherwise))).toEqual([
      expect.stringContaining('without its member’s signature'),
    ]);
    expect(
      told(locked, [capture], { id: 'o1', kind: 'capture', holdMspId: H, holdId: 'h', preimage: 'x' }),
    ).toHaveLength(1);
  });
});

it.each([
  ['pledge-note', { beneficiary: 'GreenMartMSP', lineId: 'l' }],
  ['transfer-note', { toAccountId: bob }],
])('what is signed of one merchant’s note says nothing of another’s under the same id: %s', (kind, more) => {
  const row = (noteMspId: string) => op(kind, { noteMspId, noteId: 'n', ...more });
  const own = { id: 'o1', kind, noteId: 'n', ...more } as never as typeof redeem;
  const theirs = { ...own, noteMspId: 'CityParkMSP' };
  expect(told(keyed, [row('CityParkMSP')], signed(theirs))).toEqual([]);
  expect(told(keyed, [row(H)], signed(own))).toEqual([]);
  for (const [noteMspId, sent] of [
    [H, theirs],
    ['CityParkMSP', own],
  ] as const)
    expect(told(keyed, [row(noteMspId)], signed(sent))).toEqual([expect.stringContaining('does something else')]);
});
