/** What an audit has to remember between blocks, by name: in memory, or in a file that a later audit goes on from. */

/** A table of one kind of value. What is read out of it is changed by `set` alone. */
export interface Kept<T> extends Iterable<[name: string, value: T]> {
  get(name: string): T | undefined;
  has(name: string): boolean;
  set(name: string, value: T): unknown;
  delete(name: string): boolean;
  /** Of sums, where there is a quicker way than one by one: to each name what stands at its place. */
  addEach?(names: readonly string[], amounts: readonly number[]): void;
  readonly size: number;
}

/**
 * Of a table that stays small however long the chain is, all is held in memory; values of a bulky one have thousands of octets. Sums of points by account are
 * changed all over with every import.
 */
export type TableSize = 'small' | 'large' | 'bulky' | 'sums';

export interface Store {
  kept<T>(table: string, size?: TableSize): Kept<T>;
  /** Everything so far belongs together: it is there after a crash, or none of it is. */
  settle(): void;
}

/** Another store, but for these sums, which begin at nothing with every block. */
export function forgettingAfterBlock(
  store: Store,
  names: ReadonlySet<string>,
): Store & { readonly forget: () => void } {
  const forgotten: Map<string, unknown>[] = [];
  return {
    kept<T>(table: string, size?: TableSize) {
      if (!names.has(table)) return store.kept<T>(table, size);
      const sums = new Map<string, T>();
      forgotten.push(sums);
      return sums;
    },
    settle: () => store.settle(),
    forget: () => forgotten.forEach((sums) => sums.clear()),
  };
}

export function inMemory(): Store {
  return { kept: <T>() => new Map<string, T>(), settle: () => undefined };
}

/** What was kept cannot be read any more: everything in it follows from the blocks, and is made anew. */
export class StateUnreadable extends Error {
  override name = 'StateUnreadable';
}

/** There is no room for what has to be kept, or the disk fails: the blocks are not to blame, and what is kept is not damaged. */
export class StateNotKept extends Error {
  override name = 'StateNotKept';
}

/** Why something makes no sense. What is the file's fault, and not the block's, is thrown on. */
export function whyNonsense(error: unknown): string {
  if (error instanceof StateUnreadable || error instanceof StateNotKept) throw error;
  return error instanceof Error ? error.message : String(error);
}
