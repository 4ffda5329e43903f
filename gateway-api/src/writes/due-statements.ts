/**
 * Makes the money statements that closed cycles leave to the own organisation and those with whom it has private terms.
 *
 * The gateways of both try, and it is made once. What cannot be made now, because the other one's peer is away say, is
 * tried again after longer and longer pauses.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { makeStatement } from '@commonpoint/catalogue';
import type { Log } from '../log.js';
import type { Projection } from '../projection/queries.js';
import type { LedgerTransactions } from './ledger-transactions.js';

const LOOKED_EVERY_MS = 5_000;
const PAUSE_MAX_MS = 10 * 60_000;

export interface DueStatementsParts {
  readonly mspId: string;
  readonly projection: Pick<Projection, 'statementsDue'>;
  readonly transactions: Pick<LedgerTransactions, 'run'>;
  readonly log: Log;
  readonly isClosing: () => boolean;
  readonly everyMs?: number | undefined;
}

/** Goes on until the signal. */
export async function makeDueStatements(parts: DueStatementsParts, signal: AbortSignal): Promise<void> {
  const { everyMs = LOOKED_EVERY_MS } = parts;
  const round = createRound(parts);
  while (!signal.aborted) {
    // Half of it by chance, so that the two do not always try at the same moment.
    await pause(everyMs * (0.5 + Math.random()), undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted || parts.isClosing()) return;
    await round(Date.now());
  }
}

/** One look; each statement is tried on its own. */
export function createRound({ mspId, projection, transactions, log, everyMs = LOOKED_EVERY_MS }: DueStatementsParts) {
  const delayed = new Map<string, { readonly failures: number; readonly nextMs: number }>();
  return async (nowMs: number): Promise<void> => {
    for (const { cycle, counterparty } of projection.statementsDue(mspId)) {
      const name = `${cycle} ${counterparty}`;
      if ((delayed.get(name)?.nextMs ?? 0) > nowMs) continue;
      try {
        await transactions.run('operator', makeStatement, { counterparty, cycle });
        delayed.delete(name);
      } catch (error) {
        const failures = (delayed.get(name)?.failures ?? 0) + 1;
        delayed.set(name, { failures, nextMs: nowMs + Math.min(everyMs * 2 ** failures, PAUSE_MAX_MS) });
        log.warn({ err: error, cycle, counterparty, failures }, 'A money statement could not be made');
      }
    }
  };
}
