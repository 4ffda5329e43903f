/** Numbers as LevelDB spells them: seven bits in a byte, the lowest first. */
export function varints(bytes: Buffer, from: number, count: number): { values: number[]; next: number } {
  const values: number[] = [];
  let at = from;
  while (values.length < count) {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 128;
    }
    values.push(value);
  }
  return { values, next: at };
}
