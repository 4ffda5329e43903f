/** Recomputes blocks by the audit's code, with a file for what it has to remember. It knows nothing of threads. */
import { existsSync, rmSync } from 'node:fs';
import { BlockAudit } from '@commonpoint/audit/block-audit';
import { StateFile } from '@commonpoint/audit/state-file';
import { StateUnreadable } from '@commonpoint/audit/store';
import type { Finding, ThreadOptions } from './judge.js';

/** Kept so often even if little happens, so that a restart has little to do again. */
const KEPT_EVERY_BLOCKS = 1_000;

export class BlockJudge {
  readonly isAnew: boolean;
  readonly #path: string;
  readonly #store: StateFile;
  readonly #audit: BlockAudit;
  #sinceKept = 0;

  constructor({ statePath, chaincode }: ThreadOptions) {
    this.#path = statePath;
    const begun = begin(statePath, chaincode);
    this.#store = begun.store;
    this.#audit = begun.audit;
    this.isAnew = this.#audit.next === 0;
  }

  get next(): number {
    return this.#audit.next;
  }

  get found(): readonly Finding[] {
    return this.#audit.found;
  }

  judge(block: Uint8Array): readonly Finding[] {
    const findings = this.#orBeginAnew(() => this.#audit.apply(block));
    this.#sinceKept += 1;
    if (findings.length === 0 && this.#sinceKept >= KEPT_EVERY_BLOCKS) this.keep();
    return findings;
  }

  keep(): void {
    this.#orBeginAnew(() => this.#store.write());
    this.#sinceKept = 0;
  }

  close(keeping: boolean): void {
    if (keeping) this.#orBeginAnew(() => this.#store.close());
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

/** What cannot be read is thrown away: everything in it follows from the blocks. */
function begin(path: string, chaincode: string): { readonly store: StateFile; readonly audit: BlockAudit } {
  try {
    return open(path, chaincode);
  } catch (error) {
    if (!existsSync(path)) throw error;
    remove(path);
    return open(path, chaincode);
  }
}

function open(path: string, chaincode: string): { readonly store: StateFile; readonly audit: BlockAudit } {
  const store = new StateFile(path, 'process');
  try {
    store.check();
    return { store, audit: new BlockAudit({ chaincode, trustsPeer: true, store }) };
  } catch (error) {
    store.abandon();
    throw error;
  }
}

function remove(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
}
