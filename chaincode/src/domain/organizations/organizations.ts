/** Registering organisations. */
import type { Organization } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';

export interface Registration {
  mspId: string;
  name: string;
  termsHash?: string | undefined;
  txTime: string;
}

/** The organisation's row; unchanged if it is registered with the same content. Errors: ORGANIZATION_EXISTS. */
export function decideRegisterOrganization(
  existing: Organization | undefined,
  { mspId, name, termsHash, txTime }: Registration,
): Organization | Refusal {
  if (existing !== undefined) {
    if (existing.name === name && existing.termsHash === termsHash) return existing;
    return refuse('ORGANIZATION_EXISTS', `${mspId} is registered already, with other content`);
  }
  return { mspId, name, status: 'active', registeredAt: txTime, ...(termsHash === undefined ? {} : { termsHash }) };
}
