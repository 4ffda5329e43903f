/** Keys sort by UTF-8 byte, as in Go, and not by UTF-16 unit, as in JavaScript. */
import fc from 'fast-check';
import { compareKeys, sortedKeys } from '../../../network/embedded/wire/key-order.js';

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('key order', () => {
  it('puts characters beyond U+FFFF last, where UTF-16 does not', () => {
    expect(sortedKeys(['\u{1f600}', '\uffee', 'a'])).toEqual(['a', '\uffee', '\u{1f600}']);
    expect(['\u{1f600}', '\uffee'].sort()).toEqual(['\u{1f600}', '\uffee']);
  });

  it('puts a prefix first and U+0000 before everything', () => {
    expect(sortedKeys(['ab', 'a', 'a\u0000b', ''])).toEqual(['', 'a', 'a\u0000b', 'ab']);
  });

  it('is the order of the bytes for any two keys', () => {
    const key = fc.string({ unit: 'binary', maxLength: 6 });
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(byBytes(a, b));
      }),
    );
  });

  it('sorts any keys by their bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 4 })), (keys) => {
        expect(sortedKeys(keys)).toEqual([...keys].sort(byBytes));
      }),
    );
  });
});
