/** What is in a snappy block whose checksum is right: literals, and copies of what came before (`format_description.txt`). */
export function snappyContent(compressed: Buffer): Buffer {
  let at = 0;
  let length = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = compressed[at++] ?? 0;
    length += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
  }
  const content = Buffer.alloc(length);
  let end = 0;
  while (at < compressed.length) {
    const tag = compressed[at++] ?? 0;
    if ((tag & 3) === 0) {
      let size = (tag >> 2) + 1;
      if (size > 60) {
        const bytes = size - 60;
        size = compressed.readUIntLE(at, bytes) + 1;
        at += bytes;
      }
      compressed.copy(content, end, at, at + size);
      at += size;
      end += size;
      continue;
    }
    const { size, distance, next } = copyOf(compressed, tag, at);
    at = next;
    // A copy may reach into what it writes itself.
    for (let done = 0; done < size; done++, end++) content[end] = content[end - distance] ?? 0;
  }
  return content;
}

function copyOf(compressed: Buffer, tag: number, at: number): { size: number; distance: number; next: number } {
  if ((tag & 3) === 1) {
    return { size: ((tag >> 2) & 7) + 4, distance: ((tag >> 5) << 8) | (compressed[at] ?? 0), next: at + 1 };
  }
  const bytes = (tag & 3) === 2 ? 2 : 4;
  return { size: (tag >> 2) + 1, distance: compressed.readUIntLE(at, bytes), next: at + bytes };
}
