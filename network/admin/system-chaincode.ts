/** Calls of a peer’s system chaincodes. */
import { createHash, randomBytes } from 'node:crypto';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { type LoadedIdentity, sign } from '../identities/load-identity.js';
import type { PeerConnection } from './peer-connection.js';

/** What is asked of a system chaincode. */
export interface SystemCall {
  /** Empty for questions to the peer itself: channels joined, packages installed. */
  readonly channel: string;
  readonly chaincode: 'cscc' | 'qscc' | '_lifecycle';
  /** Function name first. */
  readonly args: readonly (string | Uint8Array)[];
  readonly timeoutMs?: number;
}

const SUCCESS = 200;
const DEFAULT_TIMEOUT_MS = 15_000;

/**
 * Calls a system chaincode by the peer's Endorser service and returns the response's payload. The peer's Gateway
 * service cannot be used for calls without a channel.
 */
export async function callSystemChaincode(connection: PeerConnection, call: SystemCall): Promise<Uint8Array> {
  const proposal = signedProposal(connection.identity, call);
  const deadline = Date.now() + (call.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const answer = await new Promise<peer.ProposalResponse>((resolve, reject) => {
    connection.endorser.processProposal(proposal, { deadline }, (error, response) => {
      if (error !== null || response === undefined) {
        reject(error ?? new Error('The peer gave no answer'));
      } else {
        resolve(response);
      }
    });
  });
  const response = answer.getResponse();
  if (response?.getStatus() !== SUCCESS) {
    const { slug } = connection.organization;
    throw new Error(`${call.chaincode} of ${slug}'s peer answers: ${response?.getMessage() ?? 'nothing'}`);
  }
  return response.getPayload_asU8();
}

/** A proposal as clients send it to peers: see protoutil/proputils.go in hyperledger/fabric. */
export function signedProposal(
  identity: LoadedIdentity,
  { channel, chaincode, args }: Omit<SystemCall, 'chaincode'> & { readonly chaincode: string },
): peer.SignedProposal {
  const creator = serializedIdentity(identity);
  const nonce = randomBytes(24);

  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(chaincode);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId);

  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setTimestamp(Timestamp.fromDate(new Date()));
  channelHeader.setChannelId(channel);
  channelHeader.setTxId(createHash('sha256').update(nonce).update(creator).digest('hex'));
  channelHeader.setExtension$(extension.serializeBinary());
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator);
  signatureHeader.setNonce(nonce);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());

  const input = new peer.ChaincodeInput();
  input.setArgsList(args.map((arg) => (typeof arg === 'string' ? Buffer.from(arg) : arg)));
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.NODE);
  spec.setChaincodeId(chaincodeId);
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());

  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  const bytes = proposal.serializeBinary();
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(bytes);
  signed.setSignature(sign(identity.privateKey, bytes));
  return signed;
}

function serializedIdentity({ mspId, certPem }: LoadedIdentity): Uint8Array {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(certPem));
  return identity.serializeBinary();
}
