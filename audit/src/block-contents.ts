/**
 * What an auditor reads out of a block. What is not VALID has no effect, and anybody may have written it: it is counted
 * by its validation code, and never looked into. What is VALID and cannot be read is said, and thrown nowhere.
 */
import { common } from './fabric-messages.js';
import type { Block } from './block.js';
import { sha256, textOf } from './bytes.js';
import { Fields } from './fields.js';
import { keyParts, type RowWrite } from './ledger-rows.js';
import { presentRow } from './present-row.js';
import { type ReadSet, readReadSets } from './read-sets.js';
import { parseRow } from './row-texts.js';
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
  /** What it read. @throws Error when that cannot be read */
  readonly readSets: () => readonly ReadSet[];
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
export function validationCodes(block: Block): Uint8Array {
  return metadataOf(block, common.BlockMetadataIndex.TRANSACTIONS_FILTER);
}

/** An entry of a block's metadata; empty if there is none. */
export function metadataOf({ metadata }: Block, index: number): Uint8Array {
  return metadata[index] ?? new Uint8Array();
}

/** @param isKnown by their places, whether somebody has looked at what a transaction wrote: it is read when it is asked for */
export function contentsOf(block: Block, isKnown?: (place: number) => boolean): EnvelopeContents[] {
  const codes = validationCodes(block);
  return block.envelopes.map((bytes, index) =>
    (codes[index] ?? NOT_VALIDATED) === VALID ? readEnvelope(bytes, isKnown?.(index)) : { kind: 'without-effect' },
  );
}

/** The valid transactions of a block. */
export function transactionsOf(block: Block): AuditedTransaction[] {
  return contentsOf(block).filter((contents) => contents.kind === 'transaction');
}

/** Never throws for what the bytes are. */
export function readEnvelope(bytes: Uint8Array, isKnown = false): EnvelopeContents {
  try {
    return decodeEnvelope(bytes, isKnown);
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

/** The rows that a transaction wrote in a chaincode's public state, in the present shape; what is no JSON stands there as its text. */
export function rowsOf(transaction: AuditedTransaction, chaincode: string): RowWrite[] {
  return rowsIn(publicWrites(transaction, chaincode));
}

/** The same of some of what it wrote. */
export function rowsIn(writes: readonly WriteSet['writes'][number][]): RowWrite[] {
  return writes.map(({ key, value }) => {
    const parts = keyParts(key);
    if (value === undefined) return { key: parts };
    const text = textOf(value);
    // Of a receipt that is kept nothing else is.
    return parts[0] === 'op'
      ? { key: parts, value: rowIn(parts, text), text }
      : { key: parts, value: rowIn(parts, text) };
  });
}

function rowIn(key: readonly string[], text: string): unknown {
  try {
    // Of a lot nothing is kept but its points, and a receipt as its text.
    return key[0] === 'lot' || key[0] === 'op' ? JSON.parse(text) : presentRow(key, parseRow(text));
  } catch {
    return text;
  }
}

/** The id that a transaction has by its header; undefined where that cannot be read, or is another one's. */
export function readTxId(bytes: Uint8Array): string | undefined {
  try {
    const { channelHeader } = readHeader(bytes);
    return channelHeader.int32(1) === common.HeaderType.ENDORSER_TRANSACTION ? channelHeader.text(5) : undefined;
  } catch {
    return undefined;
  }
}

/** Every message that Go looks into is looked into here, so that what it refuses is refused. */
function readHeader(bytes: Uint8Array) {
  const envelope = new Fields(bytes);
  const payload = new Fields(envelope.bytes(1));
  if (!payload.has(1)) throw new Error('it has no header');
  const header = payload.message(1);
  const channelHeader = new Fields(header.bytes(1));
  return { envelope, payload, header, channelHeader, timestamp: channelHeader.message(3) };
}

function decodeEnvelope(bytes: Uint8Array, isKnown: boolean): EnvelopeContents {
  const { envelope, payload, header, channelHeader, timestamp } = readHeader(bytes);
  const type = channelHeader.int32(1);
  if (type === common.HeaderType.CONFIG) return { kind: 'config', envelope: bytes };
  if (type !== common.HeaderType.ENDORSER_TRANSACTION) throw new Error(`it is of type ${type}`);
  const signatureHeader = new Fields(header.bytes(2));
  const creator = signatureHeader.bytes(1);
  const actions = new Fields(payload.bytes(2)).messages(1);
  const [action] = actions;
  if (action === undefined || actions.length > 1) throw new Error(`it has ${actions.length} actions`);
  const content = new Fields(action.bytes(2));
  if (!content.has(2)) throw new Error('nothing in it was endorsed');
  const endorsed = content.message(2);
  const endorsements = endorsed.messages(2);
  const responseBytes = endorsed.bytes(1);
  const response = new Fields(responseBytes);
  const chaincodeAction = new Fields(response.bytes(2));
  chaincodeAction.message(3);
  const txId = channelHeader.text(5);
  let sets = isKnown ? undefined : readWriteSets(chaincodeAction.bytes(1));
  return {
    kind: 'transaction',
    txId,
    channelId: channelHeader.text(4),
    time: timeIn(timestamp),
    called: () => readCall(content.bytes(1)),
    creator: { identity: creator, message: envelope.bytes(1), signature: envelope.bytes(2) },
    isOfOnePiece: () =>
      sha256(signatureHeader.bytes(2), creator).toString('hex') === txId &&
      sha256(header.bytes(1), action.bytes(1), content.bytes(1)).equals(response.bytes(1)),
    // What was signed is made when it is looked at: each is as long as everything that was endorsed.
    get endorsements() {
      return endorsements.map((endorsement) => {
        const identity = endorsement.bytes(1);
        const signature = endorsement.bytes(2);
        return {
          identity,
          get message() {
            return Buffer.concat([responseBytes, identity]);
          },
          signature,
        };
      });
    },
    chaincode: chaincodeAction.message(4).text(2),
    get sets() {
      return (sets ??= readWriteSets(chaincodeAction.bytes(1)));
    },
    readSets: () => readReadSets(chaincodeAction.bytes(1)),
  };
}

/** In whole milliseconds, as the ledger reads it: a sum with parts of one would be rounded. What is beyond all dates is none. */
function timeIn(timestamp: Fields): number {
  const time = new Date(timestamp.int64(1) * 1_000 + Math.floor(timestamp.int32(2) / 1_000_000)).getTime();
  return Number.isNaN(time) ? 0 : time;
}

/** Of a `peer.ChaincodeProposalPayload`: a `ChaincodeInvocationSpec`, with a `ChaincodeSpec` and its `ChaincodeInput`. */
function readCall(proposalPayload: Uint8Array): Call {
  const invocation = new Fields(new Fields(proposalPayload).bytes(1));
  const [name = '', argument = ''] = invocation.message(1).message(3).all(1).map(textOf);
  return { name, argument };
}

/** Whose a serialised identity says it is, with its certificate. @throws Error when it cannot be read */
export function readIdentity(bytes: Uint8Array): { readonly mspId: string; readonly certPem: string } {
  const identity = new Fields(bytes);
  return { mspId: identity.text(1), certPem: identity.text(2) };
}
