/**
 * How the gateway makes sure that it did not judge by an old view: it asks the peer how far the ledger is and waits
 * until the projection is there too.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../channel/channel.js';
import { toFailure } from '../channel/failures.js';
import type { Follower } from './follower.js';

export class Freshness {
  #asked: Promise<void> | undefined;

  constructor(
    private readonly channel: Pick<Channel, 'height'>,
    private readonly follower: Pick<Follower, 'reach'>,
  ) {}

  /**
   * Resolves when the projection includes all that the own peer had committed when this was called. Calls that come
   * together share one question.
   *
   * @throws ChannelFailure
   */
  catchUp(): Promise<void> {
    this.#asked ??= Promise.resolve().then(async () => {
      // From here on a later caller needs an answer of its own: this one was asked before it called.
      this.#asked = undefined;
      await this.follower.reach((await this.channel.height()) - 1);
    });
    return this.#asked;
  }

  /**
   * Whether it does after `waitMs` at the most.
   *
   * @throws Failure
   */
  caughtUpWithin(waitMs: number): Promise<boolean> {
    const late = pause(waitMs, false, { ref: false });
    return Promise.race([this.catchUp().then(() => true), late]).catch((error: unknown) => {
      throw toFailure(error);
    });
  }
}
