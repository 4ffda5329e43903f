/** Asks the orderers how far they are, and tells of those that stand still: in the log, the metrics and `/readyz`. */
import { Gauge, type Registry } from 'prom-client';
import type { Orderers } from '../channel/orderers.js';
import type { Log } from '../log.js';
import type { Job } from './periodically.js';
import { nameOf, type OrdererStanding, StandingOrderers } from '../channel/standing-orderers.js';

const EVERY_MS = 2_000;
/** While one is not well. */
const UNWELL_MS = 500;

export interface OrderersWatch {
  readonly jobs: readonly Job[];
  readonly standing: () => readonly OrdererStanding[];
  readonly stop: () => void;
}

export function watchOrderers(orderers: Orderers | undefined, log: Log, registry?: Registry): OrderersWatch {
  const standing = new StandingOrderers();
  const gauge = (name: string, help: string, read: (orderer: OrdererStanding) => number | undefined): void => {
    new Gauge({
      name,
      help,
      labelNames: ['orderer'],
      registers: registry ? [registry] : [],
      collect() {
        this.reset();
        for (const each of standing.last) {
          const value = read(each);
          if (value !== undefined) this.set({ orderer: each.orderer }, value);
        }
      },
    });
  };
  gauge('commonpoint_orderer_block', 'The newest block that the orderer has said it has.', ({ block }) => block);
  gauge(
    'commonpoint_orderer_stands_still',
    'Whether the orderer does not get blocks that others have. It says itself that it is well.',
    ({ state }) => Number(state === 'stands-still'),
  );
  const look = async (of: Orderers, signal: AbortSignal): Promise<void> => {
    const before = new Map(standing.last.map((each) => [nameOf(each), each]));
    const seen = await of.newest();
    // What was asked while everything is being closed says nothing of them.
    if (signal.aborted) return;
    for (const now of standing.observe(seen, Date.now())) tell(before.get(nameOf(now)), now, log);
  };
  const isUnwell = (): boolean => standing.last.some(({ state }) => state !== 'well');
  return {
    standing: () => standing.last,
    stop: () => orderers?.close(),
    jobs: (orderers === undefined ? [] : [orderers]).map((of) => ({
      name: 'watch-orderers',
      pauseMs: () => (isUnwell() ? UNWELL_MS : EVERY_MS),
      run: (signal) => look(of, signal),
    })),
  };
}

function tell(before: OrdererStanding | undefined, now: OrdererStanding, log: Log): void {
  const { orderer, block, state, restartDueAt } = now;
  const about = { orderer, block };
  if (restartDueAt !== undefined && restartDueAt !== before?.restartDueAt) {
    log.error(about, 'An orderer has to be started again: it does not get blocks that others have');
  }
  if (state === before?.state) return;
  if (state === 'stands-still') log.error(about, 'An orderer stands still while others go on');
  else if (before?.state === 'stands-still') log.info({ ...about, state }, 'An orderer does not stand still any more');
  else if (state === 'silent') {
    log.warn(
      about,
      'An orderer does not answer, and others have nothing that it lacks: starting it again may not help',
    );
  }
}
