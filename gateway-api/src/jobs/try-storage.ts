/** While the disk takes nothing, and nobody is let in to try: finds out when it is well again. */
import type { Database } from '../store/database.js';
import type { Job } from './periodically.js';

const EVERY_MS = 500;

export const tryStorage = (database: Pick<Database, 'health' | 'try'>): Job => ({
  name: 'try-storage',
  pauseMs: () => EVERY_MS,
  run: () => {
    if (database.health.trouble !== undefined) database.try();
    return Promise.resolve();
  },
});
