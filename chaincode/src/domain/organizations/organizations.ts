/** Registering organisations. */
import type { Organization } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';

export interface Registration {
  mspId: string;
  name: string;
  termsHash?: string | undefined;
  txTime: string;
  /** Whether the consortium agreed on a collection for its figures: it does for merchants alone. */
  isMerchant: boolean;
}

/**
 * The organisation's row; unchanged if it is registered with the same content. Errors: ORGANIZATION_NOT_ALLOWED,
 * ORGANIZATION_EXISTS.
 */
export function decideRegisterOrganization(
  existing: Organization | undefined,
  { mspId, name, termsHash, txTime, isMerchant }: Registration,
): Organization | Refusal {
  if (!isMerchant) return refuse('ORGANIZATION_NOT_ALLOWED', `${mspId} is no merchant of this consortium`);
  if (existing !== undefined) {
    if (existing.name === name && existing.termsHash === termsHash) return existing;
    return refuse('ORGANIZATION_EXISTS', `${mspId} is registered already, with other content`);
  }
  return { mspId, name, status: 'active', registeredAt: txTime, ...(termsHash !== undefined && { termsHash }) };
}
