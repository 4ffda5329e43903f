/** A voucher: bought with points of one merchant, and used at the till of another. */
import type { Reply } from '@commonpoint/client';
import { say } from '../terminal/print.js';
import { soon } from '../terminal/soon.js';
import { accountOf, type Merchants } from './merchants.js';
import type { Week } from './purchases.js';
import { regulars } from './spending.js';

type Rate = Reply<'get', '/v1/rates/{sourceProgramId}/{targetProgramId}/{version}'>;

const COFFEE = {
  programId: 'greenmart-coffee',
  kind: 'voucher',
  name: 'A coffee at GreenMart',
  unit: 'coffee',
  cap: '10000',
  expiryMonths: 3,
  lanes: 1,
  rules: { transferable: false },
} as const;
const PRICE = '40';
const HOLDS_FOR_MS = 31 * 24 * 60 * 60 * 1000;

export async function buyCoffee(merchants: Merchants, week: Week, version: number): Promise<void> {
  const { harbor, greenmart } = merchants;
  await offer(merchants, version);
  const [customer = ''] = regulars(harbor, week, 1);
  const accountId = await accountOf(harbor, customer);
  const bought = await harbor.till.post(
    '/v1/exchanges',
    {
      programId: harbor.programId,
      accountId,
      amount: PRICE,
      targetProgramId: COFFEE.programId,
      rateVersion: version,
    },
    { idempotencyKey: `demo-${week.name}-coffee` },
  );
  say(
    `Customer ${customer} of ${harbor.name} buys ${bought.received} voucher for ${bought.taken} points: ${COFFEE.name}.`,
  );
  const used = await harbor.till.post(
    '/v1/redemptions',
    { programId: COFFEE.programId, accountId, amount: '1', acceptor: greenmart.mspId },
    { idempotencyKey: `demo-${week.name}-coffee-used` },
  );
  const { outstanding, redeemed } = await soon(
    'the coffee',
    () => greenmart.office.get(`/v1/programs/${COFFEE.programId}/supply`),
    (supply) => supply.asOfBlock >= (used.blockNumber ?? 0),
  );
  say(`It is used at ${greenmart.name}’s till: ${redeemed} were so far, ${outstanding} are still out.`);
}

/** GreenMart issues vouchers and says what they cost; what was done before an interruption is found done. */
async function offer({ harbor, greenmart }: Merchants, version: number): Promise<void> {
  await greenmart.board.attempts.post('/v1/programs', COFFEE);
  const reference = { sourceProgramId: harbor.programId, targetProgramId: COFFEE.programId, version };
  const path = `/v1/rates/${harbor.programId}/${COFFEE.programId}/${version}` as const;
  if ((await greenmart.board.attempts.get<Rate>(path)).status === 404) {
    const now = Date.now();
    await greenmart.board.post('/v1/rates', {
      ...reference,
      numerator: '1',
      denominator: PRICE,
      validFrom: new Date(now).toISOString(),
      validUntil: new Date(now + HOLDS_FOR_MS).toISOString(),
      quota: '100',
      lanes: 1,
    });
  }
  const { body } = await soon(
    'the price',
    () => harbor.board.attempts.get<Rate>(path),
    ({ status }) => status === 200,
  );
  if (body.status === 'proposed') await harbor.board.post(`${path}/accept`, undefined);
  await soon(
    'the price',
    () => harbor.board.attempts.get<Rate>(path),
    ({ body: rate }) => rate.status === 'accepted',
  );
  say(`${greenmart.name} issues vouchers for a coffee, for ${PRICE} of ${harbor.name}'s points each.`);
}
