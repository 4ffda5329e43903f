/** Decisions of members that are executed by stewards, as soon as they may be. */
import { executeProposal, type Proposal } from '@commonpoint/catalogue';
import type { Steward } from './steward.js';

/** So long others leave it to who proposed something to have it executed. */
const PROPOSERS_TURN_MS = 30_000;

/** What passed and may be executed now by this organisation's steward: decisions alone, whose execution changes nothing but that they are made. */
export function executableNow(proposals: readonly Proposal[], mspId: string, nowMs: number): Proposal[] {
  return proposals.filter(({ status, actions, proposer, executableFrom = '', expiresAt = '' }) => {
    const isPlanned = actions.every(({ kind }) => kind === 'channel-configuration' || kind === 'chaincode-definition');
    const fromMs = Date.parse(executableFrom) + (proposer === mspId ? 0 : PROPOSERS_TURN_MS);
    return status === 'passed' && isPlanned && fromMs <= nowMs && nowMs < Date.parse(expiresAt);
  });
}

/** @returns the ids of what it had executed */
export async function executeDue(steward: Pick<Steward, 'mspId' | 'proposals' | 'submit'>): Promise<string[]> {
  const due = executableNow(await steward.proposals(), steward.mspId, Date.now());
  for (const { proposalId } of due) await steward.submit(executeProposal, { proposalId });
  return due.map(({ proposalId }) => proposalId);
}
