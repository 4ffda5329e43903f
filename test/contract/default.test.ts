/** A merchant that members declare in default: its points are spent at itself alone, it is netted by pair, and a vote ends it. */
import { catalogue } from '@commonpoint/catalogue';
import { AuditAlong } from '../audit/audit-along.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  agreeOnRate,
  alice,
  auditor,
  capture,
  carol,
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
} from './consortium.js';
import {
  decide,
  execute,
  founding,
  ofCityPark,
  ofGreenMart,
  ofHarbor,
  propose,
  startGoverned,
  vote,
} from './governed.js';

const elsewhere = { acceptor: 'CityParkMSP' };
let ledger: LedgerStub;
let audit: AuditAlong;
beforeEach(async () => {
  ledger = await startGoverned();
  await agreeOnRate(ledger);
  await post(ledger, harbor(), issue('i-1', alice, '400'));
  await post(ledger, citypark(), issue('i-2', carol, '100', { programId: 'citypark' }));
  audit = new AuditAlong(ledger);
});
afterEach(() => expect(audit.found()).toEqual([]));

const inAnHour = () => new Date(Date.parse(ledger.now) + 3_600_000).toISOString();
let proposals = 0;
/** Harbor has no vote on it. */
const say = async (kind: 'declare-default' | 'end-default') =>
  decide(ledger, `${kind}-${(proposals += 1)}`, [{ kind, mspId: 'HarborMSP' }], [ofCityPark, ofGreenMart]);
const codeOf = async (operation: Parameters<typeof postOne>[2], by = harbor()) =>
  (await postOne(ledger, by, operation)).code;

describe('when two are left that vote', () => {
  beforeEach(async () => {
    await decide(ledger, 'out', [{ kind: 'remove', mspId: 'GreenMartMSP' }]);
  });
  const declare = { kind: 'declare-default', mspId: 'HarborMSP' } as const;
  const end = { kind: 'end-default', mspId: 'HarborMSP' } as const;

  test('one does not declare the other in default by itself', async () => {
    await expect(propose(ledger, ofCityPark, 'bad', declare)).rejects.toThrow('PROPOSAL_INAPPLICABLE');
  });

  test('a default is ended by the one that is not in it', async () => {
    const { value } = ledger.table('org').find(({ parts }) => parts[0] === 'HarborMSP')!;
    ledger.plant('org', ['HarborMSP'], { ...value, inDefaultSince: ledger.now });
    audit = new AuditAlong(ledger);
    const { proposalId, voters } = await propose(ledger, ofHarbor, 'good', end);
    expect(voters).toEqual(['CityParkMSP']);
    ledger.now = (await vote(ledger, ofCityPark, proposalId)).executableFrom!;
    expect((await execute(ledger, ofHarbor, proposalId)).status).toBe('executed');
    // Nor does anything against somebody hide behind it.
    ledger.plant('org', ['HarborMSP'], { ...value, inDefaultSince: ledger.now });
    const both = propose(ledger, ofHarbor, 'both', end, { kind: 'suspend', mspId: 'CityParkMSP' });
    await expect(both).rejects.toThrow('PROPOSAL_INAPPLICABLE');
    audit = new AuditAlong(ledger);
  });
});

/** By situation, whether it is refused in default. */
const table: [string, boolean, () => Promise<string | undefined>][] = [
  ['redeemed at itself', false, () => codeOf(redeem('x', alice, '1'))],
  ['redeemed elsewhere', true, () => codeOf(redeem('x', alice, '1', elsewhere))],
  ['held for itself', false, () => codeOf(hold('x', alice, '1', { expiresAt: inAnHour() }))],
  [
    'held for another',
    true,
    () => codeOf(hold('x', alice, '1', { beneficiary: 'CityParkMSP', expiresAt: inAnHour() })),
  ],
  ['exchanged', true, () => codeOf(exchange('x', alice, '3'))],
  ['issued', false, () => codeOf(issue('x', alice, '1'))],
  ['captured, as was promised', false, () => codeOf(capture('x', 'h-0', { holdMspId: 'HarborMSP' }), citypark())],
  ['taken back', false, () => codeOf(reverse('x', 'r-0', { operationMspId: 'HarborMSP' }), citypark())],
];

test.each(table)('points of one in default, %s', async (_what, isRefused, attempt) => {
  await post(ledger, harbor(), redeem('r-0', alice, '5', elsewhere));
  const until = new Date(Date.parse(ledger.now) + 20 * 86_400_000).toISOString();
  await post(ledger, harbor(), hold('h-0', alice, '5', { beneficiary: 'CityParkMSP', expiresAt: until }));
  await say('declare-default');
  expect(await attempt()).toBe(isRefused ? 'ISSUER_IN_DEFAULT' : undefined);
  if (!isRefused) return;
  await say('end-default');
  expect(await attempt()).toBeUndefined();
});

test('no programme is created by it, and its own are as they were', async () => {
  await say('declare-default');
  const second = ledger.submit(harbor(), catalogue.createProgram, { ...program, programId: 'harbor-second' });
  await expect(second).rejects.toMatchObject({ body: { code: 'ISSUER_IN_DEFAULT' } });
  expect(await ledger.submit(harbor(), catalogue.createProgram, program)).toHaveProperty('issuerInDefaultSince');
  const { inDefaultSince } = await ledger.submit(auditor, catalogue.getOrganization, { mspId: 'HarborMSP' });
  expect(inDefaultSince).toBeDefined();
});

test('it has no vote on it', async () => {
  const { proposalId, voters } = await propose(ledger, ofCityPark, 'about-harbor', {
    kind: 'declare-default',
    mspId: 'HarborMSP',
  });
  expect(voters).toEqual(['CityParkMSP', 'GreenMartMSP']);
  await expect(vote(ledger, ofHarbor, proposalId)).rejects.toMatchObject({ body: { code: 'NOT_VOTER' } });
});

test.each([
  ['end-default', 'HarborMSP', 'HarborMSP is not in default'],
  ['declare-default', 'AuditorMSP', 'AuditorMSP is no merchant of the consortium'],
] as const)('%s of %s cannot be decided', async (kind, mspId, why) => {
  const proposing = propose(ledger, ofCityPark, 'odd', { kind, mspId });
  await expect(proposing).rejects.toMatchObject({ body: { code: 'PROPOSAL_INAPPLICABLE', errors: [{ detail: why }] } });
});

test('it is netted by pair where the others net over all, so that nobody pays for it', async () => {
  await decide(
    ledger,
    'net-over-all',
    [
      {
        kind: 'change-constitution',
        charter: { ...founding.charter, clearing: { ...founding.charter.clearing, netting: 'all' } },
      },
    ],
    [ofHarbor, ofCityPark, ofGreenMart],
  );
  const cutOff = async (cycle: string) => {
    for (const by of [harbor(), citypark(), greenmart()]) await ledger.submit(by, catalogue.cutOffCycle, { cycle });
    return ledger.submit(greenmart(), catalogue.closeCycle, { cycle });
  };
  await cutOff('2026-11');
  // Harbor owes CityPark, and CityPark owes GreenMart as much: over all, Harbor would pay GreenMart.
  await post(ledger, harbor(), redeem('r-1', alice, '40', elsewhere));
  await post(ledger, citypark(), redeem('r-2', carol, '30', { programId: 'citypark', acceptor: 'GreenMartMSP' }));
  await say('declare-default');
  const { payments } = await cutOff('2026-11.02');
  expect(payments).toEqual([
    { debtor: 'CityParkMSP', creditor: 'GreenMartMSP', amount: '60000000' },
    { debtor: 'HarborMSP', creditor: 'CityParkMSP', amount: '60000000' },
  ]);
  const { pairs } = await ledger.submit(auditor, catalogue.agedSettlements, { debtor: 'HarborMSP' });
  expect(pairs).toMatchObject([{ debtor: 'HarborMSP', creditor: 'CityParkMSP', total: '60000000' }]);
});

test('whoever says it without a decision is found out', () => {
  const forged = audit.forge(
    'GreenMartMSP',
    audit.changed('program', ['harbor'], { issuerInDefaultSince: ledger.now }),
  );
  expect(forged.join()).toContain('changed whether the issuer of harbor is in default without a decision');
});
