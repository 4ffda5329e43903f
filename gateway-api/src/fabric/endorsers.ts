/**
 * Who endorses: the own organisation and one other merchant, as the channel's policy asks for any two merchants; where the
 * own one is none, two others and it. The own peer is always among them: any others could agree on doing something else than
 * the own client signs, such as a vote the other way round.
 *
 * One that fails, or lets others overtake it, is left out for a while, so that a dead peer costs one call and not every
 * call. When its rest is over a single call tries it; the others come back only after that one has succeeded. A member that is
 * not active is asked only where there is nobody else: its peer answers, and rows' policies do not count it. So it is with one that
 * has just joined, until the rows' policies have been renewed.
 */
const REST_MS = 10_000;

/** How long a call waits for another merchant before one more is asked: some times what it usually takes. */
const PATIENCE_TIMES = 4;
const PATIENCE_MIN_MS = 300;
const PATIENCE_MAX_MS = 1_000;
/** Share of the newest call in what is remembered of an endorser's speed. */
const NEWEST_WEIGHT = 0.2;

/** Who may be asked, as the ledger has it. */
export interface EndorsingMembers {
  readonly merchants: readonly string[];
  /** Auditors and regulators. */
  readonly witnesses: readonly string[];
  /** Of both, those that rows' policies do not count, or not all of them yet. */
  readonly uncounted: ReadonlySet<string>;
}

export class Endorsers {
  readonly #restsUntil = new Map<string, number>();
  readonly #usualMs = new Map<string, number>();
  /** As the ledger has it; nothing as long as it is not known. */
  members: () => EndorsingMembers | undefined = () => undefined;

  constructor(
    readonly ownMspId: string,
    /** Those that are known by configuration. */
    private readonly merchants: readonly string[],
    private readonly now: () => number = Date.now,
    private readonly witnesses: readonly string[] = [],
  ) {}

  get #merchants(): readonly string[] {
    return this.members()?.merchants ?? this.merchants;
  }

  /** Auditors and regulators. */
  get #witnesses(): readonly string[] {
    return this.members()?.witnesses ?? this.witnesses;
  }

  get #isMerchant(): boolean {
    return this.#merchants.includes(this.ownMspId);
  }

  /** The sets to try, best first; `required` are organisations that the rows written ask for. */
  choices(required: readonly string[] = []): string[][] {
    const asked = required.filter((mspId) => mspId !== this.ownMspId);
    if (asked.length > 0 && this.#isMerchant) return [[this.ownMspId, ...asked]];
    const others = this.#activeOf(this.#withoutOwn(this.#merchants), this.#isMerchant ? 1 : 2);
    const ordered = others.toSorted((a, b) => Number(this.#rests(a)) - Number(this.#rests(b)));
    const [first] = ordered;
    // Whoever comes next finds it resting still: one call is enough to see whether it is well again.
    if (first !== undefined && this.#restsUntil.has(first) && !this.#rests(first)) this.failed([first]);
    if (this.#isMerchant) return ordered.map((other) => [this.ownMspId, other]);
    const pairs = ordered.flatMap((one, index) => ordered.slice(index + 1).map((other) => [one, other]));
    return this.#withOwn(pairs.filter((pair) => asked.every((mspId) => pair.includes(mspId))));
  }

  /** The sets to try where more than half have to sign, best first: the own organisation and those that are well. */
  majorities(): string[][] {
    const byHealth = (mspIds: readonly string[]): string[] =>
      mspIds.toSorted((a, b) => this.#burden(a) - this.#burden(b));
    const merchants = byHealth(this.#activeOf(this.#merchants, 2));
    const most = Math.max(2, moreThanHalf(merchants.length));
    const ofMerchants = combinations(merchants, Math.min(most, merchants.length));
    const all = [...merchants, ...byHealth(this.#activeOf(this.#witnesses, 0))];
    const isMerchant = (mspId: string): boolean => merchants.includes(mspId);
    // Rows ask for more than half of those of their day: with who became inactive since, and of new ones with who has just joined.
    const enough = Math.min(moreThanHalf(this.#merchants.length + this.#witnesses.length), all.length);
    const ofAll = combinations(all, enough).filter((set) => set.filter(isMerchant).length >= most);
    // A row that is new has no policy yet: the chaincode's own is all that counts.
    return this.#withOwn([...ofAll, ...ofMerchants]);
  }

  /** All that are well, then those that are active, then majorities. */
  asManyAsCan(): string[][] {
    const all = [...this.#merchants, ...this.#witnesses];
    const well = all.filter((mspId) => mspId === this.ownMspId || !this.#rests(mspId));
    return this.#withOwn([well, [...this.#activeOf(all, 2)], ...this.majorities()]);
  }

  failed(endorsers: readonly string[], restMs = REST_MS): void {
    for (const mspId of this.#withoutOwn(endorsers)) this.#restsUntil.set(mspId, this.now() + restMs);
  }

  succeeded(endorsers: readonly string[]): void {
    for (const mspId of this.#withoutOwn(endorsers)) this.#restsUntil.delete(mspId);
  }

  /** Remembers how long an answer took. */
  took(endorsers: readonly string[], tookMs: number): void {
    for (const mspId of this.#withoutOwn(endorsers)) {
      const before = this.#usualMs.get(mspId) ?? tookMs;
      this.#usualMs.set(mspId, before + (tookMs - before) * NEWEST_WEIGHT);
    }
  }

  /** After how long without an answer it is unusual. */
  patienceMs(endorsers: readonly string[]): number {
    const usualMs = Math.max(0, ...this.#withoutOwn(endorsers).map((mspId) => this.#usualMs.get(mspId) ?? Infinity));
    return Math.min(Math.max(usualMs * PATIENCE_TIMES, PATIENCE_MIN_MS), PATIENCE_MAX_MS);
  }

  /** Whether one of them is known to be unwell. */
  isResting(endorsers: readonly string[]): boolean {
    return this.#withoutOwn(endorsers).some((mspId) => this.#rests(mspId));
  }

  /** All of them where fewer are active than it takes. */
  #activeOf(mspIds: readonly string[], atLeast: number): readonly string[] {
    const uncounted = this.members()?.uncounted;
    const active = mspIds.filter((mspId) => uncounted?.has(mspId) !== true);
    return active.length < atLeast ? mspIds : active;
  }

  #burden(mspId: string): number {
    return mspId === this.ownMspId ? -1 : Number(this.#rests(mspId));
  }

  #rests(mspId: string): boolean {
    return (this.#restsUntil.get(mspId) ?? -Infinity) > this.now();
  }

  #withOwn(sets: readonly (readonly string[])[]): string[][] {
    return sets.map((set) => (set.includes(this.ownMspId) ? [...set] : [this.ownMspId, ...set]));
  }

  #withoutOwn(endorsers: readonly string[]): string[] {
    return endorsers.filter((mspId) => mspId !== this.ownMspId);
  }
}

const moreThanHalf = (count: number): number => Math.floor(count / 2) + 1;

/** All sets of so many, those of the first ones first. */
function combinations(from: readonly string[], count: number): string[][] {
  if (count === 0) return [[]];
  return from.flatMap((first, index) => combinations(from.slice(index + 1), count - 1).map((rest) => [first, ...rest]));
}
