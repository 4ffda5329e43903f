/**
 * The peers that a gateway knows, and asking one of them.
 *
 * Fabric: found by gossip and discovery, asked by gRPC. Reference: `internal/pkg/gateway/{registry,apiutils}.go`.
 * Different here: all peers run in this process, so they are known and asked directly; each still checks the proposal
 * and signs as itself.
 */
import { status } from '@grpc/grpc-js';
import type { peer } from '@hyperledger/fabric-protos';
import { STREAM_TERMINATED } from '../chaincode-support/chaincode-connection.js';
import { ProposalRefusedError } from '../peer/endorser.js';
import type { IncomingProposal } from '../peer/incoming-proposal.js';
import type { PeerNode } from '../peer/peer-node.js';
import type { NodeFailure } from './rpc-error.js';

/** A peer's endorsement, or why there is none. */
export type EndorserAnswer =
  | { readonly isOk: true; readonly response: peer.ProposalResponse }
  | {
      readonly isOk: false;
      readonly code: status;
      readonly failure: NodeFailure;
      /** Another peer may do better. */
      readonly isRetriable: boolean;
    };

const SYSTEM_CHAINCODES = ['_lifecycle', 'cscc', 'qscc'];

/** Sends the proposal to one peer. Never rejects. */
export async function askPeer(node: PeerNode, proposal: IncomingProposal): Promise<EndorserAnswer> {
  const fail = (code: status, message: string, isRetriable: boolean): EndorserAnswer => ({
    isOk: false,
    code,
    failure: { address: node.address, mspId: node.mspId, message },
    isRetriable,
  });
  try {
    const response = await node.endorser.process(proposal);
    const outcome = response.getResponse();
    const code = outcome?.getStatus() ?? 0;
    const message = outcome?.getMessage() ?? '';
    if (code >= 200 && code < 400) return { isOk: true, response };
    // A peer's own failure has no payload, a chaincode's refusal has one.
    if (code === 500 && response.getPayload_asU8().length === 0) return fail(status.ABORTED, message, true);
    return fail(status.UNKNOWN, `chaincode response ${code}, ${message}`, message.endsWith(STREAM_TERMINATED));
  } catch (error) {
    const { message } = error as Error;
    return error instanceof ProposalRefusedError
      ? fail(status.FAILED_PRECONDITION, message, false)
      : fail(status.UNAVAILABLE, message, true);
  }
}

/** The peers that can run the chaincode on the channel, the highest first; among equals, `local` first. */
export async function peersWithChaincode(
  peers: readonly PeerNode[],
  local: PeerNode,
  channelId: string,
  chaincode: string,
): Promise<PeerNode[]> {
  const able = await Promise.all(peers.map((node) => canRun(node, channelId, chaincode)));
  const height = (node: PeerNode) => node.channel(channelId)?.ledger.height ?? 0;
  return peers
    .filter((_, index) => able[index])
    .sort((a, b) => height(b) - height(a) || Number(b === local) - Number(a === local));
}

async function canRun(node: PeerNode, channelId: string, chaincode: string): Promise<boolean> {
  const channel = node.channel(channelId);
  if (!channel) return false;
  if (SYSTEM_CHAINCODES.includes(chaincode)) return true;
  const deployed = await channel.chaincodes.find(chaincode);
  return deployed !== undefined && deployed.isApproved && deployed.installed !== undefined;
}
