/**
 * The order of keys. Fabric compares keys as Go strings, that is by UTF-8 byte; JavaScript compares by UTF-16 unit.
 * The two differ only where characters beyond U+FFFF (surrogate pairs in UTF-16) meet U+E000 to U+FFFF.
 */

const SURROGATE_FIRST = 0xd800;
const SURROGATE_LAST = 0xdfff;
const surrogate = /[\ud800-\udfff]/;

/** Negative, zero or positive as `a` sorts before, with or after `b` by UTF-8 bytes. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** A surrogate stands for a character above every other one of the basic plane. */
function rank(unit: number): number {
  return unit >= SURROGATE_FIRST && unit <= SURROGATE_LAST ? unit + 0x10000 : unit;
}

/** The keys in UTF-8 byte order, as a new array. */
export function sortedKeys(keys: Iterable<string>): string[] {
  const list = [...keys];
  // The engine's own order is several times faster than a comparator, and is right while no key has a surrogate.
  return list.some((key) => surrogate.test(key)) ? list.sort(compareKeys) : list.sort();
}
