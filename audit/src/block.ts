/** A block taken apart: what stands in its envelopes, and in its metadata, is read by itself. */
import type { common } from './fabric-messages.js';
import type { BlockHeader } from './block-header.js';
import { Fields } from './fields.js';

export interface Block {
  readonly header: BlockHeader | undefined;
  readonly envelopes: readonly Uint8Array[];
  /** By `common.BlockMetadataIndex`. */
  readonly metadata: readonly Uint8Array[];
}

/** Of a serialised `common.Block`, as views. @throws Error when it is none */
export function readBlock(bytes: Uint8Array): Block {
  const block = new Fields(bytes);
  const header = block.message(1);
  return {
    header: block.has(1)
      ? { number: header.number(1), previousHash: header.bytes(2), dataHash: header.bytes(3) }
      : undefined,
    envelopes: block.message(2).all(1),
    metadata: block.message(3).all(1),
  };
}

/** Of one that was decoded before. */
export function blockOf(block: common.Block): Block {
  const header = block.getHeader();
  return {
    header: header && {
      number: header.getNumber(),
      previousHash: header.getPreviousHash_asU8(),
      dataHash: header.getDataHash_asU8(),
    },
    envelopes: block.getData()?.getDataList_asU8() ?? [],
    metadata: block.getMetadata()?.getMetadataList_asU8() ?? [],
  };
}
