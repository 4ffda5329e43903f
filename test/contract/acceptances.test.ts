/** What a point is worth between merchants, who takes it at that, and that no later value prices a debt. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import { LedgerStub, type StubCaller } from '../support/ledger-stub.js';
import {
  accept,
  AFTER_NOVEMBER,
  agreeOnRate,
  alice,
  auditor,
  capture,
  citypark,
  exchange,
  greenmart,
  harbor,
  hold,
  issue,
  post,
  postOne,
  program,
  redeem,
  reverse,
  startConsortium,
} from './consortium.js';
import { dealOn } from './terms-world.js';

const november = '2026-11';
const atCityPark = { acceptor: 'CityParkMSP' };
let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
  await post(ledger, harbor(), issue('i-1', alice, '100'));
});
const { agree } = dealOn(() => ledger);

const setValue = (clearingValue: string, programId = 'harbor', by = harbor()) =>
  ledger.submit(by, catalogue.setClearingValue, { programId, clearingValue });
const spend = (id: string, amount = '10', more: object = {}) =>
  postOne(ledger, harbor(), redeem(id, alice, amount, { ...atCityPark, ...more }));
const codeOf = async (...of: Parameters<typeof spend>) => (await spend(...of)).code;
const cutOff = async (cycle: string) => {
  for (const by of [harbor(), citypark(), greenmart()]) await ledger.submit(by, catalogue.cutOffCycle, { cycle });
};
const close = (cycle: string) => ledger.submit(greenmart(), catalogue.closeCycle, { cycle });
const read = (cycle: string) => ledger.submit(auditor, catalogue.getCycle, { cycle });
const owedTo = async (creditor: string, cycle: string) =>
  (await read(cycle)).net.find(({ mspId }) => mspId === creditor)?.amount;
const inForce = async (programId = 'harbor') =>
  (await ledger.submit(auditor, catalogue.listAcceptances, { programId })).acceptances
    .filter((each) => each.inForce)
    .map(({ mspId }) => mspId);

/** A programme that was made without a value, with points of it at Alice's. */
async function bareProgram(): Promise<void> {
  const { clearingValue: _none, ...bare } = { ...program, programId: 'harbor-bare' };
  await ledger.submit(harbor(), catalogue.createProgram, bare);
  await post(ledger, harbor(), issue('i-bare', alice, '100', { programId: 'harbor-bare' }));
}

describe('a clearing value', () => {
  test('is there from the beginning of a programme that was made with one', async () => {
    expect((await spend('r-1')).receipt).toMatchObject({ clearingValue: '1500000', cycle: november });
    expect(await owedTo('CityParkMSP', november)).toBe('15000000');
  });

  test('counts from the next cycle on, the first one too', async () => {
    await bareProgram();
    await accept(ledger, citypark(), 'harbor-bare');
    expect((await setValue('7', 'harbor-bare')).clearingValues).toEqual([
      { fromCycle: '2026-11.02', clearingValue: '7' },
    ]);
    expect(await codeOf('r-1', '10', { programId: 'harbor-bare' })).toBe('PROGRAM_UNVALUED');
    await cutOff(november);
    expect((await spend('r-2', '10', { programId: 'harbor-bare' })).receipt).toMatchObject({ clearingValue: '7' });
  });

  test('counts with the next month where none is cut off', async () => {
    await bareProgram();
    await accept(ledger, citypark(), 'harbor-bare');
    await setValue('7', 'harbor-bare');
    ledger.now = AFTER_NOVEMBER;
    expect((await spend('r-1', '10', { programId: 'harbor-bare' })).receipt).toMatchObject({
      clearingValue: '7',
      cycle: '2026-12',
    });
  });

  test('that is set between the cut and the closing changes nothing of what is owed', async () => {
    await spend('r-1');
    await cutOff(november);
    await setValue('1');
    await close(november);
    expect(await owedTo('CityParkMSP', november)).toBe('15000000');
    await spend('r-2');
    expect(await owedTo('CityParkMSP', '2026-11.02')).toBe('15000000');
  });

  test('that was endorsed in time and kept back prices no debt that arose meanwhile', async () => {
    const late = await ledger.simulate(harbor(), 'Programs:SetClearingValue', [
      JSON.stringify({ programId: 'harbor', clearingValue: '1' }),
    ]);
    ledger.now = '2026-12-15T08:00:00.000Z';
    await spend('r-1');
    expect(ledger.commit(late)).toBe('VALID');
    ledger.now = '2027-01-01T00:15:00.000Z';
    await close('2026-12');
    expect(await owedTo('CityParkMSP', '2026-12')).toBe('15000000');
  });

  test('that was kept back until its month was closed is too late', async () => {
    const late = await ledger.simulate(harbor(), 'Programs:SetClearingValue', [
      JSON.stringify({ programId: 'harbor', clearingValue: '1' }),
    ]);
    ledger.now = AFTER_NOVEMBER;
    await close(november);
    expect(ledger.commit(late)).toBe('MVCC_READ_CONFLICT');
  });

  test('of a hold is that of the promise, whatever the issuer sets before its capture', async () => {
    await post(
      ledger,
      harbor(),
      hold('h-1', alice, '10', { beneficiary: 'CityParkMSP', expiresAt: '2026-12-02T00:00:00Z' }),
    );
    await setValue('1');
    ledger.now = AFTER_NOVEMBER;
    const { receipt } = await postOne(ledger, citypark(), capture('c-1', 'h-1', { holdMspId: 'HarborMSP' }));
    expect(receipt).toMatchObject({ clearingValue: '1500000', cycle: '2026-12' });
    expect(await owedTo('CityParkMSP', '2026-12')).toBe('15000000');
  });

  test('of what is taken back later is that at which it was owed', async () => {
    await spend('r-1');
    await setValue('1');
    ledger.now = AFTER_NOVEMBER;
    await close(november);
    await post(ledger, citypark(), reverse('v-1', 'r-1', { operationMspId: 'HarborMSP', amount: '4' }));
    expect(await owedTo('CityParkMSP', '2026-12')).toBe('-6000000');
  });
});

describe('an acceptance', () => {
  const spending: [string, () => Promise<string | undefined>][] = [
    ['redeemed', () => codeOf('x-1')],
    [
      'held for it',
      async () => (await postOne(ledger, harbor(), hold('x-1', alice, '10', { beneficiary: 'CityParkMSP' }))).code,
    ],
    [
      'exchanged into its own',
      async () => {
        await agreeOnRate(ledger);
        return (await postOne(ledger, harbor(), exchange('x-1', alice, '9'))).code;
      },
    ],
  ];
  test.each(spending)('is what a merchant’s points of another are %s by', async (_what, attempt) => {
    await ledger.submit(citypark(), catalogue.endAcceptance, { programId: 'harbor' });
    expect(await attempt()).toBe('PROGRAM_NOT_ACCEPTED');
    expect(await inForce()).toEqual(['GreenMartMSP']);
  });

  test('is not asked for at the issuer itself', async () => {
    await bareProgram();
    const own = { programId: 'harbor-bare', acceptor: 'HarborMSP' };
    expect((await spend('r-1', '10', own)).state).toBe('POSTED');
  });

  test('is over by itself with a lower value, also if a higher one follows, until it is said anew', async () => {
    await accept(ledger, citypark(), 'harbor', '1500000');
    await setValue('1499999');
    expect((await spend('r-1')).state).toBe('POSTED');
    await cutOff(november);
    expect(await codeOf('r-2')).toBe('PROGRAM_NOT_ACCEPTED');
    await setValue('2000000');
    await cutOff('2026-11.02');
    expect(await codeOf('r-3')).toBe('PROGRAM_NOT_ACCEPTED');
    expect(await inForce()).toEqual(['GreenMartMSP']);
    await accept(ledger, citypark(), 'harbor', '2000000');
    expect((await spend('r-4')).receipt).toMatchObject({ clearingValue: '2000000' });
  });

  test('above the present value is not in force', async () => {
    await accept(ledger, citypark(), 'harbor', '1500001');
    expect(await codeOf('r-1')).toBe('PROGRAM_NOT_ACCEPTED');
  });

  test('said again changes nothing, ended again neither', async () => {
    const first = await accept(ledger, citypark(), 'harbor', '1500000');
    ledger.now = '2026-11-24T08:00:00.000Z';
    expect(await accept(ledger, citypark(), 'harbor', '1500000')).toEqual(first);
    const ended = await ledger.submit(citypark(), catalogue.endAcceptance, { programId: 'harbor' });
    ledger.now = '2026-11-25T08:00:00.000Z';
    expect(await ledger.submit(citypark(), catalogue.endAcceptance, { programId: 'harbor' })).toEqual(ended);
  });

  test('that ends leaves what was promised before', async () => {
    await post(ledger, harbor(), hold('h-1', alice, '10', { beneficiary: 'CityParkMSP' }));
    await ledger.submit(citypark(), catalogue.endAcceptance, { programId: 'harbor' });
    const captured = await postOne(ledger, citypark(), capture('c-1', 'h-1', { holdMspId: 'HarborMSP' }));
    expect(captured.state).toBe('POSTED');
  });

  test('that ends beside a redemption: one of the two', async () => {
    const operation: Operation = redeem('r-1', alice, '10', atCityPark);
    const beside = await ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations: [operation] })]);
    await ledger.submit(citypark(), catalogue.endAcceptance, { programId: 'harbor' });
    expect(ledger.commit(beside)).toBe('MVCC_READ_CONFLICT');
  });
});

describe('two merchants on private terms', () => {
  test('take each other’s points without a public value, as long as they accept the programme', async () => {
    await bareProgram();
    const bare = { programId: 'harbor-bare' };
    expect(await codeOf('r-1', '10', bare)).toBe('PROGRAM_UNVALUED');
    await agree();
    expect(await codeOf('r-0', '10', bare)).toBe('PROGRAM_NOT_ACCEPTED');
    await accept(ledger, citypark(), 'harbor-bare', '1');
    expect((await spend('r-2', '10', bare)).receipt).toMatchObject({ acceptor: 'CityParkMSP', cycle: november });
    expect(await codeOf('r-3', '10', { ...bare, acceptor: 'GreenMartMSP' })).toBe('PROGRAM_UNVALUED');
    await ledger.submit(citypark(), catalogue.endAcceptance, { programId: 'harbor-bare' });
    expect(await codeOf('r-4', '10', bare)).toBe('PROGRAM_NOT_ACCEPTED');
  });
});

describe('points without a value all the same', () => {
  const position = { debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor' };
  /** As on a ledger from before: a debt that says nothing of its worth. */
  const plant = (amount: string) =>
    ledger.plant('clearing', [november, ...Object.values(position), '0'.repeat(64)], { amount });
  const endAll = () => ledger.submit(citypark(), catalogue.endAcceptance, { programId: 'harbor' });

  test('do not disappear at closing: they are carried into the open cycle', async () => {
    await spend('r-1');
    plant('200');
    await endAll();
    expect((await read(november)).unvalued).toEqual(['harbor']);
    ledger.now = AFTER_NOVEMBER;
    const closed = await close(november);
    expect(closed).toMatchObject({
      positions: [{ ...position, amount: '10', worth: '15000000' }],
      carried: [{ ...position, amount: '200' }],
      carriedTo: '2026-12',
      unvalued: [],
    });
    expect((await read('2026-12')).positions).toEqual([{ ...position, amount: '200', worth: '0', unvalued: '200' }]);
  });

  test('are carried again and again until both sides value them, and then they are owed', async () => {
    plant('200');
    await endAll();
    await cutOff(november);
    await close(november);
    await setValue('2000000');
    await cutOff('2026-11.02');
    expect(await close('2026-11.02')).toMatchObject({ positions: [], carriedTo: '2026-11.03' });
    await accept(ledger, citypark(), 'harbor', '2000000');
    ledger.now = AFTER_NOVEMBER;
    expect(await close('2026-11.03')).toMatchObject({
      positions: [{ ...position, amount: '200', worth: '400000000' }],
      unvalued: [],
    });
    const { settlements } = await ledger.submit(auditor, catalogue.listSettlements, {});
    expect(settlements.map(({ cycle, amount }) => [cycle, amount])).toEqual([['2026-11.03', '400000000']]);
  });

  test('are not carried by a closing of which the cycle to carry into is closed meanwhile', async () => {
    plant('200');
    await endAll();
    await cutOff(november);
    const by: StubCaller = greenmart();
    const late = await ledger.simulate(by, 'Clearing:Close', [JSON.stringify({ cycle: november })]);
    await cutOff('2026-11.02');
    expect(ledger.commit(late)).toBe('MVCC_READ_CONFLICT');
  });
});
