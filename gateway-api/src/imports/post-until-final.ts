/** Operations of an import, posted until the ledger has given each its outcome. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Operation, Role } from '@commonpoint/catalogue';
import { gatewayFailureCodes } from '../channel/failures.js';
import type { OperationResult } from '../writes/results.js';
import { postAside } from '../writes/post-aside.js';
import type { Submission } from '../writes/submission.js';

/** What was not posted because the peer is away or busy is tried again after this. */
export const PATIENCE_MS = 1_000;

export interface Posting {
  readonly role: Role;
  /** Its place among others. */
  readonly seq: number;
  readonly signal: AbortSignal;
}

/** The outcome of an operation; `repeated` if it was tried before, so that it may be its own that existed. */
export type FinalResult = OperationResult & { readonly repeated: boolean };

export async function postUntilFinal(
  submission: Submission,
  operations: readonly Operation[],
  { role, seq, signal }: Posting,
): Promise<ReadonlyMap<string, FinalResult>> {
  const results = new Map<string, FinalResult>();
  let open = operations;
  for (let repeated = false; open.length > 0; repeated = true) {
    for (const result of await postAside(submission, role, open, seq)) {
      if (!isGatewayFailure(result.code)) results.set(result.operationId, { ...result, repeated });
    }
    open = open.filter(({ id }) => !results.has(id));
    if (open.length > 0) await pause(PATIENCE_MS, undefined, { signal });
  }
  return results;
}

export function isGatewayFailure(code: string | undefined): boolean {
  return code !== undefined && Object.hasOwn(gatewayFailureCodes, code);
}
