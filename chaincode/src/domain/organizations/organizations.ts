/** Registering organisations. */
import type { Organization } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';

export interface Registration {
  mspId: string;
  name: string;
  txTime: string;
  /** Whether the consortium agreed on a collection for its figures: it does for merchants alone. */
  isMerchant: boolean;
  /** Whether members are admitted by vote by now. */
  isFounded: boolean;
}

/**
 * The organisation's row; unchanged if it is registered with the same content. Before the consortium is founded a merchant
 * registers itself; from then on only who was admitted does. Errors: ORGANIZATION_NOT_ALLOWED, ORGANIZATION_EXISTS.
 */
export function decideRegisterOrganization(
  existing: Organization | undefined,
  { mspId, name, txTime, isMerchant, isFounded }: Registration,
): Organization | Refusal {
  const isCandidate = existing?.status === 'candidate';
  if (!isMerchant && (existing === undefined || existing.kind === 'merchant')) {
    return refuse('ORGANIZATION_NOT_ALLOWED', `${mspId} is no merchant of this consortium`);
  }
  if (existing !== undefined && existing.name !== name) {
    return refuse('ORGANIZATION_EXISTS', `${mspId} is registered already, with other content`);
  }
  if (isCandidate) return { ...existing, status: 'active', registeredAt: txTime };
  if (existing !== undefined) return existing;
  if (isFounded) return refuse('ORGANIZATION_NOT_ALLOWED', `${mspId} was not admitted by the members`);
  return { mspId, name, kind: 'merchant', status: 'active', registeredAt: txTime };
}
