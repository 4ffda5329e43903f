/**
 * Proposals: what a client asks an endorser to simulate.
 *
 * Fabric: `peer.SignedProposal` is a `peer.Proposal`'s bytes and the client's signature over them. The endorser reads
 * header, chaincode name and input out of it and computes the proposal hash. Reference:
 * `core/endorser/msgvalidation.go` (UnpackProposal, Validate), `core/handlers/auth/filter/timewindow.go`.
 * Left out here: the signature and the channel's Writers policy (see msp/), which need the channel's configuration.
 */
import { common, peer } from '@hyperledger/fabric-protos';
import { plainBytes } from './bytes.js';
import { checkHeader, parseHeader, type ParsedHeader } from './header.js';
import { MalformedError, decodeAs } from './malformed-error.js';
import type { SignedData } from './signed-data.js';
import { computeProposalHash, computeTxId } from './transaction-id.js';
import { TIME_WINDOW_MS } from '../../time-window.js';

export interface ParsedProposal {
  readonly signedProposal: peer.SignedProposal;
  readonly proposalBytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly header: ParsedHeader;
  readonly channelId: string;
  readonly txId: string;
  readonly chaincodeName: string;
  /** Function name and arguments as bytes. */
  readonly args: readonly Uint8Array[];
  readonly input: peer.ChaincodeInput;
  /** Never leaves the endorser. */
  readonly transient: ReadonlyMap<string, Uint8Array>;
  /** ChaincodeProposalPayload without its transient map: what goes into the transaction. */
  readonly payloadForTransaction: Uint8Array;
  readonly proposalHash: Uint8Array;
}

/** Reads a proposal and checks its shape. Throws MalformedError. */
export function parseSignedProposal(signedProposal: peer.SignedProposal): ParsedProposal {
  return decodeAs('proposal', () => {
    const proposalBytes = plainBytes(signedProposal.getProposalBytes_asU8());
    if (proposalBytes.length === 0) throw new MalformedError('proposal', 'empty proposal bytes');
    const proposal = peer.Proposal.deserializeBinary(proposalBytes);
    const header = parseHeader(common.Header.deserializeBinary(plainBytes(proposal.getHeader_asU8())));
    const extension = peer.ChaincodeHeaderExtension.deserializeBinary(header.extension);
    const chaincodeName = extension.getChaincodeId()?.getName() ?? '';
    if (chaincodeName === '') throw new MalformedError('proposal', 'ChaincodeHeaderExtension names no chaincode');
    const payload = peer.ChaincodeProposalPayload.deserializeBinary(plainBytes(proposal.getPayload_asU8()));
    const invocation = peer.ChaincodeInvocationSpec.deserializeBinary(plainBytes(payload.getInput_asU8()));
    const input = invocation.getChaincodeSpec()?.getInput();
    if (!input) throw new MalformedError('proposal', 'chaincode input did not contain any input');
    const payloadForTransaction = withoutTransient(payload);
    const transient = new Map<string, Uint8Array>();
    payload.getTransientmapMap().forEach((value: Uint8Array | string, key: string) => {
      transient.set(key, typeof value === 'string' ? Buffer.from(value, 'base64') : value);
    });
    return {
      signedProposal,
      proposalBytes,
      signature: plainBytes(signedProposal.getSignature_asU8()),
      header,
      channelId: header.channelId,
      txId: header.txId,
      chaincodeName,
      args: input.getArgsList_asU8(),
      input,
      transient,
      payloadForTransaction,
      proposalHash: computeProposalHash(header.channelHeaderBytes, header.signatureHeaderBytes, payloadForTransaction),
    };
  });
}

/** Header rules and the transaction id. Throws MalformedError with Fabric's wording. */
export function checkProposal(proposal: ParsedProposal): void {
  checkHeader(proposal.header);
  if (proposal.header.type === common.HeaderType.CONFIG_UPDATE) {
    throw new MalformedError('header', 'invalid header type CONFIG_UPDATE');
  }
  const expected = computeTxId(proposal.header.nonce, proposal.header.creator);
  if (proposal.txId !== expected) {
    throw new MalformedError('header', `incorrectly computed txid '${proposal.txId}' -- expected '${expected}'`);
  }
  if (proposal.signature.length === 0) throw new MalformedError('proposal', 'empty signature bytes');
}

/** True while the client's clock is near ours; v3.1 endorsers refuse proposals that are off by more than the window. */
export function isWithinTimeWindow(proposal: ParsedProposal, nowMs: number, windowMs = TIME_WINDOW_MS): boolean {
  const { seconds, nanos } = proposal.header.timestamp;
  return Math.abs(seconds * 1000 + nanos / 1e6 - nowMs) <= windowMs;
}

export function proposalSignedData(proposal: ParsedProposal): SignedData {
  return { data: proposal.proposalBytes, identity: proposal.header.creator, signature: proposal.signature };
}

function withoutTransient(payload: peer.ChaincodeProposalPayload): Uint8Array {
  const bare = new peer.ChaincodeProposalPayload();
  bare.setInput(payload.getInput_asU8());
  return bare.serializeBinary();
}
