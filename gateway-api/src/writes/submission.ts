/**
 * Grouped submission: takes units from the queue, makes them into `Points:Post` transactions, and sees each through to
 * its outcome.
 *
 * When nothing is under way a unit goes after a moment's silence. While transactions are in flight the next group grows:
 * until one of them is over, or its window ends. So a lone operation is quick, a crowd is cheap, and how much goes into
 * one transaction follows from how long a transaction takes.
 */
import {
  POST_OPERATIONS_MAX,
  postPoints,
  type Operation,
  type Outcome,
  type ReplyOf,
} from '@commonpoint/chaincode/catalogue';
import { setTimeout as pause } from 'node:timers/promises';
import type { Channel, Endorsement } from '../fabric/channel.js';
import { ChannelFailure } from '../fabric/channel.js';
import { gatewayFailureCodes, type GatewayFailureCode, type Log, type OperationResult } from '../ports.js';
import type { Projection } from '../projection/queries.js';
import type { GroupCommit } from '../store/group-commit.js';
import type { OperationRows } from '../store/operation-rows.js';
import { isContradicted, isDoubtful } from './doubts.js';
import { validationCodes, type Fate, type Fates } from './fates.js';
import { CreditsUnderWay } from './credits-under-way.js';
import type { Freshness } from './freshness.js';
import { Grouping, type Group } from './grouping.js';
import { debited, type FindReceipt } from './lock-keys.js';
import { chooseSources } from './lot-sources.js';
import { QuotaLanes } from './quota-lanes.js';
import { afterCommit, afterEndorsement, ATTEMPTS_MAX, isDivisible, pauseMs, type Verdict } from './retry-rules.js';
import type { Sender } from './sender.js';
import { toResult, type Unit } from './unit.js';

export interface SubmissionTiming {
  /** Silence after which a group goes when nothing is in flight. */
  readonly silenceMs: number;
  /** The longest that a group is kept open for each transaction in flight, and at the most. */
  readonly windowMs: number;
  readonly windowMaxMs: number;
  /** Transactions in flight at the most. */
  readonly inFlightMax: number;
}

const defaultTiming: SubmissionTiming = { silenceMs: 2, windowMs: 20, windowMaxMs: 60, inFlightMax: 12 };

export interface SubmissionParts {
  readonly mspId: string;
  readonly channel: Channel;
  readonly projection: Projection;
  readonly rows: OperationRows;
  readonly commits: GroupCommit;
  readonly fates: Fates;
  readonly sender: Sender;
  readonly freshness: Freshness;
  readonly log: Log;
  readonly timing?: Partial<SubmissionTiming>;
}

const pauses: Readonly<Record<string, number>> = { 'at-once': 0, patiently: 20, rarely: 1_000 };

/** An operation of a group with the outcome that the endorsement foretold. */
interface Foretold {
  readonly unit: Unit;
  readonly operation: Operation;
  readonly outcome: Outcome;
}

export class Submission {
  readonly #grouping: Grouping;
  readonly #lanes: QuotaLanes;
  readonly #credits = new CreditsUnderWay();
  readonly #findReceipt: FindReceipt;
  readonly #timing: SubmissionTiming;
  readonly #parts: SubmissionParts;
  #inFlight = 0;
  #resting = 0;
  #openedAt = 0;
  #lastArrivalAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: SubmissionParts) {
    const { projection, mspId } = parts;
    this.#parts = parts;
    this.#timing = { ...defaultTiming, ...parts.timing };
    this.#findReceipt = (operationId) => projection.receipt(mspId, operationId)?.receipt;
    this.#lanes = new QuotaLanes((programId) =>
      projection.program(programId)?.issuer === mspId ? projection.lanes(programId) : [],
    );
    this.#grouping = new Grouping(this.#lanes, this.#findReceipt);
  }

  /** Operations that wait, those between two attempts included. */
  get length(): number {
    return this.#grouping.length + this.#resting;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  add(unit: Unit): void {
    const now = performance.now();
    if (!this.#grouping.hasReady) this.#openedAt = now;
    this.#lastArrivalAt = now;
    this.#credits.add(unit);
    this.#grouping.add(unit);
    this.#schedule();
  }

  /** Begins nothing any more; what is in flight goes on. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#timer || this.#stopped || !this.#grouping.hasReady || this.#inFlight >= this.#timing.inFlightMax) return;
    const dueMs = this.#dueAt() - performance.now();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (this.#dueAt() <= performance.now() + 0.5) this.#dispatch();
        this.#schedule();
      },
      Math.max(0, dueMs),
    );
  }

  #dueAt(): number {
    if (this.#grouping.length >= POST_OPERATIONS_MAX && this.#grouping.readyLength >= POST_OPERATIONS_MAX) return 0;
    const { silenceMs, windowMs, windowMaxMs } = this.#timing;
    const openMs = Math.min(windowMs * Math.max(1, this.#inFlight), windowMaxMs);
    const silentAt = this.#lastArrivalAt + (this.#inFlight === 0 ? silenceMs : openMs / 2);
    return Math.min(silentAt, this.#openedAt + openMs);
  }

  #dispatch(): void {
    while (this.#inFlight < this.#timing.inFlightMax) {
      const group = this.#grouping.next();
      if (!group) return;
      this.#openedAt = performance.now();
      this.#inFlight++;
      void this.#run(group).catch((error: unknown) => {
        // A fault of this program. What it was about stays recorded, and the next run takes it up again.
        this.#parts.log.error({ err: error }, 'A group ended unexpectedly');
      });
      if (this.#grouping.readyLength < POST_OPERATIONS_MAX) return;
    }
  }

  #over(group: Group): void {
    this.#inFlight--;
    this.#grouping.release(group);
    // What waits may be due sooner now.
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#schedule();
  }

  async #run(group: Group): Promise<void> {
    let foretold: Foretold[];
    let held = true;
    const release = (): void => {
      if (held) this.#over(group);
      held = false;
    };
    try {
      let endorsement: Endorsement;
      try {
        endorsement = await this.#parts.channel.endorse(group.role, postPoints.name, this.#request(group));
        foretold = foretell(group, endorsement.reply);
      } catch (error) {
        release();
        return await this.#notEndorsed(group, error);
      }
      if (!foretold.some(({ outcome }) => outcome.state === 'POSTED')) {
        release();
        return await this.#settleWithoutTransaction(foretold);
      }
      const fate = await this.#handOver(group, endorsement, foretold);
      release();
      if (fate.validationCode === validationCodes.valid) await this.#committed(foretold, endorsement, fate);
      else await this.#invalid(group.units, fate, endorsement.transaction.txId);
    } finally {
      release();
    }
  }

  #request(group: Group): string {
    const operations = group.units.flatMap((unit) => unit.pending);
    const sources = chooseSources(operations, this.#parts.projection, this.#findReceipt);
    const named = operations.map((operation) => {
      const lanes = operation.kind === 'issue' ? group.lanes.get(operation.programId) : undefined;
      return lanes ? { ...operation, lanes } : operation;
    });
    // The receipts come with the block; twice in a transaction they would be a third of it.
    const batch = { operations: named, omitReceipts: true };
    return JSON.stringify(sources.length > 0 ? { ...batch, sources } : batch);
  }

  /** Stores the signed bytes, hands them over, and waits until the block is applied. */
  async #handOver(group: Group, { transaction }: Endorsement, foretold: readonly Foretold[]): Promise<Fate> {
    const { commits, rows, fates, sender } = this.#parts;
    const { txId } = transaction;
    const recorded = group.units.some((unit) => unit.kind !== 'bulk');
    const rejections = foretold.some(({ outcome }) => outcome.state === 'REJECTED');
    if (recorded) {
      const operationIds = group.units.flatMap((unit) => unit.pending.map(({ id }) => id));
      await commits.run(() => rows.recordTransaction({ ...transaction, operationIds }));
    }
    const fate = fates.expect(txId, {
      durability: recorded && rejections ? 'synced' : 'rebuildable',
      record: ({ validationCode, blockNumber }) => {
        if (recorded) rows.settleTransaction(txId);
        if (validationCode !== validationCodes.valid) return;
        for (const [unit, results] of this.#finalOf(foretold, { txId, blockNumber })) unit.listener.record(results);
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

  async #committed(foretold: readonly Foretold[], { transaction }: Endorsement, fate: Fate): Promise<void> {
    const where = { txId: transaction.txId, blockNumber: fate.blockNumber };
    for (const [unit, results] of this.#finalOf(foretold, where)) this.#settle(unit, this.#withReceipts(unit, results));
    await this.#lookInto(foretold);
  }

  /** The block that was applied brought the receipts. Nobody reads those of an import's rows. */
  #withReceipts({ kind }: Unit, results: readonly OperationResult[]): readonly OperationResult[] {
    if (kind === 'bulk') return results;
    return results.map((result) =>
      result.state === 'committed' && result.receipt === undefined
        ? { ...result, receipt: this.#findReceipt(result.operationId) }
        : result,
    );
  }

  async #settleWithoutTransaction(foretold: readonly Foretold[]): Promise<void> {
    const final = this.#finalOf(foretold, {});
    if (final.size > 0) await this.#recordAndSettle(final);
    await this.#lookInto(foretold);
  }

  async #recordAndSettle(final: ReadonlyMap<Unit, readonly OperationResult[]>): Promise<void> {
    await this.#parts.commits.run(() => {
      for (const [unit, results] of final) unit.listener.record(results);
    });
    for (const [unit, results] of final) this.#settle(unit, results);
  }

  /** The operations whose outcome needs no second look, by unit. A chain is final as a whole or not at all. */
  #finalOf(foretold: readonly Foretold[], where: Partial<OperationResult>): Map<Unit, OperationResult[]> {
    const doubted = new Set(
      foretold.filter(({ operation, outcome }) => isDoubtful(operation, outcome)).map(({ unit }) => unit),
    );
    const final = new Map<Unit, OperationResult[]>();
    for (const { unit, operation, outcome } of foretold) {
      if (unit.kind === 'bulk' ? isDoubtful(operation, outcome) : doubted.has(unit)) continue;
      const results = final.get(unit) ?? [];
      final.set(unit, results);
      results.push(toResult(operation, outcome, where));
    }
    return final;
  }

  /** Looks into what is left of the units after their final operations are settled. */
  async #lookInto(foretold: readonly Foretold[]): Promise<void> {
    const doubtful = foretold.filter(({ operation, outcome }) => isDoubtful(operation, outcome));
    if (doubtful.length === 0) return;
    const units = [...new Set(doubtful.map(({ unit }) => unit))];
    const { freshness, projection } = this.#parts;
    try {
      await freshness.catchUp();
    } catch (error) {
      return this.#notEndorsed({ units }, error);
    }
    // Points that an earlier operation is about to credit are worth waiting for.
    const early = new Set(
      doubtful
        .filter(({ unit, operation }) => this.#credits.hasEarlier(debited(operation, this.#findReceipt), unit))
        .map(({ unit }) => unit),
    );
    this.#later([...early], 'patiently');
    const quotaLeft = (programId: string): bigint => this.#lanes.left(programId);
    const contradicted = doubtful.filter(({ operation, outcome }) =>
      isContradicted(operation, outcome, projection, quotaLeft, this.#findReceipt),
    );
    const again = new Set(contradicted.filter(({ unit }) => unit.attempts < ATTEMPTS_MAX).map(({ unit }) => unit));
    for (const unit of early) again.delete(unit);
    const answered = foretold.filter(({ unit }) => units.includes(unit) && !again.has(unit) && !early.has(unit));
    const final = new Map<Unit, OperationResult[]>();
    for (const { unit, operation, outcome } of answered) {
      if (!unit.pending.includes(operation)) continue;
      const results = final.get(unit) ?? [];
      final.set(unit, results);
      results.push(toResult(operation, outcome, {}));
    }
    if (final.size > 0) await this.#recordAndSettle(final);
    this.#later([...again], 'at-once');
  }

  async #invalid(units: readonly Unit[], { validationCode }: Fate, txId: string): Promise<void> {
    const verdict = afterCommit(validationCode);
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
    await this.#follow(verdict, units, gatewayFailureCodes[verdict.code]);
  }

  async #follow({ then, code }: Verdict, units: readonly Unit[], detail: string, txId?: string): Promise<void> {
    const again = units.filter((unit) => then !== 'give-up' && unit.attempts < ATTEMPTS_MAX);
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
      else this.#credits.remove(unit);
    }
  }

  #settle(unit: Unit, results: readonly OperationResult[]): void {
    const done = new Set(results.map(({ operationId }) => operationId));
    unit.pending = unit.pending.filter(({ id }) => !done.has(id));
    if (unit.pending.length === 0) this.#credits.remove(unit);
    unit.listener.settled(unit, results);
  }

  /**
   * Puts units back after a pause: `again` and `split` after a conflict, `at-once` with a better view, `patiently`
   * while earlier operations are under way, `rarely` while the peer is away. The last two are not counted.
   */
  #later(units: readonly Unit[], how: 'at-once' | 'again' | 'split' | 'patiently' | 'rarely'): void {
    for (const unit of units) {
      if (unit.pending.length === 0) continue;
      if (how !== 'patiently' && how !== 'rarely') unit.attempts++;
      if (how === 'split') unit.alone = true;
      const waitMs = pauses[how] ?? pauseMs(unit.attempts);
      if (waitMs === 0) {
        this.add(unit);
        continue;
      }
      this.#resting += unit.pending.length;
      void pause(waitMs, undefined, { ref: false }).then(() => {
        this.#resting -= unit.pending.length;
        this.add(unit);
      });
    }
  }
}

/** Pairs each operation with its outcome; the chaincode answers in the order asked. */
function foretell(group: Group, reply: Uint8Array): Foretold[] {
  const { outcomes } = parseReply(reply);
  const operations = group.units.flatMap((unit) => unit.pending.map((operation) => ({ unit, operation })));
  if (outcomes.length !== operations.length) {
    throw new ChannelFailure('malformed', `${outcomes.length} outcomes came for ${operations.length} operations`);
  }
  return operations.map(({ unit, operation }, index) => {
    const outcome = outcomes[index]!;
    if (outcome.id !== operation.id) throw new ChannelFailure('malformed', 'Outcomes came in another order');
    return { unit, operation, outcome };
  });
}

function parseReply(reply: Uint8Array): ReplyOf<typeof postPoints> {
  try {
    return JSON.parse(Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength).toString()) as ReplyOf<
      typeof postPoints
    >;
  } catch (error) {
    throw new ChannelFailure('malformed', 'The reply is not JSON', undefined, [], { cause: error });
  }
}

function failed(unit: Unit, code: GatewayFailureCode, detail: string, txId: string): OperationResult[] {
  return unit.pending.map(({ id, kind }) => ({ operationId: id, kind, state: 'rejected', code, detail, txId }));
}
