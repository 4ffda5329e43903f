/**
 * Endorsements: an organisation's signed statement of what a transaction reads, writes and answers.
 *
 * Fabric: the endorser signs the bytes of `peer.ProposalResponsePayload` followed by its own SerializedIdentity.
 * Endorsers that simulated the same thing produce the same payload bytes. Reference: `core/endorser/endorser.go`
 * (ProcessProposalSuccessfullyOrError), `core/handlers/endorsement/builtin/default_endorsement.go`,
 * `protoutil/proputils.go` (GetBytesProposalResponsePayload). Left out: endorsement plugins.
 */
import { peer } from '@hyperledger/fabric-protos';
import { joinBytes, plainBytes } from './bytes.js';
import type { SignedData } from './signed-data.js';

/** Whoever can sign for an identity; see msp/signer.ts. */
export interface EndorsingSigner {
  /** SerializedIdentity. */
  readonly identity: Uint8Array;
  /** DER ECDSA over SHA-256 of the bytes, low-S. */
  sign(bytes: Uint8Array): Uint8Array;
}

export interface SimulationOutcome {
  readonly proposalHash: Uint8Array;
  /** Serialised TxReadWriteSet. */
  readonly results: Uint8Array;
  /** Serialised ChaincodeEvent; empty when none was set. */
  readonly events: Uint8Array;
  readonly response: peer.Response;
  readonly chaincode: { readonly name: string; readonly version: string };
}

/** The bytes that endorsers sign and that must be the same at all of them. */
export function buildProposalResponsePayload(outcome: SimulationOutcome): Uint8Array {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(outcome.chaincode.name);
  chaincodeId.setVersion(outcome.chaincode.version);
  const action = new peer.ChaincodeAction();
  action.setResults(outcome.results);
  action.setEvents(outcome.events);
  action.setResponse(outcome.response);
  action.setChaincodeId(chaincodeId);
  const payload = new peer.ProposalResponsePayload();
  payload.setProposalHash(outcome.proposalHash);
  payload.setExtension$(action.serializeBinary());
  return payload.serializeBinary();
}

/** Signs a proposal response payload. */
export function endorse(proposalResponsePayload: Uint8Array, signer: EndorsingSigner): peer.Endorsement {
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(signer.identity);
  endorsement.setSignature(signer.sign(joinBytes(proposalResponsePayload, signer.identity)));
  return endorsement;
}

/** Endorsements as policies want them. */
export function endorsementSignedData(
  proposalResponsePayload: Uint8Array,
  endorsements: readonly peer.Endorsement[],
): SignedData[] {
  return endorsements.map((endorsement) => {
    const identity = plainBytes(endorsement.getEndorser_asU8());
    return {
      data: joinBytes(proposalResponsePayload, identity),
      identity,
      signature: plainBytes(endorsement.getSignature_asU8()),
    };
  });
}
