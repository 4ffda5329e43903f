/**
 * Endorse: collects the endorsements that a transaction needs and prepares it for the client to sign.
 *
 * Fabric: with organisations named, one peer of each; otherwise the own peer first, and from what it simulated follows
 * which others are needed. A peer that fails is replaced by another set of peers if there is one. All must come to the
 * same bytes. Reference: `internal/pkg/gateway/{endorse,endorsement}.go`. Collections that were
 * read are endorsed by their members; with transient data, so are those that are written. Left out: nothing.
 */
import { status } from '@grpc/grpc-js';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import type { Policy } from '../msp/signature-policy.js';
import { type PrivateRead, privateReadsOf } from '../peer/endorser.js';
import type { IncomingProposal } from '../peer/incoming-proposal.js';
import type { PeerChannel } from '../peer/peer-channel.js';
import type { PeerNode } from '../peer/peer-node.js';
import { plainBytes, sameBytes } from '../wire/bytes.js';
import { buildTransactionPayload } from '../wire/transaction.js';
import { collectionsWritten, endorsementLayouts, membersOfAll, policiesOf } from './endorsement-layouts.js';
import { askPeer, peersWithChaincode } from './endorsing-peer.js';
import { readProposal } from './evaluate.js';
import type { GatewayPeers } from './gateway-peers.js';
import { type NodeFailure, RpcError } from './rpc-error.js';

interface Plan {
  /** Sets of peers, each of which is enough. */
  readonly layouts: readonly (readonly PeerNode[])[];
  /** What was collected on the way to the plan. */
  readonly collected: Collected;
}

interface Collected {
  readonly endorsements: Map<PeerNode, peer.Endorsement>;
  readonly failures: NodeFailure[];
  readonly failed: Set<PeerNode>;
  payload?: Uint8Array;
  privateReads?: readonly PrivateRead[];
}

/** Throws RpcError. */
export async function endorse(peers: GatewayPeers, request: gateway.EndorseRequest): Promise<gateway.EndorseResponse> {
  const proposal = readProposal(request.getProposedTransaction());
  const named = request.getEndorsingOrganizationsList();
  const plan =
    named.length > 0 ? await planForOrganizations(peers, proposal, named) : await planFromFirst(peers, proposal);
  const { collected } = plan;
  for (const layout of plan.layouts) {
    if (layout.some((node) => collected.failed.has(node))) continue;
    const missing = layout.filter((node) => !collected.endorsements.has(node));
    await Promise.all(missing.map((node) => collect(node, proposal, collected)));
    const endorsements = layout.flatMap((node) => collected.endorsements.get(node) ?? []);
    if (endorsements.length === layout.length && collected.payload) {
      return preparedTransaction(buildTransactionPayload(proposal.parsed, collected.payload, endorsements));
    }
  }
  throw new RpcError(
    status.ABORTED,
    'failed to collect enough transaction endorsements, see attached details for more info',
    collected.failures,
  );
}

/** One peer of each organisation; the client answers for it that these are enough. */
async function planForOrganizations(
  { local, peers }: GatewayPeers,
  { parsed }: IncomingProposal,
  organizations: readonly string[],
): Promise<Plan> {
  const able = await peersWithChaincode(peers, local, parsed.channelId, parsed.chaincodeName);
  const wanted = [...new Set(organizations)];
  const missing = wanted.filter((mspId) => !able.some((node) => node.mspId === mspId));
  if (missing.length > 0) {
    throw new RpcError(status.UNAVAILABLE, `failed to find any endorsing peers for org(s): ${missing.join(', ')}`);
  }
  const candidates = wanted.map((mspId) => able.filter((node) => node.mspId === mspId));
  return { layouts: combinations(candidates), collected: nothing() };
}

/** One of each, in every way, the first of each first. */
function combinations(candidates: readonly (readonly PeerNode[])[]): PeerNode[][] {
  return candidates.reduce<PeerNode[][]>(
    (layouts, choices) => layouts.flatMap((layout) => choices.map((choice) => [...layout, choice])),
    [[]],
  );
}

async function planFromFirst({ local, peers }: GatewayPeers, proposal: IncomingProposal): Promise<Plan> {
  const { channelId, chaincodeName, transient } = proposal.parsed;
  const able = await peersWithChaincode(peers, local, channelId, chaincodeName);
  const isLocalAble = able.includes(local);
  if (!isLocalAble && transient.size > 0) {
    throw new RpcError(
      status.FAILED_PRECONDITION,
      "no endorsers found in the gateway's organization; retry specifying endorsing organization(s) to protect transient data",
    );
  }
  const first = isLocalAble ? local : able[0];
  const channel = first?.channel(channelId);
  if (!first || !channel) {
    throw new RpcError(
      status.FAILED_PRECONDITION,
      'no combination of peers can be derived which satisfy the endorsement policy',
    );
  }
  const collected = nothing();
  await collect(first, proposal, collected);
  if (!collected.payload) {
    throw new RpcError(
      status.ABORTED,
      'failed to endorse transaction, see attached details for more info',
      collected.failures,
    );
  }
  const results = resultsOf(collected.payload);
  const policies = await policiesOf(channel, chaincodeName, results);
  const layoutsOf = (candidates: readonly PeerNode[]) => layoutsWith(channel, candidates, first, policies);
  const readers = await membersOfAll(channel, able, collected.privateReads ?? []);
  const written = transient.size > 0 ? collectionsWritten(results) : [];
  const trusted = await membersOfAll(channel, readers, written);
  const layouts = layoutsOf(trusted);
  if (layouts.length > 0) return { layouts, collected };
  if (trusted.length < readers.length && layoutsOf(readers).length > 0) {
    const names = written.map(({ collection }) => collection).join(' ');
    throw new RpcError(
      status.FAILED_PRECONDITION,
      'requires endorsement from organisation(s) that are not in the distribution policy of the private data ' +
        `collection(s): [${names}]; retry specifying trusted endorsing organizations to protect transient data`,
    );
  }
  throw new RpcError(
    status.FAILED_PRECONDITION,
    'no combination of peers can be derived which satisfy the endorsement policy: required chaincodes are installed on too few peers',
  );
}

/** Sets of peers that are enough, if possible with the first, whose endorsement is there already. */
function layoutsWith(
  channel: PeerChannel,
  candidates: readonly PeerNode[],
  first: PeerNode,
  policies: readonly Policy[],
): PeerNode[][] {
  const layouts = candidates.includes(first) ? endorsementLayouts(channel, candidates, first, policies) : [];
  if (layouts.length > 0) return layouts;
  // The local organisation may not be one that counts; then its peer only showed what the transaction touches.
  return candidates.flatMap((node) => endorsementLayouts(channel, candidates, node, policies));
}

/** Asks one peer and keeps its endorsement or its failure. */
async function collect(node: PeerNode, proposal: IncomingProposal, collected: Collected): Promise<void> {
  const answer = await askPeer(node, proposal);
  const refuse = (failure: NodeFailure) => {
    collected.failures.push(failure);
    collected.failed.add(node);
  };
  if (!answer.isOk) return refuse(answer.failure);
  const payload = plainBytes(answer.response.getPayload_asU8());
  const endorsement = answer.response.getEndorsement();
  collected.payload ??= payload;
  collected.privateReads ??= privateReadsOf(answer.response);
  if (!endorsement || !sameBytes(collected.payload, payload)) {
    return refuse({ address: node.address, mspId: node.mspId, message: 'ProposalResponsePayloads do not match' });
  }
  collected.endorsements.set(node, endorsement);
}

function nothing(): Collected {
  return { endorsements: new Map(), failures: [], failed: new Set() };
}

/** Serialised TxReadWriteSet out of proposal response payload bytes. */
function resultsOf(payload: Uint8Array): Uint8Array {
  const extension = peer.ProposalResponsePayload.deserializeBinary(payload).getExtension_asU8();
  return plainBytes(peer.ChaincodeAction.deserializeBinary(plainBytes(extension)).getResults_asU8());
}

function preparedTransaction(payload: Uint8Array): gateway.EndorseResponse {
  const envelope = new common.Envelope();
  envelope.setPayload(payload);
  const response = new gateway.EndorseResponse();
  response.setPreparedTransaction(envelope);
  return response;
}
