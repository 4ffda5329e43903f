/** Blocks, verified from their bytes with WebCrypto and nothing else. */
export { checkNames, type Check, type CheckName, type HeldAgainst } from './block-checks.js';
export { Configuration } from './configuration.js';
export { readBlock, readEnvelope } from './read-block.js';
export { verifyBlock, type VerifiedBlock } from './verify-block.js';
export { configurationIn, verifyConfigurations, type KnownConfiguration } from './verify-configurations.js';
