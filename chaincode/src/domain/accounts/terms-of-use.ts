/** Terms of use: which version a programme has, which of them a member accepted, and what follows for who is late. */
import {
  type Account,
  type AcceptedTermsOfUse,
  instantOf,
  type Program,
  type RequestOf,
  type setTermsOfUse,
  type TermsOfUse,
} from '@commonpoint/catalogue';
import { present } from '../core/present.js';
import { refuse, type Refusal } from '../core/refusal.js';
import type { Saying } from '../core/saying.js';

const DAY_MS = 86_400_000;

/** The hash that a programme is created with is its first version's. */
export function termsOfUseOf({ termsOfUse, termsHash, createdAt }: Program): Omit<TermsOfUse, 'address'> | undefined {
  if (termsOfUse !== undefined) return termsOfUse;
  return termsHash === undefined ? undefined : { version: 1, hash: termsHash, since: createdAt };
}

/** The programme with its next version; the same one if it has that already. Errors: TERMS_OF_USE_EXISTS. */
export function decideSetTermsOfUse(
  program: Program,
  { version, hash, address, acceptWithinDays }: RequestOf<typeof setTermsOfUse>,
  at: string,
): Program | Refusal {
  const before = termsOfUseOf(program);
  const daysMs = (acceptWithinDays ?? 0) * DAY_MS;
  const { termsOfUse } = program;
  if (termsOfUse?.version === version && termsOfUse.hash === hash && termsOfUse.address === address) {
    const asked = acceptWithinDays && instantOf(termsOfUse.since) + daysMs;
    if (asked === (termsOfUse.acceptBy && instantOf(termsOfUse.acceptBy))) return program;
  }
  const next = (before?.version ?? 0) + 1;
  if (version !== next) {
    const errors = [{ pointer: '/version', detail: `the next version is ${next}` }];
    return refuse('TERMS_OF_USE_EXISTS', `the next version of the terms of use of ${program.programId} is ${next}`, {
      errors,
    });
  }
  const named = acceptWithinDays === undefined ? undefined : new Date(instantOf(at) + daysMs).toISOString();
  // Who is late already is not given more time by a newer version.
  const acceptBy = [termsOfUse?.acceptBy, named].filter((each) => each !== undefined).sort()[0];
  const terms: TermsOfUse = { version, hash, address, since: at, ...(acceptBy !== undefined && { acceptBy }) };
  return { ...program, termsOfUse: terms };
}

/** The account with what its member accepted; the same one if that is nothing newer. */
export function withAccepted(
  account: Account,
  accepted: readonly Pick<AcceptedTermsOfUse, 'programId' | 'version'>[],
  acceptedAt: string,
): Account {
  let entries = account.termsOfUse ?? [];
  for (const { programId, version } of accepted) {
    const known = entries.find((each) => each.programId === programId);
    if (known !== undefined && known.version >= version) continue;
    const others = entries.filter((each) => each.programId !== programId);
    entries = [...others, { programId, version, acceptedAt }].sort((a, b) => (a.programId < b.programId ? -1 : 1));
  }
  return entries === account.termsOfUse || entries.length === 0 ? account : { ...account, termsOfUse: entries };
}

/** What the members of two accounts accepted that become one: of each programme the newest version. */
export function acceptedTogether(from: Account, into: Account): Pick<Account, 'termsOfUse'> {
  const newest = (from.termsOfUse ?? []).reduce(
    (account, { acceptedAt, ...accepted }) => withAccepted(account, [accepted], acceptedAt),
    into,
  );
  return present({ termsOfUse: newest.termsOfUse });
}

/** Whether there is such a version. */
export function isTermsOfUse(program: Program | undefined, version: number): boolean {
  return program !== undefined && version <= (termsOfUseOf(program)?.version ?? 0);
}

/** Of an issuance. Errors: TERMS_OF_USE_NOT_ACCEPTED. */
export function refuseUnlessTermsAccepted(
  { programId, termsOfUse }: Program,
  account: Account,
  at: string,
): Refusal | undefined {
  if (termsOfUse?.acceptBy === undefined || instantOf(at) < instantOf(termsOfUse.acceptBy)) return undefined;
  const accepted = account.termsOfUse?.find((each) => each.programId === programId)?.version ?? 0;
  if (accepted >= termsOfUse.version) return undefined;
  const { version, acceptBy } = termsOfUse;
  return refuse('TERMS_OF_USE_NOT_ACCEPTED', `version ${version} of ${programId} was to be accepted by ${acceptBy}`);
}

/**
 * As its custodian says it, or who serves its accounts. Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED, TERMS_OF_USE_UNKNOWN.
 */
export function decideAcceptTermsOfUse(
  { account, successor, program }: { account: Account; successor: string | undefined; program: Program },
  version: number,
  { by, at }: Saying,
): Account | Refusal {
  const { accountId, custodian, status } = account;
  if (by !== custodian && by !== successor)
    return refuse('NOT_CUSTODIAN', `${accountId} is in the custody of another organisation`);
  if (status === 'closed') return refuse('ACCOUNT_CLOSED', `${accountId} is closed`);
  const { programId } = program;
  if (!isTermsOfUse(program, version))
    return refuse('TERMS_OF_USE_UNKNOWN', `${programId} has no terms of use of version ${version}`);
  return withAccepted(account, [{ programId, version }], at);
}
