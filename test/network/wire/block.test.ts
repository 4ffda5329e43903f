/** Blocks: bytes, hashes, header encoding. */
import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import {
  computeHeaderHash,
  encodeBlock,
  encodeHeaderDer,
  nextBlockHeader,
  parseBlock,
  validationCodes,
  withMetadata,
} from '../../../network/embedded/wire/block.js';
import { MalformedError } from '../../../network/embedded/wire/malformed-error.js';

const data = [Buffer.from('first'), Buffer.from('second')];
const previousHash = new Uint8Array(32).fill(7);

describe('a block', () => {
  it('has the bytes that the generated classes give', () => {
    const header = nextBlockHeader(300, previousHash, data);
    const metadata = withMetadata([], new Map([[common.BlockMetadataIndex.TRANSACTIONS_FILTER, Buffer.from([0, 11])]]));
    const bytes = encodeBlock({ header, data, metadata });
    const message = common.Block.deserializeBinary(bytes);
    expect(Buffer.from(message.serializeBinary()).equals(bytes)).toBe(true);
    expect(message.getHeader()?.getNumber()).toBe(300);
    expect(message.getMetadata()?.getMetadataList_asU8()).toHaveLength(5);
    expect([...validationCodes(parseBlock(bytes))]).toEqual([0, 11]);
  });

  it('has the hash of its envelopes in its header', () => {
    const expected = createHash('sha256').update('firstsecond').digest();
    expect(Buffer.from(nextBlockHeader(1, previousHash, data).dataHash).equals(expected)).toBe(true);
  });

  it('is refused when an envelope was changed', () => {
    const header = nextBlockHeader(1, previousHash, data);
    const bytes = encodeBlock({ header, data: [Buffer.from('first'), Buffer.from('sec0nd')], metadata: [] });
    expect(() => parseBlock(bytes)).toThrow(MalformedError);
  });

  it('without a header is refused', () => {
    expect(() => parseBlock(new Uint8Array())).toThrow('header is missing');
  });

  it('is read once per bytes object', () => {
    const bytes = encodeBlock({ header: nextBlockHeader(1, previousHash, data), data, metadata: [] });
    expect(parseBlock(bytes)).toBe(parseBlock(bytes));
  });
});

describe('the DER of a header', () => {
  const cases: { name: string; number: number; integer: string }[] = [
    { name: 'zero is one zero byte', number: 0, integer: '020100' },
    { name: 'small numbers take one byte', number: 127, integer: '02017f' },
    { name: 'a set high bit needs a zero in front', number: 128, integer: '02020080' },
    { name: 'no leading zeros otherwise', number: 256, integer: '02020100' },
    { name: 'large numbers keep every byte', number: 2 ** 40 + 1, integer: '0206010000000001' },
  ];
  it.each(cases)('$name', ({ number, integer }) => {
    const der = Buffer.from(encodeHeaderDer({ number, previousHash: new Uint8Array(), dataHash: Buffer.from([1]) }));
    expect(der.subarray(2).toString('hex')).toBe(`${integer}0400040101`);
    expect(der[0]).toBe(0x30);
    expect(der[1]).toBe(der.length - 2);
  });

  it('hashes to the block hash', () => {
    const header = nextBlockHeader(5, previousHash, data);
    const expected = createHash('sha256').update(encodeHeaderDer(header)).digest();
    expect(Buffer.from(computeHeaderHash(header)).equals(expected)).toBe(true);
  });
});
