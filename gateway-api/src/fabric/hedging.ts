/**
 * Asks two merchants where one keeps the caller waiting.
 *
 * An endorsement has no effect on the ledger, so that a second one may be asked for while the first is awaited; whichever
 * comes first is used, and the other is forgotten. A frozen peer, which neither answers nor refuses, then costs a moment
 * instead of the deadline. So that no work is doubled when everything is slow, extra calls are rationed, unless the
 * merchant that is waited for is already known to be unwell.
 */
import { ChannelFailure } from '../channel/channel.js';
import type { Endorsers } from './endorsers.js';

/** Extra calls for each call. */
const RATION = 0.1;
/** Extra calls that may be saved up. */
const SAVED_MAX = 3;
/** How often a caller without a ration looks whether that has changed. */
const LOOK_AGAIN_MS = 200;
/** A merchant whose peer lags by a block or two is asked again after this. */
const LAG_REST_MS = 2_000;

interface Attempt<T> {
  readonly endorsers: readonly string[];
  readonly ended: Promise<Ended<T>>;
}
type Ended<T> = { readonly attempt: Attempt<T> } & ({ readonly endorsement: T } | { readonly failure: ChannelFailure });

const sets = { majority: 'majorities', everybody: 'asManyAsCan' } as const;

export class HedgedEndorsing {
  #saved = SAVED_MAX;

  constructor(
    private readonly endorsers: Endorsers,
    private readonly toFailure: (error: unknown) => ChannelFailure,
  ) {}

  /** Calls `ask` for one set of endorsers, and for more if it fails or takes long. @throws ChannelFailure */
  async endorse<T>(
    required: readonly string[] | 'majority' | 'everybody',
    ask: (endorsers: string[]) => Promise<T>,
  ): Promise<T> {
    this.#saved = Math.min(this.#saved + RATION, SAVED_MAX);
    const choices = typeof required === 'string' ? this.endorsers[sets[required]]() : this.endorsers.choices(required);
    const underWay = new Set<Attempt<T>>();
    const lagging: string[][] = [];
    let failure: ChannelFailure | undefined;
    while (underWay.size > 0 || choices.length > 0) {
      if (underWay.size === 0) underWay.add(this.#begin(choices.shift()!, ask));
      const ended = await this.#firstOf(underWay, choices);
      if (!ended) {
        underWay.add(this.#begin(choices.shift()!, ask));
        continue;
      }
      underWay.delete(ended.attempt);
      if ('endorsement' in ended) {
        this.endorsers.succeeded(ended.attempt.endorsers);
        // Whoever was asked earlier and is still silent is slow; whoever said something else lags.
        for (const { endorsers } of underWay) this.endorsers.failed(endorsers);
        for (const endorsers of lagging) this.endorsers.failed(endorsers, LAG_REST_MS);
        return ended.endorsement;
      }
      failure = ended.failure;
      if (isOneMerchantsFault(failure, this.endorsers.ownMspId)) lagging.push([...ended.attempt.endorsers]);
      else if (failure.kind === 'unavailable' || failure.kind === 'deadline' || isOthersClock(failure, this.endorsers))
        this.endorsers.failed(ended.attempt.endorsers);
      else throw failure;
    }
    throw failure ?? new ChannelFailure('unavailable', 'No other merchant is known that could endorse.');
  }

  #begin<T>(endorsers: string[], ask: (endorsers: string[]) => Promise<T>): Attempt<T> {
    const startedAt = performance.now();
    const attempt: Attempt<T> = {
      endorsers,
      ended: ask(endorsers).then(
        (endorsement): Ended<T> => {
          // Also of one that was overtaken, which stays at rest.
          this.endorsers.took(endorsers, performance.now() - startedAt);
          return { attempt, endorsement };
        },
        (error: unknown): Ended<T> => ({ attempt, failure: this.toFailure(error) }),
      ),
    };
    return attempt;
  }

  /** The first attempt that ends; undefined if it is time for another one. */
  async #firstOf<T>(underWay: ReadonlySet<Attempt<T>>, choices: readonly string[][]): Promise<Ended<T> | undefined> {
    const [attempt] = underWay;
    if (underWay.size > 1 || choices.length === 0) return Promise.race([...underWay].map(({ ended }) => ended));
    let timer: NodeJS.Timeout | undefined;
    const due = new Promise<undefined>((resolve) => {
      const look = (): void => {
        if (this.#mayAskAnother(attempt!.endorsers)) resolve(undefined);
        else timer = setTimeout(look, LOOK_AGAIN_MS);
      };
      timer = setTimeout(look, this.endorsers.patienceMs(attempt!.endorsers));
    });
    try {
      return await Promise.race([attempt!.ended, due]);
    } finally {
      clearTimeout(timer);
    }
  }

  #mayAskAnother(waitedFor: readonly string[]): boolean {
    if (this.endorsers.isResting(waitedFor)) return true;
    if (this.#saved < 1) return false;
    this.#saved--;
    return true;
  }
}

/**
 * Whether the failure may be due to one peer that is behind: the two did not answer the same, or only the other
 * organisation's chaincode refused. Then another merchant may well agree with the own peer.
 */
function isOneMerchantsFault({ kind, mspIds }: ChannelFailure, ownMspId: string): boolean {
  return kind === 'mismatch' || (kind === 'refused' && mspIds.length > 0 && !mspIds.includes(ownMspId));
}

/** Whether it is another organisation's clock that is wrong, and not the own one. */
const isOthersClock = ({ kind, mspIds }: ChannelFailure, { ownMspId }: Endorsers): boolean =>
  kind === 'clock' && mspIds.length > 0 && !mspIds.includes(ownMspId);
