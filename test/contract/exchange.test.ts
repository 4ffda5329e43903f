/** Rates between programmes, and exchanges at them. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  agreeOnRate,
  alice,
  auditor,
  available,
  bob,
  citypark,
  exchange,
  harbor,
  issue,
  post,
  postOne,
  program,
  rate,
  redeem,
  reference,
  reverse,
  startConsortium,
  supply,
} from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
  await agreeOnRate(ledger);
  await post(ledger, harbor(), issue('i-1', alice, '60'));
});

const setStatus = (caller: ReturnType<typeof harbor>, status: 'accepted' | 'suspended' | 'withdrawn') =>
  ledger.submit(caller, catalogue.setRateStatus, { ...reference, status });
const endorse = (operation: Operation, lots: string[] = []) => {
  const sources = lots.length === 0 ? undefined : [{ accountId: alice, programId: 'harbor', lots }];
  return ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations: [operation], sources })]);
};
const quotaOf = async (programId: string) =>
  (await ledger.submit(auditor, catalogue.getQuota, { programId })).lanes.map(({ used }) => used);

test('an exchange takes what it costs, and leaves the remainder with the member', async () => {
  const { receipt } = await postOne(ledger, harbor('cashier'), exchange('x-1', alice, '10', { minReceived: '6' }));
  expect(receipt).toMatchObject({
    amount: '10',
    taken: '9',
    received: '6',
    remainder: '1',
    rateVersion: 1,
    targetProgramId: 'citypark',
    lanes: [{ lane: 0, amount: '6' }],
    cycle: '2026-11',
  });
  expect(await available(ledger, alice)).toBe('51');
  expect(await supply(ledger)).toMatchObject({ issued: '60', outstanding: '51', redeemed: '9' });
  expect(await supply(ledger, 'citypark')).toMatchObject({ issued: '6', outstanding: '6' });
  const { positions } = await ledger.submit(auditor, catalogue.clearingPositions, { cycle: '2026-11' });
  expect(positions).toEqual([{ debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '9' }]);
});

test('what it buys may be spent in the same batch', async () => {
  const outcomes = await post(
    ledger,
    harbor(),
    { ...exchange('x-1', alice, '9'), linked: true },
    redeem('r-1', alice, '6', { programId: 'citypark' }),
  );
  expect(outcomes.map(({ state, code }) => code ?? state)).toEqual(['POSTED', 'POSTED']);
});

test('a chain that fails takes an exchange back', async () => {
  await post(ledger, harbor(), { ...exchange('x-1', alice, '9'), linked: true }, redeem('r-1', bob, '1'));
  expect(await available(ledger, alice)).toBe('60');
  expect(await supply(ledger, 'citypark')).toMatchObject({ issued: '0' });
  expect((await ledger.submit(auditor, catalogue.getRate, reference)).quota[0]).toMatchObject({ used: '0' });
});

test('the quota is carved out of the target’s lanes, and what is left of it goes back', async () => {
  expect(await quotaOf('citypark')).toEqual(['0', '100']);
  await post(ledger, harbor(), exchange('x-1', alice, '9'));
  const { quota } = await ledger.submit(auditor, catalogue.getRate, reference);
  expect(quota).toEqual([
    { lane: 0, granted: '50', used: '6' },
    { lane: 1, granted: '50', used: '0' },
  ]);
  await setStatus(harbor(), 'withdrawn');
  expect(await quotaOf('citypark')).toEqual(['0', '6']);
  expect(ledger.table('rate-quota')).toEqual([]);
});

test('the cap holds: what is carved out cannot be issued beside', async () => {
  const lanes = [0, 1];
  const issuing = (id: string, amount: string) =>
    postOne(ledger, citypark(), issue(id, alice, amount, { programId: 'citypark', lanes }));
  expect((await issuing('i-1', '901')).code).toBe('QUOTA_EXHAUSTED');
  expect((await issuing('i-2', '900')).state).toBe('POSTED');
  const grants = [{ lane: 1, granted: '500' }];
  await ledger.submit(citypark(), catalogue.allotQuota, { programId: 'citypark', grants });
  expect((await issuing('i-3', '1')).code).toBe('QUOTA_EXHAUSTED');
});

test('the target’s issuer may propose as well, and then the source’s accepts', async () => {
  await ledger.submit(citypark(), catalogue.proposeRate, { ...rate, version: 2 });
  expect((await postOne(ledger, harbor(), exchange('x-1', alice, '9', { rateVersion: 2 }))).code).toBe('RATE_NOT_OPEN');
  const accepted = await ledger.submit(harbor(), catalogue.acceptRate, { ...reference, version: 2 });
  expect(accepted).toMatchObject({ status: 'accepted', carved: [{ lane: 1, amount: '100' }] });
  expect(await ledger.submit(harbor(), catalogue.acceptRate, { ...reference, version: 2 })).toEqual(accepted);
  expect(await ledger.submit(citypark(), catalogue.proposeRate, { ...rate, version: 2 })).toEqual(accepted);
});

test('a suspended rate is opened again by whoever suspended it', async () => {
  await setStatus(harbor(), 'suspended');
  expect((await postOne(ledger, harbor(), exchange('x-1', alice, '9'))).code).toBe('RATE_NOT_OPEN');
  expect(await setStatus(harbor(), 'accepted')).not.toHaveProperty('suspendedBy');
  expect((await postOne(ledger, harbor(), exchange('x-1', alice, '9'))).state).toBe('POSTED');
});

test.each([
  ['source', harbor()],
  ['target', citypark()],
])('an exchange is refused while its %s is suspended', async (_side, issuer) => {
  const programId = issuer.mspId === 'HarborMSP' ? 'harbor' : 'citypark';
  await ledger.submit(issuer, catalogue.setProgramStatus, { programId, status: 'suspended' });
  expect((await postOne(ledger, harbor(), exchange('x-1', alice, '9'))).code).toBe('PROGRAM_SUSPENDED');
});

test('an exchange meets a change of its rate', async () => {
  const late = await endorse(exchange('x-1', alice, '9'));
  await setStatus(citypark(), 'suspended');
  expect(ledger.commit(late)).toBe('MVCC_READ_CONFLICT');
});

test('exchanges on different lanes do not meet, and read no range when lots are named', async () => {
  await post(ledger, harbor(), issue('i-2', alice, '9', { lanes: [1] }));
  const { lots } = await ledger.submit(auditor, catalogue.listLots, { accountId: alice });
  const both = [
    await endorse(exchange('x-0', alice, '9', { lanes: [0] }), [lots[0]?.lotId ?? '']),
    await endorse(exchange('x-1', alice, '9', { lanes: [1] }), [lots[1]?.lotId ?? '']),
  ];
  expect(both.map(({ ranges, messages }) => [ranges.length, messages.get(25)])).toEqual([
    [0, 2],
    [0, 2],
  ]);
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'VALID']);
});

test('an exchange is not reversed', async () => {
  await post(ledger, harbor(), exchange('x-1', alice, '9'));
  expect((await postOne(ledger, harbor(), reverse('v-1', 'x-1'))).code).toBe('NOT_REVERSIBLE');
});

test.each([
  ['amount', { amount: '8' }],
  ['rateVersion', { rateVersion: 2 }],
  ['targetProgramId', { targetProgramId: 'greenmart' }],
  ['minReceived', { minReceived: '2' }],
])('a conflict names the field %s', async (field, change) => {
  await post(ledger, harbor(), exchange('x-1', alice, '9'));
  const again = await postOne(
    ledger,
    harbor(),
    exchange('x-1', alice, (change as { amount?: string }).amount ?? '9', change),
  );
  expect(again).toMatchObject({ code: 'ID_CONFLICT', field });
});

test('a quote says what an exchange would do, at the newest open version', async () => {
  const pair = { sourceProgramId: 'harbor', targetProgramId: 'citypark' };
  await ledger.submit(harbor(), catalogue.proposeRate, { ...rate, version: 2, numerator: '9' });
  const quoted = await ledger.submit(auditor, catalogue.quoteRate, { ...pair, amount: '10' });
  expect(quoted).toMatchObject({ version: 1, taken: '9', received: '6', remainder: '1' });
  await expect(
    ledger.submit(auditor, catalogue.quoteRate, { ...pair, version: 2, amount: '10' }),
  ).rejects.toMatchObject({ body: { code: 'RATE_NOT_OPEN' } });
});

test('rates are listed by source, target and version', async () => {
  await ledger.submit(harbor(), catalogue.proposeRate, { ...rate, version: 2 });
  await ledger.submit(citypark(), catalogue.createProgram, { ...program, programId: 'citypark-second' });
  await ledger.submit(harbor(), catalogue.proposeRate, { ...rate, targetProgramId: 'citypark-second' });
  const list = async (request: object) =>
    (await ledger.submit(auditor, catalogue.listRates, request)).rates.map(
      ({ targetProgramId, version }) => `${targetProgramId} ${version}`,
    );
  expect(await list({})).toEqual(['citypark 1', 'citypark 2', 'citypark-second 1']);
  expect(await list({ sourceProgramId: 'harbor', targetProgramId: 'citypark' })).toEqual(['citypark 1', 'citypark 2']);
  await expect(list({ targetProgramId: 'citypark' })).rejects.toMatchObject({ body: { code: 'REQUEST_INVALID' } });
});
