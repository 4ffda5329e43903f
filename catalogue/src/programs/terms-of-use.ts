/**
 * Terms of use: what members agree to when they collect a programme's points. The ledger has version, hash and address; the text
 * lies elsewhere. Whatever a member accepted, it keeps and spends what it has.
 */
import { z } from 'zod';
import { address, programId, sha256Hex, timestamp } from '../core/values.js';

export const termsOfUseVersion = z.int().min(1).max(999_999);

export const termsOfUse = z.strictObject({
  version: termsOfUseVersion,
  /** SHA-256 of the text. */
  hash: sha256Hex,
  address,
  since: timestamp,
  /** From then on no points are issued to an account whose member has not accepted this version; absent if that changes nothing. */
  acceptBy: timestamp.optional(),
});
export type TermsOfUse = z.infer<typeof termsOfUse>;

/** What a member accepted, as the custodian of its account said. */
export const namedTermsOfUse = z.strictObject({ programId, version: termsOfUseVersion });
export const acceptedTermsOfUse = z.strictObject({ ...namedTermsOfUse.shape, acceptedAt: timestamp });
export type AcceptedTermsOfUse = z.infer<typeof acceptedTermsOfUse>;

/** The most programmes whose terms are accepted at once. */
export const TERMS_OF_USE_MAX = 20;
