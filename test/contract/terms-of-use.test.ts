/** Terms of use: their versions, who accepted which, and what follows for who has not. */
import { catalogue, type RequestOf } from '@commonpoint/catalogue';
import { TermsAccepted } from '../../audit/src/terms-accepted.js';
import { inMemory } from '../../audit/src/store.js';
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import {
  alice,
  bob,
  carol,
  citypark,
  greenmart,
  harbor,
  issue,
  post,
  postOne,
  redeem,
  startConsortium,
} from './consortium.js';
import { writtenRow } from '../support/written-row.js';

const hash = (digit: string): string => digit.repeat(64);
const day = (days: number): string =>
  new Date(Date.parse('2026-11-23T08:00:00.000Z') + days * 86_400_000).toISOString();

let ledger: LedgerStub;
let audited: TermsAccepted;
let found: string[];
beforeEach(async () => {
  ledger = await startConsortium();
  audited = new TermsAccepted(inMemory());
  found = [];
  audit('Programs:Create', [...ledger.rows.keys()]);
});

/** What the audit says of a transaction by itself. */
function audit(call: string, keys: readonly string[]): void {
  const rows = keys.map((key) => writtenRow(key, ledger.rows.get(key)?.value));
  const txIds = new Set(rows.flatMap(({ value }) => (value as { txId?: string } | undefined)?.txId ?? []));
  for (const txId of txIds.size === 0 ? ['t'] : txIds)
    found.push(...audited.check(txId, rows, call, Date.parse(ledger.now)).map(({ text }) => text));
}

/** Done, and looked at by the audit as well. */
async function recorded<T>(call: string, act: () => Promise<T>): Promise<T> {
  const before = new Map([...ledger.rows].map(([key, { version }]) => [key, version]));
  const done = await act();
  audit(
    call,
    [...ledger.rows].filter(([key, { version }]) => before.get(key) !== version).map(([key]) => key),
  );
  return done;
}

const set = (version: number, more: Partial<RequestOf<typeof catalogue.setTermsOfUse>> = {}, caller = harbor()) =>
  recorded('Programs:SetTermsOfUse', () =>
    ledger.submit(caller, catalogue.setTermsOfUse, {
      programId: 'harbor',
      version,
      hash: hash(String(version)),
      address: `https://harbor.example/${version}`,
      ...more,
    }),
  );
const acceptFor = (accountIds: string[], version: number, caller: StubCaller = harbor('cashier')) =>
  recorded('Accounts:AcceptTermsOfUse', () =>
    ledger.submit(caller, catalogue.acceptTermsOfUse, { programId: 'harbor', version, accountIds }),
  );
const accepted = async (accountId: string) =>
  (await ledger.submit(harbor(), catalogue.getAccount, { accountId })).termsOfUse;
const issued = async (id: string, accountId = alice) => {
  const { code, state } = await recorded('Points:Post', () => postOne(ledger, harbor(), issue(id, accountId, '1')));
  return code ?? state;
};

describe('versions', () => {
  test('follow one after the other, and repeating one changes nothing', async () => {
    const first = await set(1, { acceptWithinDays: 30 });
    expect(first.termsOfUse).toEqual({
      version: 1,
      hash: hash('1'),
      address: 'https://harbor.example/1',
      since: ledger.now,
      acceptBy: day(30),
    });
    expect(await set(1, { acceptWithinDays: 30 })).toEqual(first);
    await expect(set(1, { hash: hash('f'), acceptWithinDays: 30 })).rejects.toThrow('TERMS_OF_USE_EXISTS');
    await expect(set(3)).rejects.toMatchObject({ body: { errors: [{ pointer: '/version' }] } });
    await expect(set(2, {}, citypark())).rejects.toThrow('NOT_ISSUER');
    await expect(set(2, { revision: 7 })).rejects.toThrow('PRECONDITION_FAILED');
    expect((await set(2)).termsOfUse).toMatchObject({ version: 2 });
    expect(found).toEqual([]);
  });

  test('the hash that a programme was created with is the first one', async () => {
    ledger = await startConsortium(undefined, { termsHash: hash('a') });
    audited = new TermsAccepted(inMemory());
    audit('Programs:Create', [...ledger.rows.keys()]);
    await acceptFor([alice], 1);
    await expect(set(1)).rejects.toThrow('TERMS_OF_USE_EXISTS');
    await set(2);
    expect(found).toEqual([]);
  });

  test('a newer one gives the late no more time', async () => {
    await set(1, { acceptWithinDays: 30 });
    expect((await set(2)).termsOfUse).toMatchObject({ acceptBy: day(30) });
    expect((await set(3, { acceptWithinDays: 10 })).termsOfUse).toMatchObject({ acceptBy: day(10) });
    expect((await set(4, { acceptWithinDays: 20 })).termsOfUse).toMatchObject({ acceptBy: day(10) });
    expect(found).toEqual([]);
  });
});

describe('a member', () => {
  test('accepts with the opening, which an account has that is open already', async () => {
    await set(1);
    const dave = 'HarborMSP:dave-00001';
    const open = (accountId: string, version = 1) =>
      recorded('Accounts:Open', () =>
        ledger.submit(harbor('cashier'), catalogue.openAccounts, {
          accounts: [{ accountId, termsOfUse: [{ programId: 'harbor', version }] }],
        }),
      );
    expect(await open(dave)).toEqual({ accounts: [{ accountId: dave, state: 'OPENED' }] });
    expect(await accepted(dave)).toEqual([{ programId: 'harbor', version: 1, acceptedAt: ledger.now }]);
    expect(await open(alice)).toEqual({ accounts: [{ accountId: alice, state: 'EXISTS' }] });
    expect(await accepted(alice)).toMatchObject([{ version: 1 }]);
    const { revision } = await ledger.submit(harbor(), catalogue.getAccount, { accountId: alice });
    await open(alice);
    expect(await ledger.submit(harbor(), catalogue.getAccount, { accountId: alice })).toMatchObject({ revision });
    await expect(open(bob, 2)).rejects.toMatchObject({
      body: { code: 'TERMS_OF_USE_UNKNOWN', errors: [{ pointer: '/accounts/0/termsOfUse/0' }] },
    });
    expect(found).toEqual([]);
  });

  test('that accepted an older version keeps and spends what it has, and is issued no more once it is late', async () => {
    await set(1);
    await acceptFor([alice, bob], 1);
    await recorded('Points:Post', () => post(ledger, harbor(), issue('i-0', alice, '9')));
    await set(2, { acceptWithinDays: 30 });
    await acceptFor([bob], 2);
    ledger.now = day(29);
    expect(await issued('i-1')).toBe('POSTED');
    ledger.now = day(30);
    expect(await issued('i-2')).toBe('TERMS_OF_USE_NOT_ACCEPTED');
    expect(await issued('i-3', bob)).toBe('POSTED');
    expect(await postOne(ledger, harbor(), redeem('r-1', alice, '1'))).toMatchObject({ state: 'POSTED' });
    await acceptFor([alice], 1);
    expect(await issued('i-4')).toBe('TERMS_OF_USE_NOT_ACCEPTED');
    await acceptFor([alice], 2);
    expect(await issued('i-5')).toBe('POSTED');
    expect(await accepted(alice)).toEqual([{ programId: 'harbor', version: 2, acceptedAt: day(30) }]);
    expect(found).toEqual([]);
  });

  test('whose accounts become one has accepted there what it accepted in either', async () => {
    await set(1, { acceptWithinDays: 30 });
    await acceptFor([alice], 1);
    ledger.now = day(1);
    await acceptFor([bob], 1);
    await set(2);
    ledger.now = day(2);
    await acceptFor([alice], 2);
    ledger.now = day(3);
    const merge = { accountId: alice, intoAccountId: bob };
    await recorded('Accounts:Merge', () => ledger.submit(harbor(), catalogue.mergeAccounts, merge));
    expect(await accepted(bob)).toEqual([{ programId: 'harbor', version: 2, acceptedAt: day(2) }]);
    ledger.now = day(30);
    expect(await issued('i-1', bob)).toBe('POSTED');
    expect(found).toEqual([]);
  });

  test('keeps the newer one, whichever account accepted it', async () => {
    await set(1);
    await acceptFor([alice, bob], 1);
    await set(2);
    await acceptFor([bob], 2);
    ledger.now = day(3);
    const merge = { accountId: alice, intoAccountId: bob };
    await recorded('Accounts:Merge', () => ledger.submit(harbor(), catalogue.mergeAccounts, merge));
    expect(await accepted(bob)).toEqual([{ programId: 'harbor', version: 2, acceptedAt: day(0) }]);
    expect(found).toEqual([]);
  });

  test('has it said by its custodian alone, for what there is', async () => {
    await set(1);
    await expect(acceptFor([carol], 1)).rejects.toThrow('NOT_CUSTODIAN');
    await expect(acceptFor([carol], 2, citypark())).rejects.toThrow('TERMS_OF_USE_UNKNOWN');
    await acceptFor([carol], 1, citypark());
    ledger.plant('org', ['HarborMSP'], {
      ...ledger.table('org').find(({ parts }) => parts[0] === 'HarborMSP')!.value,
      status: 'left',
      successor: 'GreenMartMSP',
    });
    await acceptFor([alice], 1, greenmart());
    await expect(acceptFor([bob], 1)).rejects.toThrow('HarborMSP is left');
    expect(found).toEqual([]);
  });
});

describe('the audit finds', () => {
  const at = (): number => Date.parse(ledger.now);
  const account = (version: number, acceptedAt = ledger.now): RowWrite => ({
    key: ['account', alice],
    value: { accountId: alice, custodian: 'HarborMSP', termsOfUse: [{ programId: 'harbor', version, acceptedAt }] },
  });
  const said = (rows: RowWrite[], call = 'Accounts:AcceptTermsOfUse') =>
    audited.check('forged', rows, call, at()).map(({ text }) => text);

  test.each<[string, () => RowWrite[], RegExp]>([
    ['a version that there is not', () => [account(2)], /cannot have accepted version 2/],
    ['a moment that was another', () => [account(1, day(-3))], /cannot have accepted version 1/],
    [
      'terms that another transaction changed',
      () => [{ key: ['program', 'harbor'], value: { termsOfUse: { version: 1, hash: hash('f'), since: ledger.now } } }],
      /do not follow/,
    ],
    [
      'points issued to who was late',
      () => [
        {
          key: ['op', 'HarborMSP', 'late'],
          value: {
            ...{ id: 'late', mspId: 'HarborMSP', kind: 'issue', programId: 'harbor', accountId: alice },
            ...{ amount: '1', txId: 'forged', txTime: day(30) },
          },
        },
      ],
      /which has not accepted version 1 of harbor in time/,
    ],
  ])('%s', async (_what, rows, expected) => {
    await set(1, { acceptWithinDays: 30 });
    expect(said(rows())).toEqual([expect.stringMatching(expected)]);
  });

  test('an acceptance that was lost, or made up, as accounts became one', async () => {
    await set(1);
    await acceptFor([alice], 1);
    const row = ledger.table('account').find(({ parts }) => parts[0] === alice)!.value;
    const closed = { ...row, status: 'closed', mergedInto: bob };
    const merged = (more: object): RowWrite[] => [
      { key: ['account', alice], value: closed },
      { key: ['account', bob], value: { accountId: bob, custodian: 'HarborMSP', ...more } },
    ];
    expect(said(merged({}), 'Accounts:Merge')).toEqual([expect.stringMatching(/bob.* lacks what was accepted/)]);
    const earlier = [{ programId: 'harbor', version: 1, acceptedAt: day(-1) }];
    expect(said(merged({ termsOfUse: earlier }), 'Accounts:Merge')).toEqual([
      expect.stringMatching(/bob.* cannot have accepted version 1/),
    ]);
  });

  test('an acceptance that is taken back', async () => {
    await set(1);
    await acceptFor([alice], 1);
    const none = { ...account(1).value!, termsOfUse: [] };
    expect(said([{ key: ['account', alice], value: none }])).toEqual([expect.stringMatching(/which is gone/)]);
  });
});
