/** Organisations: who takes part in the ledger. */
import { z } from 'zod';
import { anyone, ofReads, transaction } from '../core/transaction.js';
import { day, displayName, mspId, timestamp } from '../core/values.js';

export const memberKind = z.enum(['merchant', 'auditor', 'regulator']);
export type MemberKind = z.infer<typeof memberKind>;

export const memberStatus = z.enum(['candidate', 'active', 'suspended', 'leaving', 'left']);
export type MemberStatus = z.infer<typeof memberStatus>;

const agreementVersion = z.int().min(1);

export const organization = z.strictObject({
  mspId,
  name: displayName,
  kind: memberKind,
  status: memberStatus,
  /** The version of the members' agreement that it accepted last. */
  agreementVersion: agreementVersion.optional(),
  /** The version that it has to accept by a moment; who has not issues no points from then on. */
  agreementDue: z.strictObject({ version: agreementVersion, acceptBy: timestamp }).optional(),
  /** Of one that left: who serves the accounts that were in its custody. */
  successor: mspId.optional(),
  /** Of one that leaves by its own word: since when, and until the end of which day its points are spent. */
  leaving: z.strictObject({ since: timestamp, until: day }).optional(),
  /** Since when members say that it does not pay what it owes. */
  inDefaultSince: timestamp.optional(),
  registeredAt: timestamp,
});
export type Organization = z.infer<typeof organization>;

/** Whether an organisation issues and accepts points now. */
export function isActiveMerchant(found: Organization | undefined): boolean {
  return found?.kind === 'merchant' && found.status === 'active';
}

export const registerOrganization = transaction({
  name: 'Organizations:Register',
  mode: 'submit',
  summary:
    'Registers the caller’s own organisation: a merchant before the consortium is founded, from then on a candidate that was admitted. Repeating it with the same content changes nothing.',
  roles: ['admin'],
  request: z.strictObject({ name: displayName }),
  reply: organization,
  errors: [...ofReads, 'ORGANIZATION_NOT_ALLOWED', 'ORGANIZATION_EXISTS'],
});

export const getOrganization = transaction({
  name: 'Organizations:Get',
  mode: 'evaluate',
  summary: 'One organisation.',
  roles: anyone,
  request: z.strictObject({ mspId }),
  reply: organization,
  errors: [...ofReads, 'ORGANIZATION_UNKNOWN'],
});

export const listOrganizations = transaction({
  name: 'Organizations:List',
  mode: 'evaluate',
  summary: 'All organisations.',
  roles: anyone,
  request: z.strictObject({}),
  reply: z.strictObject({ organizations: z.array(organization) }),
  errors: ofReads,
});

export const leaveConsortium = transaction({
  name: 'Governance:Leave',
  mode: 'submit',
  summary:
    'The caller’s organisation leaves, by its own word: its programmes are wound down until that day, and once it is over the same again completes it. Repeating it changes nothing.',
  roles: ['delegate'],
  request: z.strictObject({ spendableUntil: day }),
  reply: organization,
  errors: [...ofReads, 'ORGANIZATION_NOT_ALLOWED', 'ORGANIZATION_UNKNOWN', 'NOT_FOUNDED', 'LEAVING_TOO_SOON'],
});

/**
 * What the ids of an organisation's programmes are or begin with, before a dash: its MSP id without the `MSP` at its end,
 * in lower case, letters and digits only. `harbor` of `HarborMSP`.
 */
export function programPrefixOf(ofOrganization: string): string {
  return ofOrganization
    .replace(/(?<=.)MSP$/, '')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toLowerCase();
}

/** What a programme's id says of its issuer. */
export function prefixOfProgram(ofProgram: string): string {
  return ofProgram.split('-', 1)[0] ?? '';
}
