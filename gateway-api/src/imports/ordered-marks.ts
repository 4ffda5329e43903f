/** How far an import is: marked in file order, whatever the order in which transactions are committed. */
import type { GroupCommit } from '../store/group-commit.js';
import type { ImportRows, Progress } from './import-rows.js';

/** Lets stretches finish in any order, and marks them in theirs. */
export class OrderedMarks {
  #begun = 0;
  #marked = 0;
  readonly #finished = new Map<number, { progress: Progress; resolve: () => void; reject: (error: unknown) => void }>();

  constructor(
    private readonly parts: { readonly rows: ImportRows; readonly commits: GroupCommit },
    private readonly seq: number,
  ) {}

  /** A place in the order; call the result when the stretch is done. */
  next(): (progress: Progress) => Promise<void> {
    const place = this.#begun++;
    return (progress) =>
      new Promise<void>((resolve, reject) => {
        this.#finished.set(place, { progress, resolve, reject });
        this.#mark();
      });
  }

  #mark(): void {
    for (let entry = this.#finished.get(this.#marked); entry; entry = this.#finished.get(this.#marked)) {
      const { progress, resolve, reject } = entry;
      this.#finished.delete(this.#marked++);
      this.parts.commits.keep(() => this.parts.rows.advance(this.seq, progress)).then(resolve, reject);
    }
  }
}
