/**
 * Hands a signed transaction over until its fate is known.
 *
 * A failed or unanswered submission says nothing: the orderer may have it. So the same bytes are sent again, under the
 * same transaction id, which Fabric commits at most once; never is a new one made while this one may still appear.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Channel, EndorsedTransaction } from '../fabric/channel.js';
import type { Log } from '../ports.js';
import type { Fate } from './fates.js';

const REPEAT_PAUSE_MS = [100, 300, 1_000, 2_000, 5_000] as const;

export interface SenderTiming {
  /** After this long without a block the outcome is called unknown, and the bytes are sent once more. */
  readonly commitMs: number;
}

export class Sender {
  readonly #stopping = new AbortController();

  constructor(
    private readonly channel: Channel,
    private readonly log: Log,
    private readonly timing: SenderTiming = { commitMs: 60_000 },
  ) {}

  /** Resolves with the fate. `unknown` is called when contact is lost, `submitted` when an orderer has answered. */
  async send(
    transaction: EndorsedTransaction,
    fate: Promise<Fate>,
    progress: { submitted(): void; unknown(): void },
  ): Promise<Fate> {
    const { signal } = this.#stopping;
    for (let attempt = 0; ; attempt++) {
      let waitMs: number = this.timing.commitMs;
      try {
        await this.channel.submit(transaction);
        progress.submitted();
      } catch (error) {
        progress.unknown();
        waitMs = REPEAT_PAUSE_MS[Math.min(attempt, REPEAT_PAUSE_MS.length - 1)]!;
        this.log.warn({ err: error, txId: transaction.txId, attempt }, 'A submission was not answered');
      }
      const waited = new AbortController();
      const timeout = pause(waitMs, undefined, { signal: AbortSignal.any([signal, waited.signal]) });
      const known = await Promise.race([fate, timeout.catch(() => undefined)]);
      waited.abort();
      if (known) return known;
      // Stopped: the row stays, and the next run sends the same bytes.
      if (signal.aborted) return new Promise(() => undefined);
      progress.unknown();
    }
  }

  stop(): void {
    this.#stopping.abort();
  }
}
