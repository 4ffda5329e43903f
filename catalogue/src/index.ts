/**
 * The chaincode's public contract: every transaction with its request, reply and errors. No Fabric here, so that the
 * gateway, the tests and other clients can import it; nothing else of the chaincode is imported from outside.
 */
export * from './core/values.js';
export * from './core/calendar.js';
export * from './core/errors.js';
export * from './core/transaction.js';
export * from './core/collections.js';
export * from './points/authorization.js';
export * from './points/authorization-bytes.js';
export * from './points/operations.js';
export * from './organizations/organizations.js';
export * from './programs/limits.js';
export * from './programs/programs.js';
export * from './programs/acceptances.js';
export * from './programs/supply.js';
export * from './accounts/accounts.js';
export * from './rates/rates.js';
export * from './rates/quote.js';
export * from './clearing/clearing.js';
export * from './clearing/net.js';
export * from './terms/terms.js';
export * from './terms/statements.js';
export * from './clearing/settlements.js';
export * from './figures/figures.js';
export * from './figures/disclosures.js';
export * from './points/points.js';
export * from './points/chains.js';
export * from './points/movements.js';
export * from './points/refusals.js';
export * from './holds/hash-lock-text.js';
export { getHold, hold as holdRow, HOLD_DAYS_MAX, listHolds, type Hold } from './holds/holds.js';
export { canonicalJson, inKeyOrder } from './core/canonical-json.js';
export { catalogue } from './catalogue.js';
export * from './rows.js';
