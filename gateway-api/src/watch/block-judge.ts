/** Recomputes blocks by the audit's code, with a file for what it has to remember. It knows nothing of threads. */
import { existsSync, rmSync } from 'node:fs';
import { BlockAudit } from '@commonpoint/audit/block-audit';
import { type StateBounds, StateFile } from '@commonpoint/audit/state-file';
import { type Kept, StateUnreadable } from '@commonpoint/audit/store';
import { troubleOf } from '../store/storage-health.js';
import type { Begun, Finding, ThreadOptions } from './judge.js';

/** Kept so often even if little happens, so that a restart has little to do again. */
const KEPT_EVERY_BLOCKS = 1_000;
/** Beside everything else that the gateway does: an audit by itself may have more in memory. */
const BOUNDS: StateBounds = { changesMax: 20_000, cachedMax: 24_000 };

export class BlockJudge {
  /** What an earlier run left; told once. */
  readonly begun: Begun;
  readonly #path: string;
  readonly #store: StateFile;
  readonly #audit: BlockAudit;
  /** How many findings were acted on, whatever else the file was written for. */
  readonly #actedOn: Kept<number>;
  #sinceKept = 0;

  constructor({ statePath, chaincode }: ThreadOptions) {
    this.#path = statePath;
    const begun = begin(statePath, chaincode);
    this.#store = begun.store;
    this.#audit = begun.audit;
    this.#actedOn = begun.actedOn;
    const { next, found } = this.#audit;
    const actedOn = this.#actedOn.get('findings') ?? found.length;
    this.#actedOn.set('findings', actedOn);
    this.begun = { next, found, actedOn, isAnew: next === 0 };
  }

  get next(): number {
    return this.#audit.next;
  }

  judge(block: Uint8Array): readonly Finding[] {
    const findings = this.#orBeginAnew(() => this.#audit.apply(block));
    this.#sinceKept += 1;
    if (this.#sinceKept >= KEPT_EVERY_BLOCKS) this.#write();
    return findings;
  }

  keep(actedOn: number): void {
    this.#actedOn.set('findings', actedOn);
    this.#write();
  }

  close(actedOn: number): void {
    this.#actedOn.set('findings', actedOn);
    this.#orBeginAnew(() => this.#store.close());
  }

  #write(): void {
    this.#orBeginAnew(() => this.#store.write());
    this.#sinceKept = 0;
  }

  /** A file that turns out to be damaged is removed, so that whoever judges next begins anew. */
  #orBeginAnew<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof StateUnreadable)) throw error;
      this.#store.abandon();
      remove(this.#path);
      throw new Error(`${this.#path} was damaged (${error.message}), and is made anew from the blocks`, {
        cause: error,
      });
    }
  }
}

interface Opened {
  readonly store: StateFile;
  readonly audit: BlockAudit;
  readonly actedOn: Kept<number>;
}

/** What cannot be read is thrown away: its sums follow from the blocks. Not where a disk is full: it knows what was acted on, too. */
function begin(path: string, chaincode: string): Opened {
  try {
    return open(path, chaincode);
  } catch (error) {
    if (!existsSync(path) || isOfFullDisk(error)) throw error;
    remove(path);
    return open(path, chaincode);
  }
}

function open(path: string, chaincode: string): Opened {
  const store = new StateFile(path, 'process', BOUNDS);
  try {
    store.check();
    const actedOn = store.kept<number>('acted-on', 'small');
    return { store, audit: new BlockAudit({ chaincode, trustsPeer: true, store }), actedOn };
  } catch (error) {
    store.abandon();
    throw error;
  }
}

const isOfFullDisk = (error: unknown): boolean =>
  [error, (error as Error).cause].some((each) => troubleOf(each) === 'full');

function remove(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
}
