/** What a gateway makes of a block with an envelope that cannot be read. */
import { common } from '@hyperledger/fabric-protos';
import { ChannelFailure } from '../../../gateway-api/src/channel/channel.js';
import { decodeBlock } from '../../../gateway-api/src/fabric/block-decoding.js';

const [VALID, BAD_PAYLOAD] = [0, 2];

/** An envelope whose payload is no payload. */
function blockWith(code: number, payload = '0aff'): common.Block {
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
  return block;
}

it('passes over what is not valid, which anybody may have written', () => {
  expect(decodeBlock(blockWith(BAD_PAYLOAD), 'points')).toEqual({
    number: 7,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    transactions: [],
  });
});

it('stops at what is valid: it would show something else than its peer’s ledger', () => {
  expect(() => decodeBlock(blockWith(VALID), 'points')).toThrow(ChannelFailure);
});

it('comes to an end with a length beyond 31 bits, on which the generated classes go round for ever', () => {
  for (const payload of ['0affffffff0f', '1affffffff0f', '0a060affffffff0f']) {
    expect(decodeBlock(blockWith(BAD_PAYLOAD, payload), 'points').transactions).toEqual([]);
  }
});
