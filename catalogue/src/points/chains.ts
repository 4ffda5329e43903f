/** Chains: an operation that is `linked` belongs together with the one after it. */
import type { Operation } from './operations.js';

export function chainsOf(operations: readonly Operation[]): Operation[][] {
  const chains: Operation[][] = [];
  let open = false;
  for (const operation of operations) {
    if (open) chains.at(-1)!.push(operation);
    else chains.push([operation]);
    open = operation.linked === true;
  }
  return chains;
}
