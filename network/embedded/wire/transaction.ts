/**
 * Endorser transactions: a proposal, what came of it, and who vouches for it.
 *
 * Fabric: an envelope of type ENDORSER_TRANSACTION holds a `peer.Transaction` with one action: the proposal's signature
 * header and a `ChaincodeActionPayload` (proposal payload without transient data, proposal response payload,
 * endorsements). Reference: `protoutil/txutils.go` (CreateTx), `core/common/validation/msgvalidation.go`
 * (validateEndorserTransaction), `internal/pkg/gateway/endorse.go`. Left out: several actions in one transaction, which
 * Fabric refuses too.
 */
import { common, peer } from '@hyperledger/fabric-protos';
import { plainBytes, sameBytes } from './bytes.js';
import { endorsementSignedData } from './endorsement.js';
import { parseEnvelope, type ParsedEnvelope } from './envelope.js';
import { MalformedError, decodeAs } from './malformed-error.js';
import { memoByBytes } from './memo.js';
import { merged } from './merged.js';
import type { ParsedProposal } from './proposal.js';
import type { SignedData } from './signed-data.js';
import { computeProposalHash } from './transaction-id.js';

/** `ChaincodeActionPayload.action`, `ChaincodeAction.response` and its `chaincode_id`, `ChaincodeHeaderExtension.chaincode_id`. */
const ENDORSED = 2;
const [RESPONSE, CHAINCODE_ID] = [3, 4];
const INVOKED = 2;

export interface ParsedTransaction {
  readonly envelope: ParsedEnvelope;
  /** Chaincode named by the channel header's extension; undefined if it names none. */
  readonly invokedChaincode: string | undefined;
  /** ChaincodeProposalPayload bytes as they stand in the transaction. */
  readonly proposalPayload: Uint8Array;
  readonly proposalResponsePayload: Uint8Array;
  readonly proposalHash: Uint8Array;
  readonly endorsements: readonly peer.Endorsement[];
  /** The endorsements as policies want them. */
  readonly signatureSet: readonly SignedData[];
  /** Chaincode that answered, with its version; undefined if the action names none. */
  readonly chaincode: { readonly name: string; readonly version: string } | undefined;
  readonly response: peer.Response | undefined;
  /** Serialised ChaincodeEvent; empty when there is none. */
  readonly events: Uint8Array;
  /** Serialised TxReadWriteSet. */
  readonly results: Uint8Array;
}

/**
 * Reads the transaction in an envelope and checks that the proposal hash ties it together. Throws MalformedError.
 * Memoised on the envelope's bytes object.
 */
export const parseTransaction: (envelopeBytes: Uint8Array) => ParsedTransaction = memoByBytes((bytes) => {
  const envelope = parseEnvelope(bytes);
  return decodeAs('transaction', () => {
    const [action, ...others] = peer.Transaction.deserializeBinary(envelope.data).getActionsList();
    if (!action || others.length > 0) throw new MalformedError('transaction', 'exactly one action is supported');
    const actionHeaderBytes = plainBytes(action.getHeader_asU8());
    const actionHeader = common.SignatureHeader.deserializeBinary(actionHeaderBytes);
    if (actionHeader.getNonce_asU8().length === 0) throw new MalformedError('transaction', 'nonce is empty');
    if (actionHeader.getCreator_asU8().length === 0) throw new MalformedError('transaction', 'creator is empty');
    const payload = peer.ChaincodeActionPayload.deserializeBinary(
      merged(plainBytes(action.getPayload_asU8()), ENDORSED),
    );
    const endorsed = payload.getAction();
    if (!endorsed) throw new MalformedError('transaction', 'no endorsed action');
    const proposalPayload = plainBytes(payload.getChaincodeProposalPayload_asU8());
    const responsePayloadBytes = plainBytes(endorsed.getProposalResponsePayload_asU8());
    const responsePayload = peer.ProposalResponsePayload.deserializeBinary(responsePayloadBytes);
    const proposalHash = plainBytes(responsePayload.getProposalHash_asU8());
    const expectedHash = computeProposalHash(envelope.header.channelHeaderBytes, actionHeaderBytes, proposalPayload);
    if (!sameBytes(proposalHash, expectedHash)) throw new MalformedError('transaction', 'proposal hash does not match');
    const endorsements = endorsed.getEndorsementsList();
    const outcome = peer.ChaincodeAction.deserializeBinary(
      merged(merged(plainBytes(responsePayload.getExtension_asU8()), RESPONSE), CHAINCODE_ID),
    );
    const answered = outcome.getChaincodeId();
    const extension = peer.ChaincodeHeaderExtension.deserializeBinary(merged(envelope.header.extension, INVOKED));
    return {
      envelope,
      invokedChaincode: extension.getChaincodeId()?.getName(),
      proposalPayload,
      proposalResponsePayload: responsePayloadBytes,
      proposalHash,
      endorsements,
      signatureSet: endorsementSignedData(responsePayloadBytes, endorsements),
      chaincode: answered && { name: answered.getName(), version: answered.getVersion() },
      response: outcome.getResponse(),
      events: plainBytes(outcome.getEvents_asU8()),
      results: plainBytes(outcome.getResults_asU8()),
    };
  });
});

/** Whether an envelope is of the type ENDORSER_TRANSACTION. Throws MalformedError. */
export function isEndorserTransaction(envelopeBytes: Uint8Array): boolean {
  return parseEnvelope(envelopeBytes).header.type === common.HeaderType.ENDORSER_TRANSACTION;
}

/**
 * The payload of a transaction, for the client to sign: the proposal's own header bytes, and one action made of the
 * proposal and its endorsements. Endorsements of one endorser are taken once.
 */
export function buildTransactionPayload(
  proposal: ParsedProposal,
  proposalResponsePayload: Uint8Array,
  endorsements: readonly peer.Endorsement[],
): Uint8Array {
  const byEndorser = new Map(endorsements.map((endorsement) => [endorsement.getEndorser_asB64(), endorsement]));
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(proposalResponsePayload);
  endorsed.setEndorsementsList([...byEndorser.values()]);
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(proposal.payloadForTransaction);
  actionPayload.setAction(endorsed);
  const action = new peer.TransactionAction();
  action.setHeader(proposal.header.signatureHeaderBytes);
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList([action]);
  const header = new common.Header();
  header.setChannelHeader(proposal.header.channelHeaderBytes);
  header.setSignatureHeader(proposal.header.signatureHeaderBytes);
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(transaction.serializeBinary());
  return payload.serializeBinary();
}
