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

/** What an earlier run left. */
export interface Begun {
  readonly next: number;
  readonly found: readonly Finding[];
  /** How many of these were acted on. */
  readonly actedOn: number;
  /** It knows nothing of an earlier run. */
  readonly isAnew: boolean;
}

export interface JudgeEvents {
  /** It can take blocks, `next` first. */
  ready(from: Begun): void;
  judged(block: number, findings: readonly Finding[]): void;
  /** It is gone, and has to be started again. */
  ended(error: Error): void;
}

export interface Judge {
  /** @param block serialised `common.Block`; its memory is taken over */
  judge(block: Uint8Array): void;
  /** What was handed over is judged now: one who gathers blocks gathers no more. */
  hurry?(): void;
  /** What was judged until now need not be judged again after a restart. @param actedOn how many findings need not be told again */
  keep(actedOn: number): void;
  /** As {@link keep}, and it ends. */
  stop(actedOn: number): Promise<void>;
}

export type StartJudge = (events: JudgeEvents) => Judge;

/** What a thread is told, and what it tells. */
export type ToThread =
  | { readonly kind: 'blocks'; readonly blocks: readonly Uint8Array[] }
  | { readonly kind: 'keep' | 'stop'; readonly actedOn: number };

export type FromThread =
  ({ readonly kind: 'ready' } & Begun) | { readonly kind: 'judged'; readonly blocks: readonly JudgedBlock[] };

export interface JudgedBlock {
  readonly block: number;
  readonly findings: readonly Finding[];
}

export interface ThreadOptions {
  readonly statePath: string;
  readonly chaincode: string;
}
