/** Exchanging: two issuers agree on a rate, members change points of one into points of the other. */
import type { RestClient } from '../launcher/rest-client.js';
import { concurrently } from './concurrently.js';
import { accountOf, CONCURRENCY, type Merchants } from './merchants.js';
import { say, whole } from '../terminal/print.js';
import type { Week } from './purchases.js';
import { soon } from '../terminal/soon.js';
import { regulars } from './spending.js';

interface Rate {
  readonly version: number;
  readonly status: string;
}
interface Exchanged {
  readonly taken: string;
  readonly received: string;
  readonly remainder: string;
}

const RATE = { numerator: '1', denominator: '3' };
const QUOTA = '5000';
const HOLDS_FOR_MS = 31 * 24 * 60 * 60 * 1000;
/** One point more than a multiple of three, so that a remainder is seen to stay. */
const AMOUNT = '31';
const MEMBERS = 15;

/** A version that no rate between these programmes has yet. */
export async function freeVersion({ harbor, greenmart }: Merchants): Promise<number> {
  const versions: number[] = [];
  let path: string | undefined = pathOfRates(harbor.programId, greenmart.programId);
  while (path !== undefined) {
    const page: { rates: Rate[]; nextCursor?: string } = await harbor.office.mustGet(path);
    versions.push(...page.rates.map(({ version }) => version));
    const next = page.nextCursor;
    path = next === undefined ? undefined : `${pathOfRates(harbor.programId, greenmart.programId)}&cursor=${next}`;
  }
  return Math.max(0, ...versions) + 1;
}

const pathOfRates = (source: string, target: string): string =>
  `/v1/rates?sourceProgramId=${source}&targetProgramId=${target}&limit=100`;

export async function exchangePoints(merchants: Merchants, week: Week, version: number): Promise<void> {
  const { harbor, greenmart } = merchants;
  await agree(merchants, version);
  const query = `sourceProgramId=${harbor.programId}&targetProgramId=${greenmart.programId}&amount=${AMOUNT}&version=${version}`;
  const quote = await harbor.till.mustGet<Exchanged>(`/v1/rates/quote?${query}`);
  say(
    `A quote: ${AMOUNT} points buy ${quote.received}; ${quote.taken} are taken, ${quote.remainder} stays with the member.`,
  );
  let taken = 0n;
  let received = 0n;
  const members = regulars(harbor, week, MEMBERS);
  await concurrently(CONCURRENCY, members, async (customer) => {
    const exchanged = await harbor.till.mustPost<Exchanged>(
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
    taken += BigInt(exchanged.taken);
    received += BigInt(exchanged.received);
  });
  say(
    `${members.length} members exchange: ${whole(taken)} points of ${harbor.name} become ${whole(received)} of ${greenmart.name}.`,
  );
}

/** Harbor proposes, GreenMart accepts and grants the quota; what was done before an interruption is found done. */
async function agree({ harbor, greenmart }: Merchants, version: number): Promise<void> {
  const reference = { sourceProgramId: harbor.programId, targetProgramId: greenmart.programId, version };
  const path = `/v1/rates/${reference.sourceProgramId}/${reference.targetProgramId}/${version}`;
  const found = await harbor.board.get<Rate>(path);
  if (found.status === 404) {
    const now = Date.now();
    await harbor.board.mustPost('/v1/rates', {
      ...reference,
      ...RATE,
      validFrom: new Date(now).toISOString(),
      validUntil: new Date(now + HOLDS_FOR_MS).toISOString(),
      quota: QUOTA,
      lanes: 4,
    });
  }
  const seenBy = (board: RestClient) =>
    soon(
      'the rate',
      () => board.get<Rate>(path),
      ({ status }) => status === 200,
    );
  const { body: proposed } = await seenBy(greenmart.board);
  if (proposed.status === 'proposed') await greenmart.board.mustPost(`${path}/accept`, undefined);
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
