/**
 * A reversal beside everything that other gateways do with the account: it is endorsed with the lots that its own gateway
 * knew of, and ordered when others have spent them, or credited more. What its receipt says was missing, the account
 * really had not. RACES sets how many; `npm run test:simulation` runs 1,000.
 */
import { catalogue, type Operation, type Outcome } from '@commonpoint/catalogue';
import type { LedgerStub, Simulation } from '../support/ledger-stub.js';
import { alice, auditor, bob, harbor, issue, post, redeem, reverse, startConsortium, transfer } from './consortium.js';

const RACES = Number(process.env['RACES'] ?? 100);
const TRIES_MAX = 30;

/** Numbers by a seed (mulberry32), so that a race can be run again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const lotsOf = async (ledger: LedgerStub, accountId: string) =>
  (await ledger.submit(auditor, catalogue.listLots, { accountId })).lots;
const heldIn = async (ledger: LedgerStub, accountId: string): Promise<bigint> =>
  (await lotsOf(ledger, accountId)).reduce((sum, { amount }) => sum + BigInt(amount), 0n);

const endorse = (ledger: LedgerStub, operation: Operation, lots: readonly string[]): Promise<Simulation> =>
  ledger.simulate(harbor(), catalogue.postPoints.name, [
    JSON.stringify({ operations: [operation], sources: [{ accountId: alice, programId: 'harbor', lots }] }),
  ]);
const outcomeOf = ({ payload }: Simulation): Outcome | undefined =>
  (JSON.parse(payload) as { outcomes: Outcome[] }).outcomes[0];

let standing: LedgerStub;
beforeAll(async () => {
  standing = await startConsortium();
});

/** What another gateway may do meanwhile, by itself. */
async function interfere(ledger: LedgerStub, random: (below: number) => number, id: string): Promise<void> {
  const amount = String(1 + random(12));
  switch (random(4)) {
    case 0:
      await post(ledger, harbor(), issue(id, alice, amount));
      return;
    case 1:
      await post(ledger, harbor(), transfer(id, bob, alice, '1'));
      return;
    default:
      await post(ledger, harbor(), redeem(id, alice, amount));
      return;
  }
}

async function race(seed: number): Promise<'short' | 'whole'> {
  const random = randomOf(seed);
  const ledger = standing.copy();
  const issued = 10 + random(10);
  await post(ledger, harbor(), issue('i-b', bob, '20'), issue('i-1', alice, String(issued)));
  for (let n = random(3); n > 0; n -= 1) await interfere(ledger, random, `before-${n}`);
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    const known = (await lotsOf(ledger, alice)).map(({ lotId }) => lotId);
    // As the gateway's view lags: what happens here, it does not know of when it names lots.
    for (let n = random(3); n > 0; n -= 1) await interfere(ledger, random, `lag-${attempt}-${n}`);
    const simulation = await endorse(ledger, reverse('v-1', 'i-1'), known);
    for (let n = random(2); n > 0; n -= 1) await interfere(ledger, random, `flight-${attempt}-${n}`);
    const outcome = outcomeOf(simulation);
    if (outcome?.state === 'REJECTED') {
      expect(outcome.code).toBe('LOT_SPENT');
      continue;
    }
    const had = await heldIn(ledger, alice);
    if (ledger.commit(simulation) !== 'VALID') continue;
    const { amount = '0', shortfall = '0' } = outcome?.receipt ?? {};
    const asked = BigInt(issued);
    expect({ amount, shortfall }).toEqual({
      amount: String(had < asked ? had : asked),
      shortfall: String(had < asked ? asked - had : 0n),
    });
    return shortfall === '0' ? 'whole' : 'short';
  }
  throw new Error('it never came to an end');
}

test(`${RACES} races by seed: no reversal says that points were missing which were there`, async () => {
  const seen = { short: 0, whole: 0 };
  for (let seed = 1; seed <= RACES; seed += 1) {
    await race(seed).then(
      (how) => (seen[how] += 1),
      (error: unknown) => {
        throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
      },
    );
  }
  // It says something only if both happened often.
  expect(Math.min(seen.short, seen.whole)).toBeGreaterThan(RACES / 20);
}, 600_000);
