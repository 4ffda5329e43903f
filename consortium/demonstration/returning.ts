/** Points that mature, and a purchase that is brought back in part after its points were spent. */
import { accountOf, type Merchant, type Merchants } from './merchants.js';
import { say } from '../terminal/print.js';
import type { Week } from './purchases.js';

/** What a purchase gives that matures, and after how long. */
const MATURING = 80;
const MATURES_AFTER_DAYS = 14;
/** What another one gives, what of it is spent, for how much goods are brought back, and what the next purchase gives. */
const BOUGHT = 200;
const SPENT = 180;
const BROUGHT_BACK = 50;
const NEXT = 100;

/** Harbor sells what may be returned within a fortnight; and what was spent before it was returned is owed back. */
export async function returnPurchases({ harbor }: Merchants, week: Week): Promise<void> {
  await maturingPurchase(harbor, week);
  say();
  await returnedPurchase(harbor, week);
}

async function maturingPurchase(harbor: Merchant, week: Week): Promise<void> {
  const accountId = await accountOf(harbor, `sofa of ${week.name}`);
  // Gone on with on another day, it is asked for the same day.
  const { lots } = await harbor.till.get(`/v1/accounts/${accountId}/lots`);
  const inAFortnight = new Date(Date.now() + MATURES_AFTER_DAYS * 86_400_000).toISOString().slice(0, 10);
  const maturesOn = lots[0]?.maturesOn ?? inAFortnight;
  await issue(harbor, week, 'maturing', accountId, MATURING, { maturesOn });
  const { available, pending } = await balanceOf(harbor, accountId);
  say(
    `A sofa may be returned for a fortnight: ${pending} points are pending until ${maturesOn}, ${available} can be spent.`,
  );
}

async function returnedPurchase(harbor: Merchant, week: Week): Promise<void> {
  const { till, office, name, programId } = harbor;
  const accountId = await accountOf(harbor, `coat of ${week.name}`);
  const bought = await issue(harbor, week, 'bought', accountId, BOUGHT);
  const spending = { programId, accountId, amount: String(SPENT) };
  await till.post('/v1/redemptions', spending, { idempotencyKey: `demo-${week.name}-spent` });
  const part = { operationId: bought.operationId, amount: String(BROUGHT_BACK) };
  const back = await office.post('/v1/reversals', part, { idempotencyKey: `demo-${week.name}-brought-back` });
  say(
    `Of a coat and a hat for ${BOUGHT} points, ${SPENT} of them spent, the hat is brought back: ${name} takes ${back.amount}`,
  );
  say(`of its ${BROUGHT_BACK} points back, and ${back.clawback ?? '0'} are owed back.`);
  const next = await issue(harbor, week, 'next', accountId, NEXT);
  const { available, clawback } = await balanceOf(harbor, accountId);
  say(
    `The next purchase gives ${NEXT}: ${next.paidOff ?? '0'} pay that off, ${available} can be spent, ${clawback} are owed.`,
  );
}

function issue(
  { till, programId }: Merchant,
  week: Week,
  what: string,
  accountId: string,
  amount: number,
  more: { maturesOn?: string } = {},
) {
  const body = { programId, accountId, amount: String(amount), ...more };
  return till.post('/v1/issuances', body, { idempotencyKey: `demo-${week.name}-${what}` });
}

async function balanceOf({ till, programId }: Merchant, accountId: string) {
  const { balances } = await till.get(`/v1/accounts/${accountId}/balances`);
  const found = balances.find((balance) => balance.programId === programId);
  if (found === undefined) throw new Error(`${accountId} holds nothing of ${programId}`);
  return found;
}
