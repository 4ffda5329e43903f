/**
 * Evaluate: runs a transaction function on one peer and returns its result; nothing is written.
 *
 * Fabric: on the gateway's own peer if it can, else on another; a peer's own failure is retried elsewhere, a chaincode's
 * refusal is the answer. Proposals with transient data stay within the organisation unless targets are named. Reference:
 * `internal/pkg/gateway/evaluate.go`. Left out: nothing.
 */
import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { IncomingProposal } from '../peer/incoming-proposal.js';
import { askPeer, peersWithChaincode } from './endorsing-peer.js';
import type { GatewayPeers } from './gateway-peers.js';
import { type NodeFailure, RpcError } from './rpc-error.js';

/** Throws RpcError. */
export async function evaluate(
  { local, peers }: GatewayPeers,
  request: gateway.EvaluateRequest,
): Promise<gateway.EvaluateResponse> {
  const proposal = readProposal(request.getProposedTransaction());
  const { channelId, chaincodeName, transient } = proposal.parsed;
  let targets = request.getTargetOrganizationsList();
  const isProtected = transient.size > 0 && targets.length === 0;
  if (isProtected) targets = [local.mspId];
  const able = await peersWithChaincode(peers, local, channelId, chaincodeName);
  const candidates = able
    .filter((node) => targets.length === 0 || targets.includes(node.mspId))
    .sort((a, b) => Number(b === local) - Number(a === local));
  if (candidates.length === 0) {
    const reason = `no peers available to evaluate chaincode ${chaincodeName} in channel ${channelId}`;
    throw new RpcError(
      status.FAILED_PRECONDITION,
      isProtected
        ? `no endorsers found in the gateway's organization; retry specifying target organization(s) to protect transient data: ${reason}`
        : reason,
    );
  }
  const failures: NodeFailure[] = [];
  let code = status.UNKNOWN;
  for (const node of candidates) {
    const answer = await askPeer(node, proposal);
    if (answer.isOk) {
      const response = new gateway.EvaluateResponse();
      response.setResult(answer.response.getResponse());
      return response;
    }
    failures.push(answer.failure);
    code = answer.code;
    if (!answer.isRetriable) {
      throw new RpcError(code, `evaluate call to endorser returned error: ${answer.failure.message}`, failures);
    }
  }
  throw new RpcError(code, 'failed to evaluate transaction, see attached details for more info', failures);
}

type SignedProposal = ReturnType<gateway.EvaluateRequest['getProposedTransaction']>;

/** Reads the proposal of a request. Throws RpcError. */
export function readProposal(signedProposal: SignedProposal): IncomingProposal {
  const refuse = (reason: string) =>
    new RpcError(status.INVALID_ARGUMENT, `failed to unpack transaction proposal: ${reason}`);
  if (!signedProposal) throw refuse('a signed proposal is required');
  let proposal: IncomingProposal;
  try {
    proposal = new IncomingProposal(signedProposal);
  } catch (error) {
    throw refuse((error as Error).message);
  }
  if (proposal.parsed.channelId === '') throw refuse('no channel id provided');
  return proposal;
}
