import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { createPeerLedger } from '../../network/embedded/ledger/peer-ledger.js';
import { committedDefinitions } from '../../network/embedded/peer/deployed-chaincodes.js';
import { encodeBlock, parseBlock, validationCodes, withMetadata } from '../../network/embedded/wire/block.js';
import { decodeReadWriteSet, encodeReadWriteSet } from '../../network/embedded/wire/read-write-set.js';
import { isEndorserTransaction, parseTransaction } from '../../network/embedded/wire/transaction.js';

const { TRANSACTIONS_FILTER, COMMIT_HASH } = common.BlockMetadataIndex;

/** What a peer says of each block, and what the embedded ledger says of it as the orderers delivered it. */
export async function judgeAgain(blocks: readonly Uint8Array[]) {
  const folder = mkdtempSync(join(tmpdir(), 'judge-again-'));
  const ledger = await createPeerLedger({
    folder,
    genesisBlockBytes: asDelivered(blocks[0]!),
    definitions: committedDefinitions,
  });
  try {
    const judged = [];
    for (const bytes of blocks.slice(1)) judged.push(describe((await ledger.commit(asDelivered(bytes))).bytes));
    return { recorded: blocks.slice(1).map(describe), judged };
  } finally {
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function describe(bytes: Uint8Array) {
  const block = parseBlock(bytes);
  const commitHash = common.Metadata.deserializeBinary(block.metadata[COMMIT_HASH]!).getValue_asB64();
  return { number: block.header.number, codes: [...validationCodes(block)], commitHash };
}

function asDelivered(bytes: Uint8Array): Uint8Array {
  const block = parseBlock(bytes);
  const metadata = withMetadata(
    block.metadata,
    new Map([
      [TRANSACTIONS_FILTER, new Uint8Array(block.data.length)],
      [COMMIT_HASH, new Uint8Array()],
    ]),
  );
  return encodeBlock({ ...block, metadata });
}

/** Read-write sets in these blocks which, read and written again, are not the same bytes. */
export function differentWhenEncodedAgain(blocks: readonly Uint8Array[]): Uint8Array[] {
  return blocks
    .flatMap((bytes) => parseBlock(bytes).data)
    .filter((envelope) => isEndorserTransaction(envelope))
    .map((envelope) => parseTransaction(envelope).results)
    .filter((results) => Buffer.compare(encodeReadWriteSet(decodeReadWriteSet(results)), results) !== 0);
}
