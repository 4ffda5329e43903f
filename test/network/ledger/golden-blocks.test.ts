/**
 * Blocks recorded from real Fabric (see test/network/golden) run through the embedded peer's ledger: every hash,
 * validation code and commit hash must come out as Fabric's own peer computed it.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, peer } from '@hyperledger/fabric-protos';
import { createPeerLedger } from '../../../network/embedded/ledger/peer-ledger.js';
import type { PeerLedger } from '../../../network/embedded/ledger/types.js';
import { isBlockSigned } from '../../../network/embedded/msp/block-signatures.js';
import { readChannelConfig } from '../../../network/embedded/msp/channel-config.js';
import { committedDefinitions } from '../../../network/embedded/peer/deployed-chaincodes.js';
import { encodeBlock, parseBlock, validationCodes, withMetadata } from '../../../network/embedded/wire/block.js';
import { decodeReadWriteSet, encodeReadWriteSet } from '../../../network/embedded/wire/read-write-set.js';
import { isEndorserTransaction, parseTransaction } from '../../../network/embedded/wire/transaction.js';

interface Expected {
  readonly chaincode: string;
  readonly blocks: readonly {
    readonly number: number;
    readonly previousHash: string;
    readonly dataHash: string;
    readonly hash: string;
    readonly commitHash: string;
    readonly transactions: readonly { readonly txId: string; readonly type: number; readonly code: string }[];
  }[];
  readonly state: readonly { readonly name: string; readonly args: readonly string[]; readonly reply: string }[];
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const codeName = (code: number) => Object.entries(peer.TxValidationCode).find(([, value]) => value === code)?.[0];

function loadGolden(folder: string) {
  const directory = join(__dirname, '..', 'golden', folder);
  const bytes = readdirSync(directory)
    .filter((name) => name.endsWith('.block'))
    .sort()
    .map((name) => new Uint8Array(readFileSync(join(directory, name))));
  const expected = JSON.parse(readFileSync(join(directory, 'expected.json'), 'utf8')) as Expected;
  return { bytes, expected };
}

/** The block as orderers delivered it: without the peer's validation codes and commit hash. */
function asDelivered(bytes: Uint8Array): Uint8Array {
  const block = parseBlock(bytes);
  const { TRANSACTIONS_FILTER, COMMIT_HASH } = common.BlockMetadataIndex;
  const metadata = withMetadata(
    block.metadata,
    new Map([
      [TRANSACTIONS_FILTER, new Uint8Array(block.data.length)],
      [COMMIT_HASH, new Uint8Array()],
    ]),
  );
  return encodeBlock({ ...block, metadata });
}

describe.each(['every-code', 'raft-duplicate', 'points'])('golden blocks: %s', (folder) => {
  const { bytes, expected } = loadGolden(folder);
  const blocks = bytes.map(parseBlock);
  let dataDir: string;
  let ledger: PeerLedger;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'golden-'));
    ledger = await createPeerLedger({
      folder: dataDir,
      genesisBlockBytes: bytes[0]!,
      definitions: committedDefinitions,
    });
    for (const block of bytes.slice(1)) await ledger.commit(asDelivered(block));
  });

  afterAll(async () => {
    await ledger?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('headers hash to what the next block and the peer say', () => {
    expect(
      blocks.map(({ header, hash }) => ({
        ...header,
        previousHash: hex(header.previousHash),
        dataHash: hex(header.dataHash),
        hash: hex(hash),
      })),
    ).toEqual(
      expected.blocks.map(({ number, previousHash, dataHash, hash }) => ({ number, previousHash, dataHash, hash })),
    );
  });

  test('the orderers signatures satisfy BlockValidation, and those of another block do not', async () => {
    const channel = readChannelConfig(bytes[0]!);
    for (const block of blocks.slice(1)) expect(await isBlockSigned(block, channel)).toBe(true);
    const [, first, second] = blocks;
    const mixed = encodeBlock({ ...first!, metadata: second!.metadata });
    expect(await isBlockSigned(parseBlock(mixed), channel)).toBe(false);
  });

  test('blocks are encoded again to the same bytes', () => {
    for (const block of blocks) expect(hex(encodeBlock(block))).toBe(hex(block.bytes));
  });

  test('read-write sets, hashes of private data included, are encoded again to the same bytes', () => {
    let compared = 0;
    let hashed = 0;
    for (const envelope of blocks.flatMap(({ data }) => data)) {
      if (!isEndorserTransaction(envelope)) continue;
      const { results } = parseTransaction(envelope);
      const set = decodeReadWriteSet(results);
      hashed += set.namespaces.flatMap(({ collections }) => collections).length;
      expect(hex(encodeReadWriteSet(set))).toBe(hex(results));
      compared += 1;
    }
    expect(compared).toBeGreaterThanOrEqual(3);
    // The organisations' approvals of the chaincode definition, if nothing else.
    expect(hashed).toBeGreaterThanOrEqual(2);
  });

  test('transaction ids and validation codes are those of the real peer', async () => {
    const judged = [];
    for (const { number } of expected.blocks) {
      const { transactions } = (await ledger.getBlock(number))!;
      judged.push({
        number,
        transactions: transactions.map(({ txId, validationCode }) => `${txId} ${codeName(validationCode)}`),
      });
    }
    expect(judged).toEqual(
      expected.blocks.map(({ number, transactions }) => ({
        number,
        transactions: transactions.map(({ txId, code }) => `${txId} ${code}`),
      })),
    );
    expect(blocks.map((block) => [...validationCodes(block)].map(codeName))).toEqual(
      expected.blocks.map(({ transactions }) => transactions.map(({ code }) => code)),
    );
  });

  test('among the blocks are those with the codes that the recording is about', () => {
    const codes = expected.blocks.flatMap(({ transactions }) => transactions.map(({ code }) => code));
    expect([...new Set(codes)].sort()).toEqual(
      {
        'every-code': ['ENDORSEMENT_POLICY_FAILURE', 'MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT', 'VALID'],
        'raft-duplicate': ['DUPLICATE_TXID', 'VALID'],
        points: ['PHANTOM_READ_CONFLICT', 'VALID'],
      }[folder],
    );
  });

  test('commit hashes are those of the real peer', async () => {
    const computed = [];
    for (const { number } of expected.blocks) {
      const { parsed } = (await ledger.getBlock(number))!;
      computed.push(hex(common.Metadata.deserializeBinary(parsed.metadata[4]!).getValue_asU8()));
    }
    expect(computed).toEqual(expected.blocks.map(({ commitHash }) => commitHash));
  });

  test('the state is that of the real peer', async () => {
    const reads = expected.state.filter(({ name }) => name === 'get');
    for (const { args, reply } of reads) {
      const row = await ledger.getState(expected.chaincode, args[0]!);
      expect([args[0], Buffer.from(row?.value ?? []).toString()]).toEqual([args[0], reply]);
    }
    expect(reads.length).toBe({ 'every-code': 8, 'raft-duplicate': 2, points: 0 }[folder]);
  });
});
