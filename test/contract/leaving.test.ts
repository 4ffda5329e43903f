/** A member that leaves by its own word: what it issued is spent for as long as the constitution says, and then it is gone. */
import { catalogue, charterOtherwise } from '@commonpoint/catalogue';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import { alice, carol, citypark, harbor, issue, post, postOne, redeem } from './consortium.js';
import {
  decide,
  execute,
  ofAuditor,
  ofCityPark,
  ofGreenMart,
  ofHarbor,
  propose,
  startGoverned,
  statusOf,
  vote,
} from './governed.js';

/** The 90 days of the usual constitution from 2026-11-23 on. */
const EARLIEST = '2027-02-21';
const leave = (ledger: LedgerStub, caller: StubCaller = ofHarbor, spendableUntil = EARLIEST) =>
  ledger.submit(caller, catalogue.leaveConsortium, { spendableUntil });

let ledger: LedgerStub;
beforeEach(async () => {
  expect(charterOtherwise.noticeDays).toBe(90);
  ledger = await startGoverned();
  await post(ledger, harbor(), issue('i-0', alice, '50'), issue('i-1', carol, '50'));
});

test('lets its points be spent for the time of notice at the least', async () => {
  await expect(leave(ledger, ofHarbor, '2027-02-20')).rejects.toMatchObject({
    body: { code: 'LEAVING_TOO_SOON', errors: [{ pointer: '/spendableUntil' }] },
  });
  expect(await statusOf(ledger, 'HarborMSP')).toBe('active');
  const leaving = await leave(ledger);
  expect(leaving).toMatchObject({ status: 'leaving', leaving: { since: ledger.now, until: EARLIEST } });
  expect(await leave(ledger)).toEqual(leaving);
  expect(await ledger.submit(harbor(), catalogue.getProgram, { programId: 'harbor' })).toMatchObject({
    spendableUntil: EARLIEST,
  });
  await expect(postOne(ledger, harbor(), issue('i-2', alice, '1'))).resolves.toMatchObject({
    code: 'ORGANIZATION_NOT_ALLOWED',
  });
  expect(await postOne(ledger, harbor(), redeem('r-1', alice, '1'))).toMatchObject({ state: 'POSTED' });
  ledger.now = `${EARLIEST}T23:59:00.000Z`;
  expect(await postOne(ledger, citypark(), redeem('r-2', carol, '1'))).toMatchObject({ state: 'POSTED' });
});

test('puts its day off, and never takes it back, nor makes its points harder to spend', async () => {
  await leave(ledger);
  await leave(ledger, ofHarbor, '2027-03-31');
  await expect(leave(ledger)).rejects.toThrow('LEAVING_TOO_SOON');
  const suspending = { programId: 'harbor', status: 'suspended' } as const;
  await expect(ledger.submit(harbor(), catalogue.setProgramStatus, suspending)).rejects.toThrow('PROGRAM_ENDING');
  const narrowing = { programId: 'harbor', limits: { spending: { perDay: '1' } } };
  await expect(ledger.submit(harbor(), catalogue.setLimits, { ...narrowing, limits: {} })).rejects.toThrow(
    'PROGRAM_ENDING',
  );
});

test('has left once the day is over by every clock, by saying so again, and then settles', async () => {
  await leave(ledger);
  ledger.now = '2027-02-22T00:01:59.000Z';
  expect(await leave(ledger)).toMatchObject({ status: 'leaving' });
  ledger.now = '2027-02-22T00:02:00.000Z';
  expect(await leave(ledger)).toMatchObject({ status: 'left' });
  await expect(leave(ledger)).rejects.toThrow('HarborMSP is left');
  await expect(postOne(ledger, harbor(), redeem('r-1', alice, '1'))).rejects.toThrow('HarborMSP is left');
  const { epoch } = await ledger.submit(ofCityPark, catalogue.getConstitution, {});
  expect(epoch.number).toBe(3);
});

test('has no vote any more, not even one that it gave before', async () => {
  const { proposalId } = await propose(ledger, ofCityPark, 'notes', { kind: 'switch-on', feature: 'notes' });
  await vote(ledger, ofHarbor, proposalId, 'against');
  await leave(ledger);
  await expect(propose(ledger, ofHarbor, 'late', { kind: 'switch-on', feature: 'x-y' })).rejects.toThrow('is leaving');
  await vote(ledger, ofCityPark, proposalId);
  expect(await vote(ledger, ofGreenMart, proposalId)).toMatchObject({
    status: 'passed',
    tally: { for: 2, against: 0, abstain: 0 },
  });
});

test('its accounts are handed over by a vote when it has left, and it is taken back by one before', async () => {
  await leave(ledger);
  const handOver = { kind: 'hand-over', mspId: 'HarborMSP', successor: 'CityParkMSP' } as const;
  await expect(propose(ledger, ofCityPark, 'early', handOver)).rejects.toThrow('HarborMSP has not left');
  const other = ledger.copy();
  const { proposalId } = await propose(other, ofCityPark, 'back', { kind: 'readmit', mspId: 'HarborMSP' });
  await vote(other, ofCityPark, proposalId);
  other.now = (await vote(other, ofGreenMart, proposalId)).executableFrom!;
  await execute(other, ofCityPark, proposalId);
  expect(await other.submit(ofHarbor, catalogue.getOrganization, { mspId: 'HarborMSP' })).not.toHaveProperty('leaving');
  expect(await statusOf(other, 'HarborMSP')).toBe('active');
});

test('an auditor leaves too, and a suspended member does not leave its suspension by that', async () => {
  expect(await leave(ledger, ofAuditor)).toMatchObject({ status: 'leaving', kind: 'auditor' });
  await decide(ledger, 'out', [{ kind: 'suspend', mspId: 'GreenMartMSP' }]);
  await expect(leave(ledger, ofGreenMart, '2027-12-31')).rejects.toThrow('GreenMartMSP is suspended');
});
