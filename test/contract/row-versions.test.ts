/** The chaincode goes on with rows of the version before, and writes those of its own, or of the one that it is told to write. */
import { catalogue } from '@commonpoint/catalogue';
import type { ChaincodeStub } from 'fabric-shim';
import { accountKey } from '../../chaincode/src/ledger/accounts/keys.js';
import { versionSaid } from '../../chaincode/src/ledger/core/rows-written.js';
import { LedgerState } from '../../chaincode/src/ledger/core/state.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, auditor, bob, harbor, issue, post, startConsortium } from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

const KEY = ['', 'account', alice, ''].join('\u0000');
const written = (): Record<string, unknown> => JSON.parse(ledger.rows.get(KEY)!.value.toString());
const asBefore = (): void => ledger.plant('account', [alice], { ...written(), accountId: alice });
const get = () => ledger.submit(auditor, catalogue.getAccount, { accountId: alice });

it('writes an account without what its key says, and tells it whole', async () => {
  expect(written()).not.toHaveProperty('accountId');
  expect(await get()).toMatchObject({ accountId: alice, status: 'active' });
});

it('reads an account of the version before wherever it is read, and writes it anew when it changes', async () => {
  asBefore();
  const before = await get();
  expect(before.accountId).toBe(alice);
  expect(await post(ledger, harbor(), issue('i-1', alice, '5'))).toMatchObject([{ state: 'POSTED' }]);
  expect(await ledger.submit(auditor, catalogue.getBalances, { accountId: alice })).toMatchObject({
    balances: [{ available: '5' }],
  });
  expect(written()).toHaveProperty('accountId', alice);
  const frozen = await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
  expect(frozen).toEqual({ ...before, status: 'frozen', revision: 2 });
  expect(written()).not.toHaveProperty('accountId');
  expect(await get()).toEqual(frozen);
});

it('tells versions of an account alike, however each was written', async () => {
  await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: bob, status: 'frozen' });
  const { changes } = await ledger.submit(auditor, catalogue.accountHistory, { accountId: bob });
  expect(changes.map(({ value }) => value?.accountId)).toEqual([bob, bob]);
});

it.each([
  [8, true],
  [9, false],
])('writes rows of version %i where its package says so', async (version, repeats) => {
  const puts = new Map<string, object>();
  const stub = { putState: async (key: string, value: Buffer) => void puts.set(key, JSON.parse(value.toString())) };
  const state = new LedgerState(stub as unknown as ChaincodeStub, version);
  state.put(accountKey(alice), await get());
  await state.flush();
  expect(Object.hasOwn(puts.get(KEY)!, 'accountId')).toBe(repeats);
});

it.each([undefined, 7, 10, '9'])('does not start with a package that says %p', (said) => {
  expect(() => versionSaid({ rows: { written: said } })).toThrow('it reads others');
});
