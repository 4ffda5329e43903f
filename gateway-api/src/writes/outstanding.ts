/** Operations under way in this process: what is known of each, and who waits for it. */
import type { Operation, Role } from '@commonpoint/catalogue';
import type { GatewayFailureCode } from '../channel/failures.js';
import type { OperationResult } from './results.js';
import type { OperationRows } from './operation-rows.js';
import type { Unit, UnitListener } from './unit.js';

export interface Outstanding {
  readonly operation: Operation;
  state: 'accepted' | 'submitted' | 'unknown';
  txId?: string | undefined;
  /** Somebody was told that it is accepted: then it is not dropped because the peer is away. */
  promised: boolean;
  /** Resolves with the final result. */
  readonly result: Promise<OperationResult>;
  /** The same, once it is there. */
  final?: OperationResult;
  resolve(result: OperationResult): void;
}

export class OutstandingOperations implements UnitListener {
  readonly #byId = new Map<string, Outstanding>();
  #lastSeq = 0;

  constructor(
    private readonly rows: OperationRows,
    /** Forgets rows durably, without being waited for. */
    private readonly forget: (ids: readonly string[]) => void,
  ) {}

  get size(): number {
    return this.#byId.size;
  }

  find(id: string): Outstanding | undefined {
    return this.#byId.get(id);
  }

  /** Makes a unit of the operations of one chain. */
  begin(operations: readonly Operation[], role: Role, promised: boolean): Unit {
    for (const operation of operations) {
      let resolve!: (result: OperationResult) => void;
      const result = new Promise<OperationResult>((settle) => (resolve = settle));
      this.#byId.set(operation.id, { operation, state: 'accepted', promised, result, resolve });
    }
    return {
      seq: ++this.#lastSeq,
      role,
      kind: operations.length > 1 ? 'chain' : 'single',
      pending: operations,
      attempts: 0,
      alone: false,
      listener: this,
    };
  }

  /** What was begun in a transaction that was rolled back. */
  abandon(units: readonly Unit[]): void {
    for (const { id } of units.flatMap(({ pending }) => pending)) this.#byId.delete(id);
  }

  progress(unit: Unit, state: 'submitted' | 'unknown', txId: string): void {
    for (const { id } of unit.pending) {
      const outstanding = this.#byId.get(id);
      if (!outstanding) continue;
      outstanding.state = state;
      outstanding.txId = txId;
    }
  }

  record(results: readonly OperationResult[]): void {
    for (const result of results) this.rows.finish(result);
  }

  concluded(_unit: Unit, results: readonly OperationResult[]): void {
    for (const result of results) {
      const outstanding = this.#byId.get(result.operationId);
      if (!outstanding) continue;
      outstanding.final = result;
      outstanding.resolve(result);
      this.#byId.delete(result.operationId);
    }
  }

  undone(unit: Unit, code: GatewayFailureCode, detail: string): 'concluded' | 'try-again' {
    if (unit.pending.some(({ id }) => this.#byId.get(id)?.promised)) return 'try-again';
    this.forget(unit.pending.map(({ id }) => id));
    this.concluded(
      unit,
      unit.pending.map(({ id, kind }) => ({ operationId: id, kind, state: 'rejected', code, detail })),
    );
    unit.pending = [];
    return 'concluded';
  }
}
