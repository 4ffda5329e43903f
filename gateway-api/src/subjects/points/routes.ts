/** Points operations, a file each; the ones called most often first. */
export * from './issue-points.js';
export * from './redeem-points.js';
export * from './transfer-points.js';
export * from './exchange-points.js';
export * from './read-operation.js';
export * from './list-operations.js';
export * from './reverse-operation.js';
export * from './expire-points.js';
export * from './extend-points.js';
export * from './consolidate-lots.js';
export { postBatch } from './post-batch.js';
