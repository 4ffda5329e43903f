import { common, msp } from '@hyperledger/fabric-protos';
import { catalogue } from '@commonpoint/catalogue';
import { LedgerStub } from '../support/ledger-stub.js';
import { decide, founding, startGoverned } from './governed.js';
import {
  alice,
  auditor,
  citypark,
  harbor,
  issue,
  post,
  postOne,
  program,
  redeem,
  reverse,
  startConsortium,
  supply,
} from './consortium.js';

const key = (...parts: string[]) => ['', ...parts, ''].join('\u0000');

/** "OutOf(n, ...)" as text, with MSP ids. */
function describePolicy(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return 'none';
  const envelope = common.SignaturePolicyEnvelope.deserializeBinary(bytes);
  const names = envelope.getIdentitiesList().map((p) => {
    const role = msp.MSPRole.deserializeBinary(p.getPrincipal_asU8());
    expect(role.getRole()).toBe(msp.MSPRole.MSPRoleType.PEER);
    return role.getMspIdentifier();
  });
  const describe = (rule: common.SignaturePolicy | undefined): string => {
    const nOutOf = rule?.getNOutOf();
    if (nOutOf === undefined) return names[rule?.getSignedBy() ?? -1] ?? '?';
    return `${nOutOf.getN()} of (${nOutOf.getRulesList().map(describe).join(', ')})`;
  };
  return describe(envelope.getRule());
}

test('a programme comes with its lanes, and the whole cap spread over them', async () => {
  const ledger = await startConsortium();
  const { clearingValue, ...conditions } = program;
  expect(await ledger.submit(auditor, catalogue.getProgram, { programId: 'harbor' })).toEqual({
    ...conditions,
    clearingValues: [{ fromCycle: '2026-11', clearingValue }],
    issuer: 'HarborMSP',
    status: 'active',
    createdAt: '2026-11-23T08:00:00.000Z',
  });
  expect(await ledger.submit(auditor, catalogue.getQuota, { programId: 'harbor' })).toEqual({
    programId: 'harbor',
    cap: '1000',
    lanes: [
      { lane: 0, granted: '500', used: '0' },
      { lane: 1, granted: '500', used: '0' },
    ],
  });
});

test.each([
  ['batch messages', true],
  ['single messages', false],
])('its rows ask for the issuer’s endorsement and another merchant’s, over %s', async (_name, batches) => {
  const ledger = await startConsortium({ batches }, {});
  const either = (usual: string, instead: string) => `1 of (${usual}, ${instead})`;
  const expected = either('2 of (HarborMSP, 1 of (CityParkMSP, GreenMartMSP))', '2 of (CityParkMSP, GreenMartMSP)');
  for (const row of [key('program', 'harbor'), key('quota', 'harbor', '00'), key('quota', 'harbor', '01')]) {
    expect(describePolicy(ledger.policies.get(`\u0000${row.slice(1)}`))).toBe(expected);
  }
  const accepting = either('2 of (CityParkMSP, 1 of (GreenMartMSP, HarborMSP))', '2 of (GreenMartMSP, HarborMSP)');
  expect(describePolicy(ledger.policies.get(key('acceptance', 'harbor', 'CityParkMSP')))).toBe(accepting);
  await post(ledger, harbor(), issue('i-1', alice, '1'));
  // Those, and the acceptances of the two other merchants.
  expect(ledger.policies.size).toBe(5);
});

test('in an issuer’s place more than half of all organisations endorse, two conspiring merchants not among them', async () => {
  const ledger = new LedgerStub();
  await ledger.submit(harbor(), catalogue.foundConsortium, founding);
  await ledger.submit(harbor(), catalogue.createProgram, program);
  expect(describePolicy(ledger.policies.get(key('program', 'harbor')))).toBe(
    '1 of (2 of (HarborMSP, 1 of (CityParkMSP, GreenMartMSP)), 3 of (AuditorMSP, CityParkMSP, GreenMartMSP))',
  );
});

test('while no other organisation is registered, the chaincode’s own policy applies', async () => {
  const ledger = new LedgerStub();
  await ledger.submit(harbor(), catalogue.registerOrganization, { name: 'Harbor' });
  await ledger.submit(harbor(), catalogue.createProgram, program);
  expect(ledger.policies.size).toBe(0);
  await ledger.submit(citypark(), catalogue.registerOrganization, { name: 'CityPark' });
  await ledger.submit(harbor(), catalogue.changeCap, { programId: 'harbor', cap: '2000' });
  expect(describePolicy(ledger.policies.get(key('program', 'harbor')))).toBe('2 of (HarborMSP, 1 of (CityParkMSP))');
});

test('creating it again changes nothing', async () => {
  const ledger = await startConsortium();
  await post(ledger, harbor(), issue('i-1', alice, '1'));
  const simulation = await ledger.simulate(harbor(), 'Programs:Create', [JSON.stringify(program)]);
  expect([simulation.status, simulation.writes.size]).toEqual([200, 0]);
});

test('a suspended programme can be made active again', async () => {
  const ledger = await startConsortium();
  const set = (status: 'active' | 'suspended') =>
    ledger.submit(harbor(), catalogue.setProgramStatus, { programId: 'harbor', status });
  expect((await set('suspended')).status).toBe('suspended');
  expect((await set('active')).status).toBe('active');
  expect((await postOne(ledger, harbor(), issue('i-1', alice, '1'))).state).toBe('POSTED');
});

test('quota moves between lanes, and a raised cap can be granted', async () => {
  const ledger = await startConsortium();
  await ledger.submit(harbor(), catalogue.changeCap, { programId: 'harbor', cap: '1500' });
  const grants = [
    { lane: 0, granted: '100' },
    { lane: 1, granted: '1400' },
  ];
  const { lanes } = await ledger.submit(harbor(), catalogue.allotQuota, { programId: 'harbor', grants });
  expect(lanes.map(({ granted }) => granted)).toEqual(['100', '1400']);
  expect((await postOne(ledger, harbor(), issue('i-1', alice, '101'))).code).toBe('QUOTA_EXHAUSTED');
  expect((await postOne(ledger, harbor(), issue('i-2', alice, '1400', { lanes: [1] }))).state).toBe('POSTED');
});

test('programmes are listed a page at a time', async () => {
  const ledger = await startConsortium();
  for (const programId of ['harbor-alpha', 'harbor-beta', 'harbor-gamma'])
    await ledger.submit(harbor(), catalogue.createProgram, { ...program, programId });
  const seen: string[] = [];
  let bookmark = '';
  do {
    const page = await ledger.submit(auditor, catalogue.listPrograms, { pageSize: 3, bookmark });
    seen.push(...page.programs.map(({ programId }) => programId));
    bookmark = page.bookmark;
  } while (bookmark !== '');
  expect(seen).toEqual(['harbor', 'harbor-alpha', 'harbor-beta', 'harbor-gamma']);
});

test('its history is told newest first, a page at a time', async () => {
  const ledger = await startConsortium();
  for (const cap of ['1001', '1002', '1003'])
    await ledger.submit(harbor(), catalogue.changeCap, { programId: 'harbor', cap });
  const first = await ledger.submit(auditor, catalogue.programHistory, { programId: 'harbor', pageSize: 3 });
  const second = await ledger.submit(auditor, catalogue.programHistory, {
    programId: 'harbor',
    pageSize: 3,
    bookmark: first.bookmark,
  });
  expect([...first.changes, ...second.changes].map(({ value }) => value?.cap)).toEqual([
    '1003',
    '1002',
    '1001',
    '1000',
  ]);
  expect(second.bookmark).toBe('');
});

test.each([
  ['programHistory', { programId: 'harbor', bookmark: 'nothing' }],
  ['listPrograms', { bookmark: Buffer.from('elsewhere').toString('base64url') }],
] as const)('%s refuses a bookmark that it did not give', async (slug, request) => {
  const ledger = await startConsortium();
  const entry = catalogue[slug];
  await expect(ledger.submit(auditor, entry, request as never)).rejects.toMatchObject({
    body: { code: 'REQUEST_INVALID', errors: [{ pointer: '/bookmark' }] },
  });
});

describe('folding supply', () => {
  const fold = (ledger: LedgerStub, period = '2026-11-23') =>
    ledger.submit(harbor('operator'), catalogue.foldSupply, { programId: 'harbor', period });

  test('keeps the supply as it was and clears the day’s rows', async () => {
    const ledger = await startConsortium();
    for (const n of [1, 2, 3]) await post(ledger, harbor(), issue(`i-${n}`, alice, '10'), redeem(`r-${n}`, alice, '4'));
    const before = await supply(ledger);
    ledger.now = '2026-11-24T00:00:00.000Z';
    expect(await fold(ledger)).toMatchObject({ folded: 3, more: false, total: { issued: '30', redeemed: '12' } });
    expect(ledger.table('supply')).toEqual([]);
    expect(await supply(ledger)).toEqual(before);
    expect(await fold(ledger)).toMatchObject({ folded: 0, total: { issued: '30' } });
  });

  test('takes 500 rows at a time', async () => {
    const ledger = await startConsortium();
    const row = { issued: '1', redeemed: '0', expired: '0', reversed: '0' };
    for (let n = 0; n < 501; n += 1) ledger.plant('supply', ['harbor', '2026-11-22', String(n).padStart(64, '0')], row);
    expect(await fold(ledger, '2026-11-22')).toMatchObject({ folded: 500, more: true });
    expect(await fold(ledger, '2026-11-22')).toMatchObject({ folded: 1, more: false, total: { issued: '501' } });
  });

  test('with a cap on what is outstanding, retired points can be issued again, and never more', async () => {
    const ledger = await startConsortium({}, { capOn: 'outstanding', cap: '100', lanes: 1 });
    await post(ledger, harbor(), issue('i-1', alice, '100'), redeem('r-1', alice, '30'), redeem('r-2', alice, '10'));
    await post(ledger, harbor(), reverse('v-1', 'r-2'));
    expect((await postOne(ledger, harbor(), issue('i-2', alice, '1'))).code).toBe('QUOTA_EXHAUSTED');
    ledger.now = '2026-11-24T00:00:00.000Z';
    await fold(ledger);
    expect((await postOne(ledger, harbor(), issue('i-3', alice, '31'))).code).toBe('QUOTA_EXHAUSTED');
    expect((await postOne(ledger, harbor(), issue('i-4', alice, '30'))).state).toBe('POSTED');
    expect((await postOne(ledger, harbor(), reverse('v-2', 'r-1'))).code).toBe('QUOTA_EXHAUSTED');
    expect(await supply(ledger)).toMatchObject({ issued: '130', redeemed: '30', outstanding: '100' });
  });

  test('a redemption that is reversed on a later day gives back no quota', async () => {
    const ledger = await startConsortium({}, { capOn: 'outstanding', cap: '100', lanes: 1 });
    await post(ledger, harbor(), issue('i-1', alice, '100'), redeem('r-1', alice, '30'));
    ledger.now = '2026-11-24T08:00:00.000Z';
    expect((await postOne(ledger, harbor(), reverse('v-1', 'r-1'))).state).toBe('POSTED');
    await fold(ledger);
    expect((await postOne(ledger, harbor(), issue('i-2', alice, '1'))).code).toBe('QUOTA_EXHAUSTED');
    expect(await supply(ledger)).toMatchObject({ redeemed: '0', outstanding: '100' });
  });

  test('a fold meets the reversal of a redemption of its day', async () => {
    const ledger = await startConsortium({}, { capOn: 'outstanding' });
    await post(ledger, harbor(), issue('i-1', alice, '100'), redeem('r-1', alice, '30'));
    ledger.now = '2026-11-24T00:00:00.000Z';
    const reversal = await ledger.simulate(harbor(), 'Points:Post', [
      JSON.stringify({ operations: [reverse('v-1', 'r-1')] }),
    ]);
    await fold(ledger);
    expect(ledger.commit(reversal)).toBe('MVCC_READ_CONFLICT');
  });
});

describe('a cap that its issuer raises', () => {
  const raise = (ledger: LedgerStub, cap: string) =>
    ledger.submit(harbor(), catalogue.changeCap, { programId: 'harbor', cap });

  test('goes no further by itself than the constitution lets it, in however many steps', async () => {
    const ledger = await startGoverned();
    await raise(ledger, '1200');
    await expect(raise(ledger, '1251')).rejects.toMatchObject({ body: { code: 'CAP_RAISE_EXCEEDED' } });
    await raise(ledger, '1250');
    ledger.now = '2027-11-23T07:59:59.000Z';
    await expect(raise(ledger, '1251')).rejects.toThrow('is raised to 1250 without a vote');
    ledger.now = '2027-11-23T08:00:00.000Z';
    expect(await raise(ledger, '1562')).toMatchObject({ capBase: { cap: '1250', since: ledger.now } });
    await expect(raise(ledger, '1563')).rejects.toThrow('CAP_RAISE_EXCEEDED');
  });

  test('is measured by what it was before it was lowered, and leads back to that', async () => {
    const ledger = await startGoverned();
    await raise(ledger, '1000');
    await ledger.submit(harbor(), catalogue.allotQuota, {
      programId: 'harbor',
      grants: [
        { lane: 0, granted: '10' },
        { lane: 1, granted: '10' },
      ],
    });
    await raise(ledger, '100');
    await raise(ledger, '1250');
    await expect(raise(ledger, '1251')).rejects.toThrow('CAP_RAISE_EXCEEDED');
  });

  test('is raised further by a vote, and from there again a little by its issuer', async () => {
    const ledger = await startGoverned();
    await raise(ledger, '1250');
    await decide(ledger, 'more', [{ kind: 'raise-cap', programId: 'harbor', cap: '10000' }]);
    expect(await raise(ledger, '12500')).toMatchObject({ capBase: { cap: '10000' } });
    await expect(raise(ledger, '12501')).rejects.toThrow('CAP_RAISE_EXCEEDED');
  });
});
