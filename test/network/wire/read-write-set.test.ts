/** Read-write sets written here are the bytes that Fabric's own message definitions give. */
import { ledger } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import { ReadWriteSetBuilder } from '../../../network/embedded/ledger/read-write-set-builder.js';
import { MalformedError } from '../../../network/embedded/wire/malformed-error.js';
import { FieldReader } from '../../../network/embedded/wire/protobuf.js';
import { decodeReadWriteSet, encodeReadWriteSet } from '../../../network/embedded/wire/read-write-set.js';

const { TxReadWriteSet, kvrwset } = ledger.rwset;

const version = fc.option(fc.record({ block: fc.nat(), tx: fc.nat({ max: 3000 }) }), { nil: undefined });
const key = fc.string({ minLength: 1, maxLength: 200 });
const value = fc.uint8Array({ minLength: 1, maxLength: 300 });
const read = fc.record({ key, version });
const readWriteSet = fc.record({
  namespaces: fc.array(
    fc.record({
      namespace: fc.string({ minLength: 1, maxLength: 20 }),
      collections: fc.constant([]),
      reads: fc.array(read, { maxLength: 5 }),
      writes: fc.array(
        fc.oneof(
          fc.record({ key, isDelete: fc.constant(false), value }),
          fc.record({ key, isDelete: fc.constant(true), value: fc.constant(new Uint8Array()) }),
        ),
        { maxLength: 5 },
      ),
      metadataWrites: fc.array(
        fc.record({ key, entries: fc.array(fc.record({ name: key, value }), { maxLength: 2 }) }),
        { maxLength: 2 },
      ),
      rangeQueries: fc.array(
        fc.oneof(
          fc.record({
            startKey: fc.string(),
            endKey: fc.string(),
            isExhausted: fc.boolean(),
            reads: fc.array(read, { maxLength: 4 }),
          }),
          fc.record({
            startKey: fc.string(),
            endKey: fc.string(),
            isExhausted: fc.boolean(),
            reads: fc.constant([]),
            merkle: fc.record({
              maxDegree: fc.integer({ min: 2, max: 60 }),
              maxLevel: fc.integer({ min: 1, max: 4 }),
              maxLevelHashes: fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 3 }),
            }),
          }),
        ),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 3 },
  ),
});

describe('a read-write set', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(readWriteSet, (set) => {
        expect(decodeReadWriteSet(encodeReadWriteSet(set))).toEqual(set);
      }),
    );
  });

  it('has the bytes that the generated classes give', () => {
    fc.assert(
      fc.property(readWriteSet, (set) => {
        const bytes = encodeReadWriteSet(set);
        const message = TxReadWriteSet.deserializeBinary(bytes);
        for (const namespace of message.getNsRwsetList()) {
          namespace.setRwset(kvrwset.KVRWSet.deserializeBinary(namespace.getRwset_asU8()).serializeBinary());
        }
        expect(Buffer.from(message.serializeBinary()).toString('hex')).toBe(Buffer.from(bytes).toString('hex'));
      }),
    );
  });

  it('has namespaces and keys in byte order and the last write of a key', () => {
    const set = new ReadWriteSetBuilder();
    set.write('b', 'k\u{1f600}', Buffer.from('1'));
    set.write('b', 'k\uffee', Buffer.from('2'));
    set.write('b', 'k\uffee', Buffer.from('3'));
    set.read('a', 'y', undefined);
    set.read('a', 'x', { block: 1, tx: 0 });
    const { namespaces } = decodeReadWriteSet(set.encode());
    expect(namespaces.map(({ namespace }) => namespace)).toEqual(['a', 'b']);
    expect(namespaces[0]?.reads).toEqual([
      { key: 'x', version: { block: 1, tx: 0 } },
      { key: 'y', version: undefined },
    ]);
    expect(namespaces[1]?.writes.map((write) => `${write.key}=${Buffer.from(write.value).toString()}`)).toEqual([
      'k\uffee=3',
      'k\u{1f600}=1',
    ]);
  });

  it('takes an empty value for a delete, whatever the flag says', () => {
    const set = new kvrwset.KVRWSet();
    const write = new kvrwset.KVWrite();
    write.setKey('k');
    set.addWrites(write);
    const namespace = new ledger.rwset.NsReadWriteSet();
    namespace.setNamespace('n');
    namespace.setRwset(set.serializeBinary());
    const message = new TxReadWriteSet();
    message.addNsRwset(namespace);
    expect(decodeReadWriteSet(message.serializeBinary()).namespaces[0]?.writes[0]?.isDelete).toBe(true);
  });

  const malformed: { name: string; bytes: number[] }[] = [
    { name: 'a truncated namespace', bytes: [0x12, 0x05, 0x0a] },
    { name: 'field number 0', bytes: [0x02, 0x00] },
    { name: 'a varint without end', bytes: new Array<number>(11).fill(0xff) },
    { name: 'a group', bytes: [0x0b] },
    { name: 'a name that is not UTF-8', bytes: [0x12, 0x03, 0x0a, 0x01, 0xff] },
  ];
  it.each(malformed)('is refused with $name', ({ bytes }) => {
    expect(() => decodeReadWriteSet(Uint8Array.from(bytes))).toThrow(MalformedError);
  });

  it('accepts a replacement character that is really there', () => {
    const bytes = Buffer.concat([Buffer.from([0x0a, 0x03]), Buffer.from('\ufffd')]);
    const reader = new FieldReader(bytes);
    reader.next();
    expect(reader.string()).toBe('\ufffd');
  });
});
