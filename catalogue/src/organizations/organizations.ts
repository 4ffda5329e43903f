/** Organisations: who takes part in the ledger. */
import { z } from 'zod';
import { anyone, ofReads, transaction } from '../core/transaction.js';
import { displayName, mspId, sha256Hex, timestamp } from '../core/values.js';

export const organization = z.strictObject({
  mspId,
  name: displayName,
  status: z.enum(['active', 'suspended']),
  /** SHA-256 of the consortium's terms that the organisation accepted. */
  termsHash: sha256Hex.optional(),
  registeredAt: timestamp,
});
export type Organization = z.infer<typeof organization>;

export const registerOrganization = transaction({
  name: 'Organizations:Register',
  mode: 'submit',
  summary: 'Registers the caller’s own organisation. Repeating it with the same content changes nothing.',
  roles: ['admin'],
  request: z.strictObject({ name: displayName, termsHash: sha256Hex.optional() }),
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
