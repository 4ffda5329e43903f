/**
 * The chaincode's public contract: every transaction with its request, reply and errors. No Fabric here, so that the
 * gateway, the tests and other clients can import it; nothing else of the chaincode is imported from outside.
 */
export * from './core/values.js';
export * from './core/calendar.js';
export * from './core/errors.js';
export * from './core/transaction.js';
export type { StateEvent } from './core/state-event.js';
export * from './core/collections.js';
export { rowRange, type RowRange, rowsRead } from './core/row-versions.js';
export { canonicalJson, inKeyOrder } from './core/canonical-json.js';
export * from './catalogue.js';
export * from './rows.js';
