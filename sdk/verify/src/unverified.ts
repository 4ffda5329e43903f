/**
 * - `FILE_INVALID`: it is no proof, or was damaged
 * - `POLICY_INVALID`: what is trusted is not said as it has to be
 * - `WEBCRYPTO_MISSING`: this browser cannot check signatures of Ed25519
 * - `LOG_OTHER`: it is a proof for another log
 * - `SIGNATURE_WRONG`: a signature in the name of a trusted key was not made with it over this checkpoint
 * - `KEY_REVOKED`: too few signatures are left without those of revoked keys
 * - `SIGNATURES_TOO_FEW`: fewer organisations signed than have to
 * - `LOG_FORKED`: one log is not the beginning of the other
 * - `LEAF_NOT_IN_LOG`: the path does not lead from what is proved to what was signed
 * - `ENTRY_INVALID`: what is in the log is not what it is said to be
 */
export type UnverifiedCode =
  | 'FILE_INVALID'
  | 'POLICY_INVALID'
  | 'WEBCRYPTO_MISSING'
  | 'LOG_OTHER'
  | 'SIGNATURE_WRONG'
  | 'KEY_REVOKED'
  | 'SIGNATURES_TOO_FEW'
  | 'LOG_FORKED'
  | 'LEAF_NOT_IN_LOG'
  | 'ENTRY_INVALID';

/** It is not shown to be so. The message is for people, `code` for programs. */
export class Unverified extends Error {
  override readonly name = 'Unverified';

  constructor(
    readonly code: UnverifiedCode,
    message: string,
  ) {
    super(message);
  }
}
