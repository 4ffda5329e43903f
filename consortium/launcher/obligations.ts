/** What a member that is to leave the channel still owes, is owed, or stands for: what the others would be left with. */
import {
  dayByAnyClock,
  isPast,
  type Payable,
  payableOf,
  type Program,
  type ReplyOf,
  type getSupply,
  type Settlement,
} from '@commonpoint/catalogue';
import type { Reply } from '@commonpoint/client';
import type { GatewayClient } from './gateway-client.js';

type Positions = Reply<'get', '/v1/clearing/cycles/{cycle}/positions'>;
type OpenHold = Reply<'get', '/v1/holds'>['holds'][number];
type CreditLine = Reply<'get', '/v1/credit-lines'>['lines'][number];

/** So many are named one by one. */
const HOLDS_NAMED_MAX = 10;

/** As a gateway of one that stays has it. */
export interface Standing {
  /** Of its programmes. */
  readonly programs: readonly (Pick<Program, 'programId' | 'spendableUntil'> & {
    readonly supply: Pick<ReplyOf<typeof getSupply>, 'outstanding' | 'held'>;
  })[];
  /** Of cycles that are not closed. */
  readonly positions: readonly Pick<Positions, 'cycle' | 'positions'>[];
  readonly settlements: readonly (Pick<Settlement, 'cycle' | 'debtor' | 'creditor'> & Payable)[];
  /** Open ones that it posted or may capture. */
  readonly holds: readonly Pick<
    OpenHold,
    'mspId' | 'holdId' | 'programId' | 'amount' | 'beneficiary' | 'lineId' | 'expiresAt'
  >[];
  readonly lines: readonly Pick<CreditLine, 'mspId' | 'lineId' | 'status'>[];
}

/** In sentences; empty when it may go. Pure. */
export function obligationsOf(mspId: string, standing: Standing, now: string): string[] {
  const concerns = ({ debtor, creditor }: { debtor: string; creditor: string }): boolean =>
    [debtor, creditor].includes(mspId);
  const today = dayByAnyClock(now);
  return [
    ...standing.programs
      .filter(({ spendableUntil }) => spendableUntil === undefined || !isPast(spendableUntil, today))
      .filter(({ supply }) => BigInt(supply.outstanding) + BigInt(supply.held) > 0n)
      .map(
        ({ programId, supply, spendableUntil }) =>
          `${programId}: ${supply.outstanding} points are outstanding and ${supply.held} held` +
          (spendableUntil === undefined ? ', and nobody winds it down' : `, to be spent until ${spendableUntil}`),
      ),
    ...standing.positions.flatMap(({ cycle, positions }) =>
      positions.some((each) => concerns(each) && each.amount !== '0')
        ? [`the cycle ${cycle} is not closed, and it takes part in it`]
        : [],
    ),
    ...standing.settlements
      .filter((each) => concerns(each) && payableOf(each) > 0n)
      .map(
        ({ cycle, debtor, creditor, status }) => `what ${debtor} owes ${creditor} for the cycle ${cycle} is ${status}`,
      ),
    ...standing.lines
      .filter((line) => line.mspId === mspId && line.status !== 'closed')
      .map(({ lineId, status }) => `its credit line ${lineId} is ${status}`),
    ...holdsOf(mspId, standing.holds),
  ];
}

/** What is pledged is its credit line's. Nobody captures for one that left, and nobody gives up a hold for it before its end. */
function holdsOf(mspId: string, holds: Standing['holds']): string[] {
  const named = holds.filter(({ lineId }) => lineId === undefined);
  const sentences = named.slice(0, HOLDS_NAMED_MAX).map((each) => {
    const its = each.beneficiary === mspId ? `it may capture of ${each.mspId}` : 'it posted';
    return `the hold ${each.holdId} of ${each.amount} ${each.programId} points, which ${its}, is open until ${each.expiresAt}`;
  });
  const left = named.length - sentences.length;
  return left === 0 ? sentences : [...sentences, `${left} holds more that it posted or may capture are open`];
}

export async function readStanding(client: GatewayClient, mspId: string): Promise<Standing> {
  const programs: Standing['programs'][number][] = [];
  for await (const page of client.pages('/v1/programs')) {
    for (const { programId, issuer, spendableUntil } of page.programs) {
      if (issuer !== mspId) continue;
      const supply = await client.get(`/v1/programs/${programId}/supply`);
      programs.push({ programId, supply, ...(spendableUntil !== undefined && { spendableUntil }) });
    }
  }
  const positions: Standing['positions'][number][] = [];
  const { cycles } = await client.get('/v1/clearing/cycles');
  for (const { cycle, status } of cycles) {
    if (status !== 'closed') positions.push(await client.get(`/v1/clearing/cycles/${cycle}/positions`));
  }
  const settlements: Standing['settlements'][number][] = [];
  for await (const page of client.pages('/v1/settlements')) settlements.push(...page.settlements);
  const lines: Standing['lines'][number][] = [];
  for await (const page of client.pages('/v1/credit-lines', { query: { mspId } })) lines.push(...page.lines);
  const holds: Standing['holds'][number][] = [];
  for await (const page of client.pages('/v1/holds', { query: { mspId } })) holds.push(...page.holds);
  return { programs, positions, settlements, lines, holds };
}
