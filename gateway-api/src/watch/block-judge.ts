/** Recomputes blocks by the audit's code, with a file for what it has to remember. It knows nothing of threads. */
import { existsSync, rmSync } from 'node:fs';
import { BlockAudit } from '@commonpoint/audit/block-audit';
import { StateFile } from '@commonpoint/audit/state-file';
import type { Finding, ThreadOptions } from './judge.js';

/** Kept so often even if little happens, so that a restart has little to do again. */
const KEPT_EVERY_BLOCKS = 1_000;

export class BlockJudge {
  readonly isAnew: boolean;
  readonly #store: StateFile;
  readonly #audit: BlockAudit;
  #sinceKept = 0;

  constructor({ statePath, chaincode }: ThreadOptions) {
    this.#store = openOrBeginAnew(statePath);
    this.#audit = new BlockAudit({ chaincode, trustsPeer: true, store: this.#store });
    this.isAnew = this.#audit.next === 0;
  }

  get next(): number {
    return this.#audit.next;
  }

  get found(): readonly Finding[] {
    return this.#audit.found;
  }

  judge(block: Uint8Array): readonly Finding[] {
    const findings = this.#audit.apply(block);
    this.#sinceKept += 1;
    if (findings.length === 0 && this.#sinceKept >= KEPT_EVERY_BLOCKS) this.keep();
    return findings;
  }

  keep(): void {
    this.#store.write();
    this.#sinceKept = 0;
  }

  close(keeping: boolean): void {
    if (keeping) this.#store.close();
  }
}

/** What cannot be read is thrown away: everything in it follows from the blocks. */
function openOrBeginAnew(path: string): StateFile {
  try {
    return new StateFile(path, 'process');
  } catch (error) {
    if (!existsSync(path)) throw error;
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    return new StateFile(path, 'process');
  }
}
