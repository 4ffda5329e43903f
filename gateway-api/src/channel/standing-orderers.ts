/**
 * Which orderers stand still while others go on: pure, of what was seen. One that stands still says that it is active and
 * takes everything, so nothing but its newest block shows it. One that lacks nothing that others have may have nothing to
 * do, or too few others work: then starting it again would not help.
 */
import type { OrdererBlock } from './orderers.js';

export const ordererStates = ['well', 'behind', 'silent', 'stands-still'] as const;

export interface OrdererStanding extends OrdererBlock {
  /** `behind` comes closer, or has not been for long; `silent` gives no answer, and lacks nothing as far as is known. */
  readonly state: (typeof ordererStates)[number];
  /** When it was first seen to stand. */
  readonly since?: number;
  /** Whatever process of it was started before this is to be started again. */
  readonly restartDueAt?: number;
}

/** Of so many other organisations the blocks count that it lacks: one alone could say anything, under many addresses too. */
const WITNESSES = 2;
const STANDS_AFTER_MS = 4_000;
const RESTART_AFTER_MS = 7_000;
/** Until it is due again without any progress; twice as long each time. */
const AGAIN_AFTER_MS = 60_000;
const AGAIN_AFTER_MAX_MS = 15 * 60_000;
/** One that has been well for so long begins anew. */
const RECOVERED_AFTER_MS = 10 * 60_000;

interface Memory {
  readonly block: number | undefined;
  readonly standsSince: number | undefined;
  readonly wellSince: number | undefined;
  readonly restarts: number;
  readonly restartDueAt: number | undefined;
}

const unknown: Memory = {
  block: undefined,
  standsSince: undefined,
  wellSince: undefined,
  restarts: 0,
  restartDueAt: undefined,
};

export class StandingOrderers {
  #memories: ReadonlyMap<string, Memory> = new Map();
  #last: readonly OrdererStanding[] = [];

  get last(): readonly OrdererStanding[] {
    return this.#last;
  }

  /** @param now in milliseconds */
  observe(seen: readonly OrdererBlock[], now: number): readonly OrdererStanding[] {
    const memories = new Map(
      seen.map((each) => [nameOf(each), next(this.#memories.get(nameOf(each)) ?? unknown, each, seen, now)]),
    );
    this.#memories = memories;
    this.#last = seen.map((each) => standing(each, memories.get(nameOf(each))!, now));
    return this.#last;
  }
}

/** Any organisation may name another one's address as its own. */
export const nameOf = ({ mspId, endpoint }: OrdererBlock): string => `${mspId} ${endpoint}`;

function next(before: Memory, orderer: OrdererBlock, seen: readonly OrdererBlock[], now: number): Memory {
  const block = orderer.block ?? before.block;
  // Of one that never answered nobody knows what it has.
  const lacks = block !== undefined && isAhead(seen, orderer, block);
  const cameOn = block !== undefined && (before.block === undefined || block > before.block);
  if (!lacks || cameOn) {
    const wellSince = lacks || orderer.block === undefined ? undefined : (before.wellSince ?? now);
    const isRecovered = wellSince !== undefined && now - wellSince >= RECOVERED_AFTER_MS;
    const restarts = isRecovered ? 0 : before.restarts;
    const restartDueAt = isRecovered ? undefined : before.restartDueAt;
    return { block, standsSince: undefined, wellSince, restarts, restartDueAt };
  }
  const standsSince = before.standsSince ?? now;
  const memory = { block, standsSince, wellSince: undefined };
  const { restarts, restartDueAt = -Infinity } = before;
  const pauseMs = restarts === 0 ? 0 : Math.min(AGAIN_AFTER_MS * 2 ** (restarts - 1), AGAIN_AFTER_MAX_MS);
  const isDue = now - standsSince >= RESTART_AFTER_MS && now - restartDueAt >= pauseMs;
  return isDue
    ? { ...memory, restarts: restarts + 1, restartDueAt: now }
    : { ...memory, restarts, restartDueAt: before.restartDueAt };
}

/** Whether orderers of enough other organisations, that take part and answer now, have a block that it does not have. */
function isAhead(seen: readonly OrdererBlock[], orderer: OrdererBlock, block: number): boolean {
  const ahead = seen.filter((other) => other.isConsenter && other.block !== undefined && other.block > block);
  const witnesses = new Set(ahead.map(({ mspId }) => mspId));
  witnesses.delete(orderer.mspId);
  return witnesses.size >= WITNESSES;
}

function standing(orderer: OrdererBlock, memory: Memory, now: number): OrdererStanding {
  const { block, standsSince, restartDueAt } = memory;
  const known = { ...orderer, block };
  if (standsSince === undefined) {
    return {
      ...known,
      state: orderer.block === undefined ? 'silent' : memory.wellSince === undefined ? 'behind' : 'well',
    };
  }
  if (now - standsSince < STANDS_AFTER_MS) return { ...known, state: 'behind', since: standsSince };
  const due = restartDueAt !== undefined && restartDueAt >= standsSince ? { restartDueAt } : {};
  return { ...known, state: 'stands-still', since: standsSince, ...due };
}
