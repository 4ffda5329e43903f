/**
 * Points operations as clients ask for them: recorded first, then grouped, then waited for.
 *
 * The id of an operation goes to the ledger, which does each id at most once; the row here is what lets a client that
 * asks again, also after a restart, get the answer that it missed.
 */
import type { Operation, Role } from '@commonpoint/catalogue';
import { Failure, orderingUnavailable } from '../channel/failures.js';
import type { Caller } from '../caller.js';
import type { Claimed, IdempotencyClaim, IdempotencyRows } from '../store/idempotency.js';
import type { OperationResult, WriteOptions } from './results.js';
import type { Projection } from '../projection/queries.js';
import type { GroupCommit } from '../store/group-commit.js';
import type { OperationRow, OperationRows } from './operation-rows.js';
import { within } from './ledger-transactions.js';
import type { OrderingWatch } from './ordering-watch.js';
import type { Outstanding, OutstandingOperations } from './outstanding.js';
import { firstDifference } from './same-operation.js';
import type { Submission } from './submission.js';
import type { Unit } from './unit.js';

export interface PostOperationsParts {
  readonly mspId: string;
  readonly projection: Projection;
  readonly rows: OperationRows;
  readonly keys: IdempotencyRows;
  readonly commits: GroupCommit;
  readonly outstanding: OutstandingOperations;
  readonly submission: Submission;
  readonly ordering: Pick<OrderingWatch, 'isStuck'>;
  /** Operations that may wait at the most. */
  readonly queueLengthMax: number;
}

/** Per operation of a request: its result, or nothing yet because it is under way. */
type Entry = OperationResult | { readonly operationId: string; readonly state: 'under-way' };

type Recorded = Claimed<{ readonly entries: readonly Entry[]; readonly units: readonly Unit[] }>;

export type PostOptions = WriteOptions & { readonly idempotency?: IdempotencyClaim | undefined };

export class PostOperations {
  constructor(private readonly parts: PostOperationsParts) {}

  async submit(
    caller: Caller,
    operations: readonly Operation[],
    options: PostOptions,
  ): Promise<Claimed<{ readonly results: readonly OperationResult[] }>> {
    const { submission, queueLengthMax, commits, keys, ordering } = this.parts;
    if (submission.length + operations.length > queueLengthMax)
      throw new Failure('QUEUE_FULL', undefined, { retryAfterS: 1 });
    const claim = options.idempotency;
    let claimed = false;
    let recorded: Recorded | { kind: 'refused' };
    try {
      recorded = await commits.run((): Recorded | { kind: 'refused' } => {
        // Run a second time after a rollback, the claim of the first time is void.
        if (claim && claimed) keys.end(claim);
        const outcome = claim ? keys.claim(claim) : { kind: 'new' as const };
        if (outcome.kind === 'conflict' || outcome.kind === 'in-flight') return { kind: outcome.kind };
        if (ordering.isStuck && this.#hasNew(operations, outcome.kind === 'replay')) {
          if (claim && outcome.kind === 'new') keys.release(claim);
          else if (claim) keys.end(claim);
          return { kind: 'refused' };
        }
        claimed = claim !== undefined;
        return { kind: outcome.kind, ...this.#record(caller, operations, options, outcome.kind === 'replay') };
      });
    } catch (error) {
      if (claim && claimed) keys.end(claim);
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
      if (claim) keys.end(claim);
    }
  }

  /** What became of an operation of the own organisation, as far as this gateway knows. */
  find(operationId: string): OperationResult | undefined {
    const row = this.parts.rows.find(operationId);
    if (row) return this.#resultOf(row);
    const found = this.parts.projection.receipt(this.parts.mspId, operationId);
    if (!found) return undefined;
    const { receipt, block } = found;
    return { operationId, state: 'committed', kind: receipt.kind, txId: receipt.txId, blockNumber: block, receipt };
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
  #hasNew(operations: readonly Operation[], isReplay: boolean): boolean {
    return operations.some((operation) => {
      const row = this.parts.rows.find(operation.id);
      return !row || !this.#knownEntry(operation, row, isReplay);
    });
  }

  /** Inside the transaction that makes the operations durable. */
  #record(
    caller: Caller,
    operations: readonly Operation[],
    { traceparent }: WriteOptions,
    isReplay: boolean,
  ): { entries: Entry[]; units: Unit[] } {
    const { rows, outstanding } = this.parts;
    const entries: Entry[] = [];
    const units: Unit[] = [];
    for (const chain of chainsOf(operations)) {
      const begun: Operation[] = [];
      for (const operation of chain) {
        const row = rows.find(operation.id);
        const known = row && this.#knownEntry(operation, row, isReplay);
        entries.push(known ?? { operationId: operation.id, state: 'under-way' });
        if (known) continue;
        const fresh = { operation, role: caller.role, chain: chain[0]!.id, traceparent };
        if (row) rows.reopen(fresh);
        else rows.insert(fresh);
        begun.push(operation);
      }
      // Of a chain that is partly known, what is left stays linked; the ledger knows the rest by their ids.
      if (begun.length > 0) units.push(outstanding.begin(unlinkLast(begun), caller.role, false));
    }
    return { entries, units };
  }

  /** What to answer for an id that has a row; undefined if it is to be done. */
  #knownEntry(operation: Operation, row: OperationRow, isReplay: boolean): Entry | undefined {
    const field = firstDifference(JSON.parse(row.content) as Operation, operation);
    if (field) {
      const detail = `The id was used before for an operation with another ${field}.`;
      return { operationId: operation.id, kind: operation.kind, state: 'rejected', code: 'ID_CONFLICT', detail, field };
    }
    if (row.state === 'rejected') return isReplay ? this.#resultOf(row) : undefined;
    return this.parts.outstanding.find(row.id) || row.state === 'accepted'
      ? { operationId: row.id, state: 'under-way' }
      : this.#resultOf(row);
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
      if (!outstanding) return this.find(entry.operationId) ?? { operationId: entry.operationId, state: 'accepted' };
      if (outstanding.final) return outstanding.final;
      outstanding.promised = true;
      const { state, txId, operation } = outstanding;
      return { operationId: entry.operationId, kind: operation.kind, state, txId };
    });
  }

  #resultOf(row: OperationRow): OperationResult {
    const operation = JSON.parse(row.content) as Operation;
    const base = { operationId: row.id, kind: operation.kind };
    if (row.state === 'accepted') {
      const outstanding = this.parts.outstanding.find(row.id);
      return { ...base, state: outstanding?.state ?? 'accepted', txId: outstanding?.txId };
    }
    if (row.state === 'rejected') {
      return {
        ...base,
        state: 'rejected',
        code: (row.code ?? undefined) as OperationResult['code'],
        detail: row.detail ?? undefined,
        field: row.field ?? undefined,
        txId: row.tx_id ?? undefined,
      };
    }
    const found = this.parts.projection.receipt(this.parts.mspId, row.id);
    return {
      ...base,
      state: 'committed',
      txId: row.tx_id ?? found?.receipt.txId,
      blockNumber: row.block ?? found?.block,
      receipt: found?.receipt,
      existed: row.existed === 1,
    };
  }
}

/** An operation that is `linked` belongs together with the one after it. */
function chainsOf(operations: readonly Operation[]): Operation[][] {
  const chains: Operation[][] = [];
  let open = false;
  for (const operation of operations) {
    if (open) chains.at(-1)!.push(operation);
    else chains.push([operation]);
    open = operation.linked === true;
  }
  return chains;
}

/** The last operation of a chain must not be linked to whatever follows it in the transaction. */
function unlinkLast(chain: readonly Operation[]): Operation[] {
  if (chain.length === 1 && chain[0]!.linked === undefined) return [...chain];
  return chain.map((operation, index) => ({ ...operation, linked: index < chain.length - 1 }));
}
