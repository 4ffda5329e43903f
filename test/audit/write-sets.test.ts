/** The write set as read from its bytes is what the generated decoder reads. */
import fc from 'fast-check';
import { ledger } from '@hyperledger/fabric-protos';
import { keyParts } from '../../audit/src/ledger-rows.js';
import { readWriteSets } from '../../audit/src/write-sets.js';

const { KVMetadataWrite, KVRWSet, KVRead, KVWrite, RangeQueryInfo, Version } = ledger.rwset.kvrwset;

function readRows(bytes: Uint8Array) {
  const namespace = new ledger.rwset.NsReadWriteSet();
  namespace.setNamespace('points');
  namespace.setRwset(bytes);
  const all = new ledger.rwset.TxReadWriteSet();
  all.addNsRwset(namespace);
  return readWriteSets(all.serializeBinary())[0]!;
}

const part = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'ü', '0', '-', '漢') });
const write = fc.record({
  key: fc.array(part, { minLength: 1, maxLength: 6 }),
  value: fc.option(fc.uint8Array({ maxLength: 300 })),
});

test('any set of reads, ranges and writes', () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 20 }), fc.array(fc.nat(), { maxLength: 10 }), (writes, versions) => {
      const set = new KVRWSet();
      for (const block of versions) {
        const version = new Version();
        version.setBlockNum(block);
        const read = new KVRead();
        read.setKey(`read ${block}`);
        read.setVersion(version);
        set.addReads(read);
        const range = new RangeQueryInfo();
        range.setStartKey('a');
        range.setItrExhausted(true);
        set.addRangeQueriesInfo(range);
      }
      for (const { key, value } of writes) {
        const one = new KVWrite();
        one.setKey(`\u0000${key.join('\u0000')}\u0000`);
        if (value) one.setValue(value);
        else one.setIsDelete(true);
        set.addWrites(one);
      }
      expect(
        readRows(set.serializeBinary()).writes.map(({ key, value }) => ({
          key: keyParts(key),
          value: value ? Buffer.from(value).toString('hex') : null,
        })),
      ).toEqual(writes.map(({ key, value }) => ({ key, value: value ? Buffer.from(value).toString('hex') : null })));
    }),
  );
});

test('a policy that is set for a key is read as well', () => {
  const set = new KVRWSet();
  const policy = new KVMetadataWrite();
  policy.setKey('a-key');
  set.addMetadataWrites(policy);
  expect(readRows(set.serializeBinary()).policies).toEqual([{ key: 'a-key', policy: undefined }]);
});

test.each([1, 3, 10])('a set that is cut short by %d bytes is refused', (missing) => {
  const set = new KVRWSet();
  const one = new KVWrite();
  one.setKey('a-key-of-some-length');
  set.addWrites(one);
  const bytes = set.serializeBinary();
  expect(() => readRows(bytes.subarray(0, bytes.length - missing))).toThrow('goes on behind the end');
});

test('keys that are not composite stay whole', () => expect(keyParts('plain')).toEqual(['plain']));
