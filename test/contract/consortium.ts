/** The consortium of the contract tests: three merchants, a programme each, and some accounts. */
import { catalogue, type Operation, type Outcome, type RequestOf } from '@commonpoint/catalogue';
import { LedgerStub, type StubCaller, type StubOptions } from '../support/ledger-stub.js';

export const harbor = (role: StubCaller['role'] = 'admin'): StubCaller => ({ mspId: 'HarborMSP', role });
export const citypark = (role: StubCaller['role'] = 'admin'): StubCaller => ({ mspId: 'CityParkMSP', role });
export const greenmart = (role: StubCaller['role'] = 'admin'): StubCaller => ({ mspId: 'GreenMartMSP', role });
export const auditor: StubCaller = { mspId: 'AuditorMSP', role: 'auditor' };

export const alice = 'HarborMSP:alice-0001';
export const bob = 'HarborMSP:bob-00001';
/** In the custody of CityPark. */
export const carol = 'CityParkMSP:carol-0001';

type Conditions = RequestOf<typeof catalogue.createProgram>;

export const program: Conditions = {
  programId: 'harbor',
  name: 'Harbor points',
  unit: 'point',
  cap: '1000',
  capOn: 'issued',
  expiryMonths: 12,
  rules: { transferable: true },
  lanes: 2,
  clearingValue: '1500000',
};

let standing: Promise<LedgerStub> | undefined;

/** Registered merchants, the programme `harbor`, Alice and Bob at Harbor and Carol at CityPark. */
export async function startConsortium(options?: StubOptions, conditions?: Partial<Conditions>): Promise<LedgerStub> {
  if (conditions !== undefined) return found(new LedgerStub(options), conditions);
  standing ??= found(new LedgerStub(), {});
  return (await standing).copy(options);
}

async function found(ledger: LedgerStub, conditions: Partial<Conditions>): Promise<LedgerStub> {
  for (const [caller, name] of [
    [harbor(), 'Harbor'],
    [citypark(), 'CityPark'],
    [greenmart(), 'GreenMart'],
  ] as const) {
    await ledger.submit(caller, catalogue.registerOrganization, { name });
  }
  await ledger.submit(harbor(), catalogue.createProgram, { ...program, ...conditions });
  for (const caller of [citypark(), greenmart()]) await accept(ledger, caller, 'harbor');
  await ledger.submit(harbor(), catalogue.openAccounts, { accounts: [{ accountId: alice }, { accountId: bob }] });
  await ledger.submit(citypark(), catalogue.openAccounts, { accounts: [{ accountId: carol }] });
  return ledger;
}

/** A merchant takes a programme, whatever a point of it is worth. */
export const accept = (ledger: LedgerStub, caller: StubCaller, programId: string, valueMin = '1') =>
  ledger.submit(caller, catalogue.acceptProgram, { programId, valueMin });

/** Posts operations and answers their outcomes. */
export async function post(ledger: LedgerStub, caller: StubCaller, ...operations: Operation[]): Promise<Outcome[]> {
  return (await ledger.submit(caller, catalogue.postPoints, { operations })).outcomes;
}

/** The outcome of a single operation. */
export async function postOne(ledger: LedgerStub, caller: StubCaller, operation: Operation): Promise<Outcome> {
  const [outcome] = await post(ledger, caller, operation);
  return outcome as Outcome;
}

export const issue = (id: string, accountId: string, amount: string, more: object = {}): Operation => ({
  kind: 'issue',
  id,
  programId: 'harbor',
  accountId,
  amount,
  ...more,
});
export const redeem = (id: string, accountId: string, amount: string, more: object = {}): Operation => ({
  kind: 'redeem',
  id,
  programId: 'harbor',
  accountId,
  amount,
  ...more,
});
export const transfer = (id: string, from: string, to: string, amount: string, more: object = {}): Operation => ({
  kind: 'transfer',
  id,
  programId: 'harbor',
  fromAccountId: from,
  toAccountId: to,
  amount,
  ...more,
});
export const reverse = (id: string, operationId: string, more: object = {}): Operation => ({
  kind: 'reverse',
  id,
  operationId,
  ...more,
});
export const expire = (id: string, accountId: string, more: object = {}): Operation => ({
  kind: 'expire',
  id,
  programId: 'harbor',
  accountId,
  ...more,
});

export const extend = (id: string, accountId: string, more: object): Operation =>
  ({ kind: 'extend', id, programId: 'harbor', accountId, ...more }) as Operation;
export const consolidate = (id: string, accountId: string, more: object = {}): Operation => ({
  kind: 'consolidate',
  id,
  programId: 'harbor',
  accountId,
  ...more,
});

export const END = '2026-11-23T08:05:00.000Z';
/** When a hold's end has come by every clock that peers take. */
export const END_EVERYWHERE = '2026-11-23T08:07:00.000Z';
export const hold = (id: string, accountId: string, amount: string, more: object = {}): Operation => ({
  kind: 'hold',
  id,
  programId: 'harbor',
  accountId,
  amount,
  expiresAt: END,
  ...more,
});
export const capture = (id: string, holdId: string, more: object = {}): Operation => ({
  kind: 'capture',
  id,
  holdId,
  ...more,
});
export const voidHold = (id: string, holdId: string, more: object = {}): Operation => ({
  kind: 'void',
  id,
  holdId,
  ...more,
});

/** Three points of `harbor` buy two of `citypark`. */
export const rate = {
  sourceProgramId: 'harbor',
  targetProgramId: 'citypark',
  version: 1,
  numerator: '2',
  denominator: '3',
  validFrom: '2026-11-23T00:00:00.000Z',
  validUntil: '2026-12-23T00:00:00.000Z',
  quota: '100',
  lanes: 2,
};

/** Creates the programme `citypark`, and proposes and accepts the rate. */
export async function agreeOnRate(ledger: LedgerStub, conditions: object = {}): Promise<void> {
  await ledger.submit(citypark(), catalogue.createProgram, {
    ...program,
    programId: 'citypark',
    clearingValue: '2000000',
  });
  for (const caller of [harbor(), greenmart()]) await accept(ledger, caller, 'citypark');
  await ledger.submit(harbor(), catalogue.proposeRate, { ...rate, ...conditions });
  await ledger.submit(citypark(), catalogue.acceptRate, reference);
}
export const reference = { sourceProgramId: 'harbor', targetProgramId: 'citypark', version: 1 };
export const exchange = (id: string, accountId: string, amount: string, more: object = {}): Operation => ({
  kind: 'exchange',
  id,
  programId: 'harbor',
  accountId,
  amount,
  targetProgramId: 'citypark',
  rateVersion: 1,
  ...more,
});

/** The earliest moment at which the cycle 2026-11 can be closed. */
export const AFTER_NOVEMBER = '2026-12-01T00:15:00.000Z';

/** Harbor owes CityPark 30 points for November, at 1.5 smallest units each, and the cycle is closed. */
export async function closeNovember(ledger: LedgerStub): Promise<void> {
  await post(ledger, harbor(), issue('i-nov', alice, '30'), redeem('r-nov', alice, '30', { acceptor: 'CityParkMSP' }));
  ledger.now = AFTER_NOVEMBER;
  await ledger.submit(greenmart(), catalogue.closeCycle, { cycle: '2026-11' });
}
export const pair = { cycle: '2026-11', debtor: 'HarborMSP', creditor: 'CityParkMSP' };

/** What an account can spend of `harbor`. */
export async function available(ledger: LedgerStub, accountId: string): Promise<string> {
  const { balances } = await ledger.submit(auditor, catalogue.getBalances, { accountId });
  return balances.find(({ programId }) => programId === 'harbor')?.available ?? '0';
}

export async function supply(ledger: LedgerStub, programId = 'harbor') {
  return ledger.submit(auditor, catalogue.getSupply, { programId });
}
