/** What a client asked to be done with points, by the argument of its transaction. It is read when it is asked for. */
import type { Call } from './block-contents.js';

export interface PostedOperation {
  readonly id: string;
  readonly kind: string;
  readonly programId?: string;
  readonly amount?: string;
  readonly preimage?: string;
  readonly earnedOn?: string;
  readonly expiresOn?: string;
  readonly maturesOn?: string;
  readonly migration?: { readonly status: string };
  readonly authorization?: { readonly nonce: string; readonly expiresAt: string; readonly signature: string };
}

export function postedOperations({ argument }: Call): (id: string) => PostedOperation | undefined {
  let byId: Map<string, PostedOperation> | undefined;
  return (id) => (byId ??= read(argument)).get(id);
}

function read(argument: string): Map<string, PostedOperation> {
  try {
    const { operations } = JSON.parse(argument) as { operations: PostedOperation[] };
    return new Map(operations.map((operation) => [operation.id, operation]));
  } catch {
    return new Map();
  }
}
