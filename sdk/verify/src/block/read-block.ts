/** A block taken apart, as far as it is verified. */
import { headerBytes, type BlockHeader } from '../../../../audit/src/block-header.js';
import { decodeText, joined } from '../../../../audit/src/byte-texts.js';
import { Fields } from '../../../../audit/src/fields.js';
import { readWriteSets, type WriteSet } from '../../../../audit/src/write-sets.js';

/** Bytes that somebody signed; whose they are says a serialised identity. */
export interface Signed {
  readonly identity: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

export interface OrdererSignature {
  /** The number of the one that signed; undefined under Raft, where its identity is there. */
  readonly consenter: number | undefined;
  readonly identity: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Block {
  readonly header: BlockHeader;
  readonly headerBytes: Uint8Array;
  readonly envelopes: readonly Uint8Array[];
  readonly codes: Uint8Array;
  readonly commitHash: Uint8Array;
  /** What the orderers signed of the last configuration’s block. */
  readonly lastConfigBlock: number;
  readonly orderers: readonly OrdererSignature[];
}

const [SIGNATURES, CODES, COMMIT_HASH] = [0, 2, 4];

/** @throws Error when the bytes are no block */
export function readBlock(bytes: Uint8Array): Block {
  const block = new Fields(bytes);
  if (block.all(1).length === 0) throw new Error('it has no header');
  const fields = block.message(1);
  const header = { number: fields.number(1), previousHash: fields.bytes(2), dataHash: fields.bytes(3) };
  const ofHeader = headerBytes(header);
  const metadata = block.message(3).all(1);
  const signatures = new Fields(metadata[SIGNATURES] ?? new Uint8Array());
  const value = signatures.bytes(1);
  return {
    header,
    headerBytes: ofHeader,
    envelopes: block.message(2).all(1),
    codes: metadata[CODES] ?? new Uint8Array(),
    commitHash: new Fields(metadata[COMMIT_HASH] ?? new Uint8Array()).bytes(1),
    lastConfigBlock: new Fields(value).message(1).number(1),
    orderers: signatures.messages(2).map((each): OrdererSignature => {
      const [named, numbered] = [each.bytes(1), each.bytes(3)];
      const isNamed = named.length > 0;
      return {
        consenter: isNamed ? undefined : new Fields(numbered).number(1),
        identity: isNamed ? new Fields(named).bytes(1) : new Uint8Array(),
        message: joined(value, isNamed ? named : numbered, ofHeader),
        signature: each.bytes(2),
      };
    }),
  };
}

export interface Transaction {
  readonly kind: 'transaction';
  readonly txId: string;
  readonly creator: Signed;
  /** What its id is the hash of, and what the endorsers say that they were asked, with what stands in the transaction of it. */
  readonly idInput: Uint8Array;
  readonly proposal: Uint8Array;
  readonly proposalHash: Uint8Array;
  readonly endorsements: readonly Signed[];
  readonly sets: readonly WriteSet[];
  /** What of the chaincode it called. @throws Error when that cannot be read */
  readonly called: () => string;
}

export type Envelope = Transaction | { readonly kind: 'config'; readonly creator: Signed };

const [CONFIG, ENDORSER_TRANSACTION] = [1, 3];

/** @throws Error when it is neither a transaction nor a configuration */
export function readEnvelope(bytes: Uint8Array): Envelope {
  const envelope = new Fields(bytes);
  const payload = envelope.message(1);
  const header = payload.message(1);
  const channelHeader = new Fields(header.bytes(1));
  const signatureHeader = new Fields(header.bytes(2));
  const creator = { identity: signatureHeader.bytes(1), message: envelope.bytes(1), signature: envelope.bytes(2) };
  const type = channelHeader.number(1);
  if (type === CONFIG) return { kind: 'config', creator };
  if (type !== ENDORSER_TRANSACTION) throw new Error(`it is of type ${type}`);
  const actions = payload.message(2).messages(1);
  const [action] = actions;
  if (action === undefined || actions.length > 1) throw new Error(`it has ${actions.length} actions`);
  const content = new Fields(action.bytes(2));
  const endorsed = content.message(2);
  const response = endorsed.bytes(1);
  const chaincodeAction = new Fields(new Fields(response).bytes(2));
  return {
    kind: 'transaction',
    txId: channelHeader.text(5),
    creator,
    idInput: joined(signatureHeader.bytes(2), creator.identity),
    proposal: joined(header.bytes(1), action.bytes(1), content.bytes(1)),
    proposalHash: new Fields(response).bytes(1),
    endorsements: endorsed.messages(2).map((each) => {
      const identity = each.bytes(1);
      return { identity, message: joined(response, identity), signature: each.bytes(2) };
    }),
    sets: readWriteSets(chaincodeAction.bytes(1)),
    called: () => {
      const invocation = new Fields(content.message(1).bytes(1));
      const [name = new Uint8Array()] = invocation.message(1).message(3).all(1);
      return decodeText(name);
    },
  };
}
