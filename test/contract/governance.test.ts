import { catalogue } from '@commonpoint/catalogue';
import { LedgerStub } from '../support/ledger-stub.js';
import { alice, harbor, issue, postOne, startConsortium } from './consortium.js';
import {
  decide,
  delegateOf,
  execute,
  founding,
  ofAuditor,
  ofCityPark,
  ofGreenMart,
  ofHarbor,
  propose,
  remove,
  startGoverned,
  statusOf,
  suspend,
  vote,
} from './governed.js';

const minutesAfter = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();

describe('founding', () => {
  test('writes members, constitution and epoch, once', async () => {
    const ledger = new LedgerStub();
    const founded = await ledger.submit(harbor(), catalogue.foundConsortium, founding);
    expect(founded).toMatchObject({ constitution: { version: 1, voters: ['merchant'] }, epoch: { number: 1 } });
    ledger.now = '2026-11-24T08:00:00.000Z';
    expect(await ledger.submit(ofCityPark, catalogue.foundConsortium, founding)).toEqual(founded);
    const { organizations } = await ledger.submit(ofHarbor, catalogue.listOrganizations, {});
    expect(organizations.map(({ mspId, kind, status }) => [mspId, kind, status])).toEqual([
      ['AuditorMSP', 'auditor', 'active'],
      ['CityParkMSP', 'merchant', 'active'],
      ['GreenMartMSP', 'merchant', 'active'],
      ['HarborMSP', 'merchant', 'active'],
    ]);
    expect(await ledger.submit(ofAuditor, catalogue.getConstitution, {})).toEqual(founded);
  });

  test.each([
    ['other members', { ...founding, members: founding.members.slice(1) }],
    ['another constitution', { ...founding, charter: { ...founding.charter, voters: ['auditor' as const] } }],
  ])('with %s than the definition of the chaincode names is refused', async (_name, other) => {
    const ledger = new LedgerStub();
    await expect(ledger.submit(harbor(), catalogue.foundConsortium, other)).rejects.toThrow('FOUNDING_NOT_AGREED');
  });

  test('nothing is proposed before it', async () => {
    const ledger = await startConsortium();
    await expect(propose(ledger, ofHarbor, 'early', suspend('GreenMartMSP'))).rejects.toThrow('NOT_FOUNDED');
    await expect(ledger.submit(ofHarbor, catalogue.getConstitution, {})).rejects.toThrow('NOT_FOUNDED');
  });

  test('from then on nobody registers that was not admitted by vote', async () => {
    const ledger = await startGoverned();
    const register = (mspId: string, name: string) =>
      ledger.submit({ mspId, role: 'admin' }, catalogue.registerOrganization, { name });
    await expect(register('NewcomerMSP', 'Newcomer')).rejects.toThrow('ORGANIZATION_NOT_ALLOWED');
    await decide(ledger, 'out', [remove('GreenMartMSP')]);
    expect(await register('GreenMartMSP', 'GreenMart')).toMatchObject({ status: 'left' });
    const admit = { kind: 'admit', mspId: 'GreenMartMSP', name: 'GreenMart', memberKind: 'merchant' } as const;
    await decide(ledger, 'in', [admit]);
    expect(await statusOf(ledger, 'GreenMartMSP')).toBe('candidate');
    await expect(propose(ledger, ofGreenMart, 'early', suspend('CityParkMSP'))).rejects.toThrow(
      'GreenMartMSP is candidate',
    );
    expect(await register('GreenMartMSP', 'GreenMart')).toMatchObject({ status: 'active', kind: 'merchant' });
    expect((await ledger.submit(ofHarbor, catalogue.getConstitution, {})).epoch.number).toBe(4);
  });
});

describe('a proposal', () => {
  test('has a client’s id, and is compared by its content', async () => {
    const ledger = await startGoverned();
    const first = await propose(ledger, ofHarbor, 'one', suspend('GreenMartMSP'));
    expect(first).toMatchObject({ status: 'open', epoch: 1, constitutionVersion: 1, endsWithEpoch: true });
    ledger.now = minutesAfter(ledger.now, 1);
    expect(await propose(ledger, ofHarbor, 'one', suspend('GreenMartMSP'))).toEqual(first);
    await expect(propose(ledger, ofHarbor, 'one', suspend('CityParkMSP'))).rejects.toThrow('PROPOSAL_EXISTS');
    const { proposals } = await ledger.submit(ofAuditor, catalogue.listProposals, {});
    expect(proposals).toEqual([first]);
  });

  test('is not made in the name of another organisation', async () => {
    const ledger = await startGoverned();
    const request = { proposalId: 'CityParkMSP:one', actions: [suspend('GreenMartMSP')] };
    await expect(ledger.submit(ofHarbor, catalogue.propose, request)).rejects.toThrow('PROPOSAL_ID_NOT_YOURS');
  });

  test('whom it is about has no vote on it', async () => {
    const ledger = await startGoverned();
    const { proposalId, voters } = await propose(ledger, ofHarbor, 'one', suspend('GreenMartMSP'));
    expect(voters).toEqual(['CityParkMSP', 'HarborMSP']);
    await expect(vote(ledger, ofGreenMart, proposalId)).rejects.toThrow('NOT_VOTER');
    await expect(vote(ledger, ofAuditor, proposalId)).rejects.toThrow('NOT_VOTER');
  });

  test.each([
    ['no such member', [suspend('NobodyMSP')], '/actions/0'],
    ['twice the same', [suspend('GreenMartMSP'), suspend('GreenMartMSP')], '/actions/1'],
    ['an unknown programme', [{ kind: 'raise-cap' as const, programId: 'nothing', cap: '5' }], '/actions/0'],
  ])('that cannot be done is refused, with its place: %s', async (_name, actions, pointer) => {
    const ledger = await startGoverned();
    const proposing = propose(ledger, ofHarbor, 'one', ...actions);
    await expect(proposing).rejects.toMatchObject({
      body: { code: 'PROPOSAL_INAPPLICABLE', errors: [expect.objectContaining({ pointer })] },
    });
  });

  test('nobody throws out all others: more than half of those that vote have to have a vote on it', async () => {
    const ledger = await startGoverned();
    for (const actions of [
      [remove('GreenMartMSP'), remove('CityParkMSP')],
      [suspend('GreenMartMSP'), { kind: 'declare-default' as const, mspId: 'CityParkMSP' }],
    ]) {
      await expect(propose(ledger, ofHarbor, 'all', ...actions)).rejects.toMatchObject({
        body: { code: 'PROPOSAL_INAPPLICABLE', errors: [expect.objectContaining({ pointer: '/actions' })] },
      });
    }
    // One by one neither: of two, none throws out the other.
    await decide(ledger, 'one', [remove('GreenMartMSP')]);
    await expect(propose(ledger, ofHarbor, 'last', remove('CityParkMSP'))).rejects.toThrow('PROPOSAL_INAPPLICABLE');
    await expect(propose(ledger, ofCityPark, 'last', remove('HarborMSP'))).rejects.toThrow('PROPOSAL_INAPPLICABLE');
    const preview = ledger.submit(ofAuditor, catalogue.previewProposal, { actions: [remove('CityParkMSP')] });
    await expect(preview).rejects.toThrow('PROPOSAL_INAPPLICABLE');
  });

  test('says beforehand what it would change, and changes nothing by that', async () => {
    const ledger = await startGoverned();
    const actions = [
      remove('GreenMartMSP'),
      { kind: 'wind-down' as const, programId: 'harbor', spendableUntil: '2027-01-31' },
    ];
    expect(await ledger.submit(ofAuditor, catalogue.previewProposal, { actions })).toEqual({
      changes: [
        'GreenMartMSP is active, and will be left',
        'points of harbor are issued and spent, and will be spent until 2027-01-31 and issued no more',
      ],
    });
    expect(await statusOf(ledger, 'GreenMartMSP')).toBe('active');
  });
});

describe('votes', () => {
  test('decide as soon as nothing else can come of it, and after the time lock anybody executes, once', async () => {
    const ledger = await startGoverned();
    const { proposalId } = await propose(ledger, ofHarbor, 'one', suspend('GreenMartMSP'));
    expect(await vote(ledger, ofHarbor, proposalId)).toMatchObject({ status: 'open' });
    const passed = await vote(ledger, ofCityPark, proposalId);
    expect(passed).toMatchObject({ status: 'passed', tally: { for: 2, against: 0, abstain: 0 } });
    const lockEnds = minutesAfter(ledger.now, 24 * 60);
    for (const early of [ledger.now, lockEnds, minutesAfter(lockEnds, 14)]) {
      ledger.now = early;
      await expect(execute(ledger, ofCityPark, proposalId)).rejects.toThrow('PROPOSAL_NOT_DUE');
    }
    ledger.now = minutesAfter(lockEnds, 15);
    const executed = await execute(ledger, harbor('operator'), proposalId);
    expect(executed).toMatchObject({ status: 'executed', endedBy: 'HarborMSP' });
    expect(await execute(ledger, ofCityPark, proposalId)).toEqual(executed);
    expect(await statusOf(ledger, 'GreenMartMSP')).toBe('suspended');
    expect((await ledger.submit(ofHarbor, catalogue.getConstitution, {})).epoch.number).toBe(2);
  });

  test('are one an organisation, and final', async () => {
    const ledger = await startGoverned();
    const { proposalId } = await propose(ledger, ofHarbor, 'one', { kind: 'switch-on', feature: 'notes' });
    await vote(ledger, ofHarbor, proposalId);
    await vote(ledger, ofHarbor, proposalId);
    await expect(vote(ledger, ofHarbor, proposalId, 'against')).rejects.toThrow('VOTE_EXISTS');
    const { votes } = await ledger.submit(ofAuditor, catalogue.getProposal, { proposalId });
    expect(votes.map((each) => [each.mspId, each.vote])).toEqual([['HarborMSP', 'for']]);
  });

  test('two of one organisation at the same moment: one of them is done', async () => {
    const ledger = await startGoverned();
    const { proposalId } = await propose(ledger, ofHarbor, 'one', { kind: 'switch-on', feature: 'notes' });
    const [first, second] = await Promise.all(
      (['for', 'against'] as const).map((ballot) =>
        ledger.simulate(ofHarbor, catalogue.castVote.name, [JSON.stringify({ proposalId, vote: ballot })]),
      ),
    );
    expect(ledger.commit(first!)).toBe('VALID');
    expect(ledger.commit(second!)).toMatch(/CONFLICT/);
  });

  test('of two organisations at the same moment are both counted, the later one after it was done again', async () => {
    const ledger = await startGoverned();
    const { proposalId } = await propose(ledger, ofHarbor, 'one', { kind: 'switch-on', feature: 'notes' });
    const [first, second] = await Promise.all(
      [ofHarbor, ofCityPark].map((caller) =>
        ledger.simulate(caller, catalogue.castVote.name, [JSON.stringify({ proposalId, vote: 'for' })]),
      ),
    );
    expect(ledger.commit(first!)).toBe('VALID');
    expect(ledger.commit(second!)).toMatch(/CONFLICT/);
    expect(await vote(ledger, ofCityPark, proposalId)).toMatchObject({ status: 'passed' });
  });

  test('only of delegates, whatever role a merchant’s own authority writes into a certificate', async () => {
    const ledger = await startGoverned();
    const { proposalId } = await propose(ledger, ofHarbor, 'one', { kind: 'switch-on', feature: 'notes' });
    for (const role of ['admin', 'operator', 'cashier', 'auditor', 'stranger'] as const) {
      const voting = vote(ledger, { mspId: 'CityParkMSP', role }, proposalId);
      await expect(voting).rejects.toThrow('ROLE_NOT_ALLOWED');
    }
    // Another delegate of its own making is the same organisation: it has one vote all the same.
    await vote(ledger, delegateOf('CityParkMSP'), proposalId, 'against');
    await expect(vote(ledger, delegateOf('CityParkMSP'), proposalId)).rejects.toThrow('VOTE_EXISTS');
    await expect(vote(ledger, delegateOf('MintedMSP'), proposalId)).rejects.toThrow('ORGANIZATION_UNKNOWN');
  });

  test('exactly half is not enough', async () => {
    const ledger = await startGoverned();
    const { proposalId } = await propose(ledger, ofHarbor, 'one', suspend('GreenMartMSP'));
    await vote(ledger, ofHarbor, proposalId);
    expect(await vote(ledger, ofCityPark, proposalId, 'against')).toMatchObject({
      status: 'failed',
      tally: { for: 1, against: 1, abstain: 0 },
    });
    await expect(execute(ledger, ofHarbor, proposalId)).resolves.toMatchObject({ status: 'failed' });
    expect(await statusOf(ledger, 'GreenMartMSP')).toBe('active');
  });

  test('that are late have no effect, and what there is decides', async () => {
    const ledger = await startGoverned();
    const { proposalId, votingEnds } = await propose(ledger, ofHarbor, 'one', { kind: 'switch-on', feature: 'notes' });
    await vote(ledger, ofHarbor, proposalId);
    await vote(ledger, ofGreenMart, proposalId, 'abstain');
    ledger.now = minutesAfter(votingEnds, 1);
    await expect(vote(ledger, ofCityPark, proposalId, 'against')).rejects.toThrow('PROPOSAL_NOT_OPEN');
    await expect(execute(ledger, ofCityPark, proposalId)).rejects.toThrow('PROPOSAL_NOT_DUE');
    ledger.now = minutesAfter(votingEnds, 24 * 60);
    await expect(execute(ledger, ofCityPark, proposalId)).rejects.toThrow('PROPOSAL_NOT_DUE');
    ledger.now = minutesAfter(votingEnds, 24 * 60 + 15);
    await expect(execute(ledger, ofCityPark, proposalId)).resolves.toMatchObject({
      status: 'executed',
      tally: { for: 1, against: 0, abstain: 1 },
    });
  });

  test('of one merchant alone decide nothing, whatever time it says it is', async () => {
    const ledger = await startGoverned();
    const { proposalId, votingEnds } = await propose(ledger, ofHarbor, 'one', suspend('GreenMartMSP'));
    await vote(ledger, ofHarbor, proposalId);
    ledger.now = minutesAfter(votingEnds, 15);
    await expect(execute(ledger, ofHarbor, proposalId)).resolves.toMatchObject({ status: 'failed' });
    expect(await statusOf(ledger, 'GreenMartMSP')).toBe('active');
  });

  test('of a member that was suspended meanwhile have no effect', async () => {
    const ledger = await startGoverned();
    const { proposalId, votingEnds } = await propose(ledger, ofHarbor, 'notes', {
      kind: 'switch-on',
      feature: 'notes',
    });
    await vote(ledger, ofGreenMart, proposalId);
    await decide(ledger, 'out', [suspend('GreenMartMSP')]);
    ledger.now = minutesAfter(votingEnds, 15);
    expect(await execute(ledger, ofHarbor, proposalId)).toMatchObject({
      status: 'failed',
      tally: { for: 0, against: 0, abstain: 0 },
    });
    const { proposalId: next } = await propose(ledger, ofHarbor, 'next', { kind: 'switch-on', feature: 'notes' });
    await expect(vote(ledger, ofGreenMart, next)).rejects.toThrow('ORGANIZATION_NOT_ALLOWED');
  });

  test('of a member that left have no effect', async () => {
    const ledger = await startGoverned();
    await decide(ledger, 'out', [remove('GreenMartMSP')]);
    const { proposalId, voters } = await propose(ledger, ofHarbor, 'one', { kind: 'switch-on', feature: 'notes' });
    expect(voters).toEqual(['CityParkMSP', 'HarborMSP']);
    await expect(vote(ledger, ofGreenMart, proposalId)).rejects.toThrow('ORGANIZATION_NOT_ALLOWED');
  });
});

describe('between vote and execution', () => {
  test('a new epoch drops what is about members or the constitution', async () => {
    const ledger = await startGoverned();
    const { proposalId } = await propose(ledger, ofHarbor, 'city', suspend('CityParkMSP'));
    await vote(ledger, ofHarbor, proposalId);
    const passed = await vote(ledger, ofGreenMart, proposalId);
    const { proposalId: open } = await propose(ledger, ofHarbor, 'harbor', suspend('GreenMartMSP'));
    await decide(ledger, 'green', [suspend('GreenMartMSP')]);
    ledger.now = minutesAfter(passed.executableFrom!, 24 * 60);
    await expect(vote(ledger, ofHarbor, open)).rejects.toThrow('PROPOSAL_NOT_OPEN');
    for (const id of [proposalId, open]) {
      expect(await execute(ledger, ofHarbor, id)).toMatchObject({ status: 'dropped' });
    }
    expect(await statusOf(ledger, 'CityParkMSP')).toBe('active');
  });

  test('rules that change leave an open proposal with those that it was made under', async () => {
    const ledger = await startGoverned();
    const { proposalId, rule } = await propose(ledger, ofHarbor, 'notes', { kind: 'switch-on', feature: 'notes' });
    const stricter = { ...founding.charter.rules.network, moreThan: '9/10' };
    const charter = { ...founding.charter, rules: { ...founding.charter.rules, network: stricter } };
    await decide(ledger, 'strict', [{ kind: 'change-constitution', charter }], [ofHarbor, ofCityPark, ofGreenMart]);
    expect((await ledger.submit(ofHarbor, catalogue.getConstitution, {})).constitution).toMatchObject({ version: 2 });
    await vote(ledger, ofHarbor, proposalId);
    expect(await vote(ledger, ofCityPark, proposalId)).toMatchObject({
      status: 'passed',
      rule,
      constitutionVersion: 1,
    });
    const { rule: next } = await propose(ledger, ofHarbor, 'next', { kind: 'switch-on', feature: 'notes' });
    expect(next.moreThan).toBe('9/10');
  });

  test('enough objections stop it, and none after its time lock do', async () => {
    const ledger = await startGoverned();
    const { proposalId } = await propose(ledger, ofHarbor, 'notes', { kind: 'switch-on', feature: 'notes' });
    await vote(ledger, ofHarbor, proposalId);
    await expect(ledger.submit(ofGreenMart, catalogue.objectTo, { proposalId })).rejects.toThrow('PROPOSAL_NOT_OPEN');
    const { executableFrom } = await vote(ledger, ofCityPark, proposalId);
    await ledger.submit(ofGreenMart, catalogue.objectTo, { proposalId });
    expect(await ledger.submit(ofGreenMart, catalogue.objectTo, { proposalId })).toMatchObject({ status: 'passed' });
    const other = ledger.copy();
    other.now = minutesAfter(executableFrom!, 1);
    await expect(other.submit(ofCityPark, catalogue.objectTo, { proposalId })).rejects.toThrow('PROPOSAL_NOT_OPEN');
    expect(await ledger.submit(ofCityPark, catalogue.objectTo, { proposalId })).toMatchObject({ status: 'stopped' });
    ledger.now = minutesAfter(executableFrom!, 1);
    expect(await execute(ledger, ofHarbor, proposalId)).toMatchObject({ status: 'stopped' });
  });

  test('it expires', async () => {
    const ledger = await startGoverned();
    const { proposalId } = await propose(ledger, ofHarbor, 'one', suspend('GreenMartMSP'));
    await vote(ledger, ofHarbor, proposalId);
    const { expiresAt } = await vote(ledger, ofCityPark, proposalId);
    ledger.now = minutesAfter(expiresAt!, 1);
    expect(await execute(ledger, ofHarbor, proposalId)).toMatchObject({ status: 'expired' });
    expect(await statusOf(ledger, 'GreenMartMSP')).toBe('active');
  });

  test('the proposer withdraws it, and nobody else', async () => {
    const ledger = await startGoverned();
    const { proposalId } = await propose(ledger, ofHarbor, 'one', suspend('GreenMartMSP'));
    const withdraw = (caller: typeof ofHarbor) => ledger.submit(caller, catalogue.withdrawProposal, { proposalId });
    await expect(withdraw(ofCityPark)).rejects.toThrow('NOT_PROPOSER');
    expect(await withdraw(ofHarbor)).toMatchObject({ status: 'withdrawn' });
    await expect(vote(ledger, ofHarbor, proposalId)).rejects.toThrow('PROPOSAL_NOT_OPEN');
  });

  test('two that execute it at the same moment do it once', async () => {
    const ledger = await startGoverned();
    const { proposalId } = await propose(ledger, ofHarbor, 'one', suspend('GreenMartMSP'));
    await vote(ledger, ofHarbor, proposalId);
    ledger.now = (await vote(ledger, ofCityPark, proposalId)).executableFrom!;
    const [first, second] = await Promise.all(
      [ofHarbor, ofCityPark].map((caller) =>
        ledger.simulate(caller, catalogue.executeProposal.name, [JSON.stringify({ proposalId })]),
      ),
    );
    expect(ledger.commit(first!)).toBe('VALID');
    expect(ledger.commit(second!)).toMatch(/CONFLICT/);
    expect(await execute(ledger, ofCityPark, proposalId)).toMatchObject({ status: 'executed', endedBy: 'HarborMSP' });
  });
});

describe('the agreement', () => {
  const hash = 'ab'.repeat(32);
  const adopt = {
    kind: 'adopt-agreement',
    version: 1,
    hash,
    address: 'https://a.example/1',
    acceptWithinDays: 30,
  } as const;

  test('who has not accepted it in time issues nothing until it does', async () => {
    const ledger = await startGoverned();
    await decide(ledger, 'agreement', [adopt]);
    const accepting = (caller: typeof ofHarbor, of = hash) =>
      ledger.submit(caller, catalogue.acceptAgreement, { version: 1, hash: of });
    await accepting(ofCityPark);
    await expect(accepting(ofHarbor, 'cd'.repeat(32))).rejects.toThrow('AGREEMENT_UNKNOWN');
    expect(await postOne(ledger, harbor(), issue('i-1', alice, '1'))).toMatchObject({ state: 'POSTED' });
    ledger.now = minutesAfter(ledger.now, 30 * 24 * 60);
    expect(await postOne(ledger, harbor(), issue('i-2', alice, '1'))).toMatchObject({
      state: 'REJECTED',
      code: 'AGREEMENT_NOT_ACCEPTED',
    });
    expect(await accepting(ofHarbor)).toMatchObject({ agreementVersion: 1 });
    expect(await postOne(ledger, harbor(), issue('i-3', alice, '1'))).toMatchObject({ state: 'POSTED' });
    expect(ledger.table('adherence').map(({ parts }) => parts)).toEqual([
      ['000001', 'CityParkMSP'],
      ['000001', 'HarborMSP'],
    ]);
  });

  test('versions follow one after the other, and a newer one gives the late no more time', async () => {
    const ledger = await startGoverned();
    await decide(ledger, 'agreement', [adopt]);
    const due = ledger.table('org').find(({ parts }) => parts[0] === 'HarborMSP')?.value['agreementDue'];
    await expect(propose(ledger, ofHarbor, 'again', adopt)).rejects.toThrow('PROPOSAL_INAPPLICABLE');
    await decide(ledger, 'next', [{ ...adopt, version: 2, acceptWithinDays: 365 }]);
    const { agreementDue } = await ledger.submit(ofHarbor, catalogue.getOrganization, { mspId: 'HarborMSP' });
    expect(agreementDue).toEqual({ ...(due as object), version: 2 });
  });
});
