/**
 * What must hold for a transaction by itself, whatever the state: form, creator's signature, id, names.
 *
 * Fabric: `core/common/validation/msgvalidation.go` (ValidateTransaction) and the checks of
 * `core/committer/txvalidator/v20/plugindispatcher/dispatcher.go` (Dispatch) before policies. Left out: nothing.
 */
import { common, peer } from '@hyperledger/fabric-protos';
import { type ChannelConfig, readConfigEnvelope } from '../msp/channel-config.js';
import { isResultOfItsUpdate } from '../msp/config-updates.js';
import type { Member } from '../msp/msp-manager.js';
import { type ParsedEnvelope, parseEnvelope } from '../wire/envelope.js';
import { checkHeader } from '../wire/header.js';
import { MalformedError, type MalformedStage } from '../wire/malformed-error.js';
import { decodeReadWriteSet, type ReadWriteSet } from '../wire/read-write-set.js';
import { type ParsedTransaction, parseTransaction } from '../wire/transaction.js';
import { computeTxId } from '../wire/transaction-id.js';

const Code = peer.TxValidationCode;

/** A well-formed endorser transaction with everything policies and MVCC need. */
export interface EndorsedTransaction {
  readonly kind: 'endorsed';
  readonly transaction: ParsedTransaction;
  readonly txId: string;
  readonly chaincode: string;
  readonly readWriteSet: ReadWriteSet;
  /** Distinct endorsers whose signatures hold. */
  readonly signers: readonly Member[];
}

export type CheckedTransaction =
  | EndorsedTransaction
  | { readonly kind: 'config'; readonly envelopeBytes: Uint8Array }
  | { readonly kind: 'invalid'; readonly code: number };

const ORDERER_WRITERS = '/Channel/Orderer/Writers';

const CODE_OF_STAGE: Readonly<Partial<Record<MalformedStage, number>>> = {
  envelope: Code.INVALID_OTHER_REASON,
  payload: Code.BAD_PAYLOAD,
  header: Code.BAD_COMMON_HEADER,
  transaction: Code.INVALID_ENDORSER_TRANSACTION,
  'read-write-set': Code.BAD_RWSET,
};

/** Checks one envelope of a block. Never throws for what the envelope contains. */
export async function checkTransaction(envelopeBytes: Uint8Array, channel: ChannelConfig): Promise<CheckedTransaction> {
  try {
    const envelope = parseEnvelope(envelopeBytes);
    checkHeader(envelope.header);
    const isForChannel = envelope.header.channelId === channel.channelId;
    if (!isForChannel || !(await channel.msps.verify(envelope.signed))) return invalid(Code.BAD_CREATOR_SIGNATURE);
    return await checkByType(envelope, channel);
  } catch (error) {
    if (error instanceof MalformedError) return invalid(CODE_OF_STAGE[error.stage] ?? Code.INVALID_OTHER_REASON);
    throw error;
  }
}

async function checkByType(envelope: ParsedEnvelope, channel: ChannelConfig): Promise<CheckedTransaction> {
  const { type, txId, nonce, creator } = envelope.header;
  if (type === common.HeaderType.CONFIG) return checkConfig(envelope, channel);
  if (type !== common.HeaderType.ENDORSER_TRANSACTION) return invalid(Code.UNSUPPORTED_TX_PAYLOAD);
  if (txId !== computeTxId(nonce, creator)) return invalid(Code.BAD_PROPOSAL_TXID);
  const transaction = parseTransaction(envelope.bytes);
  const readWriteSet = decodeReadWriteSet(transaction.results);
  const code = checkNames(transaction, readWriteSet);
  if (code !== Code.VALID) return invalid(code);
  const signers = await channel.msps.validSigners(transaction.signatureSet);
  return { kind: 'endorsed', transaction, txId, chaincode: transaction.chaincode?.name ?? '', readWriteSet, signers };
}

/** An orderer made the envelope, and what it holds is what its signed update makes of the configuration in force. */
async function checkConfig(envelope: ParsedEnvelope, channel: ChannelConfig): Promise<CheckedTransaction> {
  const isFromOrderer = await channel.policies.isSatisfied(ORDERER_WRITERS, [envelope.signed]);
  if (!isFromOrderer) return invalid(Code.INVALID_CONFIG_TRANSACTION);
  const next = readConfigEnvelope(envelope.bytes).config.getSequence();
  if (next !== channel.config.getSequence() + 1) return invalid(Code.INVALID_CONFIG_TRANSACTION);
  if (!(await isResultOfItsUpdate(envelope, channel))) return invalid(Code.INVALID_CONFIG_TRANSACTION);
  return { kind: 'config', envelopeBytes: envelope.bytes };
}

function checkNames({ invokedChaincode, chaincode, events }: ParsedTransaction, set: ReadWriteSet): number {
  if (invokedChaincode === undefined || !chaincode) return Code.INVALID_OTHER_REASON;
  if (invokedChaincode === '' || invokedChaincode !== chaincode.name || chaincode.version === '') {
    return Code.INVALID_CHAINCODE;
  }
  if (events.length > 0 && eventChaincode(events) !== chaincode.name) return Code.INVALID_OTHER_REASON;
  const names = set.namespaces.map((namespace) => namespace.namespace);
  if (new Set(names).size < names.length) return Code.ILLEGAL_WRITESET;
  return Code.VALID;
}

function eventChaincode(events: Uint8Array): string | undefined {
  try {
    return peer.ChaincodeEvent.deserializeBinary(events).getChaincodeId();
  } catch {
    return undefined;
  }
}

function invalid(code: number): CheckedTransaction {
  return { kind: 'invalid', code };
}
