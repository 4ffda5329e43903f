/**
 * A proposal on its way through one or more endorsers. What is dear to read, to serialise or to verify is kept with
 * it, so that the endorsers of this process that get the same proposal from a gateway share the work.
 *
 * Reference: `core/endorser/msgvalidation.go` (UnpackProposal).
 */
import type { peer } from '@hyperledger/fabric-protos';
import { type ParsedProposal, parseSignedProposal, proposalSignedData } from '../wire/proposal.js';
import type { SignedData } from '../wire/signed-data.js';

export class IncomingProposal {
  readonly parsed: ParsedProposal;
  /** One object for all endorsers: the outcome of checking the signature is kept with it. */
  readonly signed: SignedData;
  #serialised: Uint8Array | undefined;
  #input: Uint8Array | undefined;

  /** Throws MalformedError. */
  constructor(private readonly signedProposal: peer.SignedProposal) {
    this.parsed = parseSignedProposal(signedProposal);
    this.signed = proposalSignedData(this.parsed);
  }

  /** Serialised SignedProposal, as the chaincode gets it. */
  get bytes(): Uint8Array {
    return (this.#serialised ??= this.signedProposal.serializeBinary());
  }

  /** Serialised ChaincodeInput, as the chaincode gets it. */
  get inputBytes(): Uint8Array {
    return (this.#input ??= this.parsed.input.serializeBinary());
  }
}
