/** How to take back what was done to a working set, newest first: a linked chain that fails leaves no trace. */
export class UndoLog {
  #steps: (() => void)[] = [];

  push(step: () => void): void {
    this.#steps.push(step);
  }

  /** From here on there is nothing to take back. */
  forget(): void {
    this.#steps = [];
  }

  /** Takes back everything since the last {@link forget}. */
  rollBack(): void {
    for (const step of this.#steps.reverse()) step();
    this.#steps = [];
  }
}
