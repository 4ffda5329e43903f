/** DER, as far as certificates and lists of revoked ones need it: elements, and what they are made of. */
export interface DerElement {
  readonly tag: number;
  /** With its head. */
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
}

/** The elements one after the other, so many at the most. @throws Error when the bytes are none */
export function derElements(bytes: Uint8Array, elementsMax = Infinity): DerElement[] {
  const elements: DerElement[] = [];
  for (let start = 0; start < bytes.length && elements.length < elementsMax;) {
    const first = bytes[start + 1] ?? 0;
    const octets = first < 0x80 ? 0 : first & 0x7f;
    let length = first < 0x80 ? first : 0;
    for (let index = 0; index < octets; index += 1) length = length * 0x100 + (bytes[start + 2 + index] ?? 0);
    const from = start + 2 + octets;
    const end = from + length;
    if (first === 0x80 || octets > 4 || end > bytes.length) throw new Error('it is no DER');
    elements.push({ tag: bytes[start]!, raw: bytes.subarray(start, end), content: bytes.subarray(from, end) });
    start = end;
  }
  return elements;
}

export const derTags = { integer: 0x02, bitString: 0x03, octetString: 0x04, oid: 0x06, sequence: 0x30 } as const;

/** What an extension of this number holds, in a list of extensions; undefined if it is not there. */
export function extensionIn(extensions: Uint8Array, oid: string): Uint8Array | undefined {
  for (const extension of derElements(extensions)) {
    const [id, ...rest] = derElements(extension.content);
    if (id?.tag !== derTags.oid || Buffer.from(id.content).toString('hex') !== oid) continue;
    return rest.find(({ tag }) => tag === derTags.octetString)?.content;
  }
  return undefined;
}
