/** What the audit says of payments and remainders: nothing of those that the ledger makes, and something of each forged one. */
import fc from 'fast-check';
import { catalogue, type MemberStatus, type Netting, type Owed } from '@commonpoint/catalogue';
import { CyclePayments } from '../../audit/src/cycle-payments.js';
import { FoundSoFar } from '../../audit/src/findings.js';
import type { CycleRow as AuditedCycle, RowWrite } from '../../audit/src/ledger-rows.js';
import { inMemory } from '../../audit/src/store.js';
import { finishCycle, foldCycle, type CycleRow } from '../../chaincode/src/domain/clearing/close-cycle.js';
import { citypark, greenmart, harbor, program } from '../contract/consortium.js';
import { founding, ofCityPark, ofGreenMart, ofHarbor } from '../contract/governed.js';
import { Audited } from './audited.js';

const merchants = ['CityParkMSP', 'FifthMSP', 'FourthMSP', 'GreenMartMSP', 'HarborMSP'];
const statuses = fc.record(
  Object.fromEntries(
    merchants.map((mspId) => [
      mspId,
      fc.constantFrom<MemberStatus>('active', 'active', 'leaving', 'suspended', 'left'),
    ]),
  ),
);
const debts = fc.array(
  fc
    .record({
      debtor: fc.constantFrom(...merchants),
      creditor: fc.constantFrom(...merchants),
      amount: fc.bigInt({ min: -5_000_000n, max: 5_000_000n }).map(String),
    })
    .filter(({ debtor, creditor }) => debtor !== creditor),
  { maxLength: 8 },
);
const cycles = fc.array(fc.tuple(debts, fc.constantFrom<Netting>('pairs', 'all'), statuses), {
  minLength: 1,
  maxLength: 6,
});

/** A chain of closings as the chaincode makes them, and what the audit says with the last row changed. */
function audited(chain: readonly [Owed[], Netting, Record<string, MemberStatus>][], forge?: (row: CycleRow) => object) {
  const found = new FoundSoFar();
  let now: Record<string, MemberStatus> = {};
  const payments = new CyclePayments(found, (mspId) => now[mspId], inMemory());
  let earlier: { before: string; netting: Netting }[] = [];
  let netting: Netting = 'pairs';
  let last: CycleRow | undefined;
  const tell = (clearing: object, cycle: string, earlierNetting: object[]) =>
    payments.applyConstitution('t', { clearing, ...(earlierNetting.length > 0 && { earlierNetting }) } as never, cycle);
  tell({ currency: 'EUR', netting }, '2026-11.09', []);
  for (const [at, [owed, next, is]] of chain.entries()) {
    const cycle = `2026-11.${at + 10}`;
    if (next !== netting) {
      earlier = [...earlier, { before: cycle, netting }];
      netting = next;
      tell({ currency: 'EUR', netting }, `2026-11.${String(at + 9).padStart(2, '0')}`, earlier);
    }
    now = is;
    const rows = owed.map(({ amount, ...pair }) => ({ ...pair, programId: 'harbor', amount: '1', worth: amount }));
    const row = finishCycle(foldCycle(undefined, cycle, rows), {
      programs: [],
      acceptances: new Map(),
      privatePairs: [],
      constitution: { clearing: { currency: 'EUR', netting }, earlierNetting: earlier },
      organizations: merchants.map((mspId) => {
        return { mspId, name: mspId, kind: 'merchant', status: is[mspId] ?? 'active', registeredAt: '' };
      }),
      remaindersBefore: last?.remainders ?? [],
      open: '2027-01',
      closedAt: 'then',
    });
    last = row;
    const told = at === chain.length - 1 && forge !== undefined ? { ...row, ...forge(row) } : row;
    payments.applyCycle('t', cycle, told as unknown as AuditedCycle);
    payments.applyRemainders('t', { remainders: told.remainders ?? [] });
  }
  return found.take().map(({ text }) => text);
}

test('of what the ledger makes, whatever is owed, however it is netted and whoever is suspended or gone, nothing', () => {
  fc.assert(fc.property(cycles, (chain) => expect(audited(chain)).toEqual([])));
});

const active = Object.fromEntries(merchants.map((mspId) => [mspId, 'active' as const]));
const owes = (debtor: string, creditor: string, amount: string): Owed => ({ debtor, creditor, amount });
const chain: [Owed[], Netting, Record<string, MemberStatus>][] = [
  [[owes('HarborMSP', 'CityParkMSP', '2600000')], 'pairs', active],
  [[owes('HarborMSP', 'CityParkMSP', '900000'), owes('CityParkMSP', 'GreenMartMSP', '3000000')], 'all', active],
];

test('the chain that is forged is one of which nothing is said, and its last cycle pays and leaves something', () => {
  expect(audited(chain)).toEqual([]);
  audited(chain, (row) => {
    expect(row).toMatchObject({
      netting: 'all',
      remaindersBefore: [owes('HarborMSP', 'CityParkMSP', '600000')],
      payments: [owes('CityParkMSP', 'GreenMartMSP', '1000000'), owes('HarborMSP', 'GreenMartMSP', '1000000')],
    });
    return {};
  });
});

test.each<[string, (row: CycleRow) => object, string]>([
  [
    'a remainder of before that disappears',
    () => ({ remaindersBefore: [] }),
    'with 0 left before of what HarborMSP owes CityParkMSP, which is 600000',
  ],
  ['a remainder that disappears', () => ({ remainders: [] }), 'left of what'],
  [
    'a remainder that is dropped while both are members',
    ({ remainders }) => ({ remainders: [], dropped: remainders }),
    'dropped of what',
  ],
  [
    'a payment of one unit more',
    ({ payments = [] }) => ({
      payments: payments.map((each) => ({ ...each, amount: String(BigInt(each.amount) + 1_000_000n) })),
    }),
    'with 2000000 paid of what HarborMSP owes GreenMartMSP, which is 1000000',
  ],
  ['a payment that is not made', () => ({ payments: [] }), 'with 0 paid of what'],
  [
    'a payment to another',
    ({ payments = [] }) => ({ payments: payments.map((each) => ({ ...each, creditor: 'FifthMSP' })) }),
    'with 1000000 paid of what CityParkMSP owes FifthMSP, which is 0',
  ],
  ['a payment twice', ({ payments = [] }) => ({ payments: [...payments, ...payments] }), 'with a pair paid twice'],
  ['another netting', () => ({ netting: 'pairs' }), 'netted by pairs, which is by all'],
  ['another currency', () => ({ currency: 'JPY' }), 'in JPY, amounts are in EUR'],
])('found: %s', (_name, forge, text) => {
  expect(audited(chain, forge).join('\n')).toContain(text);
});

test('what is owed on by its row is what the cycle left', () => {
  const found = new FoundSoFar();
  const payments = new CyclePayments(found, () => 'active', inMemory());
  payments.applyRemainders('t', { remainders: [owes('HarborMSP', 'CityParkMSP', '7')] });
  expect(
    found
      .take()
      .map(({ text }) => text)
      .join(),
  ).toContain('with 7 as of what HarborMSP owes CityParkMSP, which is 0');
});

test('whoever closes a cycle writes what is owed on, or the next one to close would go on with what was before', () => {
  const found = new FoundSoFar();
  const payments = new CyclePayments(found, () => 'active', inMemory());
  const left = [owes('HarborMSP', 'CityParkMSP', '700000')];
  const close = (cycle: string): void =>
    payments.applyCycle(`closes-${cycle}`, cycle, {
      ...{ cycle, status: 'closed', currency: 'USD', netting: 'pairs', payments: [], dropped: [] },
      positions: [{ debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '1', worth: '700000' }],
    } as never);
  const told = (): string => {
    payments.endBlock();
    return found
      .take()
      .map(({ text }) => text)
      .filter((text) => text.includes('nothing of what is owed on'))
      .join();
  };
  close('2026-10');
  payments.applyRemainders('closes-2026-10', { remainders: left });
  expect(told()).toBe('');
  close('2026-11');
  expect(told()).toBe('transaction closes-2026-11 closed a cycle, and wrote nothing of what is owed on');
  expect(told()).toBe('');
  // Nor does another one write it for whoever closed before it in the block.
  close('2026-12');
  close('2027-01');
  payments.applyRemainders('closes-2027-01', { remainders: left });
  expect(told()).toBe('transaction closes-2026-12 closed a cycle, and wrote nothing of what is owed on');
});

describe('on a ledger', () => {
  const proposalId = 'HarborMSP:netting';
  const charterWith = (clearing: object) => ({
    ...founding.charter,
    clearing: { ...founding.charter.clearing, ...clearing },
  });

  async function start(): Promise<Audited> {
    const audit = new Audited();
    await audit.submit(ofHarbor, catalogue.foundConsortium, founding);
    for (const caller of [harbor(), citypark(), greenmart()])
      await audit.submit(caller, catalogue.registerOrganization, { name: caller.mspId.slice(0, -3) });
    await audit.submit(harbor(), catalogue.createProgram, { ...program, clearingValue: '1300000' });
    await audit.submit(citypark(), catalogue.acceptProgram, { programId: 'harbor', valueMin: '1' });
    await audit.submit(harbor(), catalogue.openAccounts, { accounts: [{ accountId: 'HarborMSP:alice-0001' }] });
    const issue = {
      kind: 'issue',
      id: 'i',
      programId: 'harbor',
      accountId: 'HarborMSP:alice-0001',
      amount: '100',
    } as const;
    await audit.submit(harbor(), catalogue.postPoints, { operations: [issue] });
    return audit;
  }
  const spend = (audit: Audited, id: string, amount: string) =>
    audit.submit(harbor(), catalogue.postPoints, {
      operations: [
        { kind: 'redeem', id, programId: 'harbor', accountId: 'HarborMSP:alice-0001', amount, acceptor: 'CityParkMSP' },
      ],
    });
  async function cut(audit: Audited, cycle: string): Promise<void> {
    for (const caller of [harbor(), citypark(), greenmart()])
      await audit.submit(caller, catalogue.cutOffCycle, { cycle });
  }
  async function change(audit: Audited, clearing: object): Promise<void> {
    const actions = [{ kind: 'change-constitution' as const, charter: charterWith(clearing) }];
    await audit.submit(ofHarbor, catalogue.propose, { proposalId, actions });
    for (const caller of [ofHarbor, ofCityPark, ofGreenMart])
      await audit.submit(caller, catalogue.castVote, { proposalId, vote: 'for' });
    audit.ledger.now = audit.row('proposal', proposalId)['executableFrom'] as string;
    await audit.submit(ofCityPark, catalogue.executeProposal, { proposalId });
  }

  test('what is left is paid with the cycle that is closed next; a vote on netting counts from the next cycle on', async () => {
    const audit = await start();
    await spend(audit, 'r-1', '1');
    await cut(audit, '2026-11');
    await change(audit, { netting: 'all' });
    await audit.submit(greenmart(), catalogue.closeCycle, { cycle: '2026-11' });
    const pair = { debtor: 'HarborMSP', creditor: 'CityParkMSP' };
    expect(audit.row('cycle', '2026-11')).toMatchObject({
      netting: 'pairs',
      payments: [{ ...pair, amount: '1000000' }],
      remainders: [{ ...pair, amount: '300000' }],
    });
    expect(audit.row('constitution')).toMatchObject({ earlierNetting: [{ before: '2026-11.03', netting: 'pairs' }] });
    await spend(audit, 'r-2', '2');
    await cut(audit, '2026-11.02');
    await spend(audit, 'r-3', '1');
    await cut(audit, '2026-11.03');
    await audit.submit(citypark(), catalogue.closeCycle, { cycle: '2026-11.03' });
    await audit.submit(citypark(), catalogue.closeCycle, { cycle: '2026-11.02' });
    // In whatever order they are closed: 1.3 + 0.3 are owed first, then 2.6 + 0.6.
    expect(audit.row('cycle', '2026-11.03')).toMatchObject({
      netting: 'all',
      payments: [{ ...pair, amount: '1000000' }],
    });
    expect(audit.row('cycle', '2026-11.02')).toMatchObject({
      netting: 'pairs',
      remaindersBefore: [{ ...pair, amount: '600000' }],
      payments: [{ ...pair, amount: '3000000' }],
      remainders: [{ ...pair, amount: '200000' }],
    });
    audit.replay.endBlock(1);
    expect(audit.found()).toEqual([]);
  });

  test.each<[string, (audit: Audited) => RowWrite[], string]>([
    [
      'another currency',
      (a) => [a.write('constitution', [], { clearing: { currency: 'JPY', netting: 'pairs' }, version: 2 })],
      'made JPY of amounts in USD',
    ],
    [
      'a netting that counts for the present cycle too',
      (a) => [a.write('constitution', [], { clearing: { currency: 'USD', netting: 'all' }, version: 2 })],
      'changed how earlier cycles are netted to nothing, which is 2026-11.02 pairs',
    ],
    [
      'a netting that counts from long ago',
      (a) => [
        a.write('constitution', [], {
          clearing: { currency: 'USD', netting: 'all' },
          earlierNetting: [{ before: '2026-10', netting: 'pairs' }],
          since: '2026-09-30T00:00:00.000Z',
        }),
      ],
      'changed how earlier cycles are netted to 2026-10 pairs, which is 2026-11.02 pairs',
    ],
    [
      'a settlement in another currency',
      (a) => [
        {
          key: ['settlement', '2026-11', 'HarborMSP', 'CityParkMSP'],
          value: { ...a.row('settlement', '2026-11'), currency: 'JPY', amount: '1000000', status: 'due' },
        },
      ],
      'one in JPY, amounts are in USD',
    ],
  ])('found: %s', async (_name, writes, text) => {
    const audit = await start();
    expect(audit.forge('CityParkMSP', ...writes(audit)).join('\n')).toContain(text);
  });
});
