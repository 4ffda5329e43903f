/**
 * Requests that are not recorded yet, in the order in which they came.
 *
 * For some of them something has to be settled or kept before: when a hold ends, at which rate is exchanged, a detail. Whoever comes
 * about the same accounts meanwhile is recorded after them; who comes about others does not wait.
 */
import type { Operation } from '@commonpoint/catalogue';
import type { LedgerLookup } from './ledger-lookup.js';
import { keysOf } from './lock-keys.js';

export interface Arrival {
  /** Resolves when all that came before about the same is recorded, or will not be; absent if there is nothing. */
  readonly turn?: Promise<unknown> | undefined;
  /** It is recorded next. */
  readonly leave: () => void;
  /** It was recorded, or will not be. */
  readonly end: () => void;
}

export class Arrivals {
  /** By key: resolves when whoever came about it so far has left. */
  readonly #last = new Map<string, Promise<void>>();
  readonly #operations = new Map<string, Operation>();

  constructor(private readonly lookup: LedgerLookup) {}

  /** An operation that came and may not be recorded yet. */
  find(operationId: string): Operation | undefined {
    return this.#operations.get(operationId);
  }

  /**
   * To be called in the turn of the event loop in which the request came; `turn` is to be awaited before they are recorded. Of what is not
   * settled yet it is enough what says which accounts, holds and operations they are about.
   * @param isSettled nothing has to be awaited before they are recorded
   */
  enter(operations: readonly Operation[], isSettled: boolean): Arrival {
    const { turn, leave } = this.#enter(operations, isSettled);
    for (const operation of operations)
      if (!this.#operations.has(operation.id)) this.#operations.set(operation.id, operation);
    const end = (): void => {
      leave();
      for (const operation of operations)
        if (this.#operations.get(operation.id) === operation) this.#operations.delete(operation.id);
    };
    return { turn, leave, end };
  }

  #enter(operations: readonly Operation[], isSettled: boolean): Pick<Arrival, 'turn' | 'leave'> {
    if (isSettled && this.#last.size === 0) return nobody;
    const { holds, follows } = keysOf(operations, this.lookup);
    const keys = [...holds, ...follows];
    const before = new Set(keys.flatMap((key) => this.#last.get(key) ?? []));
    if (isSettled && before.size === 0) return nobody;
    let leave!: () => void;
    const left = new Promise<void>((resolve) => (leave = resolve));
    for (const key of keys) this.#follow(key, left);
    return { turn: before.size === 0 ? undefined : Promise.all(before), leave };
  }

  /** One that is refused leaves before its turn: whoever comes after it still waits for those before it. */
  #follow(key: string, left: Promise<void>): void {
    const earlier = this.#last.get(key);
    // Without a value: one made of all before it would grow for as long as somebody is always there.
    const all = earlier === undefined ? left : earlier.then(() => left);
    this.#last.set(key, all);
    void all.then(() => this.#last.get(key) === all && this.#last.delete(key));
  }
}

const nobody: Pick<Arrival, 'turn' | 'leave'> = { leave: () => undefined };
