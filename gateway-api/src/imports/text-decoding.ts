/** Bytes as text, in the encoding that was said; a byte order mark at the beginning says it itself. */
import { TextDecoder } from 'node:util';
import type { Encoding } from './file-format.js';

/** Names that TextDecoder knows. GB 18030 has all of GBK, and Windows-1252 all that Latin-1 has to show. */
const decoders: Readonly<Record<Encoding, string>> = {
  'utf-8': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  gbk: 'gb18030',
  'latin-1': 'windows-1252',
};

export const decoderOf = (encoding: Encoding): TextDecoder => new TextDecoder(decoders[encoding]);

const marks: readonly (readonly [Encoding, Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
];
const MARK_BYTES_MAX = 3;

/** The encoding that a byte order mark says. */
export function encodingMarked(bytes: Buffer): Encoding | undefined {
  return marks.find(([, mark]) => bytes.subarray(0, mark.length).equals(mark))?.[0];
}

/** What cannot be decoded becomes U+FFFD. */
export async function* decoded(file: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of file) {
    let bytes = chunk;
    if (!decoder) {
      bytes = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
      if (bytes.length < MARK_BYTES_MAX) {
        head = bytes;
        continue;
      }
      decoder = decoderOf(encodingMarked(bytes) ?? encoding);
    }
    yield decoder.decode(bytes, { stream: true });
  }
  // A file of a byte or two is decoded only here.
  yield decoder ? decoder.decode() : decoderOf(encodingMarked(head) ?? encoding).decode(head);
}
