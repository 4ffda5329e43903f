/**
 * fabric-shim 2.5.8 makes the text of each line of its log, with what it is about as JSON, before anybody looks whether its
 * level is wanted at all: a dozen times for a transaction. So it is looked at before.
 */
import ChaincodeFromContract from 'fabric-shim/lib/contract-spi/chaincodefromcontract.js';
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

/**
 * One line is made of the whole description of the transaction, with its request's schema: a twentieth of what the chaincode does.
 * What it looks transactions up in says its name alone; what clients are told has been copied from it by then.
 */
export function nameTransactionsBriefly(): void {
  // It is called with the chaincode that it belongs to, below.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { _compileSchemas: compile } = ChaincodeFromContract.prototype;
  ChaincodeFromContract.prototype._compileSchemas = function briefly(this: ChaincodeFromContract) {
    for (const contract of Object.values(this.metadata.contracts)) {
      // Descriptions belong to the classes, of which there may be another chaincode.
      contract.transactions = contract.transactions.map((described) =>
        Object.defineProperty({ ...described }, 'toJSON', { value: () => (described as { name?: string }).name }),
      );
    }
    compile.call(this);
  };
}
