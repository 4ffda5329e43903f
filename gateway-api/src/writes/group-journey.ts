/**
 * What happens to one group, from endorsement to the outcomes of its operations.
 *
 * An account of which more lots are needed than one transaction names has its lots merged first (lot-merging.ts).
 *
 *     endorse ─┬─ a debit refused before a credit ─ anew, apart
 *              ├─ nothing posted ────────────────────────────────┐
 *              ├─ refused, unavailable, ... ─ again or give up   ├─ settle what is certain, look into what is not
 *              └─ store bytes ─ submit ─ block ─┬─ valid ────────┘
 *                                               └─ invalid ─ again or give up
 */
import { ChannelFailure, type Channel, type Endorsement } from '../channel/channel.js';
import { detailOf, gatewayFailureCodes } from '../channel/failures.js';
import type { Log } from '../log.js';
import type { OperationResult } from './results.js';
import type { PointsLedger } from './points-ledger.js';
import type { GroupCommit } from '../store/group-commit.js';
import type { OperationRows } from './operation-rows.js';
import type { CreditsUnderWay } from './credits-under-way.js';
import { isDoubtful, tooEarly } from './doubts.js';
import { sortDoubts } from './sort-doubts.js';
import { validationCodes, type Fate, type Fates } from './fates.js';
import type { Freshness } from '../projection/freshness.js';
import type { Group } from './grouping.js';
import type { LedgerLookup } from './ledger-lookup.js';
import { LotMerging } from './lot-merging.js';
import { chooseSources, type Source } from './lot-sources.js';
import type { Foretold } from './foretold.js';
import { GroupEndorsement } from './endorse-group.js';
import { failed, finalOf } from './outcomes.js';
import type { OrderingWatch } from './ordering-watch.js';
import type { QuotaLanes } from './quota-lanes.js';
import { afterCommit, afterEndorsement, ATTEMPTS_MAX, isDivisible, mayTryAgain, type Verdict } from './retry-rules.js';
import { postRequest, type ProveClaims } from './post-request.js';
import type { Sender } from './sender.js';
import { toResult, type Unit } from './unit.js';
import { withReceipts, writtenReceipts } from './written-receipts.js';

export interface JourneyParts {
  readonly channel: Channel;
  readonly projection: PointsLedger;
  readonly rows: OperationRows;
  readonly commits: GroupCommit;
  readonly fates: Fates;
  readonly sender: Sender;
  readonly ordering: Pick<OrderingWatch, 'isStuck'>;
  readonly freshness: Freshness;
  readonly proveClaims?: ProveClaims | undefined;
  readonly log: Log;
}

/**
 * How units are put back: `again` and `split` (each alone) after a conflict, `at-once` with a better look at the ledger, `patiently`
 * while earlier operations are under way, `rarely` while the peer is away, `anew` when nothing was handed over and some go
 * another time. The last three are not counted as attempts.
 */
export type Return = 'at-once' | 'again' | 'split' | 'patiently' | 'rarely' | 'anew';

export class GroupJourney {
  readonly #parts: JourneyParts;
  readonly #endorsement: GroupEndorsement;
  readonly #merging: LotMerging;
  readonly #lanes: QuotaLanes;
  readonly #credits: CreditsUnderWay;
  readonly #lookup: LedgerLookup;
  readonly #later: (units: readonly Unit[], how: Return) => void;
  readonly #over: (unit: Unit) => void;
  readonly #patienceMs: number | undefined;

  constructor(
    parts: JourneyParts,
    queue: {
      readonly lanes: QuotaLanes;
      readonly credits: CreditsUnderWay;
      readonly lookup: LedgerLookup;
      readonly later: (units: readonly Unit[], how: Return) => void;
      /** Called when nothing of a unit is pending any more. */
      readonly over: (unit: Unit) => void;
      /** For how long conflicts are repeated. */
      readonly patienceMs?: number | undefined;
    },
  ) {
    this.#parts = parts;
    this.#endorsement = new GroupEndorsement(parts.channel);
    this.#merging = new LotMerging(parts);
    this.#lanes = queue.lanes;
    this.#credits = queue.credits;
    this.#lookup = queue.lookup;
    this.#later = queue.later;
    this.#over = queue.over;
    this.#patienceMs = queue.patienceMs;
  }

  /** Resolves when every operation of the group is settled or put back; calls `over` when its locks are not needed any more. */
  async run(group: Group, over: () => void): Promise<void> {
    let foretold: Foretold[];
    let held = true;
    const release = (): void => {
      if (held) over();
      held = false;
    };
    try {
      let endorsement: Endorsement;
      await this.#lookBeforeReversing(group);
      const sources = await this.#merging.settle(group.role, () => this.#sourcesOf(group));
      try {
        const request = postRequest(group, sources, this.#lookup, this.#parts.proveClaims);
        ({ endorsement, foretold } = await this.#endorsement.endorse(group, request));
      } catch (error) {
        release();
        return await this.#notEndorsed(group, error);
      }
      const early = tooEarly(foretold, this.#lookup);
      if (early.size > 0) {
        for (const [unit, others] of early) unit.after = others;
        release();
        return this.#later(group.units, 'anew');
      }
      if (!foretold.some(({ outcome }) => outcome.state === 'POSTED')) {
        release();
        return await this.#settleWithoutTransaction(foretold, sources);
      }
      if (this.#parts.ordering.isStuck) {
        // Ordering stopped while this was endorsed: still nothing of it has left the gateway.
        release();
        return await this.#follow(afterEndorsement.unordered, group.units, gatewayFailureCodes.ORDERING_UNAVAILABLE);
      }
      const fate = await this.#handOver(group, endorsement, foretold);
      release();
      const { txId } = endorsement.transaction;
      if (fate.validationCode !== validationCodes.valid) await this.#invalid(group.units, fate, txId);
      else await this.#committed(foretold, sources, txId, fate);
    } finally {
      release();
    }
  }

  /**
   * What a reversal takes back depends on which lots are named for it, without the ledger noticing one that is missing: so
   * they are named with a view that is up to date. Should the peer be away, that shows at endorsement.
   */
  async #lookBeforeReversing({ units }: Group): Promise<void> {
    if (!units.some(({ pending }) => pending.some(({ kind }) => kind === 'reverse'))) return;
    await this.#parts.freshness.catchUp().catch((error: unknown) => {
      this.#parts.log.warn({ err: error }, 'The projection could not be checked before a reversal');
    });
  }

  #sourcesOf({ units }: Group): Source[] {
    const operations = units.flatMap((unit) => unit.pending);
    return chooseSources(operations, this.#parts.projection, this.#lookup);
  }

  /** Stores the signed bytes, hands them over, and waits until the block is applied. */
  async #handOver(group: Group, { transaction }: Endorsement, foretold: readonly Foretold[]): Promise<Fate> {
    const { commits, rows, fates, sender } = this.#parts;
    const { txId } = transaction;
    const recorded = group.units.some((unit) => unit.kind !== 'bulk');
    const rejections = foretold.some(({ outcome }) => outcome.state === 'REJECTED');
    if (recorded) {
      const operationIds = group.units.flatMap((unit) => unit.pending.map(({ id }) => id));
      await commits.keep(() => rows.recordTransaction({ ...transaction, operationIds }));
    }
    const fate = fates.expect(txId, {
      durability: recorded && rejections ? 'synced' : 'rebuildable',
      record: ({ validationCode, blockNumber }) => {
        if (recorded) rows.settleTransaction(txId);
        if (validationCode !== validationCodes.valid) return;
        for (const [unit, results] of finalOf(foretold, { txId, blockNumber })) unit.listener.record(results);
      },
    });
    const progress = (state: 'submitted' | 'unknown'): void => {
      for (const unit of group.units) unit.listener.progress(unit, state, txId);
    };
    return sender.send(transaction, fate, {
      submitted: () => progress('submitted'),
      unknown: () => progress('unknown'),
    });
  }

  async #committed(
    foretold: readonly Foretold[],
    named: readonly Source[],
    txId: string,
    { blockNumber, writes }: Fate,
  ): Promise<void> {
    const receiptOf = writtenReceipts(writes, this.#lookup);
    for (const [unit, results] of finalOf(foretold, { txId, blockNumber }))
      this.#settle(unit, withReceipts(unit, results, receiptOf));
    await this.#lookInto(foretold, named);
  }

  async #settleWithoutTransaction(foretold: readonly Foretold[], named: readonly Source[]): Promise<void> {
    const final = finalOf(foretold, {});
    if (final.size > 0) await this.#recordAndSettle(final);
    await this.#lookInto(foretold, named);
  }

  async #recordAndSettle(final: ReadonlyMap<Unit, readonly OperationResult[]>): Promise<void> {
    await this.#parts.commits.keep(() => {
      for (const [unit, results] of final) unit.listener.record(results);
    });
    for (const [unit, results] of final) this.#settle(unit, results);
  }

  /** Looks into what is left of the units after their final operations are settled. */
  async #lookInto(foretold: readonly Foretold[], named: readonly Source[]): Promise<void> {
    const doubtful = foretold.filter(({ operation, outcome }) => isDoubtful(operation, outcome));
    if (doubtful.length === 0) return;
    const units = [...new Set(doubtful.map(({ unit }) => unit))];
    const { freshness, projection } = this.#parts;
    try {
      await freshness.catchUp();
    } catch (error) {
      return this.#notEndorsed({ units }, error);
    }
    const { early, again, answered } = sortDoubts(foretold, doubtful, {
      named,
      projection,
      quotaLeft: (owner) => this.#lanes.left(owner),
      lookup: this.#lookup,
      credits: this.#credits,
      rows: this.#parts.rows,
      mayTryAgain: (unit) => this.#mayTryAgain(unit),
    });
    this.#later([...early], 'patiently');
    const final = new Map<Unit, OperationResult[]>();
    for (const { unit, operation, outcome } of answered) {
      if (!unit.pending.includes(operation)) continue;
      const results = final.get(unit) ?? [];
      final.set(unit, results);
      results.push(toResult(operation, outcome, {}));
    }
    if (final.size > 0) await this.#recordAndSettle(final);
    for (const unit of again) this.#later([unit], unit.attempts < ATTEMPTS_MAX ? 'at-once' : 'again');
  }

  async #invalid(units: readonly Unit[], { validationCode }: Fate, txId: string): Promise<void> {
    const verdict = afterCommit(validationCode, Math.max(...units.map(({ attempts }) => attempts)));
    this.#parts.log.info({ txId, validationCode, then: verdict.then }, 'A transaction was committed as invalid');
    await this.#follow(verdict, units, `The transaction was committed as invalid with code ${validationCode}.`, txId);
  }

  async #notEndorsed({ units }: Pick<Group, 'units'>, error: unknown): Promise<void> {
    if (!(error instanceof ChannelFailure)) throw error;
    if (error.kind === 'refused' && error.body) {
      const { code, detail } = error.body;
      if (isDivisible(code) && units.length > 1) return this.#later(units, 'split');
      const refused = units.map((unit): [Unit, OperationResult[]] => [
        unit,
        unit.pending.map(({ id, kind }) => ({ operationId: id, kind, state: 'rejected', code, detail })),
      ]);
      return this.#recordAndSettle(new Map(refused));
    }
    // What the peers said names addresses, which are for the log and not for clients.
    this.#parts.log.warn({ err: error, kind: error.kind }, 'A transaction was not endorsed');
    const verdict = error.kind === 'refused' ? afterEndorsement.malformed : afterEndorsement[error.kind];
    await this.#follow(verdict, units, error.kind === 'refused' ? gatewayFailureCodes[verdict.code] : detailOf(error));
  }

  async #follow({ then, code }: Verdict, units: readonly Unit[], detail: string, txId?: string): Promise<void> {
    const again = units.filter((unit) => then !== 'give-up' && this.#mayTryAgain(unit));
    this.#later(again, 'again');
    const done = units.filter((unit) => !again.includes(unit));
    if (txId) {
      // The transaction's fate is known: it had no effect, and that is final.
      if (done.length > 0)
        await this.#recordAndSettle(new Map(done.map((unit) => [unit, failed(unit, code, detail, txId)])));
      return;
    }
    for (const unit of done) {
      if (unit.listener.undone(unit, code, detail) === 'try-again') this.#later([unit], 'rarely');
      else this.#over(unit);
    }
  }

  #mayTryAgain(unit: Unit): boolean {
    unit.conflictingSince ??= performance.now();
    return mayTryAgain(unit.attempts, unit.conflictingSince, this.#patienceMs);
  }

  #settle(unit: Unit, results: readonly OperationResult[]): void {
    const done = new Set(results.map(({ operationId }) => operationId));
    unit.pending = unit.pending.filter(({ id }) => !done.has(id));
    unit.listener.concluded(unit, results);
    if (unit.pending.length === 0) this.#over(unit);
  }
}
