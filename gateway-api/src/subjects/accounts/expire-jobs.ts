/**
 * Retires what ended in accounts of the own custody, once its programme does not let it be extended any more.
 *
 * When something ended that was not there before, as on a new day, all lots are looked through, some at a time, and what is
 * over is posted beside other work. The id of each
 * operation follows from the day and from the first lot that it retires: two gateways, or a restart, post the same one,
 * which the ledger does once.
 */
import { createHash } from 'node:crypto';
import { setImmediate as breath } from 'node:timers/promises';
import {
  dayOf,
  daysAfter,
  expiryOf,
  POST_OPERATIONS_MAX,
  SOURCE_LOTS_MAX,
  type Operation,
} from '@commonpoint/catalogue';
import { programQueries } from '../programs/reads.js';
import type { CreateJob } from '../subject.js';
import { accountQueries, type LotPlace } from './reads.js';

const LOOKED_EVERY_MS = 60_000;
/** Lots that are looked at before other work has its turn. */
const LOTS_AT_ONCE = 2_000;
/** Transactions under way at the same time: while one is endorsed another one is ordered and validated. */
const UNDER_WAY_MAX = 2;
/** Lots that one transaction retires, if not one account alone has more: whoever waits at a till stands behind it in its block. */
const LOTS_MAX = 500;

/** An account's points of a programme of which some are over: the first of its lots, and how many have ended. */
interface Holding extends LotPlace {
  ended: number;
}

export const expireEndedPoints: CreateJob = ({ mspId, projection, postAside }, log, everyMs = LOOKED_EVERY_MS) => {
  const { lotsInCustody } = projection.of(accountQueries);
  const { program, ended } = projection.of(programQueries);
  /** What had ended and was left when all was looked through last: others' to retire, or to be extended. */
  let left: string | undefined;

  /** Holdings of which something is over, as many at a time as go into one transaction. */
  async function* findEnded(today: string, signal: AbortSignal): AsyncGenerator<readonly Holding[]> {
    const keptFrom = new Map<string, string>();
    const mayBeExtended = ({ programId, lotId }: LotPlace): boolean => {
      const kept = keptFrom.get(programId) ?? daysAfter(today, -(program(programId)?.rules.reinstatementDays ?? 0));
      keptFrom.set(programId, kept);
      return expiryOf(lotId) >= kept;
    };
    let found: Holding[] = [];
    let lots = 0;
    for (let after: LotPlace | undefined; !signal.aborted; await breath()) {
      const page = lotsInCustody(mspId, after, LOTS_AT_ONCE);
      for (const lot of page) {
        if (expiryOf(lot.lotId) >= today) continue;
        const last = found.at(-1);
        if (last?.accountId === lot.accountId && last.programId === lot.programId) {
          last.ended += 1;
          lots += 1;
          if (lots < SOURCE_LOTS_MAX || found.length === 1) continue;
          // Too many for one transaction: the one that is still being counted goes into the next.
          yield found.slice(0, -1);
          found = [last];
          lots = last.ended;
          continue;
        }
        // The soonest expiry comes first: if that may be extended, so may the rest.
        if (mayBeExtended(lot)) continue;
        if (found.length >= POST_OPERATIONS_MAX || lots >= LOTS_MAX) {
          yield found;
          found = [];
          lots = 0;
        }
        found.push({ ...lot, ended: 1 });
        lots += 1;
      }
      after = page.at(-1);
      if (page.length < LOTS_AT_ONCE) break;
    }
    if (found.length > 0) yield found;
  }

  return {
    name: 'expire-ended-points',
    pauseMs: () => everyMs,
    async run(signal) {
      const today = dayOf(new Date().toISOString());
      const now = (): string => `${today} ${ended(today)}`;
      if (ended(today) === '' || left === now()) return;
      const underWay = new Set<Promise<void>>();
      let retired = 0;
      let isWhole = true;
      for await (const holdings of findEnded(today, signal)) {
        while (underWay.size >= UNDER_WAY_MAX && !signal.aborted) await Promise.race(underWay);
        if (signal.aborted) return;
        // Of more lots than one operation retires, the rest is found in the next round.
        isWhole &&= holdings.every(({ ended }) => ended <= SOURCE_LOTS_MAX);
        const posting: Promise<void> = postAside(holdings.map((holding) => retiring(mspId, holding, today)))
          .then((results) => {
            retired += results.filter(({ state }) => state === 'committed').length;
            isWhole &&= results.every(({ state, code }) => state === 'committed' || code === 'NOTHING_TO_EXPIRE');
          })
          .finally(() => underWay.delete(posting));
        underWay.add(posting);
      }
      await Promise.all(underWay);
      if (retired > 0) log.info({ holdings: retired }, 'Points that ended were retired');
      if (isWhole && !signal.aborted) left = now();
    },
  };
};

function retiring(mspId: string, { accountId, programId, lotId }: Holding, day: string): Operation {
  const hash = createHash('sha256').update(`${mspId} ${accountId} ${programId} ${lotId} ${day}`).digest('hex');
  return { kind: 'expire', id: `ee-${hash.slice(0, 40)}`, programId, accountId };
}
