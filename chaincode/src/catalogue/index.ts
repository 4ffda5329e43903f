/**
 * The chaincode's public contract: every transaction with its request, reply and errors. No Fabric here, so that the
 * gateway, the tests and other clients can import it; nothing else of the chaincode is imported from outside.
 */
export * from './values.js';
export * from './errors.js';
export * from './transaction.js';
export * from './collections.js';
export * from './authorization.js';
export * from './authorization-bytes.js';
export * from './operations.js';
export * from './organizations.js';
export * from './limits.js';
export * from './programs.js';
export * from './accounts.js';
export * from './rates.js';
export * from './clearing.js';
export * from './terms.js';
export * from './statements.js';
export * from './settlements.js';
export * from './figures.js';
export * from './disclosures.js';
export * from './points.js';
export { getHold, hold as holdRow, HOLD_DAYS_MAX, listHolds, type Hold } from './holds.js';
export { canonicalJson } from './canonical-json.js';
export { catalogue } from './catalogue.js';
