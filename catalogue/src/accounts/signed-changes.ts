/**
 * What a member signs of the account itself, rather than of its points: the bytes of `authorizationBytes` with such a change
 * as the operation. Each bears the number of the account's `signedChanges` plus one, so that none can be used twice or after
 * another.
 */
import { z } from 'zod';
import { ofMembers } from '../core/transaction.js';
import type { ErrorCode } from '../core/errors.js';
import { accountId } from '../core/values.js';
import { authorization, type PublicKey } from '../points/authorization.js';

export const sequence = z.int().min(1).max(999_999);

export type SignedChange =
  | { readonly kind: 'lock'; readonly sequence: number; readonly delayHours?: number | undefined }
  | { readonly kind: 'unlock'; readonly sequence: number }
  | {
      readonly kind: 'rotate-key';
      readonly sequence: number;
      readonly publicKey: PublicKey;
      readonly recoveryHours?: number | undefined;
    }
  | { readonly kind: 'withdraw-recovery'; readonly sequence: number }
  | { readonly kind: 'erase'; readonly sequence: number }
  | { readonly kind: 'merge'; readonly sequence: number; readonly intoAccountId: string };

/** Signed by the member, or not signed at all. */
export const mayBeSigned = {
  accountId,
  sequence: sequence.optional(),
  authorization: authorization.optional(),
};

export const isSignedWhole = (request: { sequence?: unknown; authorization?: unknown }): boolean =>
  (request.sequence === undefined) === (request.authorization === undefined);

export const signedWholly = { path: ['sequence'], error: 'goes together with authorization' };

export const ofSignatures = [
  'AUTHORIZATION_EXPIRED',
  'SIGNATURE_INVALID',
  'SEQUENCE_WRONG',
] as const satisfies readonly ErrorCode[];

/** Of what changes an open account of the caller's. */
export const ofAccounts = [
  ...ofMembers,
  'ACCOUNT_UNKNOWN',
  'NOT_CUSTODIAN',
  'ACCOUNT_CLOSED',
] as const satisfies readonly ErrorCode[];
