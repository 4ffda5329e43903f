/** What two merchants on private terms owe each other for a closed cycle, and what they say of its payment. */
import { catalogue, type SettlementSaid } from '@commonpoint/catalogue';
import type { LedgerStub, Simulation, StubCaller } from '../support/ledger-stub.js';
import {
  AFTER_NOVEMBER,
  alice,
  auditor,
  citypark,
  closeNovember,
  greenmart,
  harbor,
  issue,
  post,
  program,
  redeem,
  startConsortium,
} from './consortium.js';
import { COLLECTION, dealOn, parties, refused, resultOf } from './terms-world.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});
const { propose, agree } = dealOn(() => ledger);

const forHarbor = { counterparty: 'CityParkMSP', cycle: '2026-11' };
const forCityPark = { counterparty: 'HarborMSP', cycle: '2026-11' };
const make = (request = forHarbor, by = harbor('operator')) => ledger.submit(by, catalogue.makeStatement, request);
const cycle = (by: StubCaller = auditor) => ledger.submit(by, catalogue.getCycle, { cycle: '2026-11' });

const owing = { debtor: 'HarborMSP', creditor: 'CityParkMSP' };

describe('money statements', () => {
  test('come from the public positions and the private terms, the same for both', async () => {
    await agree();
    await closeNovember(ledger);
    const made = await make();
    expect(made).toMatchObject({ cycle: '2026-11', parties, madeBy: 'HarborMSP' });
    const read = await ledger.submit(harbor('operator'), catalogue.getStatement, forHarbor);
    expect(read.record).toEqual(made);
    expect(await ledger.submit(citypark('operator'), catalogue.getStatement, forCityPark)).toEqual(read);
    // 30 points: 20 at 713,713 and 10 at the public 1,500,000; 1.37 % of that is 401,055.962; and 919,191.
    expect(read.statement).toMatchObject({
      termsVersion: 1,
      lines: [{ points: '30', pointsAtPrice: '20', pointsAtClearingValue: '10', amount: '29274260' }],
      fees: [{ payer: 'CityParkMSP', base: '29274260', amount: String(401057n + 919191n) }],
      // 27,954,012: of that so much is paid.
      currency: 'USD',
      total: { ...owing, amount: '27000000' },
      remainder: { ...owing, amount: String(29274260n - 401057n - 919191n - 27000000n) },
    });
  });

  test('are made once, whoever makes them, and both peers make the same', async () => {
    await agree();
    await closeNovember(ledger);
    const on = (by: StubCaller, request: object, peerOf: string) =>
      ledger.simulate(by, 'Statements:Make', [JSON.stringify(request)], { peerOf });
    const [ours, ourOther, theirs] = [
      await on(harbor('operator'), forHarbor, 'HarborMSP'),
      await on(harbor('operator'), forHarbor, 'CityParkMSP'),
      await on(citypark('operator'), forCityPark, 'CityParkMSP'),
    ];
    expect(resultOf(ourOther)).toEqual(resultOf(ours));
    expect(resultOf(theirs).privateRows).toEqual(resultOf(ours).privateRows);
    expect([ledger.commit(ours), ledger.commit(theirs)]).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
    const again = await make(forCityPark, citypark('operator'));
    expect(again).toMatchObject({ madeBy: 'HarborMSP' });
  });

  test('tell nobody else more than that they exist', async () => {
    await agree();
    await closeNovember(ledger);
    const { hash } = await make();
    const { statements } = await ledger.submit(auditor, catalogue.listStatements, { cycle: '2026-11' });
    expect(statements).toEqual([{ cycle: '2026-11', parties, hash, madeBy: 'HarborMSP', madeAt: AFTER_NOVEMBER }]);
    const rows = [...ledger.rows.values()].map(({ value }) => value.toString()).join('\n');
    for (const secret of ['29274260', '27000000', '954012', '713713', '919191']) expect(rows).not.toContain(secret);
    expect(ledger.privateRows.values(COLLECTION).join()).toContain('29274260');
    const asked = { counterparty: 'HarborMSP', cycle: '2026-11' };
    await expect(ledger.submit(greenmart('operator'), catalogue.getStatement, asked)).rejects.toMatchObject(
      refused('STATEMENT_UNKNOWN'),
    );
    await expect(ledger.submit(auditor, catalogue.getStatement, asked)).rejects.toMatchObject(
      refused('ROLE_NOT_ALLOWED'),
    );
  });

  test('take the pair out of the public settlement, and the rest still sums to zero', async () => {
    await agree();
    await ledger.submit(citypark(), catalogue.createProgram, {
      ...program,
      programId: 'citypark',
      clearingValue: '7',
    });
    await post(ledger, harbor(), issue('i-g', alice, '9'), redeem('r-g', alice, '9', { acceptor: 'GreenMartMSP' }));
    const before = await cycle();
    expect(before).toMatchObject({ status: 'open', privatePairs: [{ parties, termsVersion: 1 }] });
    await closeNovember(ledger);
    const closed = await cycle();
    expect(closed.positions).toHaveLength(2);
    expect(closed.net).toEqual([
      { mspId: 'GreenMartMSP', amount: '13500000' },
      { mspId: 'HarborMSP', amount: '-13500000' },
    ]);
    const { settlements } = await ledger.submit(auditor, catalogue.listSettlements, { cycle: '2026-11' });
    expect(settlements.map(({ creditor }) => creditor)).toEqual(['GreenMartMSP']);
  });

  test('are on the terms that hold for the cycle, as they were when it was closed', async () => {
    await agree({ validFrom: '2026-10', validUntil: '2026-11' });
    await agree({ validFrom: '2026-12', prices: [], fees: [] }, 2);
    await closeNovember(ledger);
    await agree({ validFrom: '2026-01', prices: [{ programId: 'harbor', price: '1' }] }, 3);
    await make();
    const { statement } = await ledger.submit(harbor('operator'), catalogue.getStatement, forHarbor);
    expect(statement.termsVersion).toBe(1);
  });

  test('read all terms whichever hold, so that the block does not tell', async () => {
    await agree({ validFrom: '2026-12' });
    await agree({ validFrom: '2026-11' }, 2);
    await closeNovember(ledger);
    const made = await ledger.simulate(harbor('operator'), 'Statements:Make', [JSON.stringify(forHarbor)]);
    // Private reads are GET_STATE with a collection; public single reads go in batches.
    const names = (reads: ReturnType<typeof privateReads>) => reads.map(({ key }) => key.split('\u0000')[1]);
    expect(names(privateReads(made)).sort()).toEqual(['remainder', 'terms', 'terms']);
  });

  test('leave what is less than can be paid to the next one, which takes it in', async () => {
    await agree();
    await closeNovember(ledger);
    await make();
    await post(ledger, harbor(), issue('i-d', alice, '1'), redeem('r-d', alice, '1', { acceptor: 'CityParkMSP' }));
    ledger.now = '2027-01-01T00:15:00.000Z';
    await ledger.submit(greenmart(), catalogue.closeCycle, { cycle: '2026-12' });
    const forDecember = { ...forHarbor, cycle: '2026-12' };
    await make(forDecember);
    const { statement } = await ledger.submit(harbor('operator'), catalogue.getStatement, forDecember);
    // A point at 713,713 less 1.37 % of it, 9,777.8, and 919,191; and 954,012 from November.
    expect(statement).toMatchObject({
      remainderBefore: { ...owing, amount: '954012' },
      remainder: { ...owing, amount: String(713713n - 9777n - 919191n + 954012n) },
    });
    expect(statement).not.toHaveProperty('total');
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ['of an open cycle', async () => (await agree(), make()), 'CYCLE_NOT_CLOSED'],
    ['of a pair without terms', async () => (await closeNovember(ledger), make()), 'STATEMENT_NOT_DUE'],
    [
      'of a pair with a proposal only',
      async () => (await propose(), await closeNovember(ledger), make()),
      'STATEMENT_NOT_DUE',
    ],
    [
      'of terms accepted after the closing',
      async () => (await closeNovember(ledger), await agree(), make()),
      'STATEMENT_NOT_DUE',
    ],
    ['by a cashier', () => make(forHarbor, harbor('cashier')), 'ROLE_NOT_ALLOWED'],
    ['with oneself', () => make({ ...forHarbor, counterparty: 'HarborMSP' }), 'COUNTERPARTY_UNKNOWN'],
    ['of no month', () => make({ ...forHarbor, cycle: '2026-13' }), 'REQUEST_INVALID'],
    ['not made and read', () => ledger.submit(harbor(), catalogue.getStatement, forHarbor), 'STATEMENT_UNKNOWN'],
  ])('%s: refused', async (_name, work, code) => {
    await expect(work()).rejects.toMatchObject(refused(code));
  });
});

describe('the payment of a statement', () => {
  beforeEach(async () => {
    await agree();
    await closeNovember(ledger);
    await make();
  });
  const say = (said: SettlementSaid, by = harbor('operator')) =>
    ledger.submit(by, catalogue.settleStatement, by.mspId === 'HarborMSP' ? forHarbor : forCityPark, said);
  const settlement = async (by = citypark('operator')) =>
    (await ledger.submit(by, catalogue.getStatement, by.mspId === 'HarborMSP' ? forHarbor : forCityPark)).settlement;
  const instruct = (reference = 'RF18 5390') => say({ say: 'instructed', reference });

  test('is due at first', async () => {
    expect(await settlement()).toEqual({
      cycle: '2026-11',
      debtor: 'HarborMSP',
      creditor: 'CityParkMSP',
      currency: 'USD',
      amount: '27000000',
      status: 'due',
      dueSince: '2026-12-01',
    });
  });

  test('of a cycle that was cut off is due since that day, and on terms until the end of its month', async () => {
    ledger = await startConsortium();
    await agree({ validUntil: '2026-11' });
    for (const by of [harbor(), citypark(), greenmart()])
      await ledger.submit(by, catalogue.cutOffCycle, { cycle: '2026-11' });
    await post(ledger, harbor(), issue('i-c', alice, '9'), redeem('r-c', alice, '9', { acceptor: 'CityParkMSP' }));
    const cutOn = ledger.now.slice(0, 10);
    for (const by of [harbor(), citypark(), greenmart()])
      await ledger.submit(by, catalogue.cutOffCycle, { cycle: '2026-11.02' });
    await ledger.submit(harbor(), catalogue.closeCycle, { cycle: '2026-11.02' });
    const second = { ...forHarbor, cycle: '2026-11.02' };
    await make(second);
    const read = await ledger.submit(harbor('operator'), catalogue.getStatement, second);
    expect(read).toMatchObject({ statement: { termsVersion: 1 }, settlement: { dueSince: cutOn, status: 'due' } });
    await ledger.submit(harbor('operator'), catalogue.settleStatement, second, { say: 'instructed', reference: 'R' });
    const after = await ledger.submit(harbor('operator'), catalogue.getStatement, second);
    expect(after).toMatchObject({ settlement: { dueSince: cutOn, status: 'instructed' } });
  });

  test('is instructed by the debtor and confirmed by the creditor, and nobody else gets to know', async () => {
    const before = ledger.rows.size;
    await instruct();
    expect(await settlement(harbor('operator'))).toMatchObject({ status: 'instructed', reference: 'RF18 5390' });
    await say({ say: 'confirmed' }, citypark('operator'));
    expect(await settlement()).toMatchObject({ status: 'confirmed', reference: 'RF18 5390' });
    expect(ledger.rows.size).toBe(before);
    const rows = [...ledger.rows.values()].map(({ value }) => value.toString()).join();
    expect(rows).not.toContain('RF18');
    expect((await ledger.submit(auditor, catalogue.listSettlements, {})).settlements).toEqual([]);
  });

  test('is disputed with a reason and resolved', async () => {
    await instruct();
    await say({ say: 'disputed', reason: 'not received' }, citypark('operator'));
    expect(await settlement()).toMatchObject({ status: 'disputed', dispute: { reason: 'not received' } });
    await say({ say: 'resolved', outcome: 'paid', note: 'found' }, citypark('operator'));
    expect(await settlement()).toMatchObject({ status: 'confirmed', resolution: { note: 'found' } });
  });

  test('keeps its salt, and the same again changes nothing', async () => {
    await instruct();
    const [row = '{}'] = ledger.privateRows.values(COLLECTION).filter((value) => value.includes('RF18'));
    expect((JSON.parse(row) as { salt: string }).salt).toMatch(/^[0-9a-f]{64}$/);
    const again = await ledger.simulate(harbor('operator'), 'Statements:Settle', [JSON.stringify(forHarbor)], {
      privateInput: JSON.stringify({ say: 'instructed', reference: 'RF18 5390' }),
    });
    expect([again.status, again.privateAccess.writes.size, again.writes.size]).toEqual([200, 0, 0]);
  });

  test('is the same on both peers', async () => {
    const on = (peerOf: string) =>
      ledger.simulate(harbor('operator'), 'Statements:Settle', [JSON.stringify(forHarbor)], {
        privateInput: JSON.stringify({ say: 'instructed', reference: 'x' }),
        peerOf,
      });
    expect(resultOf(await on('CityParkMSP'))).toEqual(resultOf(await on('HarborMSP')));
  });

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'the creditor instructs',
      () => say({ say: 'instructed', reference: 'x' }, citypark('operator')),
      'NOT_SETTLEMENT_PARTY',
    ],
    ['the debtor confirms', async () => (await instruct(), say({ say: 'confirmed' })), 'NOT_SETTLEMENT_PARTY'],
    ['confirmed before it is instructed', () => say({ say: 'confirmed' }, citypark('operator')), 'SETTLEMENT_STATE'],
    ['resolved without a dispute', () => say({ say: 'resolved', outcome: 'due', note: 'x' }), 'SETTLEMENT_STATE'],
    ['another reference', async () => (await instruct(), instruct('other')), 'SETTLEMENT_STATE'],
    ['a third merchant', () => say({ say: 'confirmed' }, greenmart('operator')), 'STATEMENT_UNKNOWN'],
    ['a cashier', () => say({ say: 'confirmed' }, citypark('cashier')), 'ROLE_NOT_ALLOWED'],
    [
      'said in the argument',
      () => ledger.submit(harbor(), catalogue.settleStatement, { ...forHarbor, reference: 'x' } as never),
      'PRIVATE_INPUT_MISPLACED',
    ],
    ['something else', () => say({ say: 'forgotten' } as never), 'PRIVATE_INPUT_INVALID'],
  ])('%s: refused', async (_name, work, code) => {
    await expect(work()).rejects.toMatchObject(refused(code));
  });
});

test('of a statement by which nobody owes anything, nothing is to be paid', async () => {
  await agree({ prices: [], fees: [] });
  ledger.now = AFTER_NOVEMBER;
  await ledger.submit(greenmart(), catalogue.closeCycle, { cycle: '2026-11' });
  await make();
  expect(await ledger.submit(harbor(), catalogue.getStatement, forHarbor)).not.toHaveProperty('settlement');
  const said = ledger.submit(harbor(), catalogue.settleStatement, forHarbor, { say: 'instructed', reference: 'x' });
  await expect(said).rejects.toMatchObject(refused('SETTLEMENT_UNKNOWN'));
});

function privateReads(simulation: Simulation): { key: string }[] {
  return (simulation.privateAccess as unknown as { reads: { key: string }[] }).reads;
}
