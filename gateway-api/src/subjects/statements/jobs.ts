/**
 * Makes the money statements that closed cycles leave to the own organisation and those with whom it has private terms.
 *
 * The gateways of both try, and it is made once. What cannot be made now, because the other one's peer is away say, is
 * tried again after longer and longer pauses.
 */
import { makeStatement } from '@commonpoint/catalogue';
import type { Gateway } from '../../gateway.js';
import type { Log } from '../../log.js';
import type { CreateJob } from '../subject.js';
import { statementQueries } from './reads.js';

const LOOKED_EVERY_MS = 5_000;
const PAUSE_MAX_MS = 10 * 60_000;

export const makeDueStatements: CreateJob = ({ mspId, projection, transactions }, log, everyMs = LOOKED_EVERY_MS) => {
  const { statementsDue } = projection.of(statementQueries);
  const round = createRound({ due: () => statementsDue(mspId), transactions, log, everyMs });
  return {
    name: 'make-due-statements',
    // Half of it by chance, so that the two do not always try at the same moment.
    pauseMs: () => everyMs * (0.5 + Math.random()),
    run: () => round(performance.now()),
  };
};

export interface DueStatementsParts {
  readonly due: () => readonly { readonly cycle: string; readonly counterparty: string }[];
  readonly transactions: Pick<Gateway['transactions'], 'run'>;
  readonly log: Log;
  readonly everyMs: number;
}

/** One look; each statement is tried on its own. */
export function createRound({ due, transactions, log, everyMs }: DueStatementsParts) {
  const delayed = new Map<string, { readonly failures: number; readonly nextMs: number }>();
  return async (nowMs: number): Promise<void> => {
    for (const { cycle, counterparty } of due()) {
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
