/** For the test of all codes: those of members and their decisions. */
import { catalogue, type ErrorCode, PAUSES_MAX } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, harbor, issue, post } from './consortium.js';
import { decide, execute, founding, ofCityPark, ofGreenMart, ofHarbor, propose, suspend, vote } from './governed.js';

type Case = [code: ErrorCode, situation: string, work: (ledger: LedgerStub) => Promise<unknown>];

const found = (ledger: LedgerStub, of = founding) => ledger.submit(ofHarbor, catalogue.foundConsortium, of);

/** On a ledger that is founded. */
const planHash = 'ab'.repeat(32);
const decidedPlan = { planHash, proposalId: 'HarborMSP:quicker' };
const decidePlan = (ledger: LedgerStub) => decide(ledger, 'quicker', [{ kind: 'channel-configuration', planHash }]);

async function recordedTwice(ledger: LedgerStub): Promise<unknown> {
  await decidePlan(ledger);
  await ledger.submit(ofHarbor, catalogue.recordExecution, { ...decidedPlan, block: 7, sequence: 2 });
  return ledger.submit(ofHarbor, catalogue.recordExecution, { ...decidedPlan, block: 8, sequence: 2 });
}

async function pausedTooOften(ledger: LedgerStub): Promise<unknown> {
  await decidePlan(ledger);
  for (let times = 0; times < PAUSES_MAX; times += 1) await ledger.submit(ofHarbor, catalogue.pauseWrites, decidedPlan);
  return ledger.submit(ofHarbor, catalogue.pauseWrites, decidedPlan);
}

const governed = (work: (ledger: LedgerStub) => Promise<unknown>) => async (ledger: LedgerStub) => {
  await found(ledger);
  return work(ledger);
};
/** With a proposal on GreenMart, which Harbor and CityPark vote on. */
const proposed = (work: (ledger: LedgerStub, proposalId: string) => Promise<unknown>) =>
  governed(async (ledger) =>
    work(ledger, (await propose(ledger, ofHarbor, 'one', suspend('GreenMartMSP'))).proposalId),
  );

function plant(ledger: LedgerStub, type: string, id: string, fields: object): void {
  const { value } = ledger.table(type).find(({ parts }) => parts[0] === id)!;
  ledger.plant(type, [id], { ...value, ...fields });
}

export const governanceErrors: Case[] = [
  [
    'FOUNDING_NOT_AGREED',
    'without the auditor',
    (l) => found(l, { ...founding, members: founding.members.slice(0, 3) }),
  ],
  ['NOT_FOUNDED', 'proposing too early', (l) => propose(l, ofHarbor, 'one', suspend('GreenMartMSP'))],
  ['PROPOSAL_UNKNOWN', 'voting', governed((l) => vote(l, ofHarbor, 'HarborMSP:nothing'))],
  [
    'PROPOSAL_ID_NOT_YOURS',
    'in the name of another',
    governed((l) =>
      l.submit(ofCityPark, catalogue.propose, { proposalId: 'HarborMSP:one', actions: [suspend('GreenMartMSP')] }),
    ),
  ],
  ['PROPOSAL_EXISTS', 'other content', proposed((l) => propose(l, ofHarbor, 'one', suspend('CityParkMSP')))],
  ['PROPOSAL_INAPPLICABLE', 'nobody', governed((l) => propose(l, ofHarbor, 'one', suspend('NobodyMSP')))],
  [
    'NOT_PROPOSER',
    'another withdraws it',
    proposed((l, proposalId) => l.submit(ofCityPark, catalogue.withdrawProposal, { proposalId })),
  ],
  ['NOT_VOTER', 'whom it is about', proposed((l, proposalId) => vote(l, ofGreenMart, proposalId))],
  [
    'VOTE_EXISTS',
    'another vote',
    proposed(async (l, proposalId) => {
      await vote(l, ofHarbor, proposalId);
      return vote(l, ofHarbor, proposalId, 'against');
    }),
  ],
  [
    'PROPOSAL_NOT_OPEN',
    'voting on what was withdrawn',
    proposed(async (l, proposalId) => {
      await l.submit(ofHarbor, catalogue.withdrawProposal, { proposalId });
      return vote(l, ofHarbor, proposalId);
    }),
  ],
  [
    'PLAN_NOT_DECIDED',
    'signing a plan that it has not',
    proposed((l, proposalId) =>
      l.submit(ofHarbor, catalogue.signPlan, {
        planHash: 'ab'.repeat(32),
        proposalId,
        intent: '{}',
        sequence: 0,
        updateHash: 'ab'.repeat(32),
        signature: 'CgA=',
      }),
    ),
  ],
  ['PLAN_CARRIED_OUT', 'in another block', governed(recordedTwice)],
  ['PAUSES_USED_UP', 'once more', governed(pausedTooOften)],
  ['PROPOSAL_NOT_DUE', 'executing what is open', proposed((l, proposalId) => execute(l, ofHarbor, proposalId))],
  [
    'LEAVING_TOO_SOON',
    'tomorrow',
    governed((l) => l.submit(ofHarbor, catalogue.leaveConsortium, { spendableUntil: '2026-11-24' })),
  ],
  [
    'CAP_RAISE_EXCEEDED',
    'a hundredfold',
    governed((l) => l.submit(harbor(), catalogue.changeCap, { programId: 'harbor', cap: '100000' })),
  ],
  [
    'TERMS_OF_USE_UNKNOWN',
    'there are none',
    (l) => l.submit(harbor(), catalogue.acceptTermsOfUse, { programId: 'harbor', version: 1, accountIds: [alice] }),
  ],
  [
    'TERMS_OF_USE_EXISTS',
    'the second one first',
    (l) =>
      l.submit(harbor(), catalogue.setTermsOfUse, {
        programId: 'harbor',
        version: 2,
        hash: 'ab'.repeat(32),
        address: 'https://harbor.example/2',
      }),
  ],
  [
    'TERMS_OF_USE_NOT_ACCEPTED',
    'issuing',
    async (l) => {
      const termsOfUse = {
        version: 1,
        hash: 'ab'.repeat(32),
        address: 'https://a.example',
        since: l.now,
        acceptBy: l.now,
      };
      plant(l, 'program', 'harbor', { termsOfUse });
      return post(l, harbor(), issue('i-1', alice, '1'));
    },
  ],
  [
    'AGREEMENT_UNKNOWN',
    'there is none',
    governed((l) => l.submit(ofHarbor, catalogue.acceptAgreement, { version: 1, hash: 'ab'.repeat(32) })),
  ],
  [
    'AGREEMENT_NOT_ACCEPTED',
    'issuing',
    async (l) => {
      plant(l, 'org', 'HarborMSP', { agreementDue: { version: 1, acceptBy: l.now } });
      return post(l, harbor(), issue('i-1', alice, '1'));
    },
  ],
  [
    'PROGRAM_ENDING',
    'issuing',
    async (l) => {
      plant(l, 'program', 'harbor', { spendableUntil: '2026-12-31' });
      return post(l, harbor(), issue('i-1', alice, '1'));
    },
  ],
];
