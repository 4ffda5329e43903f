/**
 * Blocks: header, envelopes, metadata.
 *
 * Fabric: the data hash is SHA-256 of the concatenated envelopes; a block's own hash is SHA-256 of the DER encoding of
 * SEQUENCE{number, previous hash, data hash}. Metadata has five entries: orderers' signatures, last configuration
 * (unused since 2.x), one validation code per transaction, an unused one, and the peer's commit hash. Metadata is not
 * covered by the block's hash, so peers add theirs. Reference: `protoutil/blockutils.go`,
 * `core/ledger/kvledger/kv_ledger.go`. Left out: nothing; who must sign is in msp/block-signatures.ts.
 */
import { common } from '@hyperledger/fabric-protos';
import { EMPTY_BYTES, plainBytes, sameBytes, sha256 } from './bytes.js';
import { decodeAs, MalformedError } from './malformed-error.js';
import { memoByBytes } from './memo.js';
import { FieldReader, FieldWriter } from './protobuf.js';

export interface BlockHeader {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
}

export interface ParsedBlock {
  readonly bytes: Uint8Array;
  readonly header: BlockHeader;
  /** SHA-256 of the header's DER encoding: the next block's previous hash. */
  readonly hash: Uint8Array;
  /** Envelopes, as views of `bytes`. */
  readonly data: readonly Uint8Array[];
  /** Entries by common.BlockMetadataIndex; missing ones are empty. */
  readonly metadata: readonly Uint8Array[];
}

const METADATA_ENTRIES = 5;

/** Reads a block and checks its data hash. Throws MalformedError. Memoised on the bytes object. */
export const parseBlock: (bytes: Uint8Array) => ParsedBlock = memoByBytes((bytes) =>
  decodeAs('block', () => {
    let header: BlockHeader | undefined;
    let data: Uint8Array[] = [];
    let metadata: Uint8Array[] = [];
    const plain = plainBytes(bytes);
    const reader = new FieldReader(plain);
    while (reader.next()) {
      if (reader.field === 1) header = parseBlockHeader(reader.view());
      else if (reader.field === 2) data = repeatedBytes(reader.view());
      else if (reader.field === 3) metadata = repeatedBytes(reader.view());
      else reader.skip();
    }
    if (!header) throw new MalformedError('block', 'header is missing');
    if (!sameBytes(computeDataHash(data), header.dataHash)) {
      throw new MalformedError('block', `data hash of block ${header.number} does not match its data`);
    }
    while (metadata.length < METADATA_ENTRIES) metadata.push(EMPTY_BYTES);
    return { bytes: plain, header, hash: computeHeaderHash(header), data, metadata };
  }),
);

export interface BlockParts {
  readonly header: BlockHeader;
  readonly data: readonly Uint8Array[];
  readonly metadata: readonly Uint8Array[];
}

/** Serialises a block. */
export function encodeBlock({ header, data, metadata }: BlockParts): Uint8Array {
  const size = [...data, ...metadata].reduce((sum, part) => sum + part.length + 6, 128);
  return new FieldWriter(size)
    .message(1, (inner) => {
      inner.varint(1, header.number).bytes(2, header.previousHash).bytes(3, header.dataHash);
    })
    .message(2, (inner) => {
      for (const envelope of data) inner.element(1, envelope);
    })
    .message(3, (inner) => {
      for (const entry of metadata) inner.element(1, entry);
    })
    .finish();
}

/** Where each envelope begins in a serialised block. */
export function envelopeOffsets(bytes: Uint8Array): number[] {
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 2) return repeatedBytes(reader.view()).map(({ byteOffset }) => byteOffset - bytes.byteOffset);
    reader.skip();
  }
  return [];
}

/** The header of the block that follows, over these envelopes. */
export function nextBlockHeader(number: number, previousHash: Uint8Array, data: readonly Uint8Array[]): BlockHeader {
  return { number, previousHash, dataHash: computeDataHash(data) };
}

/** SHA-256 over all envelopes, one behind the other. */
function computeDataHash(data: readonly Uint8Array[]): Uint8Array {
  return sha256(...data);
}

/** SHA-256 of the header's DER encoding. */
export function computeHeaderHash(header: BlockHeader): Uint8Array {
  return sha256(encodeHeaderDer(header));
}

/** DER: SEQUENCE { INTEGER number, OCTET STRING previousHash, OCTET STRING dataHash }. Orderers sign it too. */
export function encodeHeaderDer({ number, previousHash, dataHash }: BlockHeader): Uint8Array {
  const content = Buffer.concat([derInteger(number), derOctets(previousHash), derOctets(dataHash)]);
  return plainBytes(Buffer.concat([derLength(0x30, content.length), content]));
}

/** The metadata entries with some of them replaced, by common.BlockMetadataIndex. */
export function withMetadata(metadata: readonly Uint8Array[], entries: ReadonlyMap<number, Uint8Array>): Uint8Array[] {
  return Array.from({ length: METADATA_ENTRIES }, (_, index) => entries.get(index) ?? metadata[index] ?? EMPTY_BYTES);
}

/** One validation code per transaction, as a peer recorded them; empty in blocks that no peer has committed. */
export function validationCodes(block: Pick<ParsedBlock, 'metadata'>): Uint8Array {
  return block.metadata[common.BlockMetadataIndex.TRANSACTIONS_FILTER] ?? EMPTY_BYTES;
}

/** The commit hash a peer recorded; empty if there is none. */
export function recordedCommitHash(block: Pick<ParsedBlock, 'metadata'>): Uint8Array {
  const entry = block.metadata[common.BlockMetadataIndex.COMMIT_HASH] ?? EMPTY_BYTES;
  return plainBytes(common.Metadata.deserializeBinary(entry).getValue_asU8());
}

function parseBlockHeader(bytes: Uint8Array): BlockHeader {
  let number = 0;
  let previousHash = EMPTY_BYTES;
  let dataHash = EMPTY_BYTES;
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) number = reader.varint();
    else if (reader.field === 2) previousHash = reader.view();
    else if (reader.field === 3) dataHash = reader.view();
    else reader.skip();
  }
  return { number, previousHash, dataHash };
}

function repeatedBytes(bytes: Uint8Array): Uint8Array[] {
  const list: Uint8Array[] = [];
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) list.push(reader.view());
    else reader.skip();
  }
  return list;
}

function derInteger(value: number): Buffer {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 0x100)) octets.unshift(rest % 0x100);
  // A leading bit of one would make the number negative.
  if (octets.length === 0 || (octets[0] ?? 0) >= 0x80) octets.unshift(0);
  return Buffer.concat([derLength(0x02, octets.length), Buffer.from(octets)]);
}

function derOctets(value: Uint8Array): Buffer {
  return Buffer.concat([derLength(0x04, value.length), value]);
}

function derLength(tag: number, length: number): Buffer {
  if (length < 0x80) return Buffer.from([tag, length]);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 0x100)) octets.unshift(rest % 0x100);
  return Buffer.from([tag, 0x80 + octets.length, ...octets]);
}
