/** LevelDB's checksums, which a start reckons for all that it reads. */
import { crc32c } from '../../../network/embedded/leveldb/crc32c.js';

it('CRC-32C is that of RFC 3720, of whatever length', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, at) => at)))).toBe(0x46dd794e);
  expect(crc32c(Buffer.alloc(0))).toBe(0);
  // As one octet after the other has it.
  const bytes = Buffer.from(Array.from({ length: 100 }, (_, at) => (at * 37) % 256));
  for (let length = 0; length < 40; length++) {
    let slow = 0xffffffff;
    for (const byte of bytes.subarray(3, 3 + length)) {
      slow ^= byte;
      for (let bit = 0; bit < 8; bit++) slow = slow & 1 ? (slow >>> 1) ^ 0x82f63b78 : slow >>> 1;
    }
    expect(crc32c(bytes.subarray(3, 3 + length))).toBe(~slow >>> 0);
  }
});
