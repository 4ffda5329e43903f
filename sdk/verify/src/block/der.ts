/** DER, as far as certificates and signatures need it. */

export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  /** With its head. */
  readonly whole: Uint8Array;
}

/** The elements that stand one after another, or the first ones of them. @throws Error when one does not end where the bytes do */
export function elements(bytes: Uint8Array, most = Infinity): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length && found.length < most;) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    let start = at + 2;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets === 0 || octets > 4) throw new Error('a length is not as it has to be');
      length = 0;
      for (const octet of bytes.subarray(start, start + octets)) length = length * 0x100 + octet;
      start += octets;
    }
    if (start + length > bytes.length) throw new Error('an element goes on behind the end');
    found.push({ tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) });
    at = start + length;
  }
  return found;
}

/** Those inside the one element that the bytes are. */
export const inside = (bytes: Uint8Array): Element[] => elements(elements(bytes)[0]?.content ?? new Uint8Array());

/** An object identifier as texts have it. */
export function identifier(content: Uint8Array): string {
  const numbers: number[] = [];
  let value = 0;
  for (const octet of content) {
    value = value * 0x80 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    numbers.push(value);
    value = 0;
  }
  const [first = 0, ...rest] = numbers;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - 40 * top, ...rest].join('.');
}

const [INTEGER, SEQUENCE] = [0x02, 0x30];

/**
 * SEQUENCE{INTEGER r, INTEGER s} as the two numbers one after the other, which is how WebCrypto wants them. Peers do not look at what stands behind
 * either: an orderer that adds something to its signature would otherwise make a block that everybody took one that nobody can verify.
 */
export function rawSignature(der: Uint8Array, size: number): Uint8Array<ArrayBuffer> | undefined {
  try {
    const [sequence] = elements(der, 1);
    const numbers = elements(sequence?.content ?? new Uint8Array(), 2);
    if (sequence?.tag !== SEQUENCE || numbers.length < 2) return undefined;
    const raw = new Uint8Array(2 * size);
    for (const [index, { tag, content }] of numbers.entries()) {
      const digits = content[0] === 0 ? content.subarray(1) : content;
      if (tag !== INTEGER || digits.length > size) return undefined;
      raw.set(digits, (index + 1) * size - digits.length);
    }
    return raw;
  } catch {
    return undefined;
  }
}
