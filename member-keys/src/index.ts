/**
 * Members' keys and signatures, for their apps: in a browser or in Node, with WebCrypto and nothing else.
 */
export {
  authorizationBytes,
  AUTHORIZATION_DOMAIN,
  type SignedContent,
} from '../../catalogue/src/points/authorization-bytes.js';
export {
  signAccountChange,
  type AccountChange,
  type ChangedAccount,
  type SignedChangeRequest,
} from './account-change.js';
export type { Debit } from './debit.js';
export { MemberKeyError, type MemberKeyErrorCode } from './member-key-error.js';
export {
  createMemberKey,
  exportMemberKey,
  importMemberKey,
  type CreateOptions,
  type KeyAlgorithm,
  type MemberKey,
  type PrivateJwk,
  type PrivateKey,
  type PublicKey,
} from './member-key.js';
export { createSpendingCode, type SpendingCode } from './spending-code.js';
export { authorize, signRequest, type Agreement, type Authorization, type SignedRequest } from './sign-operation.js';
