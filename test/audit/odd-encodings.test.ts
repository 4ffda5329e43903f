/**
 * Whoever makes an envelope may write it as it likes, as long as Go reads the same: what is read of it here is the same too.
 * SEED repeats a run, ROUNDS sets its length.
 */
import { common } from '@hyperledger/fabric-protos';
import { readBlock } from '../../audit/src/block.js';
import { contentsOf, readEnvelope, type EnvelopeContents } from '../../audit/src/block-contents.js';
import { decodeBlock } from '../../gateway-api/src/fabric/block-decoding.js';
import { goldenChain } from '../support/golden-chain.js';
import { randomBy } from '../support/malformed-bytes.js';
import { element, writtenOtherwise } from '../support/odd-encodings.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
const rounds = Number(process.env['ROUNDS'] ?? 300);
const { bytes: blocks } = goldenChain('points');
const valid = blocks.map(readBlock).flatMap((block) => {
  const contents = contentsOf(block);
  return block.envelopes.filter((_, index) => contents[index]?.kind === 'transaction');
});

/** What is read of it; not the bytes that were hashed, which are others. */
function readingOf(contents: EnvelopeContents) {
  if (contents.kind !== 'transaction') return contents;
  const { txId, channelId, creator, chaincode, sets, endorsements } = contents;
  const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');
  return {
    txId,
    channelId,
    chaincode,
    endorsers: endorsements.map(({ signature }) => hex(signature)),
    signature: hex(creator.signature),
    sets: sets.map(({ namespace, collection, writes }) => ({
      namespace,
      collection,
      writes: writes.map(({ key, value }) => [key, hex(value)]),
    })),
  };
}

function blockOf(envelope: Uint8Array): Uint8Array {
  const block = common.Block.deserializeBinary(blocks.at(-1)!);
  block.getData()!.setDataList([envelope]);
  const list = block.getMetadata()!.getMetadataList_asU8();
  list[common.BlockMetadataIndex.TRANSACTIONS_FILTER] = Uint8Array.of(0);
  block.getMetadata()!.setMetadataList(list);
  return block.serializeBinary();
}

it(`${rounds} envelopes written otherwise are read alike by audit and gateway, SEED=${seed}`, () => {
  for (let round = 0; round < rounds; round += 1) {
    const random = randomBy(seed + round);
    const envelope = valid[random(valid.length)]!;
    const otherwise = writtenOtherwise(envelope, random);
    const at = `SEED=${seed + round} ROUNDS=1`;
    expect({ at, read: readingOf(readEnvelope(otherwise)) }).toEqual({ at, read: readingOf(readEnvelope(envelope)) });
    const [before, after] = [envelope, otherwise].map((bytes) => decodeBlock(blockOf(bytes), 'points').transactions);
    expect({ at, read: after }).toEqual({ at, read: before });
  }
});

const [envelope] = valid;
const payloadOf = (bytes: Uint8Array) => common.Envelope.deserializeBinary(bytes).getPayload_asU8();

it.each([
  ['an empty group in the payload', (payload: Uint8Array) => Buffer.concat([payload, Buffer.from([0x7b, 0x7c])])],
  [
    'groups in groups',
    (payload: Uint8Array) => Buffer.concat([payload, Buffer.alloc(9_000, 0x7b), Buffer.alloc(9_000, 0x7c)]),
  ],
  [
    'a header in two pieces',
    (payload: Uint8Array) => {
      const read = common.Payload.deserializeBinary(payload);
      const header = read.getHeader()!;
      return Buffer.concat([
        element(1, element(1, header.getChannelHeader_asU8())),
        element(1, element(2, header.getSignatureHeader_asU8())),
        element(2, read.getData_asU8()),
      ]);
    },
  ],
])('%s is passed over or put together', (_, change) => {
  const odd = element(1, change(payloadOf(envelope!)));
  expect(readEnvelope(odd)).toMatchObject({ kind: 'transaction', txId: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

it.each([
  ['that do not end', [0x7b]],
  ['that end as another field', [0x7b, 0x74]],
  ['that were not begun', [0x7c]],
  ['in more groups than Go goes into', [...Array<number>(10_002).fill(0x7b), ...Array<number>(10_002).fill(0x7c)]],
])('groups %s are no message, as to Go', (_, tail) => {
  const odd = element(1, Buffer.concat([payloadOf(envelope!), Buffer.from(tail)]));
  expect(readEnvelope(odd).kind).toBe('unreadable');
});
