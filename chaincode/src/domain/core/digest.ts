/** What an operation is, in 32 bytes: the same id with another digest is a conflict, with the same digest a replay. */
import { createHash } from 'node:crypto';
import { canonicalJson, withoutHints, type Operation } from '@commonpoint/catalogue';

/** SHA-256, in hex, of the operation's canonical JSON without its hints. */
export function operationDigest(operation: Operation): string {
  return sha256Of(canonicalJson(withoutHints(operation)));
}

/** In lower-case hex. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
