/**
 * Points operations as clients ask for them: recorded first, then grouped, then waited for.
 *
 * The id of an operation goes to the ledger, which does each id at most once; the row here is what lets a client that
 * asks again, also after a restart, get the answer that it missed.
 */
import { chainsOf, type Operation, type Role } from '@commonpoint/catalogue';
import { Failure, orderingUnavailable, shuttingDown } from '../channel/failures.js';
import type { Caller } from '../caller.js';
import type { Claimed, IdempotencyClaim, IdempotencyRows } from '../store/idempotency.js';
import type { AskedBy, OperationResult, WriteOptions } from './results.js';
import type { PointsLedger } from './points-ledger.js';
import type { GroupCommit } from '../store/group-commit.js';
import type { Arrival } from './arrivals.js';
import { askedOf, requestOf, type NewOperation, type OperationRow, type OperationRows } from './operation-rows.js';
import { within } from './ledger-transactions.js';
import type { OrderingWatch } from './ordering-watch.js';
import type { Outstanding, OutstandingOperations } from './outstanding.js';
import { judgeChain, unlinkLast, type ChainVerdict, type Member } from './chains.js';
import { isForGood } from './refusals.js';
import { resultOf } from './result-of-row.js';
import { firstDifference } from './same-operation.js';
import type { Submission } from './submission.js';
import type { Unit } from './unit.js';

export interface PostOperationsParts {
  readonly mspId: string;
  readonly projection: PointsLedger;
  readonly rows: OperationRows;
  readonly keys: IdempotencyRows;
  readonly commits: GroupCommit;
  readonly outstanding: OutstandingOperations;
  readonly submission: Submission;
  readonly ordering: Pick<OrderingWatch, 'isStuck'>;
  /** Whether new work is refused because the gateway stops. */
  readonly isClosing: () => boolean;
  /** Operations that may wait at the most. */
  readonly queueLengthMax: number;
}

/** Per operation of a request: its result, or nothing yet because it is under way. */
type Entry =
  | OperationResult
  /** `joined`: begun by another request. */
  | { readonly operationId: string; readonly state: 'under-way'; readonly joined: boolean };

type Recorded = Claimed<{ readonly entries: readonly Entry[]; readonly units: readonly Unit[] }>;

export type PostOptions = WriteOptions & {
  readonly idempotency?: IdempotencyClaim | undefined;
  /** By operation id: what the request says of it that stays here. */
  readonly notes?: ReadonlyMap<string, Pick<AskedBy, 'reference' | 'metadata'>> | undefined;
  /** Left as soon as nothing that comes later can be recorded before. */
  readonly arrival?: Arrival | undefined;
};

export class PostOperations {
  constructor(private readonly parts: PostOperationsParts) {}

  /**
   * Records the operations durably (with the key), groups them with others into transactions, and waits for their
   * outcomes up to `waitMs`; the results are in the order given. Ids within one call are distinct; chains of `linked`
   * operations are whole and at most 500 long. Operations may name `inputs` (to be kept as they are), never `lanes`.
   *
   * An id that has a row already: same content joins it, also a refusal that is for good (`refusals.ts`); one that was only for the moment
   * is tried again, under the same key or another one. Other content is rejected with `ID_CONFLICT` and `field`.
   *
   * @throws Failure QUEUE_FULL, SHUTTING_DOWN, ORDERING_UNAVAILABLE: nothing was recorded.
   */
  async submit(
    caller: Caller,
    operations: readonly Operation[],
    options: PostOptions,
  ): Promise<Claimed<{ readonly results: readonly OperationResult[] }>> {
    const { submission, queueLengthMax, commits, keys, ordering } = this.parts;
    if (this.parts.isClosing()) throw shuttingDown();
    if (submission.length + operations.length > queueLengthMax)
      throw new Failure('QUEUE_FULL', undefined, { retryAfterS: 1 });
    const claim = options.idempotency;
    let claimed = false;
    let begun: readonly Unit[] = [];
    let recorded: Recorded | { kind: 'refused' };
    try {
      const recording = commits.run((): Recorded | { kind: 'refused' } => {
        // Run a second time after a rollback, the claim of the first time is void.
        if (claim && claimed) keys.end(claim);
        claimed = false;
        const outcome = claim ? keys.claim(claim) : { kind: 'new' as const };
        if (outcome.kind === 'conflict') return { kind: outcome.kind };
        if (outcome.kind === 'in-flight') return this.#answeredAlready(operations, claim) ?? { kind: outcome.kind };
        if (ordering.isStuck && this.#hasNew(operations)) {
          if (claim && outcome.kind === 'new') keys.release(claim);
          else if (claim) keys.end(claim);
          return { kind: 'refused' };
        }
        claimed = claim !== undefined;
        const { entries, units } = this.#record(caller, operations, options);
        begun = units;
        return { kind: outcome.kind, entries, units };
      });
      options.arrival?.leave();
      recorded = await recording;
    } catch (error) {
      if (claim && claimed) keys.end(claim);
      this.parts.outstanding.abandon(begun);
      throw error;
    }
    if (recorded.kind === 'refused') throw orderingUnavailable();
    if (recorded.kind === 'conflict' || recorded.kind === 'in-flight') return { kind: recorded.kind };
    try {
      // Looked up first: what is refused when it is queued is not outstanding afterwards.
      const underWay = this.#underWay(recorded.entries);
      for (const unit of recorded.units) submission.add(unit);
      return { kind: recorded.kind, results: await this.#wait(recorded.entries, underWay, options.waitMs) };
    } finally {
      if (claim && claimed) keys.end(claim);
    }
  }

  /** What became of an operation of the own organisation, as far as this gateway knows. */
  find(operationId: string): OperationResult | undefined {
    const row = this.parts.rows.find(operationId);
    if (row) return this.describe(row);
    const found = this.parts.projection.receipt(this.parts.mspId, operationId);
    if (!found) return undefined;
    const { receipt, block } = found;
    return { operationId, state: 'committed', kind: receipt.kind, txId: receipt.txId, blockNumber: block, receipt };
  }

  /** What became of an operation that has a row, and who asked for it. */
  describe(row: OperationRow): OperationResult {
    return { ...resultOf(row, this.parts), asked: askedOf(row) };
  }

  /** Takes up what an earlier run accepted and did not finish, in the order in which it came. */
  resume(): number {
    const chains = new Map<string, { role: Role; operations: Operation[] }>();
    for (const row of this.parts.rows.unfinished()) {
      if (this.parts.outstanding.find(row.id)) continue;
      const chain = chains.get(row.chain) ?? { role: row.role, operations: [] };
      chains.set(row.chain, chain);
      chain.operations.push(JSON.parse(row.content) as Operation);
    }
    const units = [...chains.values()].map(({ role, operations }) =>
      this.parts.outstanding.begin(operations, role, true),
    );
    for (const unit of units) this.parts.submission.add(unit);
    return units.length;
  }

  /** Whether there is anything to do that was not recorded before. */
  #hasNew(operations: readonly Operation[]): boolean {
    return operations.some((operation) => !this.#knownEntry(operation, undefined));
  }

  /** Where all of it is known for good, another request that is being answered under the same key keeps nobody waiting. */
  #answeredAlready(operations: readonly Operation[], claim: IdempotencyClaim | undefined): Recorded | undefined {
    const entries = operations.map((operation) => this.#knownEntry(operation, requestOf(claim)));
    const isKnown = (entry: Entry | undefined): entry is Entry => entry !== undefined && entry.state !== 'under-way';
    return entries.every(isKnown) ? { kind: 'replay', entries, units: [] } : undefined;
  }

  /** Inside the transaction that makes the operations durable. */
  #record(caller: Caller, operations: readonly Operation[], options: PostOptions): { entries: Entry[]; units: Unit[] } {
    const { rows, outstanding } = this.parts;
    const request = requestOf(options.idempotency);
    const entries: Entry[] = [];
    const units: Unit[] = [];
    const freshOf = (operation: Operation, chain: string): NewOperation => ({
      operation,
      role: caller.role,
      chain,
      askedBy: { clientId: caller.clientId, keyId: caller.keyId, ...options.notes?.get(operation.id) },
      traceparent: options.traceparent,
      request,
    });
    for (const chain of chainsOf(operations)) {
      const [first, ...others] = chain as [Operation, ...Operation[]];
      // Nearly every operation stands alone and is new.
      if (others.length === 0 && rows.insert(freshOf(first, first.id))) {
        entries.push({ operationId: first.id, state: 'under-way', joined: false });
        units.push(outstanding.begin(unlinkLast(chain), caller.role, false));
        continue;
      }
      const known = chain.map((operation) => this.#knownEntry(operation, request));
      const verdict: ChainVerdict =
        chain.length === 1 ? { then: 'begin' } : judgeChain(chain.map((one, at) => this.#member(one, known[at])));
      if (verdict.then === 'wait' || verdict.then === 'refuse') {
        const refused = (one: Operation): Entry => this.#refuseLinked(caller, one, first.id, verdict, request);
        entries.push(...chain.map((one, at) => known[at] ?? refused(one)));
        continue;
      }
      const begun = chain.filter((_, at) => verdict.then === 'begin-anew' || !known[at]);
      for (const operation of begun) {
        const fresh = freshOf(operation, first.id);
        if (!rows.insert(fresh)) rows.reopen(fresh);
      }
      entries.push(
        ...chain.map((one, at): Entry =>
          begun.includes(one) ? { operationId: one.id, state: 'under-way', joined: false } : known[at]!,
        ),
      );
      // What took effect before is left out: the rest stays linked.
      if (begun.length > 0) units.push(outstanding.begin(unlinkLast(begun), caller.role, false));
    }
    return { entries, units };
  }

  #member({ id }: Operation, known: Entry | undefined): Member {
    const chain = this.parts.rows.find(id)?.chain;
    if (!known) return { id, chain, state: 'open' };
    const code = 'code' in known ? known.code : undefined;
    return {
      id,
      chain,
      code,
      state: known.state === 'committed' || known.state === 'rejected' ? known.state : 'under-way',
    };
  }

  /** One that is not begun because of another one of its chain. */
  #refuseLinked(
    { role, clientId, keyId }: Caller,
    operation: Operation,
    chain: string,
    { then, because }: Extract<ChainVerdict, { because: string }>,
    request: string | undefined,
  ): Entry {
    const base = { operationId: operation.id, kind: operation.kind, state: 'rejected' } as const;
    if (then === 'wait') {
      const detail = `operation ${because} of the same chain is under way in another request; send this again after it`;
      return { ...base, code: 'OPERATION_IN_FLIGHT', detail };
    }
    const result = {
      ...base,
      code: 'LINKED_FAILED',
      detail: `operation ${because} of the same chain was refused`,
    } as const;
    const { rows } = this.parts;
    if (!rows.find(operation.id)) {
      rows.insert({ operation, role, chain, request, askedBy: { clientId, keyId } });
      rows.finish(result);
    }
    return result;
  }

  /** What to answer for an id that has a row; undefined if it is to be done. */
  #knownEntry(operation: Operation, request: string | undefined): Entry | undefined {
    const row = this.parts.rows.find(operation.id);
    if (!row) return undefined;
    const field = firstDifference(JSON.parse(row.content) as Operation, operation);
    if (field) {
      const detail = `The id was used before for an operation with another ${field}.`;
      return { operationId: operation.id, kind: operation.kind, state: 'rejected', code: 'ID_CONFLICT', detail, field };
    }
    if (row.state === 'rejected') return isForGood(row.code) ? resultOf(row, this.parts) : undefined;
    const joined = row.request !== (request ?? null);
    if (row.state === 'accepted' || this.parts.outstanding.find(row.id))
      return { operationId: row.id, state: 'under-way', joined };
    const result = resultOf(row, this.parts);
    return joined ? { ...result, existed: true } : result;
  }

  #underWay(entries: readonly Entry[]): ReadonlyMap<string, Outstanding> {
    const found = entries.flatMap(({ operationId, state }) =>
      state === 'under-way' ? (this.parts.outstanding.find(operationId) ?? []) : [],
    );
    return new Map(found.map((outstanding) => [outstanding.operation.id, outstanding]));
  }

  async #wait(
    entries: readonly Entry[],
    underWay: ReadonlyMap<string, Outstanding>,
    waitMs: number,
  ): Promise<OperationResult[]> {
    if (waitMs > 0 && underWay.size > 0) {
      const all = Promise.all([...underWay.values()].map(({ result }) => result));
      await within(waitMs, all, () => undefined);
    }
    return entries.map((entry) => {
      if (entry.state !== 'under-way') return entry;
      const outstanding = underWay.get(entry.operationId);
      if (!outstanding) return this.#endedMeanwhile(entry);
      const { final } = outstanding;
      if (final) return entry.joined && final.state === 'committed' ? { ...final, existed: true } : final;
      outstanding.promised = true;
      const { state, txId, operation } = outstanding;
      return { operationId: entry.operationId, kind: operation.kind, state, txId };
    });
  }

  /** Told as if it had been waited for, wherever its end fell. */
  #endedMeanwhile({ operationId, joined }: Extract<Entry, { state: 'under-way' }>): OperationResult {
    const row = this.parts.rows.find(operationId);
    if (!row) return this.find(operationId) ?? { operationId, state: 'accepted' };
    const result = resultOf(row, this.parts);
    return joined && result.state === 'committed' ? { ...result, existed: true } : result;
  }
}
