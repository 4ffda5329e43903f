/** What an operation is, in 32 bytes: the same id with another digest is a conflict, with the same digest a replay. */
import { createHash } from 'node:crypto';
import { canonicalJson, withoutHints, type Operation } from '@commonpoint/catalogue';

/** SHA-256, in hex, of the operation's canonical JSON without its hints. */
export function operationDigest(operation: Operation): string {
  return createHash('sha256')
    .update(canonicalJson(withoutHints(operation)))
    .digest('hex');
}
