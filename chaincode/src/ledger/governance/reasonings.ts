/** What members say of proposals: their peers have it in a collection that all hold, and everybody its hash. */
import { type Reasoning, REASONINGS_COLLECTION } from '@commonpoint/catalogue';
import { privateHash } from '../../domain/terms/terms.js';
import type { LedgerContext } from '../core/context.js';
import { reasoningKey } from './keys.js';
import { loadObjections, loadProposal, loadVotes } from './load-world.js';

/** As the caller says it; undefined if it says nothing. */
export function reasoningOf(
  { caller: { mspId } }: LedgerContext,
  { proposalId, with: said }: Pick<Reasoning, 'proposalId' | 'with'>,
  input: Pick<Reasoning, 'reason' | 'salt'> | undefined,
): Reasoning | undefined {
  return input && { proposalId, mspId, with: said, ...input };
}

/** What rows have of it: the hash that the private row has in the blocks. */
export function hashOf(reasoning: Reasoning | undefined): { readonly reasonHash?: string } {
  return reasoning === undefined ? {} : { reasonHash: privateHash(reasoning) };
}

export function putReasoning({ privateState }: LedgerContext, reasoning: Reasoning | undefined): void {
  if (reasoning !== undefined) privateState.put(REASONINGS_COLLECTION, reasoningKey(reasoning), reasoning);
}

/** Those that rows have the hash of. Errors: PROPOSAL_UNKNOWN. */
export async function loadReasonings({ state, privateState }: LedgerContext, proposalId: string): Promise<Reasoning[]> {
  const { proposer, reasonHash } = await loadProposal(state, proposalId);
  const said = [
    { with: 'proposal' as const, mspId: proposer, reasonHash },
    ...(await loadVotes(state, proposalId)).map((row) => ({ ...row, with: 'vote' as const })),
    ...(await loadObjections(state, proposalId)).map((row) => ({ ...row, with: 'objection' as const })),
  ];
  const found: Reasoning[] = [];
  for (const each of said) {
    if (each.reasonHash === undefined) continue;
    const row = await privateState.get(REASONINGS_COLLECTION, reasoningKey({ ...each, proposalId }));
    if (row !== undefined) found.push(row);
  }
  return found;
}
