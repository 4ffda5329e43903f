/**
 * Endorsed in time and ordered late. Fabric judges no time at commit, so what was kept back takes effect until a row that it
 * read has changed; what closes the window of each kind is shown here (docs/decisions/0025-what-is-kept-back.md).
 */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import type { LedgerStub, Simulation, StubCaller } from '../support/ledger-stub.js';
import {
  agreeOnRate,
  alice,
  capture,
  citypark,
  END_EVERYWHERE,
  exchange,
  expire,
  harbor,
  hold,
  issue,
  post,
  postOne,
  redeem,
  reference,
  startConsortium,
  supply,
  voidHold,
} from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
  await agreeOnRate(ledger);
  await post(ledger, harbor(), issue('i-1', alice, '60'));
});

const keepBack = (caller: StubCaller, operation: Operation, lots?: readonly string[]): Promise<Simulation> =>
  ledger.simulate(caller, 'Points:Post', [
    JSON.stringify({
      operations: [operation],
      ...(lots === undefined ? {} : { sources: [{ accountId: alice, programId: 'harbor', lots }] }),
    }),
  ]);
const lotsOfAlice = async () =>
  (await ledger.submit(harbor(), catalogue.listLots, { accountId: alice })).lots.map(({ lotId }) => lotId);

describe('a capture that was endorsed before the end of its hold', () => {
  const promise = hold('h-1', alice, '25', { beneficiary: 'CityParkMSP' });
  const kept = () => keepBack(citypark(), capture('c-1', 'h-1', { holdMspId: 'HarborMSP' }));

  test('takes effect after it, as long as nobody has voided the hold', async () => {
    await post(ledger, harbor(), promise);
    const late = await kept();
    ledger.now = '2026-11-23T11:00:00.000Z';
    expect(ledger.commit(late)).toBe('VALID');
  });

  test('has none once its custodian’s gateway has voided the hold, which it does as soon as it may', async () => {
    await post(ledger, harbor(), promise);
    const late = await kept();
    ledger.now = END_EVERYWHERE;
    expect((await postOne(ledger, harbor('operator'), voidHold('v-1', 'h-1'))).state).toBe('POSTED');
    expect(ledger.commit(late)).toBe('MVCC_READ_CONFLICT');
    expect(await supply(ledger)).toMatchObject({ outstanding: '60', held: '0', redeemed: '0' });
  });

  test('and the void that gives the points back cannot itself be endorsed before the end, dated ahead as far as peers take it', async () => {
    await post(ledger, harbor(), promise);
    ledger.now = '2026-11-23T08:06:59.999Z';
    expect((await postOne(ledger, harbor('operator'), voidHold('v-1', 'h-1'))).code).toBe('HOLD_NOT_YOURS');
  });
});

test.each([
  ['harbor, which issues what is given', harbor()],
  ['citypark, which issues what is received', citypark()],
])('an exchange that was kept back past its rate has no effect once the rate is withdrawn by %s', async (_name, by) => {
  const late = await keepBack(harbor(), exchange('x-1', alice, '9'), await lotsOfAlice());
  ledger.now = '2026-12-23T00:00:01.000Z';
  await ledger.submit(by, catalogue.setRateStatus, { ...reference, status: 'withdrawn' });
  expect(ledger.commit(late)).toBe('MVCC_READ_CONFLICT');
});

test('a redemption that was kept back past its points’ day has no effect once they are retired, by whoever may', async () => {
  const late = await keepBack(harbor(), redeem('r-1', alice, '10'), await lotsOfAlice());
  ledger.now = '2027-11-24T00:00:00.000Z';
  await post(ledger, harbor(), expire('e-1', alice));
  expect(ledger.commit(late)).toBe('MVCC_READ_CONFLICT');
});

test('a debit that was kept back has no effect once the points that it names have moved', async () => {
  const late = await keepBack(harbor(), redeem('r-1', alice, '10'), await lotsOfAlice());
  await post(ledger, harbor(), redeem('r-2', alice, '1'));
  expect(ledger.commit(late)).toBe('MVCC_READ_CONFLICT');
});
