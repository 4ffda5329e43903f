/** What the audit says of members' decisions: nothing of those that the ledger made, and something of each forged one. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson, catalogue, type GovernanceAction } from '@commonpoint/catalogue';
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import { founding, ofCityPark, ofGreenMart, ofHarbor } from '../contract/governed.js';
import { program } from '../contract/consortium.js';
import { Refused, type StubCaller } from '../support/ledger-stub.js';
import { Audited } from './audited.js';

async function start(): Promise<Audited> {
  const audited = new Audited();
  await audited.submit(ofHarbor, catalogue.foundConsortium, founding);
  await audited.submit({ mspId: 'HarborMSP', role: 'admin' }, catalogue.createProgram, program);
  return audited;
}

const proposalId = 'HarborMSP:one';
const propose = (audited: Audited, ...actions: GovernanceAction[]) =>
  audited.submit(ofHarbor, catalogue.propose, { proposalId, actions });
const suspend: GovernanceAction = { kind: 'suspend', mspId: 'GreenMartMSP' };

/** Proposed and passed, and it is the time to execute it. */
async function passed(audited: Audited, ...actions: GovernanceAction[]): Promise<void> {
  await propose(audited, ...actions);
  for (const caller of [ofHarbor, ofCityPark]) {
    await audited.submit(caller, catalogue.castVote, { proposalId, vote: 'for' });
  }
  audited.ledger.now = audited.row('proposal', proposalId)['executableFrom'] as string;
}

/** Everybody votes for it who can, and it is executed when it is time. */
async function carry(audited: Audited, id: string): Promise<void> {
  for (const caller of [ofHarbor, ofCityPark, ofGreenMart]) {
    const voting = audited.submit(caller, catalogue.castVote, { proposalId: id, vote: 'for' });
    await voting.catch(refused);
  }
  const { executableFrom } = audited.row('proposal', id) as { executableFrom?: string };
  if (executableFrom !== undefined && executableFrom > audited.ledger.now) audited.ledger.now = executableFrom;
  await audited.submit(ofHarbor, catalogue.executeProposal, { proposalId: id });
}

function refused(error: unknown): void {
  if (!(error instanceof Refused)) throw error;
}

describe('of what the ledger did there is nothing to say', () => {
  test.each<[string, GovernanceAction[]]>([
    ['a suspension', [suspend]],
    [
      'a removal, with what follows',
      [
        { kind: 'remove', mspId: 'GreenMartMSP' },
        { kind: 'hand-over', mspId: 'GreenMartMSP', successor: 'CityParkMSP' },
        { kind: 'wind-down', programId: 'harbor', spendableUntil: '2027-06-30' },
      ],
    ],
    ['an admission', [{ kind: 'admit', mspId: 'NewMSP', name: 'New', memberKind: 'regulator' }]],
    [
      'an agreement',
      [
        {
          kind: 'adopt-agreement',
          version: 1,
          hash: 'ab'.repeat(32),
          address: 'https://a.example',
          acceptWithinDays: 3,
        },
      ],
    ],
    ['a plan', [{ kind: 'chaincode-definition', planHash: 'ab'.repeat(32) }]],
    ['a higher cap', [{ kind: 'raise-cap', programId: 'harbor', cap: '9999999' }]],
    [
      'an order of all',
      [
        {
          kind: 'order',
          order: {
            orderId: 'vote:1',
            scope: { kind: 'program', programId: 'harbor' },
            effect: { kind: 'stop-debits' },
            reasonHash: 'ab'.repeat(32),
          },
        },
      ],
    ],
  ])('%s', async (_name, actions) => {
    const audited = await start();
    await passed(audited, ...actions);
    await audited.submit(ofCityPark, catalogue.executeProposal, { proposalId });
    expect(audited.row('proposal', proposalId)['status']).toBe('executed');
    expect(audited.found()).toEqual([]);
  });

  const admin = { mspId: 'HarborMSP', role: 'admin' } as const;

  test('a cap that its issuer raises as far as it may, by itself and after a vote', async () => {
    const audited = await start();
    const raise = (cap: string) => audited.submit(admin, catalogue.changeCap, { programId: 'harbor', cap });
    for (const cap of ['1100', '1050', '1250']) await raise(cap);
    audited.ledger.now = '2027-12-01T00:00:00.000Z';
    await raise('1500');
    await passed(audited, { kind: 'raise-cap', programId: 'harbor', cap: '9000' });
    await audited.submit(ofCityPark, catalogue.executeProposal, { proposalId });
    await raise('9100');
    expect(audited.found()).toEqual([]);
  });

  test('a member that leaves, puts its day off, and has left; or is taken back', async () => {
    const audited = await start();
    const leave = (caller: StubCaller, spendableUntil: string) =>
      audited.submit(caller, catalogue.leaveConsortium, { spendableUntil });
    await leave(ofGreenMart, '2027-03-01');
    await passed(audited, { kind: 'readmit', mspId: 'GreenMartMSP' });
    await audited.submit(ofCityPark, catalogue.executeProposal, { proposalId });
    await leave(ofHarbor, '2027-03-01');
    await leave(ofHarbor, '2027-03-02');
    audited.ledger.now = '2027-03-03T00:02:00.000Z';
    await leave(ofHarbor, '2027-03-02');
    expect(audited.row('org', 'HarborMSP')['status']).toBe('left');
    expect(audited.found()).toEqual([]);
  });

  test('whatever members do, in whatever order', async () => {
    const delegates = [ofHarbor, ofCityPark, ofGreenMart];
    const ids = delegates.flatMap(({ mspId }) => [`${mspId}:a`, `${mspId}:b`]);
    const actions: GovernanceAction[] = [
      ...delegates.flatMap(({ mspId }): GovernanceAction[] => [
        { kind: 'suspend', mspId },
        { kind: 'readmit', mspId },
        { kind: 'remove', mspId },
        { kind: 'admit', mspId, name: mspId.slice(0, -3), memberKind: 'merchant' },
      ]),
      { kind: 'change-constitution', charter: { ...founding.charter, voters: ['merchant', 'auditor'] } },
      { kind: 'switch-on', feature: 'notes' },
      { kind: 'adopt-agreement', version: 1, hash: 'ab'.repeat(32), address: 'https://a.example', acceptWithinDays: 1 },
    ];
    const who = fc.constantFrom(...delegates);
    const which = fc.constantFrom(...ids);
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ do: fc.constant('carry' as const), which }) },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant('propose' as const),
          who,
          name: fc.constantFrom('a', 'b'),
          action: fc.constantFrom(...actions),
        }),
      },
      {
        weight: 5,
        arbitrary: fc.record({
          do: fc.constant('vote' as const),
          who,
          which,
          vote: fc.constantFrom('for', 'for', 'for', 'against', 'abstain'),
        }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('execute' as const), who, which }) },
      fc.record({ do: fc.constantFrom('object' as const, 'withdraw' as const), who, which }),
      fc.record({ do: fc.constant('accept' as const), who }),
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 25, 60, 200, 800) }),
      },
    );
    /** Else it is left to chance whether anything is decided at all. */
    const begun = [
      { do: 'propose' as const, who: ofHarbor, name: 'a', action: { kind: 'switch-on', feature: 'notes' } as const },
      { do: 'carry' as const, which: `${ofHarbor.mspId}:a` },
    ];
    const done = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
        const audited = await start();
        for (const each of [...begun, ...steps]) {
          const { who: caller = ofHarbor, which: id = ids[0]! } = each as { who?: StubCaller; which?: string };
          try {
            if (each.do === 'carry') {
              await carry(audited, id);
              done.add(String(audited.row('proposal', id)['status']));
            } else if (each.do === 'propose') {
              const request = { proposalId: `${caller.mspId}:${each.name}`, actions: [each.action] };
              await audited.submit(caller, catalogue.propose, request);
            } else if (each.do === 'vote') {
              await audited.submit(caller, catalogue.castVote, { proposalId: id, vote: each.vote });
            } else if (each.do === 'execute') {
              await audited.submit(caller, catalogue.executeProposal, { proposalId: id });
              done.add(String(audited.row('proposal', id)['status']));
            } else if (each.do === 'object') await audited.submit(caller, catalogue.objectTo, { proposalId: id });
            else if (each.do === 'withdraw')
              await audited.submit(caller, catalogue.withdrawProposal, { proposalId: id });
            else if (each.do === 'accept') {
              await audited.submit(caller, catalogue.acceptAgreement, { version: 1, hash: 'ab'.repeat(32) });
            } else
              audited.ledger.now = new Date(
                Date.parse(audited.ledger.now) + (each as { hours: number }).hours * 3_600_000,
              ).toISOString();
          } catch (error) {
            refused(error);
          }
        }
        expect(audited.found()).toEqual([]);
      }),
      { numRuns: Number(process.env['DECISIONS_RUNS'] ?? 6) },
    );
    expect([...done]).toContain('executed');
  }, 300_000);
});

describe('found is', () => {
  test('a proposal by which one would throw out all others', async () => {
    const audited = await start();
    await propose(audited, suspend);
    const actions: GovernanceAction[] = [suspend, { kind: 'suspend', mspId: 'CityParkMSP' }];
    const { value } = audited.write('proposal', [proposalId], {
      proposalId: 'HarborMSP:all',
      actions,
      voters: ['HarborMSP'],
      digest: createHash('sha256').update(canonicalJson({ actions })).digest('hex'),
    });
    expect(audited.forge('HarborMSP', { key: ['proposal', 'HarborMSP:all'], value })).toEqual([
      expect.stringMatching(/proposed HarborMSP:all, but too few are left that vote on it$/),
    ]);
  });

  test('a vote that another organisation’s client signed', async () => {
    const audited = await start();
    await propose(audited, suspend);
    const vote = { proposalId, mspId: 'CityParkMSP', vote: 'for', votedAt: audited.ledger.now };
    expect(audited.forge('HarborMSP', { key: ['vote', proposalId, 'CityParkMSP'], value: vote })).toEqual([
      expect.stringContaining(`gave the vote ${proposalId} CityParkMSP, and HarborMSP signed it`),
    ]);
  });

  test.each([
    ['of whom it is about', 'GreenMartMSP', {}, 'does not have'],
    ['after voting', 'CityParkMSP', { votedAt: '2027-11-23T08:00:00.000Z' }, 'voting was over'],
    ['on nothing', 'CityParkMSP', { proposalId: 'HarborMSP:other' }, 'nobody proposed'],
  ])('a vote %s', async (_name, mspId, fields, text) => {
    const audited = await start();
    await propose(audited, suspend);
    const vote = { proposalId, mspId, vote: 'for', votedAt: audited.ledger.now, ...fields };
    expect(audited.forge(mspId, { key: ['vote', vote.proposalId, mspId], value: vote })).toEqual([
      expect.stringContaining(text),
    ]);
  });

  test('a vote that was changed', async () => {
    const audited = await start();
    await propose(audited, suspend);
    await audited.submit(ofCityPark, catalogue.castVote, { proposalId, vote: 'against' });
    const forged = audited.write('vote', [proposalId, 'CityParkMSP'], { vote: 'for' });
    expect(audited.forge('CityParkMSP', forged)).toEqual([expect.stringContaining('changed the vote')]);
  });

  test.each([
    [
      'counted as another number',
      { status: 'passed', tally: { for: 2, against: 0, abstain: 0 } },
      'its votes are 1 for',
    ],
    ['decided too early', { status: 'passed', tally: { for: 1, against: 0, abstain: 0 } }, 'leave it open'],
    ['decided the other way', { status: 'failed', tally: { for: 1, against: 0, abstain: 0 } }, 'leave it open'],
    ['stopped without objections', { status: 'stopped' }, 'which was open'],
    ['dropped in its epoch', { status: 'dropped' }, 'no other epoch began'],
    ['with another rule', { rule: founding.charter.rules.agreement }, 'changed rule'],
    ['with other voters', { voters: ['HarborMSP'] }, 'changed voters'],
    ['withdrawn by another', { status: 'withdrawn' }, 'CityParkMSP did not propose it'],
  ])('a proposal that was %s', async (_name, fields, text) => {
    const audited = await start();
    await propose(audited, suspend);
    await audited.submit(ofHarbor, catalogue.castVote, { proposalId, vote: 'for' });
    const decidedAt = { decidedAt: audited.ledger.now };
    const found = audited.forge('CityParkMSP', audited.write('proposal', [proposalId], { ...decidedAt, ...fields }));
    expect(found.join()).toContain(text);
  });

  test.each([
    ['without the auditor’s epoch', { epoch: 7 }, 'of another epoch'],
    ['under a milder rule', { rule: founding.charter.rules.agreement }, 'its rule is another one'],
    ['among fewer voters', { voters: ['HarborMSP'] }, 'its voters are CityParkMSP, HarborMSP'],
    ['with another digest', { digest: 'ab'.repeat(32) }, 'its digest is of something else'],
    ['as decided', { status: 'passed' }, 'it began as passed'],
    ['with a shorter time', { votingEnds: '2026-11-23T08:00:01.000Z' }, 'taken for another time'],
  ])('a proposal that was made %s', async (_name, fields, text) => {
    const audited = await start();
    const genuine = await audited.ledger.copy().submit(ofHarbor, catalogue.propose, { proposalId, actions: [suspend] });
    const found = audited.forge('HarborMSP', { key: ['proposal', proposalId], value: { ...genuine, ...fields } });
    expect(found).toEqual([expect.stringContaining(text)]);
  });

  test.each<[string, (audited: Audited) => RowWrite[], string]>([
    [
      'a member suspended',
      (a) => [a.write('org', ['GreenMartMSP'], { status: 'suspended' })],
      'changed the member GreenMartMSP',
    ],
    [
      'a member more',
      () => [{ key: ['org', 'NewMSP'], value: { mspId: 'NewMSP', kind: 'merchant', status: 'active' } }],
      'changed the member NewMSP',
    ],
    [
      'custody handed over',
      (a) => [a.write('org', ['GreenMartMSP'], { successor: 'CityParkMSP' })],
      'changed the member',
    ],
    ['another constitution', (a) => [a.write('constitution', [], { voters: ['auditor'] })], 'changed the constitution'],
    [
      'an agreement',
      () => [{ key: ['agreement', '000001'], value: { version: 1, hash: 'ab', acceptBy: '' } }],
      'changed the agreement',
    ],
    [
      'a programme wound down',
      (a) => [a.write('program', ['harbor'], { spendableUntil: '2026-12-01' })],
      'wound down the programme harbor',
    ],
    [
      'a cap raised further than its issuer may',
      (a) => [
        a.write('program', ['harbor'], { cap: '1251', capBase: { cap: '1000', since: a.ledger.now }, revision: 2 }),
      ],
      'whose cap was raised from 1000 to 1251 without a decision',
    ],
    [
      'a cap raised as if it were measured by nothing',
      (a) => [a.write('program', ['harbor'], { cap: '1100' })],
      'whose cap',
    ],
    [
      'a cap raised as if it had been higher',
      (a) => [a.write('program', ['harbor'], { cap: '1500', capBase: { cap: '1400', since: a.ledger.now } })],
      'whose cap is measured by 1400',
    ],
    [
      'a member said to leave by another',
      (a) => [
        a.write('org', ['GreenMartMSP'], { status: 'leaving', leaving: { since: a.ledger.now, until: '2027-12-01' } }),
        a.write('epoch', [], { number: 2 }),
      ],
      'changed the member GreenMartMSP without a decision',
    ],
    [
      'a member that leaves sooner than it may',
      (a) => [
        a.write('org', ['CityParkMSP'], { status: 'leaving', leaving: { since: a.ledger.now, until: '2026-12-01' } }),
        a.write('epoch', [], { number: 2 }),
      ],
      'changed the member CityParkMSP without a decision',
    ],
    [
      'a member that has left from one moment to the next',
      (a) => [
        a.write('org', ['CityParkMSP'], { status: 'left', leaving: { since: a.ledger.now, until: '2027-12-01' } }),
        a.write('epoch', [], { number: 2 }),
      ],
      'changed the member CityParkMSP without a decision',
    ],
    ['an epoch', (a) => [a.write('epoch', [], { number: 2 })], 'began an epoch'],
    [
      'an acceptance by another',
      (a) => [a.write('org', ['GreenMartMSP'], { agreementVersion: 1 })],
      'changed the member',
    ],
  ])('a change without a decision: %s', async (_name, writes, text) => {
    const audited = await start();
    expect(audited.forge('CityParkMSP', ...writes(audited)).join()).toContain(text);
  });

  test('an execution that does something else than was decided', async () => {
    const audited = await start();
    await passed(audited, suspend);
    const executed = { status: 'executed', endedAt: audited.ledger.now, endedBy: 'CityParkMSP' };
    const found = audited.forge(
      'CityParkMSP',
      audited.write('proposal', [proposalId], executed),
      audited.write('org', ['GreenMartMSP'], { status: 'left' }),
      audited.write('epoch', [], { number: 2 }),
    );
    expect(found).toEqual([expect.stringContaining('changed the member GreenMartMSP without a decision')]);
  });

  test('an execution before its time', async () => {
    const audited = await start();
    await passed(audited, suspend);
    const executed = { status: 'executed', endedAt: '2026-11-23T08:00:00.000Z', endedBy: 'CityParkMSP' };
    const found = audited.forge('CityParkMSP', audited.write('proposal', [proposalId], executed));
    expect(found).toEqual([expect.stringContaining('it was not the time for it')]);
  });
});
