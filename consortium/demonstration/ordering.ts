/** An order and its lifting: nothing leaves an account until a matter is cleared, while it earns as before. */
import { randomUUID } from 'node:crypto';
import { say } from '../terminal/print.js';
import type { Merchants } from './merchants.js';
import { refusalOf } from './refusal-of.js';

/** On an account of its own each time: an emergency order is not issued anew on one that had one. */
export async function orderAndLift({ harbor: { till, board, programId, name } }: Merchants): Promise<void> {
  const { accountId } = await till.post('/v1/accounts', { memberRef: `guest ${randomUUID()}`, enrol: true });
  const issue = () => till.post('/v1/issuances', { programId, accountId, amount: '20' });
  const redeem = () => till.post('/v1/redemptions', { programId, accountId, amount: '5' });
  await issue();
  const scope = { kind: 'account', accountId } as const;
  const { orderId, until } = await board.post('/v1/orders', {
    scope,
    effect: { kind: 'stop-debits' },
    reason: 'a complaint is being looked into',
  });
  say(`${name} orders that nothing leaves an account; as an emergency it lapses by ${until}, unless it is ratified.`);
  const refused = await refusalOf(redeem());
  await issue();
  say(`Who spends its points gets ${refused}; it earns as before. The reason is on the ledger as a salted hash alone.`);
  await board.post(`/v1/orders/${orderId}/lift`);
  await redeem();
  say('The order is lifted by who issued it, and the points are spent.');
}
