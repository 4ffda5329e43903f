/** While the disk takes nothing, and nobody is let in to try: finds out when it is well again. */
import type { Database } from '../store/database.js';
import type { Job } from './periodically.js';

const EVERY_MS = 500;

/** One for each file that requests are refused for. */
export const tryStorage = (name: string, database: Pick<Database, 'health' | 'try'>): Job => ({
  name,
  pauseMs: () => (database.health.trouble === undefined ? Infinity : EVERY_MS),
  waits: (ask) => database.health.onTrouble(ask),
  run: () => {
    if (database.health.trouble !== undefined) database.try();
    return Promise.resolve();
  },
});
