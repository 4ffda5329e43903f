/** The thread of {@link WorkAhead}: it has the blocks, one after the other, and nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { type AuditStart, Beforehand, type BlockFacts } from './beforehand.js';
import { readBlock } from './block.js';
import type { GivenBlock, WorkedOut } from './work-ahead.js';

const port = parentPort!;
const beforehand = new Beforehand(workerData as AuditStart);

function factsOf({ bytes, number, leavesSignatures }: GivenBlock): BlockFacts | undefined {
  try {
    return beforehand.of(readBlock(bytes), number, leavesSignatures);
  } catch {
    return undefined;
  }
}

port.on('message', (given: GivenBlock) => {
  const told: WorkedOut = { facts: factsOf(given) };
  port.postMessage(told);
});
