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

  lookAgain(): void {
    for (const expected of this.open) this.#look(expected);
  }

  #look({ by, operations, codes }: Expected): void {
    this.model.tentatively(() => {
      for (let at = 0; at < operations.length;) {
        let end = at;
        while (operations[end]!.linked === true && end < operations.length - 1) end += 1;
        this.#chain(by, operations.slice(at, end + 1)).forEach((code, n) => codes[at + n]!.add(code));
        at = end + 1;
      }
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
