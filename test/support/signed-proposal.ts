/** Proposals as a client makes them, but for the signature, which no chaincode looks at. */
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { PRIVATE_INPUT, type Role } from '@commonpoint/catalogue';
import { clientCertificate } from './client-certificate.js';

export interface StubCaller {
  readonly mspId: string;
  readonly role?: Role | 'stranger';
  /** What it says its certificate is, in place of one with that role. */
  readonly certificate?: string;
}

/** Tests send many proposals by the same caller at the same time; nobody changes them. */
const made = new Map<string, peer.SignedProposal>();
const MADE_MAX = 1000;

export async function signedProposal(
  { mspId, role, certificate }: StubCaller,
  txTime: string,
  privateInput: string | undefined,
): Promise<peer.SignedProposal> {
  const key = JSON.stringify([mspId, role, certificate, txTime, privateInput]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const signed = makeProposal(mspId, certificate ?? (await clientCertificate(role)), txTime, privateInput);
  if (made.size >= MADE_MAX) made.clear();
  made.set(key, signed);
  return signed;
}

function makeProposal(
  mspId: string,
  certificate: string,
  txTime: string,
  privateInput: string | undefined,
): peer.SignedProposal {
  const creator = new msp.SerializedIdentity();
  creator.setMspid(mspId);
  creator.setIdBytes(Buffer.from(certificate));
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator.serializeBinary());
  signatureHeader.setNonce(Buffer.from('nonce'));
  const channelHeader = new common.ChannelHeader();
  channelHeader.setTimestamp(timestampOf(txTime));
  const header = new common.Header();
  header.setSignatureHeader(signatureHeader.serializeBinary());
  header.setChannelHeader(channelHeader.serializeBinary());
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(Buffer.from('input'));
  if (privateInput !== undefined) payload.getTransientmapMap().set(PRIVATE_INPUT, Buffer.from(privateInput));
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(proposal.serializeBinary());
  return signed;
}

export function timestampOf(txTime: string): Timestamp {
  return Timestamp.fromDate(new Date(txTime));
}
