/** Follows the closing of a cycle through blocks, so that to look costs the ledger nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { blockOf } from '@commonpoint/audit/block';
import { rowsOf, transactionsOf } from '@commonpoint/audit/block-contents';
import { auditorOf } from '../launcher/audit-connection.js';
import { connectAs } from '../launcher/connect-as.js';

/** No step takes so long, however slow the machine is. */
const STALLED_MS = 120_000;

/** A step of closing, when its block arrived. */
export interface Step {
  readonly atMs: number;
  readonly folded: number;
  readonly status: 'closing' | 'closed';
}

export interface ClosingWatch {
  readonly steps: readonly Step[];
  /** Resolves when so many rows are folded, or the cycle is closed. */
  until(folded: number): Promise<void>;
  close(): void;
}

/** Steps that are committed from now on. */
export async function watchClosing(dataDir: string, cycle: string): Promise<ClosingWatch> {
  const description = readConnectionDescription(dataDir);
  const connection = connectAs({ dataDir, description, ...auditorOf(description) });
  const blocks = await connection.network.getBlockEvents();
  const steps: Step[] = [];
  let wake = Promise.withResolvers<undefined>();
  const follow = async (): Promise<void> => {
    for await (const block of blocks) {
      for (const transaction of transactionsOf(blockOf(block))) {
        const rows = rowsOf(transaction, description.chaincode);
        const written = rows.find(({ key: [type, name] }) => type === 'cycle' && name === cycle)?.value;
        if (written === undefined) continue;
        const { folded, status } = written as Pick<Step, 'folded' | 'status'>;
        steps.push({ atMs: performance.now(), folded, status });
        wake.resolve(undefined);
        wake = Promise.withResolvers();
      }
    }
  };
  // A peer that is killed ends the stream; whoever waits is then ended from outside.
  follow().catch(() => undefined);
  return {
    steps,
    until: async (folded) => {
      for (;;) {
        const last = steps.at(-1);
        if (last !== undefined && (last.folded >= folded || last.status === 'closed')) return;
        const stalled = sleep(STALLED_MS, 'stalled', { ref: false });
        if ((await Promise.race([wake.promise, stalled])) === 'stalled') {
          throw new Error(`no step of closing ${cycle} in ${STALLED_MS / 1000} s, at ${last?.folded ?? 0} rows`);
        }
      }
    },
    close: () => {
      blocks.close();
      connection.close();
    },
  };
}
