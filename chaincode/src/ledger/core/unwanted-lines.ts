/**
 * fabric-shim 2.5.8 makes the text of each line of its log, with what it is about as JSON, before anybody looks whether its
 * level is wanted at all: a dozen times for a transaction. So it is looked at before.
 */
import { getLogger } from 'fabric-shim/lib/logger.js';

/** Those that have something to say of every transaction. */
const talkative = [
  'lib/handler.js',
  'lib/stub.js',
  'lib/chaincode.js',
  'contracts-spi/chaincodefromcontract.js',
  'contracts-spi/datamarshall.js',
] as const;

/** From now on; lines of a level that is wanted stay. */
export function dropUnwantedLines(): void {
  for (const name of talkative) {
    const logger = getLogger(name);
    for (const level of ['debug', 'info'] as const) {
      const write = logger[level].bind(logger);
      logger[level] = (...line) => (logger.isLevelEnabled(level) ? write(...line) : logger);
    }
  }
}
