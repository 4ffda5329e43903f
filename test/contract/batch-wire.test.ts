/** What is written by hand for batches is what google-protobuf reads, and the other way round. */
import { peer } from '@hyperledger/fabric-protos';
import { readValues, writeBatchState } from '../../chaincode/src/ledger/core/batch-wire.js';

const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index % 251);
const lengths = [0, 1, 127, 128, 300, 16_383, 16_384, 70_000];

function answerOf(values: readonly Uint8Array[]): Uint8Array {
  const message = new peer.GetStateMultipleResult();
  message.setValuesList([...values]);
  return message.serializeBinary();
}

test('values of every length are read, also as a buffer, and one of no length stands for no row', () => {
  const values = lengths.map(bytes);
  for (const answer of [answerOf(values), Buffer.from(answerOf(values))]) {
    expect(readValues(answer).map((value) => [...value])).toEqual(values.map((value) => [...value]));
  }
  expect(readValues(answerOf([]))).toEqual([]);
});

test('a field that is not known is passed over, as google-protobuf does', () => {
  const unknown = Uint8Array.of(0x12, 2, 7, 7);
  const answer = Buffer.concat([answerOf([bytes(3)]), unknown, answerOf([bytes(4)])]);
  expect(readValues(answer).map((value) => [...value])).toEqual([[...bytes(3)], [...bytes(4)]]);
});

test.each([
  ['a value that is cut off', Uint8Array.of(0x0a, 5, 1, 2)],
  ['a length that is cut off', Uint8Array.of(0x0a, 0x80)],
  ['a length beyond everything', Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)],
  ['a length that is no number', Uint8Array.of(0x0a, ...Array<number>(150).fill(0x80), 0, 0x0a, 1, 8)],
])('%s is refused', (_what, answer) => {
  expect(() => readValues(answer)).toThrow();
});

test('records that are set, deleted, empty, or not plain, in their order', () => {
  const metadata = new peer.WriteRecord();
  metadata.setKey('policy');
  metadata.setType(peer.WriteRecord.Type.PUT_STATE_METADATA);
  const plain = [
    ...lengths.map((length) => ({ key: `\u0000lot\u0000${'ключ'.repeat(length % 90)}\u0000`, value: bytes(length) })),
    { key: 'gone', value: undefined },
  ];
  const written = peer.WriteBatchState.deserializeBinary(writeBatchState([...plain, metadata.serializeBinary()]));
  const records = written.getRecList().map((record) => ({
    type: record.getType(),
    key: record.getKey(),
    value: [...record.getValue_asU8()],
  }));
  const { PUT_STATE, DEL_STATE, PUT_STATE_METADATA } = peer.WriteRecord.Type;
  expect(records).toEqual([
    ...plain.map(({ key, value }) => ({
      type: value === undefined ? DEL_STATE : PUT_STATE,
      key,
      value: [...(value ?? [])],
    })),
    { type: PUT_STATE_METADATA, key: 'policy', value: [] },
  ]);
});

test('the bytes are those of google-protobuf', () => {
  const batch = new peer.WriteBatchState();
  const records = lengths.map((length) => ({ key: `k${length}`, value: bytes(length) }));
  batch.setRecList(
    records.map(({ key, value }) => {
      const record = new peer.WriteRecord();
      record.setKey(key);
      record.setValue(value);
      record.setType(peer.WriteRecord.Type.PUT_STATE);
      return record;
    }),
  );
  expect(Buffer.from(writeBatchState(records)).equals(batch.serializeBinary())).toBe(true);
});
