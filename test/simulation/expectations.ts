/**
 * What the model says of each request, at every moment between its sending and its answer: a gateway may have judged by
 * any of them. What took effect is judged by the one moment of its block.
 */
import { Model, type Asked, type By, type Came } from './model.js';

export interface Expected {
  readonly by: By;
  readonly operations: readonly Asked[];
  /** Of each operation, what it may be answered. */
  readonly codes: Set<string>[];
}

const CODE = 'committed';
const retryable = new Set([
  'CYCLE_CLOSED',
  'OPERATION_UNKNOWN',
  'HOLD_UNKNOWN',
  'LEDGER_CONFLICT',
  'LEDGER_REFUSED',
  'OPERATION_IN_FLIGHT',
]);

/** Operations that are done wholly or not at all, by and by. */
export function chainsOf(operations: readonly Asked[]): Asked[][] {
  const chains: Asked[][] = [[]];
  operations.forEach((operation, at) => {
    chains.at(-1)!.push(operation);
    if (operation.linked !== true && at < operations.length - 1) chains.push([]);
  });
  return chains;
}

export class Expectations {
  readonly open = new Set<Expected>();
  /** Refused for good, by the organisation's gateway. */
  readonly refused = new Map<string, string>();

  constructor(private readonly model: Model) {}

  begin(by: By, operations: readonly Asked[]): Expected {
    const expected = { by, operations, codes: operations.map(() => new Set<string>()) };
    this.open.add(expected);
    this.#look(expected);
    return expected;
  }

  /**
   * A refusal is for good, unless it is one that docs/errors.md calls retryable. What failed with such a one of its chain
   * is tried again with it; what was refused by itself stays refused, and the chain with it.
   */
  refuse(
    mspId: string,
    chain: readonly Asked[],
    results: readonly { operationId: string; code?: string | undefined }[],
  ): void {
    const refused = results.filter(
      ({ operationId, code }) => code !== undefined && chain.some(({ id }) => id === operationId),
    );
    const isForTheMoment = refused.some(({ code }) => retryable.has(code!));
    for (const { operationId, code } of refused) {
      const id = `${mspId} ${operationId}`;
      if (retryable.has(code!) || (isForTheMoment && code === 'LINKED_FAILED') || this.model.done.has(id)) continue;
      this.refused.set(id, code!);
    }
  }

  lookAgain(): void {
    for (const expected of this.open) this.#look(expected);
  }

  #look({ by, operations, codes }: Expected): void {
    this.model.tentatively(() => {
      let at = 0;
      for (const chain of chainsOf(operations)) for (const code of this.#chain(by, chain)) codes[at++]!.add(code);
    });
  }

  #chain(by: By, operations: readonly Asked[]): string[] {
    const back = this.model.attempt();
    const came = operations.map((operation) => this.#one(by, operation));
    const failed = came.findIndex((each) => typeof each === 'string');
    if (failed === -1) return came.map(() => CODE);
    if (operations.length === 1) return came as string[];
    back();
    const existed = operations.map(({ id }) => this.model.done.has(`${by.mspId} ${id}`));
    const barred = operations.map((operation) => Model.isBarred(by, operation));
    const known = operations.findIndex(({ id }) => this.refused.has(`${by.mspId} ${id}`));
    return operations.map(({ id }, at) => {
      if (existed[at]) return CODE;
      const before = this.refused.get(`${by.mspId} ${id}`);
      if (before !== undefined) return before;
      if (barred[at]) return 'ROLE_NOT_ALLOWED';
      return known === -1 && at === failed ? (came[at] as string) : 'LINKED_FAILED';
    });
  }

  #one(by: By, operation: Asked): Came {
    const before = this.refused.get(`${by.mspId} ${operation.id}`);
    return before ?? this.model.do(by, operation);
  }
}
