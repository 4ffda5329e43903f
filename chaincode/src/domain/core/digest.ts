/** What an operation is, in 32 bytes: the same id with another digest is a conflict, with the same digest a replay. */
import { createHash } from 'node:crypto';
import { canonicalJson, hintFields, type Operation } from '@commonpoint/catalogue';

const hints: ReadonlySet<string> = new Set(hintFields);

/** SHA-256, in hex, of the operation's canonical JSON without its hints. */
export function operationDigest(operation: Operation): string {
  const identity: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(operation)) {
    if (!hints.has(field)) identity[field] = value;
  }
  return createHash('sha256').update(canonicalJson(identity)).digest('hex');
}
