/** Elements of DER, where only their place is asked for. */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The whole element that begins there, its head included. */
export function derElement(der: Uint8Array, offset: number): Span {
  return { start: offset, end: derContent(der, offset).end };
}

/** What is in the element that begins there. */
export function derContent(der: Uint8Array, offset: number): Span {
  const first = der[offset + 1] ?? 0;
  const octets = first < 0x80 ? 0 : first & 0x7f;
  let length = first < 0x80 ? first : 0;
  for (let index = 0; index < octets; index += 1) length = length * 0x100 + (der[offset + 2 + index] ?? 0);
  const start = offset + 2 + octets;
  return { start, end: start + length };
}

/** Where the elements begin that are in the element that begins there. */
export function derChildren(der: Uint8Array, offset: number): number[] {
  const children: number[] = [];
  const { start, end } = derContent(der, offset);
  for (let next = start; next < end; next = derContent(der, next).end) children.push(next);
  return children;
}
