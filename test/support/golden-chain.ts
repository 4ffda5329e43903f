/** Blocks recorded from real Fabric (test/network/golden), and peers in memory that have them, or say so. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import type { Peer } from '../../audit/src/peers.js';

export interface GoldenChain {
  readonly bytes: readonly Buffer[];
  readonly expected: {
    readonly chaincode: string;
    readonly blocks: readonly { readonly hash: string; readonly commitHash: string }[];
  };
}

export function goldenChain(folder: string): GoldenChain {
  const directory = join(__dirname, '..', 'network', 'golden', folder);
  const bytes = readdirSync(directory)
    .filter((name) => name.endsWith('.block'))
    .sort()
    .map((name) => readFileSync(join(directory, name)));
  const expected = JSON.parse(readFileSync(join(directory, 'expected.json'), 'utf8')) as GoldenChain['expected'];
  return { bytes, expected };
}

/** A peer that has these blocks. */
export function peerWith(mspId: string, blocks: readonly Uint8Array[]): Peer {
  const block = (number: number): common.Block => {
    const bytes = blocks[number];
    if (bytes === undefined) throw new Error(`there is no block ${number}`);
    return common.Block.deserializeBinary(bytes);
  };
  return {
    mspId,
    height: () => Promise.resolve(blocks.length),
    block: (number) => Promise.resolve(block(number)),
    blocks: (from) => {
      const stream = (async function* () {
        for (const bytes of blocks.slice(from)) yield new Uint8Array(bytes);
      })();
      return Object.assign(stream, { close: () => undefined });
    },
  };
}

/** A block with something of it changed. */
export function altered(bytes: Uint8Array, change: (block: common.Block) => void): Uint8Array {
  const block = common.Block.deserializeBinary(bytes);
  change(block);
  return block.serializeBinary();
}

export function withMetadata(bytes: Uint8Array, index: number, value: Uint8Array): Uint8Array {
  return altered(bytes, (block) => {
    const metadata = block.getMetadata()!;
    const list = metadata.getMetadataList_asU8();
    list[index] = value;
    metadata.setMetadataList(list);
  });
}
