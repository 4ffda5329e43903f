/** Exchanging: two issuers agree on a rate, members change points of one into points of the other. */
import type { Reply } from '@commonpoint/client';
import type { GatewayClient } from '../launcher/gateway-client.js';
import { concurrently } from './concurrently.js';
import { accountOf, CONCURRENCY, type Merchants } from './merchants.js';
import { say, whole } from '../terminal/print.js';
import type { Week } from './purchases.js';
import { soon } from '../terminal/soon.js';
import { regulars } from './spending.js';

type Rate = Reply<'get', '/v1/rates/{sourceProgramId}/{targetProgramId}/{version}'>;

const RATE = { numerator: '1', denominator: '3' };
const QUOTA = '5000';
const HOLDS_FOR_MS = 31 * 24 * 60 * 60 * 1000;
/** One point more than a multiple of three, so that a remainder is seen to stay. */
const AMOUNT = '31';
const MEMBERS = 15;

/** A version that no rate between these programmes has yet. */
export async function freeVersion({ harbor, greenmart }: Merchants): Promise<number> {
  const versions: number[] = [];
  const query = { sourceProgramId: harbor.programId, targetProgramId: greenmart.programId, limit: 100 };
  for await (const { rates } of harbor.office.pages('/v1/rates', { query })) {
    versions.push(...rates.map(({ version }) => version));
  }
  return Math.max(0, ...versions) + 1;
}

export async function exchangePoints(merchants: Merchants, week: Week, version: number): Promise<void> {
  const { harbor, greenmart } = merchants;
  await agree(merchants, version);
  const pair = { sourceProgramId: harbor.programId, targetProgramId: greenmart.programId };
  const quote = await harbor.till.get('/v1/rates/quote', { query: { ...pair, amount: AMOUNT, version } });
  say(
    `A quote: ${AMOUNT} points buy ${quote.received}; ${quote.taken} are taken, ${quote.remainder} stays with the member.`,
  );
  let taken = 0n;
  let received = 0n;
  const members = regulars(harbor, week, MEMBERS);
  await concurrently(CONCURRENCY, members, async (customer) => {
    const exchanged = await harbor.till.post(
      '/v1/exchanges',
      {
        programId: harbor.programId,
        accountId: await accountOf(harbor, customer),
        amount: AMOUNT,
        targetProgramId: greenmart.programId,
        rateVersion: version,
        minReceived: quote.received,
      },
      { idempotencyKey: `demo-${week.name}-exchange-${customer}` },
    );
    taken += BigInt(exchanged.taken ?? 0);
    received += BigInt(exchanged.received ?? 0);
  });
  say(
    `${members.length} members exchange: ${whole(taken)} points of ${harbor.name} become ${whole(received)} of ${greenmart.name}.`,
  );
}

/** Harbor proposes, GreenMart accepts and grants the quota; what was done before an interruption is found done. */
async function agree({ harbor, greenmart }: Merchants, version: number): Promise<void> {
  const reference = { sourceProgramId: harbor.programId, targetProgramId: greenmart.programId, version };
  const path = `/v1/rates/${reference.sourceProgramId}/${reference.targetProgramId}/${version}` as const;
  const found = await harbor.board.attempts.get<Rate>(path);
  if (found.status === 404) {
    const now = Date.now();
    await harbor.board.post('/v1/rates', {
      ...reference,
      ...RATE,
      validFrom: new Date(now).toISOString(),
      validUntil: new Date(now + HOLDS_FOR_MS).toISOString(),
      quota: QUOTA,
      lanes: 4,
    });
  }
  const seenBy = (board: GatewayClient) =>
    soon(
      'the rate',
      () => board.attempts.get<Rate>(path),
      ({ status }) => status === 200,
    );
  const { body: proposed } = await seenBy(greenmart.board);
  if (proposed.status === 'proposed') await greenmart.board.post(`${path}/accept`, undefined);
  await soon(
    'the rate',
    () => seenBy(harbor.board),
    ({ body }) => body.status === 'accepted',
  );
  say(
    `${harbor.name} proposes: ${RATE.denominator} of its points for ${RATE.numerator} of ${greenmart.name} (version ${version}).`,
  );
  say(`${greenmart.name} accepts, and grants ${whole(QUOTA)} points to it.`);
}
