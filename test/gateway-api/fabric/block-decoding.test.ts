/** What a gateway makes of a block with an envelope that cannot be read. */
import { common } from '@hyperledger/fabric-protos';
import { decodeBlock, decodeBlockInTurns } from '../../../gateway-api/src/fabric/block-decoding.js';

import { goldenChain } from '../../support/golden-chain.js';

const [VALID, BAD_PAYLOAD] = [0, 2];

/** An envelope whose payload is no payload. */
function blockWith(code: number, payload = '0aff'): Uint8Array {
  const envelope = new common.Envelope();
  envelope.setPayload(Buffer.from(payload, 'hex'));
  const [block, header, data, metadata] = [
    new common.Block(),
    new common.BlockHeader(),
    new common.BlockData(),
    new common.BlockMetadata(),
  ];
  header.setNumber(7);
  data.setDataList([envelope.serializeBinary()]);
  metadata.setMetadataList([new Uint8Array(), new Uint8Array(), Uint8Array.of(code)]);
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(metadata);
  return block.serializeBinary();
}

it('passes over what is not valid, which anybody may have written', () => {
  expect(decodeBlock(blockWith(BAD_PAYLOAD), 'points')).toEqual({
    number: 7,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    transactions: [],
  });
});

it('goes on behind what is valid and cannot be read, and says so', () => {
  const { transactions } = decodeBlock(blockWith(VALID), 'points');
  expect(transactions).toEqual([
    {
      txId: '',
      index: 0,
      validationCode: VALID,
      writes: [],
      hashedWrites: [],
      unreadable: expect.any(String),
    },
  ]);
});

it('comes to an end with a length beyond 31 bits, on which the generated classes go round for ever', () => {
  for (const payload of ['0affffffff0f', '1affffffff0f', '0a060affffffff0f']) {
    expect(decodeBlock(blockWith(BAD_PAYLOAD, payload), 'points').transactions).toEqual([]);
  }
});

it('says which orderers signed it, and is the same beside everything else', async () => {
  for (const block of goldenChain('points').bytes.slice(1)) {
    const decoded = decodeBlock(block, 'points');
    // A quorum of four.
    expect(decoded.signedBy?.length).toBeGreaterThanOrEqual(3);
    expect(decoded.signedBy?.every((id) => id >= 1 && id <= 4)).toBe(true);
    expect(await decodeBlockInTurns(block, 'points')).toEqual(decoded);
  }
});
