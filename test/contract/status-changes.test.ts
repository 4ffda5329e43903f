/** Status changes cannot be held off by whoever goes on writing beside them: they read what they change, and no range. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import {
  agreeOnRate,
  alice,
  bob,
  citypark,
  exchange,
  harbor,
  issue,
  post,
  reference,
  startConsortium,
  transfer,
} from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
  await post(ledger, harbor(), issue('i-1', alice, '100'), issue('i-2', bob, '100'));
});

const endorse = (caller: StubCaller, name: string, request: object) =>
  ledger.simulate(caller, name, [JSON.stringify(request)]);
const posting = (caller: StubCaller, operation: Operation) =>
  endorse(caller, 'Points:Post', { operations: [operation] });

describe('an account is frozen and thawed', () => {
  test.each(['frozen', 'active'] as const)('%s: beside credits and debits that commit first', async (status) => {
    const change = await endorse(harbor('operator'), 'Accounts:SetStatus', { accountId: alice, status });
    expect(change.ranges).toEqual([]);
    const { lots } = await ledger.submit(harbor(), catalogue.listLots, { accountId: bob });
    const inputs = lots.map(({ lotId }) => lotId);
    expect(ledger.commit(await posting(harbor(), transfer('t-1', bob, alice, '1', { inputs })))).toBe('VALID');
    expect(ledger.commit(await posting(harbor(), issue('i-3', alice, '1')))).toBe('VALID');
    expect(ledger.commit(change)).toBe('VALID');
  });

  test('once it is frozen it takes no more credits, so that its closing is not held off either', async () => {
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' });
    const [refused] = await post(ledger, harbor(), transfer('t-1', bob, alice, '1'));
    expect(refused?.code).toBe('ACCOUNT_FROZEN');
  });

  test('closing alone reads what the account holds', async () => {
    const change = await endorse(harbor('operator'), 'Accounts:SetStatus', { accountId: bob, status: 'closed' });
    expect(change.message).toContain('ACCOUNT_NOT_EMPTY');
    expect(change.ranges).not.toEqual([]);
  });
});

test.each(['suspended', 'active'] as const)('a programme is set %s without reading a range', async (status) => {
  const change = await endorse(harbor(), 'Programs:SetStatus', { programId: 'harbor', status });
  expect(change.status).toBe(200);
  expect(change.ranges).toEqual([]);
});

test('a rate is suspended beside issuances and exchanges that commit first', async () => {
  await agreeOnRate(ledger);
  const change = await endorse(harbor(), 'Rates:SetStatus', { ...reference, status: 'suspended' });
  expect(change.ranges).toEqual([]);
  const lane = issue('i-9', alice, '1', { programId: 'citypark', lanes: [1] });
  expect(ledger.commit(await posting(citypark(), lane))).toBe('VALID');
  expect(ledger.commit(await posting(harbor(), exchange('x-1', alice, '3')))).toBe('VALID');
  expect(ledger.commit(change)).toBe('VALID');
});
