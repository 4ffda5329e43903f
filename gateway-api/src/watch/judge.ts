/** Who recomputes blocks, as the rest of the gateway sees it: elsewhere, one block after the other, told and never asked. */

/** Something that is wrong with a block. */
export interface Finding {
  readonly block: number;
  /** What kind of promise is broken, in the audit's words. */
  readonly about: string;
  readonly text: string;
  /** The programmes that it is about. */
  readonly programs?: readonly string[];
}

export interface JudgeEvents {
  /** It can take blocks, `next` first; `found` is what an earlier run found. Anew: it knows nothing of an earlier run. */
  ready(from: { readonly next: number; readonly found: readonly Finding[]; readonly isAnew: boolean }): void;
  judged(block: number, findings: readonly Finding[]): void;
  /** It is gone, and has to be started again. */
  ended(error: Error): void;
}

export interface Judge {
  /** @param block serialised `common.Block`; its memory is taken over */
  judge(block: Uint8Array): void;
  /** What was judged until now need not be judged again after a restart. */
  keep(): void;
  /** @param keeping whether what was judged until now is kept */
  stop(keeping: boolean): Promise<void>;
}

export type StartJudge = (events: JudgeEvents) => Judge;

/** What a thread is told, and what it tells. */
export type ToThread =
  | { readonly kind: 'block'; readonly bytes: Uint8Array }
  | { readonly kind: 'keep' }
  | { readonly kind: 'stop'; readonly keeping: boolean };

export type FromThread =
  | { readonly kind: 'ready'; readonly next: number; readonly found: readonly Finding[]; readonly isAnew: boolean }
  | { readonly kind: 'judged'; readonly block: number; readonly findings: readonly Finding[] };

export interface ThreadOptions {
  readonly statePath: string;
  readonly chaincode: string;
}
