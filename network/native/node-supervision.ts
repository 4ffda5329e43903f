/** What a supervision needs to know; see {@link NodeSupervision}. */
export interface NodeSupervisionOptions {
  /** Starts the node with this host name again; resolves when it works. */
  readonly restart: (hostname: string) => Promise<void>;
  /** Whether the node is to stay down for now. */
  readonly isHeld?: (hostname: string) => boolean;
  readonly log?: (line: string) => void;
  /** Between an end and the next start, by how often the node has ended shortly after a start; the last one repeats. */
  readonly delaysMs?: readonly number[];
  /** A node that ran this long starts with the first delay again. */
  readonly stableAfterMs?: number;
}

const HOLD_INTERVAL_MS = 200;

/** Starts peers and orderers again that ended by themselves, as systemd or Kubernetes do in production. */
export class NodeSupervision {
  readonly #startedAt = new Map<string, number>();
  readonly #failures = new Map<string, number>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #delaysMs: readonly number[];
  readonly #stableAfterMs: number;
  #stopped = false;

  constructor(private readonly options: NodeSupervisionOptions) {
    this.#delaysMs = options.delaysMs ?? [100, 500, 1_000, 2_000, 5_000];
    this.#stableAfterMs = options.stableAfterMs ?? 10_000;
  }

  /** To be called when a node has ended that nobody has asked to. */
  ended(hostname: string): void {
    const ranMs = Date.now() - (this.#startedAt.get(hostname) ?? 0);
    const failures = ranMs > this.#stableAfterMs ? 0 : (this.#failures.get(hostname) ?? 0);
    this.#failures.set(hostname, failures + 1);
    this.#plan(hostname, this.#delaysMs[Math.min(failures, this.#delaysMs.length - 1)] ?? 0);
  }

  /** Nothing is started from now on. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #plan(hostname: string, delayMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timers.get(hostname));
    this.#timers.set(
      hostname,
      setTimeout(() => {
        this.#timers.delete(hostname);
        if (this.options.isHeld?.(hostname) === true) {
          this.#plan(hostname, HOLD_INTERVAL_MS);
          return;
        }
        this.#startedAt.set(hostname, Date.now());
        this.options.restart(hostname).then(
          () => this.options.log?.(`${hostname} runs again`),
          // Had it ended once more, `ended` was told and has planned the next start; a slow one is left to work.
          (error: unknown) => this.options.log?.(error instanceof Error ? error.message : String(error)),
        );
      }, delayMs),
    );
  }
}
