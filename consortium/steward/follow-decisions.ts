/**
 * A steward by itself: what members decided on is signed, posted on the ledger, gathered and sent, round after round. All is read anew
 * in each one, from the ledger and the own peer, so that it may end anywhere and begin again; what no vote covers is never signed, and
 * what was carried out is not carried out again. A plan that cannot be signed or sent keeps no other one back.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type PlannedUpdate, UpdateNotInForce } from '@commonpoint/network/config/carry-out';
import { groupAt, organizationsIn } from '@commonpoint/network/config/channel-values';
import { intent, type Intent } from '@commonpoint/network/config/intents';
import { executeDue } from './execute-due.js';
import { plannedSignature, type SignedPlan } from './signed-plan.js';
import type { Steward } from './steward.js';

type Say = (line: string) => void;

const EVERY_MS = 2_000;

/** What it needs of a steward. */
export type Follower = Pick<
  Steward,
  'mspId' | 'decisions' | 'postedOn' | 'plan' | 'post' | 'send' | 'proposals' | 'submit' | 'recordExecutions'
>;
/** What was planned on this machine: nobody else need have posted it. */
export type Noted = (planHash: string) => Intent | undefined;
const nothing: Noted = () => undefined;

/** Until the program is told to end. */
export async function followUntilEnded(stewards: readonly Steward[], say: Say, noted?: Noted): Promise<void> {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
  await Promise.all(
    stewards.map((each) => followDecisions(each, (line) => say(`${each.mspId}: ${line}`), ending.signal, noted)),
  );
  for (const steward of stewards) steward.close();
}

/** Until the signal. What goes wrong in a round is told, and the next one begins anew. */
export async function followDecisions(
  steward: Follower,
  say: Say,
  signal: AbortSignal,
  noted: Noted = nothing,
): Promise<void> {
  const told = new Told(say);
  while (!signal.aborted) {
    await told.during('the round', () => followOnce(steward, say, { told, noted }));
    await sleep(EVERY_MS, undefined, { signal, ref: true }).catch(() => undefined);
  }
}

/** One round. */
export async function followOnce(
  steward: Follower,
  say: Say,
  { told = new Told(say), noted = nothing }: { readonly told?: Told; readonly noted?: Noted } = {},
): Promise<void> {
  await told.during('what passed', async () => {
    for (const proposalId of await executeDue(steward)) say(`${proposalId} is executed`);
  });
  for (const planHash of (await steward.decisions()).open) {
    await told.during(`the plan ${planHash}`, () => followPlan(steward, planHash, say, noted(planHash)));
  }
  await told.during('what was carried out', async () => {
    await steward.recordExecutions();
  });
}

/** What went wrong with each thing: told once, until it is something else or went well. */
export class Told {
  readonly #last = new Map<string, string>();
  readonly #say: Say;

  constructor(say: Say) {
    this.#say = say;
  }

  async during(what: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
      this.#last.delete(what);
    } catch (error) {
      const { message } = error as Error;
      if (this.#last.get(what) !== message) this.#say(`${what}: ${message}`);
      this.#last.set(what, message);
    }
  }
}

/**
 * Its part in one decision: signs it as others posted it, or as `own` says, posts that, and sends what enough signed. Nothing is done
 * where what was posted is in force, has to wait for something else, or is no plan of this hash.
 */
export async function followPlan(steward: Follower, planHash: string, say: Say, own?: Intent): Promise<void> {
  const posted = await steward.postedOn(planHash);
  const texts = [...(own === undefined ? [] : [JSON.stringify(own)]), ...posted.map((each) => each.intent)];
  for (const text of new Set(texts)) {
    const wish = intentIn(text);
    const planned = wish && (await steward.plan(wish).catch(() => undefined));
    // In force, to be planned once something else is, or no plan of this hash.
    if (wish === undefined || planned?.planHash !== planHash) continue;
    const good = posted.flatMap((each): SignedPlan | SignedPlan[] => plannedSignature(planned, each) ?? []);
    if (!good.some(({ mspId }) => mspId === steward.mspId)) good.push(await signed(steward, planned, wish, say));
    const members = organizationsIn(groupAt(planned.present, 'Application')).size;
    // One of those that signed sends it, and another one if that is away for a round.
    if (good.length * 2 <= members) return;
    const now = await steward.send(planned, good).catch(unlessMovedOn);
    if (now !== undefined) say(`in force as configuration ${now.getSequence()}: ${planHash}`);
    return;
  }
}

async function signed(steward: Follower, planned: PlannedUpdate, wish: Intent, say: Say): Promise<SignedPlan> {
  const posted = await steward.post(planned, wish);
  const own = plannedSignature(planned, posted);
  if (own === undefined) {
    throw new Error(`the ledger keeps another signature of ${steward.mspId}, for configuration ${posted.sequence}`);
  }
  say(`signed ${planned.planHash} for configuration ${planned.present.getSequence()}`);
  return own;
}

function intentIn(text: string): Intent | undefined {
  try {
    return intent.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** By another steward's sending, or another update: the next round sees which. */
function unlessMovedOn(error: unknown): undefined {
  if (!(error instanceof UpdateNotInForce) || !error.hasMovedOn) throw error;
}
