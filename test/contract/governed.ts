/** A consortium that is founded, and how its members decide. */
import { catalogue, type Ballot, type GovernanceAction, type Proposal } from '@commonpoint/catalogue';
import { agreedIn, foundingOf } from '../../consortium/description/founding.js';
import { readDescription } from '../../consortium/description/read-description.js';
import { createTopology, defaultDescriptionPath } from '../../network/topology.js';
import { LedgerStub, type StubCaller, type StubOptions } from '../support/ledger-stub.js';
import { startConsortium } from './consortium.js';

export const founding = foundingOf({ ...createTopology(), ...agreedIn(readDescription(defaultDescriptionPath())) });

export const delegateOf = (mspId: string): StubCaller => ({ mspId, role: 'delegate' });
export const [ofHarbor, ofCityPark, ofGreenMart, ofAuditor] = [
  'HarborMSP',
  'CityParkMSP',
  'GreenMartMSP',
  'AuditorMSP',
].map(delegateOf) as [StubCaller, StubCaller, StubCaller, StubCaller];

/** Harbor, CityPark and GreenMart with Harbor's programme and three accounts, and the auditor, under the usual constitution. */
export async function startGoverned(options?: StubOptions): Promise<LedgerStub> {
  const ledger = await startConsortium(options);
  await ledger.submit(ofHarbor, catalogue.foundConsortium, founding);
  return ledger;
}

export const suspend = (mspId: string): GovernanceAction => ({ kind: 'suspend', mspId });
export const remove = (mspId: string): GovernanceAction => ({ kind: 'remove', mspId });

export function propose(
  ledger: LedgerStub,
  proposer: StubCaller,
  name: string,
  ...actions: GovernanceAction[]
): Promise<Proposal> {
  return ledger.submit(proposer, catalogue.propose, { proposalId: `${proposer.mspId}:${name}`, actions });
}

export const vote = (ledger: LedgerStub, caller: StubCaller, proposalId: string, ballot: Ballot = 'for') =>
  ledger.submit(caller, catalogue.castVote, { proposalId, vote: ballot });

export const execute = (ledger: LedgerStub, caller: StubCaller, proposalId: string) =>
  ledger.submit(caller, catalogue.executeProposal, { proposalId });

/** Proposed, voted for by these and executed as early as may be. */
export async function decide(
  ledger: LedgerStub,
  name: string,
  actions: GovernanceAction[],
  voters: StubCaller[] = [ofHarbor, ofCityPark],
): Promise<Proposal> {
  const { proposalId } = await propose(ledger, ofHarbor, name, ...actions);
  let proposal: Proposal | undefined;
  for (const voter of voters) proposal = await vote(ledger, voter, proposalId);
  if (proposal?.executableFrom === undefined) throw new Error(`${proposalId} is ${proposal?.status}`);
  if (ledger.now < proposal.executableFrom) ledger.now = proposal.executableFrom;
  return execute(ledger, ofCityPark, proposalId);
}

export const statusOf = async (ledger: LedgerStub, mspId: string) =>
  (await ledger.submit(ofHarbor, catalogue.getOrganization, { mspId })).status;
