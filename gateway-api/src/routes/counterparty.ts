/** The other one of two merchants. */
import { Failure } from '../channel/failures.js';
import type { Gateway } from '../ports.js';
import type { Ask } from '../http/route.js';

/**
 * Checked before anything is sent, because private input goes to the counterparty's peer: nobody may be made to send
 * terms to the auditor's by a slip of the pen.
 *
 * @throws Failure COUNTERPARTY_UNKNOWN
 */
export async function requireCounterparty(
  ask: Pick<Ask<unknown, unknown, unknown>, 'caller'>,
  gateway: Gateway,
  counterparty: string,
): Promise<void> {
  const { caller } = ask;
  const { value } = await gateway.ledger.organizations({ caller, consistency: 'projection' });
  const isMerchant = value.some(({ mspId, status }) => mspId === counterparty && status === 'active');
  if (!isMerchant || counterparty === caller.mspId) {
    throw new Failure('COUNTERPARTY_UNKNOWN', `${counterparty} is not another active merchant.`);
  }
}
