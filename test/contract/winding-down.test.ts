/** A merchant that is gone: its points are spent for a stated time, and others serve its accounts. */
import { catalogue } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
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
  transfer,
} from './consortium.js';
import {
  execute,
  ofCityPark,
  ofGreenMart,
  ofHarbor,
  propose,
  remove,
  startGoverned,
  statusOf,
  vote,
} from './governed.js';
import { dealOn } from './terms-world.js';

const LAST_DAY = '2027-01-31';
const windDown = { kind: 'wind-down', programId: 'harbor', spendableUntil: LAST_DAY } as const;
const handOver = { kind: 'hand-over', mspId: 'HarborMSP', successor: 'CityParkMSP' } as const;

/** Harbor is removed and wound down by the two others; Alice has 100 of its points, in its custody. */
async function removeHarbor(ledger: LedgerStub): Promise<void> {
  await post(ledger, harbor(), issue('i-0', alice, '100'), issue('i-1', carol, '50'));
  const { proposalId, voters, consents } = await propose(
    ledger,
    ofCityPark,
    'end',
    remove('HarborMSP'),
    windDown,
    handOver,
  );
  expect([voters, consents]).toEqual([['CityParkMSP', 'GreenMartMSP'], ['CityParkMSP']]);
  await vote(ledger, ofCityPark, proposalId);
  ledger.now = (await vote(ledger, ofGreenMart, proposalId)).executableFrom!;
  expect(await execute(ledger, ofGreenMart, proposalId)).toMatchObject({ status: 'executed' });
}

test('its points are spent until the day, and issued no more', async () => {
  const ledger = await startGoverned();
  await removeHarbor(ledger);
  expect(await postOne(ledger, citypark(), redeem('r-1', carol, '10'))).toMatchObject({ state: 'POSTED' });
  await expect(postOne(ledger, harbor(), issue('i-2', alice, '1'))).rejects.toThrow('HarborMSP is left');
  ledger.now = `${LAST_DAY}T23:59:59.000Z`;
  const spending = redeem('r-2', carol, '10', { acceptor: 'GreenMartMSP' });
  expect(await postOne(ledger, citypark(), spending)).toMatchObject({ state: 'POSTED' });
  ledger.now = '2027-02-01T00:00:00.000Z';
  expect(await postOne(ledger, citypark(), redeem('r-3', carol, '10'))).toMatchObject({ code: 'PROGRAM_ENDING' });
});

test('its accounts are served by the successor, and by nobody else', async () => {
  const ledger = await startGoverned();
  await removeHarbor(ledger);
  const spent = redeem('r-1', alice, '30', { acceptor: 'CityParkMSP' });
  expect(await postOne(ledger, greenmart(), spent)).toMatchObject({ code: 'NOT_CUSTODIAN' });
  expect(await postOne(ledger, citypark(), spent)).toMatchObject({ state: 'POSTED' });
  expect(await postOne(ledger, citypark(), transfer('t-1', alice, bob, '5'))).toMatchObject({ state: 'POSTED' });
  const { positions } = await ledger.submit(greenmart(), catalogue.clearingPositions, { cycle: '2026-11' });
  expect(positions).toMatchObject([{ debtor: 'HarborMSP', creditor: 'CityParkMSP', amount: '30' }]);
});

test('its debts are settled without it', async () => {
  const ledger = await startGoverned();
  await removeHarbor(ledger);
  await post(ledger, citypark(), redeem('r-1', alice, '30', { acceptor: 'CityParkMSP' }));
  ledger.now = '2026-12-01T00:15:00.000Z';
  await ledger.submit(greenmart(), catalogue.closeCycle, { cycle: '2026-11' });
  const owed = { cycle: '2026-11', debtor: 'HarborMSP', creditor: 'CityParkMSP' };
  await ledger.submit(citypark(), catalogue.disputeSettlement, { ...owed, reason: 'the estate pays' });
  const paid = { ...owed, outcome: 'paid', note: 'by the estate' } as const;
  expect(await ledger.submit(citypark(), catalogue.resolveSettlement, paid)).toMatchObject({ status: 'confirmed' });
});

test('what it and another had settled between themselves is settled by all', async () => {
  const ledger = await startGoverned();
  await dealOn(() => ledger).agree({ prices: [], fees: [] });
  await removeHarbor(ledger);
  await post(ledger, citypark(), redeem('r-1', alice, '30', { acceptor: 'CityParkMSP' }));
  const before = await ledger.submit(greenmart(), catalogue.getCycle, { cycle: '2026-11' });
  expect(before).toMatchObject({ privatePairs: [] });
  ledger.now = '2026-12-01T00:15:00.000Z';
  await ledger.submit(greenmart(), catalogue.closeCycle, { cycle: '2026-11' });
  const owed = { cycle: '2026-11', debtor: 'HarborMSP', creditor: 'CityParkMSP' };
  await ledger.submit(citypark(), catalogue.disputeSettlement, { ...owed, reason: 'the estate pays' });
  const paid = { ...owed, outcome: 'paid', note: 'by the estate' } as const;
  expect(await ledger.submit(citypark(), catalogue.resolveSettlement, paid)).toMatchObject({ status: 'confirmed' });
});

test('as long as it has not left, nothing of it is wound down without its own vote', async () => {
  const ledger = await startGoverned();
  const { proposalId, consents } = await propose(ledger, ofCityPark, 'end', windDown);
  expect(consents).toEqual(['HarborMSP']);
  await vote(ledger, ofCityPark, proposalId);
  expect(await vote(ledger, ofGreenMart, proposalId)).toMatchObject({ status: 'open' });
  expect(await vote(ledger, ofHarbor, proposalId, 'against')).toMatchObject({ status: 'failed' });
});

test('a day that members were told is not taken back', async () => {
  const ledger = await startGoverned();
  await removeHarbor(ledger);
  const earlier = { ...windDown, spendableUntil: '2027-01-30' };
  await expect(propose(ledger, ofCityPark, 'earlier', earlier)).rejects.toThrow('until 2027-01-31 already');
  await expect(
    propose(ledger, ofCityPark, 'later', { ...windDown, spendableUntil: '2027-02-28' }),
  ).resolves.toMatchObject({
    consents: [],
  });
});

test('who comes back serves its accounts itself again', async () => {
  const ledger = await startGoverned();
  await removeHarbor(ledger);
  const admit = { kind: 'admit', mspId: 'HarborMSP', name: 'Harbor', memberKind: 'merchant' } as const;
  const { proposalId } = await propose(ledger, ofCityPark, 'back', admit);
  await vote(ledger, ofCityPark, proposalId);
  ledger.now = (await vote(ledger, ofGreenMart, proposalId)).executableFrom!;
  await execute(ledger, ofCityPark, proposalId);
  expect(await statusOf(ledger, 'HarborMSP')).toBe('candidate');
  expect(await postOne(ledger, citypark(), redeem('r-1', alice, '1'))).toMatchObject({ code: 'NOT_CUSTODIAN' });
  await ledger.submit(harbor(), catalogue.registerOrganization, { name: 'Harbor' });
  expect(await postOne(ledger, harbor(), redeem('r-2', alice, '1'))).toMatchObject({ state: 'POSTED' });
});
