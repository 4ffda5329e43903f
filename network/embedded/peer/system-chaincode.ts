/**
 * Chaincodes that are part of the peer: `qscc`, `cscc` and `_lifecycle`.
 *
 * Fabric: they are invoked by proposals like any other, but run inside the peer and check access themselves. Reference:
 * `core/scc/`. Left out: `lscc`, of the lifecycle before 2.0.
 */
import { peer } from '@hyperledger/fabric-protos';
import type { TransactionSimulator } from '../ledger/types.js';
import { asBuffer } from '../wire/bytes.js';
import type { IncomingProposal } from './incoming-proposal.js';
import type { PeerChannel } from './peer-channel.js';

export interface SystemInvocation {
  readonly proposal: IncomingProposal;
  readonly functionName: string;
  /** Without the function's name. */
  readonly args: readonly Uint8Array[];
  /** The proposal's channel; undefined for those without one. */
  readonly channel: PeerChannel | undefined;
  /** Only where the chaincode reads or writes state through it. */
  readonly simulator: TransactionSimulator | undefined;
}

export interface SystemChaincode {
  readonly usesState: boolean;
  /** What it throws becomes a response with status 500. */
  invoke(invocation: SystemInvocation): Promise<peer.Response>;
}

/** The version that system chaincodes have in transactions. */
export const SYSTEM_CHAINCODE_VERSION = 'syscc';

export function successResponse(payload: Uint8Array = new Uint8Array()): peer.Response {
  const response = new peer.Response();
  response.setStatus(200);
  response.setPayload(payload);
  return response;
}

export function errorResponse(message: string, status = 500): peer.Response {
  const response = new peer.Response();
  response.setStatus(status);
  response.setMessage(message);
  return response;
}

export function textOf(bytes: Uint8Array | undefined): string {
  return bytes ? asBuffer(bytes).toString('utf8') : '';
}
