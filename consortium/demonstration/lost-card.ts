/** A lost card: its member has the account locked and the card taken off, earns on, and gets another card. */
import { randomUUID } from 'node:crypto';
import { Complaint } from '../terminal/complaint.js';
import type { Merchants } from './merchants.js';
import { say } from '../terminal/print.js';
import { refusalOf } from './refusal-of.js';

/** The account may be used again two days after the member asks for it. */
const DELAY_HOURS = 48;
const EARNED = { first: '50', later: '5' };

/** Of a member of its own each time, so that nothing depends on how far an interrupted week came. */
export async function loseCard({ harbor: { till, programId, name } }: Merchants): Promise<void> {
  const run = randomUUID();
  const { accountId } = await till.post('/v1/accounts', { memberRef: `guest ${run}`, enrol: true });
  const card = (number: number) => ({ memberRef: `card ${number} of ${run}` });
  const issue = (amount: string) => till.post('/v1/issuances', { programId, accountId, amount });
  const redeem = () => till.post('/v1/redemptions', { programId, accountId, amount: '1' });
  await issue(EARNED.first);
  await till.post(`/v1/accounts/${accountId}/references`, card(1));
  say(`A member of ${name} with ${EARNED.first} points loses the card, and calls.`);
  await till.post(`/v1/accounts/${accountId}/references/remove`, card(1));
  await till.post(`/v1/accounts/${accountId}/lock`, { delayHours: DELAY_HOURS });
  const found = await refusalOf(till.post('/v1/accounts', card(1)));
  const spent = await refusalOf(redeem());
  say(`Whoever found the card gets ${found}, whoever tries the account itself ${spent}.`);
  await issue(EARNED.later);
  await till.post(`/v1/accounts/${accountId}/references`, card(2));
  const { accountId: shown } = await till.post('/v1/accounts', card(2));
  if (shown !== accountId) throw new Complaint('The new card does not lead to the account of the lost one.');
  const { locks } = await till.post(`/v1/accounts/${accountId}/unlock`, {});
  say(
    `The account still earns; a new card leads to it, and its points are spent again from ${locks?.custodian?.unlocksAt} on.`,
  );
}
