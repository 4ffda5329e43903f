/** The other one of two merchants. */
import { isActiveMerchant } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import { organizationQueries } from './reads.js';

/**
 * Checked before anything is sent, because private input goes to the counterparty's peer: nobody may be made to send
 * terms to the auditor's by a slip of the pen.
 *
 * @throws Failure COUNTERPARTY_UNKNOWN
 */
export async function requireCounterparty({ mspId: own, projection }: Gateway, counterparty: string): Promise<void> {
  const organizations = projection.of(organizationQueries).organizations();
  const isMerchant = organizations.some((each) => each.mspId === counterparty && isActiveMerchant(each));
  if (!isMerchant || counterparty === own) {
    throw new Failure('COUNTERPARTY_UNKNOWN', `${counterparty} is not another active merchant.`);
  }
}
