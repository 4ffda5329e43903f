/** Spending: at the counter of any merchant, by a code that only its bearer knows, and what is taken back. */
import { type ProblemCode, ProblemError, type Reply } from '@commonpoint/client';
import { concurrently } from './concurrently.js';
import {
  accountOf,
  CONCURRENCY,
  type Merchant,
  type Merchants,
  merchantSlugs,
  type MerchantSlug,
} from './merchants.js';
import { say, sayTable, whole } from '../terminal/print.js';
import { bestCustomers, type Week } from './purchases.js';
import { soon } from '../terminal/soon.js';

type Posted = Reply<'post', '/v1/redemptions'>;

/** What is to be had at each merchant, and for how many points. */
const treats: Readonly<Record<MerchantSlug, { readonly what: string; readonly points: number }>> = {
  harbor: { what: 'a film at the mall', points: 10 },
  citypark: { what: 'two hours of parking', points: 12 },
  greenmart: { what: 'a basket of fruit', points: 8 },
};
/** Who earned so many points in the week goes and spends at all three merchants; of many, so many of the best. */
const SPENDS_FROM_POINTS = 90;
const VISITORS_MAX = 60;

/** Codes: whose customer, where, for how many points at the most, and what was taken in the end. */
const codes = [
  { home: 'harbor', at: 'citypark', upTo: 20, taken: 17 },
  { home: 'greenmart', at: 'harbor', upTo: 15, taken: 15 },
  { home: 'citypark', at: 'greenmart', upTo: 18, taken: 11 },
] as const;
const CODE_SECONDS = 300;

/** The customers who earned most in the week, the best first: with enough points for all that is shown. */
export function regulars(merchant: Merchant, week: Week, count: number): string[] {
  const best = bestCustomers(week.purchases[merchant.slug], merchant.pointsPerUnit);
  return best
    .filter(({ points }) => points >= SPENDS_FROM_POINTS)
    .slice(0, count)
    .map(({ customer }) => customer);
}

/** Every regular spends at every merchant; the home merchant's own gateway posts it, as it has custody of the account. */
export async function spendAtCounters(merchants: Merchants, week: Week): Promise<void> {
  const visits = merchantSlugs.flatMap((home) =>
    regulars(merchants[home], week, VISITORS_MAX).flatMap((customer) =>
      merchantSlugs.map((at) => ({ home: merchants[home], at: merchants[at], customer })),
    ),
  );
  const spent = new Map<string, number>();
  await concurrently(CONCURRENCY, visits, async ({ home, at, customer }) => {
    const { amount } = await redeem(home, at, customer, week);
    const name = `${home.slug} ${at.slug}`;
    spent.set(name, (spent.get(name) ?? 0) + Number(amount ?? 0));
  });
  sayTable(
    ['points of', ...merchantSlugs.map((at) => `at ${merchants[at].name}`)],
    merchantSlugs.map((home) => [
      merchants[home].name,
      ...merchantSlugs.map((at) => whole(spent.get(`${home} ${at}`) ?? 0)),
    ]),
  );
  say();
  for (const at of merchantSlugs) say(`${merchants[at].name}: ${treats[at].what} for ${treats[at].points} points`);
}

async function redeem(home: Merchant, at: Merchant, customer: string, week: Week): Promise<Posted> {
  const body = {
    programId: home.programId,
    accountId: await accountOf(home, customer),
    amount: String(treats[at.slug].points),
    acceptor: at.mspId,
  };
  return home.till.post('/v1/redemptions', body, {
    idempotencyKey: `demo-${week.name}-${at.slug}-${customer}`,
  });
}

/** A code is made by the home merchant's gateway and captured by another merchant's own: they need not talk. */
export async function spendByCode(merchants: Merchants, week: Week): Promise<void> {
  let shown: string | undefined;
  for (const { home, at, upTo, taken } of codes) {
    const [from, to] = [merchants[home], merchants[at]];
    const [customer = ''] = regulars(from, week, 1);
    const key = `demo-${week.name}-code-${home}`;
    const hold = {
      programId: from.programId,
      accountId: await accountOf(from, customer),
      amount: String(upTo),
      beneficiary: to.mspId,
      ttlSeconds: CODE_SECONDS,
      spendingCode: true as const,
    };
    const made = await from.till.post('/v1/holds', hold, { idempotencyKey: key });
    const { spendingCode: code = '', operationId } = made;
    const path = `/v1/holds/${operationId}?holdMspId=${from.mspId}`;
    await soon(
      'the hold',
      () => to.till.attempts.get(path),
      ({ status }) => status === 200,
    );
    say(`${from.name}'s app asks for a code over ${upTo} points for customer ${customer}: ${code.slice(0, 6)}.…`);
    const outcome = await outcomeOf(
      to.till.post('/v1/captures', { code, amount: String(taken) }, { idempotencyKey: key }),
      ['HOLD_EXPIRED'],
    );
    say(`  ${to.name}'s terminal takes ${taken} of them by its own gateway: ${outcome}`);
    shown ??= code;
  }
  const { till, name } = merchants.citypark;
  const again = await outcomeOf(till.post('/v1/captures', { code: shown ?? '', amount: '1' }));
  say(`The first code shown at ${name} once more: ${again}`);
  const guessed = await outcomeOf(till.post('/v1/captures', { code: `123456.${'A'.repeat(22)}`, amount: '1' }));
  say(`A code that somebody made up: ${guessed}`);
  if (again === DONE || guessed === DONE) throw new Error('a used or made-up code was taken');
}

const DONE = 'done';

/** In words; refusals with other codes than those expected, if any are, are thrown on. */
async function outcomeOf(capture: Promise<unknown>, expected?: readonly ProblemCode[]): Promise<string> {
  try {
    await capture;
    return DONE;
  } catch (error) {
    if (!(error instanceof ProblemError) || expected?.includes(error.code) === false) throw error;
    return `refused, ${error.code}`;
  }
}

/** The car park was full: what a customer paid there comes back, and CityPark is owed less. */
export async function takeBack(merchants: Merchants, week: Week): Promise<void> {
  const { harbor, citypark } = merchants;
  const [, customer = ''] = regulars(harbor, week, 2);
  const { operationId } = await redeem(harbor, citypark, customer, week);
  const path = `/v1/accounts/${await accountOf(harbor, customer)}/statement` as const;
  await soon(
    'the redemption',
    () => citypark.office.attempts.get<{ entries?: { operationId: string }[] }>(path),
    ({ body }) => body.entries?.some((entry) => entry.operationId === operationId) === true,
  );
  const reversed = await citypark.office.post(
    '/v1/reversals',
    { operationId, operationMspId: harbor.mspId },
    { idempotencyKey: `demo-${week.name}-back` },
  );
  say(
    `The car park was full: ${citypark.name} gives ${reversed.amount} points back to customer ${customer} of ${harbor.name},`,
  );
  say(`with the expiry they had, and ${harbor.name} owes ${citypark.name} so much less.`);
}
