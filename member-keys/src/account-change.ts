/** What a member changes of the account itself, signed: a lock, another key. */
import { sign, type Agreement, type Authorization } from './sign-operation.js';
import { MemberKeyError } from './member-key-error.js';
import type { MemberKey, PublicKey } from './member-key.js';

export type AccountChange =
  | { readonly kind: 'lock'; readonly delayHours?: number }
  | { readonly kind: 'unlock' }
  | { readonly kind: 'rotate-key'; readonly publicKey: PublicKey; readonly recoveryHours?: number }
  | { readonly kind: 'withdraw-recovery' }
  | { readonly kind: 'erase' }
  | { readonly kind: 'merge'; readonly intoAccountId: string };

/** Whose account it is, and how many changes of it its member has signed before: what the gateway shows of it. */
export interface ChangedAccount {
  readonly accountId: string;
  readonly signedChanges?: number | undefined;
}

/** A request that the member's merchant passes on to its gateway as it is. */
export interface SignedChangeRequest {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly sequence: number;
    readonly authorization: Authorization;
  };
}

const paths: Readonly<Record<AccountChange['kind'], string>> = {
  lock: 'lock',
  unlock: 'unlock',
  'rotate-key': 'public-key/rotate',
  'withdraw-recovery': 'recovery/withdraw',
  merge: 'merge',
  erase: 'erasure',
};

/**
 * Signs a change of the account. It is good once: the next change bears the next number.
 * @throws MemberKeyError OPERATION_INVALID, WEBCRYPTO_MISSING
 */
export async function signAccountChange(
  key: MemberKey,
  { accountId, signedChanges = 0 }: ChangedAccount,
  change: AccountChange,
  agreement: Agreement,
): Promise<SignedChangeRequest> {
  if (!Object.hasOwn(paths, change.kind))
    throw new MemberKeyError('OPERATION_INVALID', `kind is none of ${Object.keys(paths).join(', ')}`);
  const { kind, ...given } = change;
  const content = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const sequence = signedChanges + 1;
  const authorization = await sign(key, accountId, { kind, sequence, ...content }, agreement);
  return { path: `/v1/accounts/${accountId}/${paths[kind]}`, body: { ...content, sequence, authorization } };
}
