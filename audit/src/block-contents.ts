/**
 * What an auditor reads out of a block. What is not VALID has no effect, and anybody may have written it: it is counted
 * by its validation code, and never looked into. What is VALID and cannot be read is said, and thrown nowhere.
 */
import { common, msp, peer } from './fabric-messages.js';
import { sha256, textOf } from './bytes.js';
import { keyParts, type RowWrite } from './ledger-rows.js';
import { parseRow } from './row-texts.js';
import { decoded, shapes } from './well-formed.js';
import { readWriteSets, type WriteSet } from './write-sets.js';

/** Bytes somebody signed, with the identity they say is theirs (a serialised `msp.SerializedIdentity`). */
export interface Signed {
  readonly identity: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

export interface AuditedTransaction {
  readonly kind: 'transaction';
  readonly txId: string;
  readonly channelId: string;
  /** When its client says that it made it, in milliseconds. */
  readonly time: number;
  /** What its client called, and with what. @throws Error when that cannot be read */
  readonly called: () => Call;
  readonly creator: Signed;
  /** False if the id is not made from what the client signed, or what was endorsed is another proposal. */
  readonly isOfOnePiece: () => boolean;
  readonly endorsements: readonly Signed[];
  readonly chaincode: string;
  readonly sets: readonly WriteSet[];
}

/** A transaction's name and its argument, a text of JSON. */
export interface Call {
  readonly name: string;
  readonly argument: string;
}

export type EnvelopeContents =
  | AuditedTransaction
  | { readonly kind: 'config'; readonly envelope: Uint8Array }
  | { readonly kind: 'without-effect' }
  | { readonly kind: 'unreadable'; readonly why: string };

export const VALID = 0;
const NOT_VALIDATED = 254;

/** One validation code for each transaction, as the peer that gave the block says. */
export function validationCodes(block: common.Block): Uint8Array {
  return metadataOf(block, common.BlockMetadataIndex.TRANSACTIONS_FILTER);
}

/** An entry of a block's metadata; empty if there is none. */
export function metadataOf(block: common.Block, index: number): Uint8Array {
  return block.getMetadata()?.getMetadataList_asU8()[index] ?? new Uint8Array();
}

export function contentsOf(block: common.Block): EnvelopeContents[] {
  const codes = validationCodes(block);
  const envelopes = block.getData()?.getDataList_asU8() ?? [];
  return envelopes.map((bytes, index) =>
    (codes[index] ?? NOT_VALIDATED) === VALID ? readEnvelope(bytes) : { kind: 'without-effect' },
  );
}

/** The valid transactions of a block. */
export function transactionsOf(block: common.Block): AuditedTransaction[] {
  return contentsOf(block).filter((contents) => contents.kind === 'transaction');
}

/** Never throws for what the bytes are. */
export function readEnvelope(bytes: Uint8Array): EnvelopeContents {
  try {
    return decodeEnvelope(bytes);
  } catch (error) {
    return { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) };
  }
}

/** What a transaction wrote in a chaincode's public state, as it is in the block. */
export function publicWrites(transaction: AuditedTransaction, chaincode: string): WriteSet['writes'][number][] {
  return transaction.sets
    .filter(({ namespace, collection }) => namespace === chaincode && collection === '')
    .flatMap(({ writes }) => writes);
}

/** The rows that a transaction wrote in a chaincode's public state; what is no JSON stands there as its text. */
export function rowsOf(transaction: AuditedTransaction, chaincode: string): RowWrite[] {
  return publicWrites(transaction, chaincode).map(({ key, value }) => {
    const parts = keyParts(key);
    return value === undefined ? { key: parts } : { key: parts, value: rowIn(textOf(value)) };
  });
}

function rowIn(text: string): unknown {
  try {
    return parseRow(text);
  } catch {
    return text;
  }
}

/** The id that a transaction has by its header; undefined where that cannot be read, or is another one's. */
export function readTxId(bytes: Uint8Array): string | undefined {
  try {
    const { channelHeader } = readHeader(bytes);
    return channelHeader.getType() === common.HeaderType.ENDORSER_TRANSACTION ? channelHeader.getTxId() : undefined;
  } catch {
    return undefined;
  }
}

function readHeader(bytes: Uint8Array) {
  const envelope = decoded(common.Envelope, bytes, shapes.envelope);
  const payloadBytes = envelope.getPayload_asU8();
  const payload = decoded(common.Payload, payloadBytes, shapes.payload);
  const header = payload.getHeader();
  if (header === undefined) throw new Error('it has no header');
  const channelHeader = decoded(common.ChannelHeader, header.getChannelHeader_asU8(), shapes.channelHeader);
  return { envelope, payloadBytes, payload, header, channelHeader };
}

function decodeEnvelope(bytes: Uint8Array): EnvelopeContents {
  const { envelope, payloadBytes, payload, header, channelHeader } = readHeader(bytes);
  if (channelHeader.getType() === common.HeaderType.CONFIG) return { kind: 'config', envelope: bytes };
  if (channelHeader.getType() !== common.HeaderType.ENDORSER_TRANSACTION) {
    throw new Error(`it is of type ${channelHeader.getType()}`);
  }
  const signatureHeader = decoded(common.SignatureHeader, header.getSignatureHeader_asU8(), shapes.signatureHeader);
  const creator = signatureHeader.getCreator_asU8();
  const actions = decoded(peer.Transaction, payload.getData_asU8(), shapes.transaction).getActionsList();
  const [action] = actions;
  if (action === undefined || actions.length > 1) throw new Error(`it has ${actions.length} actions`);
  const payloadOfAction = decoded(peer.ChaincodeActionPayload, action.getPayload_asU8(), shapes.chaincodeActionPayload);
  const endorsed = payloadOfAction.getAction();
  if (endorsed === undefined) throw new Error('nothing in it was endorsed');
  const responseBytes = endorsed.getProposalResponsePayload_asU8();
  const response = decoded(peer.ProposalResponsePayload, responseBytes, shapes.proposalResponsePayload);
  const chaincodeAction = decoded(peer.ChaincodeAction, response.getExtension_asU8(), shapes.chaincodeAction);
  const txId = channelHeader.getTxId();
  return {
    kind: 'transaction',
    txId,
    channelId: channelHeader.getChannelId(),
    time: channelHeader.getTimestamp()?.toDate().getTime() ?? 0,
    called: () => readCall(payloadOfAction.getChaincodeProposalPayload_asU8()),
    creator: { identity: creator, message: payloadBytes, signature: envelope.getSignature_asU8() },
    isOfOnePiece: () =>
      sha256(signatureHeader.getNonce_asU8(), creator).toString('hex') === txId &&
      sha256(
        header.getChannelHeader_asU8(),
        action.getHeader_asU8(),
        payloadOfAction.getChaincodeProposalPayload_asU8(),
      ).equals(response.getProposalHash_asU8()),
    // Made when they are looked at: each is as long as everything that was endorsed.
    get endorsements() {
      return endorsed.getEndorsementsList().map((endorsement) => {
        const identity = endorsement.getEndorser_asU8();
        const message = Buffer.concat([responseBytes, identity]);
        return { identity, message, signature: endorsement.getSignature_asU8() };
      });
    },
    chaincode: chaincodeAction.getChaincodeId()?.getName() ?? '',
    sets: readWriteSets(chaincodeAction.getResults_asU8()),
  };
}

function readCall(proposalPayload: Uint8Array): Call {
  const input = decoded(peer.ChaincodeProposalPayload, proposalPayload, shapes.proposalPayload).getInput_asU8();
  const spec = decoded(peer.ChaincodeInvocationSpec, input, shapes.invocation).getChaincodeSpec();
  const [name = '', argument = ''] = (spec?.getInput()?.getArgsList_asU8() ?? []).map(textOf);
  return { name, argument };
}

/** Whose a serialised identity says it is, with its certificate. @throws Error when it cannot be read */
export function readIdentity(bytes: Uint8Array): { readonly mspId: string; readonly certPem: string } {
  const identity = decoded(msp.SerializedIdentity, bytes, shapes.identity);
  return { mspId: identity.getMspid(), certPem: Buffer.from(identity.getIdBytes_asU8()).toString('utf8') };
}
