/**
 * Anchors the details that this gateway keeps: those whose operations are on the ledger become leaves, and the root goes there.
 * A file that has less than the ledger says was restored from an old backup, and is not gone on with.
 */
import { anchorLog } from '@commonpoint/catalogue';
import type { Gateway } from '../../gateway.js';
import type { Job } from '../../jobs/periodically.js';
import type { AwaitedOperation } from '../../store/detail-store.js';
import { isForGood } from '../../writes/refusals.js';
import { receiptQueries } from '../points/reads.js';
import type { CreateJob } from '../subject.js';
import { evidenceQueries } from './reads.js';

const ANCHORED_EVERY_MS = 60_000;
const LEAVES_AT_ONCE_MAX = 10_000;

/** Whether the ledger has more of the details anchored than the file has, or others. */
export function isBehind({ mspId, details, projection }: Pick<Gateway, 'mspId' | 'details' | 'projection'>): boolean {
  const [anchored] = projection.of(evidenceQueries).anchorsOf(mspId, details.log);
  if (anchored === undefined) return false;
  const { size, root } = anchored.row;
  return size > details.tree.size || details.tree.root(size).toString('base64') !== root;
}

export const anchorDetails: CreateJob = (gateway, log, everyMs = ANCHORED_EVERY_MS): Job => ({
  name: 'anchor-details',
  pauseMs: () => everyMs,
  async run() {
    const { mspId, details, projection, transactions } = gateway;
    await gateway.ledgerConfirmed;
    if (!(await gateway.caughtUp())) return;
    if (isBehind(gateway)) {
      log.error({ log: details.log }, 'The ledger has more details anchored than the file has: put back a newer one');
      return;
    }
    const { written } = projection.of(receiptQueries);
    const stateOf = (operationId: string): AwaitedOperation => {
      if (written(mspId, operationId) !== undefined) return 'posted';
      const { state, code } = gateway.operations.find(operationId) ?? {};
      return state === 'rejected' && isForGood(code) ? 'refused' : 'open';
    };
    details.seal(stateOf, LEAVES_AT_ONCE_MAX);
    const [anchored] = projection.of(evidenceQueries).anchorsOf(mspId, details.log);
    const [before, size] = [anchored?.row.size ?? 0, details.tree.size];
    if (size === before) return;
    const text = (hash: Buffer): string => hash.toString('base64');
    const proof = details.tree.consistencyProof(before, size).map(text);
    await transactions.run('operator', anchorLog, {
      log: details.log,
      size,
      root: text(details.tree.root(size)),
      proof,
    });
    log.info({ log: details.log, size }, 'Details were anchored');
  },
});
