/**
 * Transactions other than points operations: opening accounts, programmes, quota.
 *
 * All of them may be repeated without harm (they set something to a value, or find it there already), so that nothing
 * is stored for them; but here too a new transaction is made only when the fate of the last one is known.
 */
import { setTimeout as pause } from 'node:timers/promises';
import {
  postPoints,
  type PrivateInputOf,
  type ReplyOf,
  type RequestOf,
  type Role,
  type Transaction,
} from '@commonpoint/catalogue';
import { ChannelFailure, type Channel, type Endorsement, type Endorsing } from '../channel/channel.js';
import { Failure, gatewayFailureCodes, orderingUnavailable, shuttingDown, toFailure } from '../channel/failures.js';
import { replyOf } from '../channel/typed-channel.js';
import type { Log } from '../log.js';
import type { IdempotencyClaim, StoredReply } from '../store/idempotency.js';
import type { KeptAnswers } from './kept-answers.js';
import type { WriteOptions, Written } from './results.js';
import { validationCodes, type Fates } from './fates.js';
import type { OrderingWatch } from './ordering-watch.js';
import type { WritePause } from './write-pause.js';
import { afterCommit, afterEndorsement, CROSSED_APART, mayTryAgain, pauseMs } from './retry-rules.js';
import type { Sender } from './sender.js';

export interface LedgerTransactionsParts {
  readonly channel: Channel;
  readonly fates: Fates;
  readonly sender: Sender;
  readonly ordering: Pick<OrderingWatch, 'isStuck'>;
  /** Nothing is begun while it lasts. */
  readonly pause: Pick<WritePause, 'over'>;
  readonly log: Log;
  /** Whether new work is refused because the gateway stops. */
  readonly isClosing: () => boolean;
  readonly answers: KeptAnswers;
  /** For how long conflicts are repeated. */
  readonly patienceMs?: number | undefined;
  /** Who endorses a transaction, if not just any two merchants. */
  readonly endorsersOf?: (entry: Transaction, request: unknown) => Omit<Endorsing, 'privateInput'>;
}

export interface TransactionOutcome<Reply> {
  /** Absent if there was nothing to write. */
  readonly txId?: string;
  readonly blockNumber?: number;
  readonly reply: Reply;
}

export interface TransactionOptions<PrivateInput = undefined> {
  /** What only the endorsing peers get to see. It is kept in memory while the transaction is under way, and nowhere else. */
  readonly privateInput?: PrivateInput | undefined;
  /** Where its answer is kept, and what that is. */
  readonly kept?:
    { readonly claim: IdempotencyClaim; readonly replyTo: (txId: string, reply: never) => StoredReply } | undefined;
  /** Told when the transaction is handed over. */
  readonly progress?: (state: 'submitted' | 'unknown', txId: string) => void;
}

export class LedgerTransactions {
  constructor(private readonly parts: LedgerTransactionsParts) {}

  /** Whether the gateway stops: then nothing new is begun. */
  isClosing(): boolean {
    return this.parts.isClosing();
  }

  /** @throws Failure SHUTTING_DOWN */
  requireOpen(): void {
    if (this.isClosing()) throw shuttingDown();
  }

  /** @throws Failure */
  async run<T extends Transaction>(
    role: Role,
    entry: T,
    request: RequestOf<T>,
    options: TransactionOptions<PrivateInputOf<T>> = {},
  ): Promise<TransactionOutcome<ReplyOf<T>>> {
    const begunAt = performance.now();
    const endorsing: Endorsing = {
      ...this.parts.endorsersOf?.(entry, request),
      ...(options.privateInput !== undefined && { privateInput: JSON.stringify(options.privateInput) }),
    };
    let crossings = 0;
    for (let attempt = 1; ; attempt++) {
      await this.parts.pause.over();
      this.#requireOrdering();
      let endorsement: Endorsement;
      let reply: ReplyOf<T>;
      try {
        endorsement = await this.parts.channel.endorse(role, entry.name, JSON.stringify(request), endorsing);
        reply = replyOf(entry, endorsement.reply);
      } catch (error) {
        if (!isPassing(error, endorsing) || !mayTryAgain(attempt, begunAt, this.parts.patienceMs))
          throw toFailure(error);
        await pause(pauseMs(attempt));
        continue;
      }
      // What changes nothing is so already, as after a repeat. Ordered, it might even be refused: without any write no
      // collection's policy holds, and the chaincode's own asks for more endorsers than were let into the secret.
      if (!endorsement.writesSomething()) return { reply };
      this.#requireOrdering();
      const { txId } = endorsement.transaction;
      const { answers } = this.parts;
      const { kept } = options;
      const answer = kept && { claim: kept.claim, reply: kept.replyTo(txId, reply as never) };
      if (answer) await answers.record(endorsement.transaction, answer);
      const expected = this.parts.fates.expect(txId, {
        durability: 'rebuildable',
        record: (fate) => answer && answers.settle(txId, answer, fate),
      });
      const fate = await this.parts.sender.send(endorsement.transaction, expected, {
        submitted: () => options.progress?.('submitted', txId),
        unknown: () => options.progress?.('unknown', txId),
      });
      if (fate.validationCode === validationCodes.valid) return { txId, blockNumber: fate.blockNumber, reply };
      // Two that write the same row and its policy, in one block: the second fails on the policy, whoever endorsed it.
      const isCrossed = fate.validationCode === validationCodes.endorsementPolicyFailure;
      if (isCrossed) crossings++;
      const { then, code } = afterCommit(fate.validationCode, crossings - 1);
      this.parts.log.info({ txId, ...fate, then }, 'A transaction was committed as invalid');
      if (then === 'give-up' || !mayTryAgain(attempt, begunAt, this.parts.patienceMs))
        throw new Failure(code, gatewayFailureCodes[code], { txId });
      await pause(pauseMs(isCrossed ? attempt + CROSSED_APART : attempt));
    }
  }

  /** Before anything of an attempt is handed over. @throws Failure */
  #requireOrdering(): void {
    if (this.parts.ordering.isStuck) throw orderingUnavailable();
  }

  /** As {@link run}, but waits no longer than `waitMs`; the transaction goes on. @throws Failure, also SHUTTING_DOWN */
  async write<T extends Transaction>(
    role: Role,
    entry: T,
    request: RequestOf<T>,
    {
      waitMs,
      kept,
      privateInput,
    }: Pick<WriteOptions, 'waitMs' | 'kept'> & Pick<TransactionOptions<PrivateInputOf<T>>, 'privateInput'>,
  ): Promise<Written<ReplyOf<T>>> {
    if (entry.name === postPoints.name) throw new TypeError('Points operations are recorded and grouped');
    return this.within(waitMs, (progress) =>
      this.run(role, entry, request, {
        privateInput,
        kept: kept && {
          claim: kept.claim,
          replyTo: (txId, value) => kept.replyTo({ state: 'committed', txId, value }),
        },
        progress,
      }).then(({ txId, reply }) => ({
        state: 'committed',
        txId,
        value: reply,
      })),
    );
  }

  /**
   * What is known of a write of one or more transactions when the time is over; it goes on. What has not been handed over by
   * then is waited for: before that nothing is recorded, and a process that ends would leave nothing of what was answered.
   * @throws Failure
   */
  async within<Value>(
    waitMs: number,
    work: (progress: NonNullable<TransactionOptions['progress']>) => Promise<Written<Value>>,
  ): Promise<Written<Value>> {
    this.requireOpen();
    let now: Written<Value> = { state: 'submitted' };
    let tell: () => void = () => undefined;
    const handedOver = new Promise<void>((resolve) => (tell = resolve));
    const done = work((state, txId) => {
      now = { state, txId };
      tell();
    });
    return within(waitMs, done, () => Promise.race([done, handedOver.then(() => ({ ...now, final: done }))]));
  }
}

/** The outcome if it comes in time, else what is known by then. */
export function within<T, U>(waitMs: number, outcome: Promise<T>, otherwise: () => U | Promise<U>): Promise<T | U> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(otherwise()), waitMs);
    // After the time is over these do nothing any more.
    outcome.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Whether an endorsement that failed is worth another try. What one peer refuses and another one endorses, one of the two has yet to hear
 * of; but where all are named that see something private, each may have reasons of its own.
 */
function isPassing(error: unknown, { exactly }: Endorsing): boolean {
  if (!(error instanceof ChannelFailure)) return false;
  if (error.kind === 'refused') return error.isDisputed && exactly === undefined;
  return afterEndorsement[error.kind].then === 'again';
}
