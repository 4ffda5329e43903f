/**
 * Who endorses: the own organisation and one other merchant, as the channel's policy asks for any two. The other one
 * is the one that answered last; one that failed is left out for a while, so that a dead peer costs one call and not
 * every call.
 */
const REST_MS = 10_000;

export class Endorsers {
  readonly #others: string[];
  readonly #restsUntil = new Map<string, number>();

  constructor(
    private readonly ownMspId: string,
    merchants: readonly string[],
    private readonly now: () => number = Date.now,
  ) {
    this.#others = merchants.filter((mspId) => mspId !== ownMspId);
  }

  /** The sets to try, best first; `required` are organisations that the rows written ask for. */
  choices(required: readonly string[] = []): string[][] {
    const asked = required.filter((mspId) => mspId !== this.ownMspId);
    if (asked.length > 0) return [[this.ownMspId, ...asked]];
    const rested = (mspId: string): number => ((this.#restsUntil.get(mspId) ?? 0) > this.now() ? 1 : 0);
    const ordered = this.#others.toSorted((a, b) => rested(a) - rested(b));
    return ordered.map((other) => [this.ownMspId, other]);
  }

  failed(endorsers: readonly string[]): void {
    for (const mspId of endorsers) this.#restsUntil.set(mspId, this.now() + REST_MS);
  }

  succeeded(endorsers: readonly string[]): void {
    for (const mspId of endorsers) this.#restsUntil.delete(mspId);
  }
}
