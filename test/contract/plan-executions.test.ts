/** What came of a plan that members decided on stands on the ledger: that writes wait for it, a few times, and where it was carried out, by each member's own word. */
import { catalogue, type GovernanceAction, PAUSES_MAX } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { citypark } from './consortium.js';
import { decide, ofAuditor, ofCityPark, ofGreenMart, ofHarbor, propose, remove, startGoverned } from './governed.js';

const planHash = 'ab'.repeat(32);
const txId = 'cd'.repeat(32);
const plan = { planHash, proposalId: 'HarborMSP:quicker' };
const channel: GovernanceAction = { kind: 'channel-configuration', planHash };
let ledger: LedgerStub;
const executions = async () => (await ledger.submit(ofAuditor, catalogue.listPlanExecutions, { planHash })).executions;
const pause = (caller = ofCityPark) => ledger.submit(caller, catalogue.pauseWrites, plan);
const record = (more: object = {}, caller = ofCityPark) =>
  ledger.submit(caller, catalogue.recordExecution, { ...plan, block: 57, sequence: 4, ...more });

const pauseOf = async (mspId: string) => (await executions()).find((each) => each.mspId === mspId);

beforeEach(async () => {
  ledger = await startGoverned();
});

it('any member has writes wait and records, each as its own word and once', async () => {
  await decide(ledger, 'quicker', [channel]);
  expect(await pause()).toMatchObject({ ...plan, mspId: 'CityParkMSP', pause: { times: 1 } });
  expect(await pause()).toMatchObject({ pause: { times: 2 } });
  expect(await pause(ofAuditor)).toMatchObject({ mspId: 'AuditorMSP', pause: { times: 1 } });
  const recorded = await record();
  expect(recorded).toMatchObject({
    ...{ ...plan, mspId: 'CityParkMSP', pause: { times: 2 } },
    recorded: { block: 57, sequence: 4 },
  });
  expect(await record()).toEqual(recorded);
  for (const other of [{ block: 58 }, { sequence: 5 }, { txId }])
    await expect(record(other)).rejects.toThrow('PLAN_CARRIED_OUT');
  await expect(pause()).rejects.toThrow('PLAN_CARRIED_OUT');
  expect(await executions()).toEqual([await pauseOf('AuditorMSP'), recorded]);
});

it('a false word of one member ends no pause of others, and stands for nobody else', async () => {
  await decide(ledger, 'quicker', [channel]);
  const falsely = await record({ block: 1, sequence: 1 }, ofGreenMart);
  expect(await pause()).toMatchObject({ pause: { times: 1 } });
  const truly = await record();
  expect(truly).toMatchObject({ recorded: { block: 57, sequence: 4 } });
  expect(await executions()).toEqual([truly, falsely]);
});

it('each decision on the same plan has its own', async () => {
  await decide(ledger, 'quicker', [channel]);
  await decide(ledger, 'again', [channel]);
  await record();
  await record({ proposalId: 'HarborMSP:again', block: 60, sequence: 6 });
  expect((await executions()).map(({ recorded }) => recorded?.block)).toEqual([60, 57]);
});

it('nobody keeps others from writing by it', async () => {
  await decide(ledger, 'quicker', [channel]);
  for (let times = 0; times < PAUSES_MAX; times += 1) await pause(ofGreenMart);
  await expect(pause(ofGreenMart)).rejects.toThrow('PAUSES_USED_UP');
  // Nor from having writes wait.
  expect(await pause()).toMatchObject({ pause: { times: 1 } });
  // It is carried out all the same.
  await record();
});

it('of a definition the transaction is recorded, and no writes wait for it', async () => {
  await decide(ledger, 'quicker', [{ kind: 'chaincode-definition', planHash }]);
  await expect(pause()).rejects.toThrow('PLAN_NOT_DECIDED');
  expect(await record({ txId })).toMatchObject({ recorded: { txId } });
});

it('what was not executed, what has another plan, and what nobody proposed is refused', async () => {
  await propose(ledger, ofHarbor, 'quicker', channel);
  for (const attempt of [pause, record]) await expect(attempt()).rejects.toThrow('PLAN_NOT_DECIDED');
  await decide(ledger, 'other', [{ kind: 'channel-configuration', planHash: 'ba'.repeat(32) }]);
  await expect(record({ proposalId: 'HarborMSP:other' })).rejects.toThrow('PLAN_NOT_DECIDED');
  await expect(record({ proposalId: 'HarborMSP:nothing' })).rejects.toThrow('PROPOSAL_UNKNOWN');
});

it('who has left, and a cashier, say nothing', async () => {
  await decide(ledger, 'quicker', [channel]);
  await decide(ledger, 'out', [remove('GreenMartMSP')]);
  for (const attempt of [() => pause(ofGreenMart), () => record({}, ofGreenMart)])
    await expect(attempt()).rejects.toThrow('ORGANIZATION_NOT_ALLOWED');
  await expect(record({}, citypark('cashier'))).rejects.toThrow('ROLE_NOT_ALLOWED');
  await expect(record({ txId: 'x' })).rejects.toThrow('REQUEST_INVALID');
});
