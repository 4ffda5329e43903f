/** Proofs of receipts, verified with WebCrypto and nothing else: in a browser or in Node, without network and ledger. */
export type { Signer } from './cosignatures.js';
export { describeReceipt } from './describe-receipt.js';
export { judge } from './judge.js';
export { readPolicy, type Policy, type TrustedKey } from './policy.js';
export { Unverified, type UnverifiedCode } from './unverified.js';
export { verifyConsistency, type ProvedConsistency } from './verify-consistency.js';
export { verifyLegacyBalance, type ProvedBalance } from './verify-legacy-balance.js';
export { verifyEvidence, type ProvedDetail } from './verify-evidence.js';
export { verifyEntry, verifyReceipt, type ProvedEntry, type ProvedReceipt } from './verify-receipt.js';
