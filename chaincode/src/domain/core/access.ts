/** Who may call what: the role attribute of the caller's certificate, together with the MSP that issued it. */
import { kindsFor, type Organization, type Role, statusesFor, type Transaction } from '@commonpoint/catalogue';
import { refuse, type Refusal } from './refusal.js';

export interface Caller {
  readonly mspId: string;
  /** Absent if the certificate has no role, or one that the ledger does not know. */
  readonly role: Role | undefined;
}

/**
 * Each member runs its own certificate authority and can write any role into a certificate, an auditing organisation
 * `role=admin`. So a role says what a caller may do for its organisation; what that may do, membership says.
 *
 * Errors: ROLE_NOT_ALLOWED.
 */
export function decideAccess(caller: Caller, entry: Transaction): Refusal | undefined {
  if (caller.role === undefined || !entry.roles.includes(caller.role)) {
    return refuse(
      'ROLE_NOT_ALLOWED',
      `${entry.name} is for ${entry.roles.join(', ')}, not ${caller.role ?? 'a caller without role'}`,
    );
  }
  return undefined;
}

/**
 * Whether an organisation may submit a transaction, by what it is and the status that it has as a member.
 * Errors: ORGANIZATION_NOT_ALLOWED, ORGANIZATION_UNKNOWN.
 */
export function decideMembership(
  { mspId }: Caller,
  organization: Organization | undefined,
  { name }: Pick<Transaction, 'name'>,
): Refusal | undefined {
  if (organization === undefined) return refuse('ORGANIZATION_UNKNOWN', `${mspId} is not registered`);
  const { kind, status } = organization;
  if (!kindsFor(name).includes(kind)) {
    return refuse('ORGANIZATION_NOT_ALLOWED', `${mspId} is no ${kindsFor(name).join(' or ')}`);
  }
  if (statusesFor(name).includes(status)) return undefined;
  return refuse('ORGANIZATION_NOT_ALLOWED', `${mspId} is ${status}`);
}

/** Whether a caller belongs to the organisations that something is private to. Errors: PRIVATE_DATA_NOT_ALLOWED. */
export function decidePrivacy(caller: Caller, members: readonly string[]): Refusal | undefined {
  if (members.includes(caller.mspId)) return undefined;
  return refuse('PRIVATE_DATA_NOT_ALLOWED', `this is private to ${members.join(' and ')}`);
}

/** Whether a caller's organisation is one that is shown something. Errors: PRIVATE_DATA_NOT_ALLOWED. */
export function decideAuditing({ mspId }: Caller, isAuditor: boolean): Refusal | undefined {
  return isAuditor ? undefined : refuse('PRIVATE_DATA_NOT_ALLOWED', `${mspId} does not audit this consortium`);
}
