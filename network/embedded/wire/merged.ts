/**
 * Messages inside of messages as Go's protobuf merges them: what stands there several times is one, in pieces. The generated
 * classes of JavaScript let the last piece win. Fabric: `proto.Unmarshal`; anybody may sign what is written so.
 */
import { joinBytes } from './bytes.js';
import { FieldReader, FieldWriter } from './protobuf.js';

/** The same message with `field`, which holds one message, in one piece; the very bytes where it is so already. */
export function merged(bytes: Uint8Array, field: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.isBytes(field)) pieces.push(reader.view());
    else reader.skip();
  }
  // Behind the pieces, so that it is the last one.
  return pieces.length < 2 ? bytes : joinBytes(bytes, new FieldWriter().bytes(field, joinBytes(...pieces)).finish());
}
