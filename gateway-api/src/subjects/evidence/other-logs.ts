/**
 * What organisations signed of the log that is another one than the own, which the blocks make: a finding like those of the watch, which does not
 * recompute the log. The ledger lets nobody take it back, so whoever signed such a thing cannot sign the log again: the own organisation
 * neither, as an earlier version could with a full disk.
 */
import type { LogCheckpoint } from '@commonpoint/catalogue';
import type { Log } from '../../log.js';
import type { StoredTree } from '../../store/stored-tree.js';
import type { Finding } from '../../watch/judge.js';
import type { evidenceQueries } from './reads.js';

export interface OtherLogsParts {
  readonly evidence: Pick<ReturnType<typeof evidenceQueries>, 'keys' | 'newestOf'>;
  readonly tree: Pick<StoredTree, 'size' | 'root'>;
  readonly lastBlock: () => number;
  readonly log: Log;
}

export class OtherLogs {
  /** By organisation: what it said last, and what is wrong with it. One that was right stays so. */
  readonly #judged = new Map<string, { readonly said: string; readonly finding: Finding | undefined }>();

  constructor(private readonly parts: OtherLogsParts) {}

  /** By the last look. */
  get found(): readonly Finding[] {
    return [...this.#judged.values()].flatMap(({ finding }) => finding ?? []);
  }

  has(mspId: string): boolean {
    return this.#judged.get(mspId)?.finding !== undefined;
  }

  /** Tells the log of each once. */
  look(): void {
    const { keys, newestOf } = this.parts.evidence;
    for (const { mspId } of keys()) {
      const checkpoint = newestOf(mspId);
      if (checkpoint === undefined) continue;
      const said = `${checkpoint.size} ${checkpoint.root}`;
      if (this.#judged.get(mspId)?.said === said) continue;
      const finding = this.#findingOf(checkpoint);
      this.#judged.set(mspId, { said, finding });
      if (finding !== undefined)
        this.parts.log.error(finding, 'An organisation signed another log than the blocks make');
    }
  }

  #findingOf({ mspId, size, root }: LogCheckpoint): Finding | undefined {
    const { tree, lastBlock } = this.parts;
    const known = size <= tree.size ? tree.root(size).toString('base64') : undefined;
    if (known === root) return undefined;
    const why = known === undefined ? 'no block left so many' : `by the blocks the root is ${known}`;
    const text = `${mspId} signed ${size} leaves of the log with the root ${root}, and ${why}`;
    return { block: lastBlock(), about: 'ledger', text };
  }
}
