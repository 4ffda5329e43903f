/** Work that takes long, a few at a time; what shares a lane is done one after the other, in the order in which it came. */
interface Job {
  readonly lane: string;
  readonly work: () => Promise<void>;
}

export class JobLanes {
  #waiting: Job[] = [];
  readonly #atWork = new Map<string, Promise<void>>();
  #stopped = false;

  constructor(private readonly atWorkMax: number) {}

  add(lane: string, work: () => Promise<void>): void {
    this.#waiting.push({ lane, work });
    this.#next();
  }

  /** Begins nothing any more, and waits for what is at work. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting = [];
    await Promise.all(this.#atWork.values());
  }

  #next(): void {
    while (this.#atWork.size < this.atWorkMax && !this.#stopped) {
      const at = this.#waiting.findIndex(({ lane }) => !this.#atWork.has(lane));
      if (at < 0) return;
      const [{ lane, work }] = this.#waiting.splice(at, 1) as [Job];
      const done = work().finally(() => {
        this.#atWork.delete(lane);
        this.#next();
      });
      this.#atWork.set(lane, done);
    }
  }
}
