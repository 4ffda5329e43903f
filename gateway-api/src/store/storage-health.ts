/**
 * Whether the gateway's disk takes what is written. Full, locked by another program or failing, it is told of at once: no
 * request waits for it longer than a second, and everything goes on by itself when it is well again.
 */
import { Failure } from '../channel/failures.js';

/** SQLite's result codes, without their second byte. */
const sqliteTroubles: Readonly<Record<number, StorageTrouble>> = {
  5: 'locked',
  6: 'locked',
  8: 'failing',
  10: 'failing',
  13: 'full',
  14: 'failing',
};
const systemTroubles: Readonly<Record<string, StorageTrouble>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EIO: 'failing',
  EROFS: 'failing',
};

export type StorageTrouble = 'full' | 'locked' | 'failing';

/** After so long a request is told, whatever comes of it. */
const PATIENCE_MS = 800;
/** What failed so lately is tried again and fails again, though something smaller was taken in between. */
const LATELY_MS = 400;

/** What is wrong with the disk, if the error says that. */
export function troubleOf(error: unknown): StorageTrouble | undefined {
  const { errcode, code } = (error ?? {}) as { errcode?: number; code?: string };
  if (errcode !== undefined) return sqliteTroubles[errcode & 0xff];
  return code === undefined ? undefined : systemTroubles[code];
}

/** @throws what is not the disk's trouble as it is */
export function toStorageFailure(error: unknown): Failure {
  const trouble = troubleOf(error);
  if (trouble === undefined) throw error;
  return storageUnavailable(trouble, error);
}

const sentences: Readonly<Record<StorageTrouble, string>> = {
  full: 'The gateway’s disk is full; repeat the request with its key when there is room.',
  locked: 'Another program has the gateway’s database locked; repeat the request with its key.',
  failing: 'The gateway’s disk does not keep what is written; repeat the request with its key.',
};

const storageUnavailable = (trouble: StorageTrouble, cause?: unknown): Failure =>
  new Failure('STORAGE_UNAVAILABLE', sentences[trouble], { retryAfterS: 2, cause });

export class StorageHealth {
  #trouble: StorageTrouble | undefined;
  #last: { readonly trouble: StorageTrouble; readonly at: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #waiting = new Set<() => void>();
  readonly #listeners: (() => void)[] = [];

  get trouble(): StorageTrouble | undefined {
    return this.#trouble;
  }

  /** The listener is called whenever something was not taken. */
  onTrouble(listener: () => void): void {
    this.#listeners.push(listener);
  }

  failed(trouble: StorageTrouble): void {
    this.#trouble = trouble;
    this.#last = { trouble, at: performance.now() };
    this.#timer ??= setTimeout(() => this.#tellAll(), PATIENCE_MS);
    this.#timer.unref();
    for (const listener of this.#listeners) listener();
  }

  /** Something was kept. Of a full disk that says nothing: where there is room for little there may be none for a block. */
  worked(): void {
    if (this.#trouble !== 'full') this.well();
  }

  /** What is written is kept, as much as a block takes. */
  well(): void {
    this.#trouble = undefined;
  }

  /** @throws Failure STORAGE_UNAVAILABLE while the disk takes nothing */
  require(): void {
    if (this.#trouble !== undefined) throw storageUnavailable(this.#trouble);
  }

  /**
   * The same, but rejects when the disk takes nothing for too long. The work goes on.
   * @throws Failure STORAGE_UNAVAILABLE
   */
  orUnavailable<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(storageUnavailable(this.#trouble ?? this.#last?.trouble ?? 'failing'));
      this.#waiting.add(giveUp);
      work.then(resolve, reject).finally(() => this.#waiting.delete(giveUp));
    });
  }

  #tellAll(): void {
    this.#timer = undefined;
    const isLately = this.#last !== undefined && performance.now() - this.#last.at < LATELY_MS;
    if (this.#trouble === undefined && !isLately) return;
    for (const giveUp of this.#waiting) giveUp();
    // Whoever came after is told as late.
    this.#timer = setTimeout(() => this.#tellAll(), PATIENCE_MS);
    this.#timer.unref();
  }
}
