/** Votes and executions at one gateway after votes that were given at others: as soon as it has heard of these. */
import type { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { knownAt } from './known-at.js';

interface Told {
  readonly status: string;
  readonly votes: readonly object[];
}

/** When so many votes are known there. */
export async function voteAt(
  client: GatewayClient,
  proposalId: string,
  { vote = 'for', after = 0 }: { vote?: 'for' | 'against'; after?: number } = {},
) {
  await knownAt<Told>(client, `/v1/proposals/${proposalId}`, ({ votes }) => votes.length >= after);
  return client.post(`/v1/proposals/${proposalId}/votes`, { vote });
}

/** When there is a decision. */
export async function executeAt(client: GatewayClient, proposalId: string) {
  await knownAt<Told>(client, `/v1/proposals/${proposalId}`, ({ status }) => status !== 'open');
  return client.post(`/v1/proposals/${proposalId}/execution`);
}
