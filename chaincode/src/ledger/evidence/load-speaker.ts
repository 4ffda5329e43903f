/** For whom a caller speaks where organisations sign what they say of the log. */
import { disclosuresCollection, regulatorCollection } from '@commonpoint/catalogue';
import { refuse } from '../../domain/core/refusal.js';
import { decideMembership } from '../../domain/core/access.js';
import type { LedgerContext } from '../core/context.js';
import { organizationKey } from '../organizations/keys.js';
import { accept, LedgerError } from '../core/ledger-error.js';

/**
 * A member; or an auditor or a regulator, which the chaincode's definition says who is, registered or not. Any certificate
 * may say that it is an auditor's: only of an auditor's organisation it counts.
 *
 * Errors: ROLE_NOT_ALLOWED, ORGANIZATION_NOT_ALLOWED, ORGANIZATION_UNKNOWN.
 */
export async function requireSpeaker({ state, privateState, caller, entry }: LedgerContext): Promise<string> {
  const { mspId, role } = caller;
  for (const collection of [disclosuresCollection(mspId), regulatorCollection(mspId)]) {
    if (await privateState.isDefined(collection)) return mspId;
  }
  accept(decideMembership(caller, await state.get(organizationKey(mspId)), entry));
  if (role === 'admin') return mspId;
  throw new LedgerError(refuse('ROLE_NOT_ALLOWED', `${mspId} is a merchant, whose admin speaks for it`));
}
