/**
 * Purchases are returned at one gateway while their points are spent at another: whatever comes first, what the return says was
 * missing is what had been spent, and no more. RACES sets how many; `npm run test:faults` has 1,000.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { knownAt } from '../support/known-at.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const RACES = Number(process.env['RACES'] ?? 30);
const AT_ONCE = 10;
/** As long as either takes by itself, so that each comes first now and then. */
const APART_MS = 60;

interface Reply {
  readonly code?: string;
  readonly state?: string;
  readonly amount?: string;
  readonly shortfall?: string;
}

let running: RunningConsortium;
beforeAll(async () => {
  running = await RunningConsortium.start();
}, START_TIMEOUT_MS);
afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

async function race(): Promise<string> {
  const [harbor, citypark] = [running.as('harbor'), running.as('citypark')];
  const { accountId } = await citypark.post('/v1/accounts', { memberRef: randomUUID() });
  await knownAt(harbor, `/v1/accounts/${accountId}`);
  const { operationId } = await harbor.post('/v1/issuances', { programId: 'harbor', accountId, amount: '100' });
  const spending = { programId: 'harbor', accountId, amount: '10', acceptor: 'CityParkMSP' };
  const ask = async (by: typeof harbor, path: string, body: object) => {
    await pause(Math.random() * APART_MS);
    return (await by.attempts.post<Reply>(path, body, { idempotencyKey: randomUUID() })).body;
  };
  const [back, spent] = await Promise.all([
    ask(harbor, '/v1/reversals', { operationId }),
    ask(citypark, '/v1/redemptions', spending),
  ]);
  return `${back.amount ?? back.code} back, ${back.shortfall ?? '0'} missing, ${spent.code ?? spent.state}`;
}

it(
  `${RACES} races: no return says that points were missing which were there`,
  async () => {
    const seen = new Map<string, number>();
    let begun = 0;
    const racing = async () => {
      while (begun++ < RACES) {
        const what = await race();
        seen.set(what, (seen.get(what) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, racing));
    // The points may not have come to the other gateway yet; then nothing is spent.
    const right = ['90 back, 10 missing, committed', '100 back, 0 missing, INSUFFICIENT_POINTS'];
    expect([...seen.keys()].filter((what) => !right.includes(what))).toEqual([]);
    expect([...seen.values()].reduce((sum, count) => sum + count)).toBe(RACES);
  },
  60_000 + RACES * 1_000,
);

it('and the blocks say the same', () => expectLedgerTruth(running), START_TIMEOUT_MS);
