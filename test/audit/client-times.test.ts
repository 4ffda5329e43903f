/** A client dates its transactions as it likes: the audit reads the same time out of them as the chaincode does. */
import { common } from '@hyperledger/fabric-protos';
import { contentsOf, readEnvelope } from '../../audit/src/block-contents.js';
import { readBlock } from '../../audit/src/block.js';
import { rfc3339 } from '../../chaincode/src/ledger/core/timestamp.js';
import { goldenChain } from '../support/golden-chain.js';

const envelope = goldenChain('points')
  .bytes.map(readBlock)
  .flatMap((block) => block.envelopes.filter((_, at) => contentsOf(block)[at]?.kind === 'transaction'))[0]!;

function dated(seconds: number, nanos: number): Uint8Array {
  const { Envelope, Payload, ChannelHeader } = common;
  const read = Envelope.deserializeBinary(envelope);
  const payload = Payload.deserializeBinary(read.getPayload_asU8());
  const header = payload.getHeader()!;
  const channelHeader = ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  channelHeader.getTimestamp()!.setSeconds(seconds);
  channelHeader.getTimestamp()!.setNanos(nanos);
  header.setChannelHeader(channelHeader.serializeBinary());
  read.setPayload(payload.serializeBinary());
  return read.serializeBinary();
}

test.each([0, 1, 999_999, 1_000_000, 999_999_880, 999_999_999, 1_999_999_999, -1, -1_500_000, -999_999_999])(
  'with %d nanoseconds',
  (nanos) => {
    for (const seconds of [1_796_081_320, 1_796_081_449, 4_102_444_799]) {
      const contents = readEnvelope(dated(seconds, nanos));
      expect(contents.kind === 'transaction' && new Date(contents.time).toISOString()).toBe(rfc3339(seconds, nanos));
    }
  },
);
