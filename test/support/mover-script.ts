/** The thread as it was built: threads do not run TypeScript. */
import { join } from 'node:path';

export const moverScript = join(__dirname, '..', '..', 'gateway-api', 'dist', 'store', 'move-log-thread.js');
