/** Writes the lines of accounts' statements when no blocks come: then there is time. */
import { setTimeout as pause } from 'node:timers/promises';
import type { CreateJob } from '../subject.js';
import { accountLineQueries } from './account-lines.js';

/** So long no block came: there is time. */
const QUIET_MS = 2_000;
/** For what else there may be to do. */
const BREATH_MS = 10;

export const writeAccountLines: CreateJob = ({ projection }) => {
  const { advance } = projection.of(accountLineQueries);
  let lastBlock = projection.lastBlock();
  const isQuiet = (): boolean => lastBlock === projection.lastBlock();
  return {
    name: 'write-statement-lines',
    pauseMs: () => QUIET_MS,
    async run(signal) {
      while (!signal.aborted && isQuiet() && advance()) {
        await pause(BREATH_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
      if (!signal.aborted) lastBlock = projection.lastBlock();
    },
  };
};
