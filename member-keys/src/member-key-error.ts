/**
 * - `WEBCRYPTO_MISSING`: browsers offer WebCrypto to pages from https and localhost only.
 * - `ALGORITHM_UNSUPPORTED`: this browser does not know the algorithm; ES256 works in all.
 * - `KEY_INVALID`: what was imported is no private key of a known kind, or its halves do not belong together.
 * - `KEY_NOT_EXTRACTABLE`: the key was made so that it never leaves this device.
 * - `OPERATION_INVALID`: what is to be signed would be refused by the ledger, or mean something else there.
 */
export type MemberKeyErrorCode =
  'WEBCRYPTO_MISSING' | 'ALGORITHM_UNSUPPORTED' | 'KEY_INVALID' | 'KEY_NOT_EXTRACTABLE' | 'OPERATION_INVALID';

/** What an app can tell its user; `code` is for programs. */
export class MemberKeyError extends Error {
  override readonly name = 'MemberKeyError';

  constructor(
    readonly code: MemberKeyErrorCode,
    message: string,
    options?: { cause: unknown },
  ) {
    super(message, options);
  }
}
