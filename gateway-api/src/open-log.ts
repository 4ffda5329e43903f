/** The log on standard output, a line of JSON each. A full disk stops no gateway: what it cannot take is left out. */
import { pino, type Logger } from 'pino';
import type { GatewayConfig } from './config.js';

/** Whatever a log call is given by mistake, these never get out. */
const redacted = [
  'authorization',
  '*.authorization',
  '*.*.authorization',
  'memberRef',
  '*.memberRef',
  '*.*.memberRef',
  'key',
  '*.key',
  'privateInput',
  '*.privateInput',
  '*.*.privateInput',
];

/** While lines cannot be written, one in so long tries it; it is kept until it is written. */
const TRY_AGAIN_MS = 1_000;

export function openLog({ logLevel, organization }: Pick<GatewayConfig, 'logLevel' | 'organization'>): Logger {
  const destination = pino.destination({ dest: 1, sync: true });
  let failedAt: number | undefined;
  destination.on('error', () => (failedAt = performance.now()));
  destination.on('write', () => (failedAt = undefined));
  const settings = {
    level: logLevel,
    redact: redacted,
    base: { organization },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return pino(settings, {
    write(line: string) {
      if (failedAt === undefined || performance.now() - failedAt >= TRY_AGAIN_MS) destination.write(line);
    },
  });
}
