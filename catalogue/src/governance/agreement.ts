/** The agreement: what all members sign to be members. Its text lies elsewhere; the ledger has version, hash and address. */
import { z } from 'zod';
import { organization } from '../organizations/organizations.js';
import { ofReads, transaction } from '../core/transaction.js';
import { address, mspId, sha256Hex, timestamp } from '../core/values.js';

export const agreementVersion = z.int().min(1).max(999_999);

export const agreement = z.strictObject({
  version: agreementVersion,
  /** SHA-256 of its text. */
  hash: sha256Hex,
  address,
  adoptedAt: timestamp,
  /** Whoever has not accepted it by then cannot issue points until it does. */
  acceptBy: timestamp,
});
export type Agreement = z.infer<typeof agreement>;

/** A member's acceptance of a version, said with its own identity. */
export const adherence = z.strictObject({ version: agreementVersion, mspId, hash: sha256Hex, acceptedAt: timestamp });
export type Adherence = z.infer<typeof adherence>;

export const acceptAgreement = transaction({
  name: 'Governance:AcceptAgreement',
  mode: 'submit',
  summary: 'Accepts the newest version of the agreement for the caller’s organisation. Repeating it changes nothing.',
  roles: ['delegate'],
  request: z.strictObject({ version: agreementVersion, hash: sha256Hex }),
  reply: organization,
  errors: [...ofReads, 'ORGANIZATION_NOT_ALLOWED', 'ORGANIZATION_UNKNOWN', 'AGREEMENT_UNKNOWN'],
});
