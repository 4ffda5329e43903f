/** What this tab sent and nobody knows the outcome of: each with its key, so that the same, sent again, is done once. */
import { ProblemError } from '@commonpoint/client';
import { newIdempotencyKey } from './idempotency.js';

/** One write. Of what was sent nothing is kept but a number that it is known by. */
export interface Sent {
  readonly place: string;
  readonly content: number;
  readonly key: string;
  /** When it was sent first, in milliseconds. */
  readonly at: number;
}

const KEPT_AS = 'unsettled';
const KEPT_MAX = 50;
/** The gateway remembers keys for longer. */
const KEPT_MS = 86_400_000;

/** Of this tab alone, gone with it or with the session. */
export class Unsettled {
  constructor(private readonly storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {}

  /** The write at this place with this content, if there is one. */
  same(place: string, content: unknown, now = Date.now()): Sent | undefined {
    const known = digest(content);
    return this.#at(place, now).find((each) => each.content === known);
  }

  /** The last one at this place with other content. */
  other(place: string, content: unknown, now = Date.now()): Sent | undefined {
    const known = digest(content);
    return this.#at(place, now).findLast((each) => each.content !== known);
  }

  /** Before it is sent, as the page may be left at any time. */
  begin(place: string, content: unknown, now = Date.now()): Sent {
    const found = this.same(place, content, now);
    if (found !== undefined) return found;
    const sent = { place, content: digest(content), key: newIdempotencyKey(), at: now };
    this.keep(sent, now);
    return sent;
  }

  /** It is open still. */
  keep(sent: Sent, now = Date.now()): void {
    this.#write([...this.#all(now).filter(({ key }) => key !== sent.key), sent].slice(-KEPT_MAX));
  }

  /** It was done, or refused for good. */
  settle({ key }: Pick<Sent, 'key'>): void {
    this.#write(this.#all(Date.now()).filter((each) => each.key !== key));
  }

  forget(): void {
    this.storage().removeItem(KEPT_AS);
  }

  #at(place: string, now: number): readonly Sent[] {
    return this.#all(now).filter((each) => each.place === place);
  }

  #all(now: number): readonly Sent[] {
    const all = JSON.parse(this.storage().getItem(KEPT_AS) ?? '[]') as readonly Sent[];
    return all.filter(({ at }) => now - at < KEPT_MS);
  }

  #write(all: readonly Sent[]): void {
    if (all.length === 0) this.forget();
    else this.storage().setItem(KEPT_AS, JSON.stringify(all));
  }
}

/** Whether a write may have been done, or may be yet, for all that its failure tells. */
export function leavesOpen(failure: Error): boolean {
  if (!(failure instanceof ProblemError)) return true;
  const { retryable, status, code } = failure.problem;
  // Of what was not committed for others' transactions, it is known.
  return status >= 500
    ? code !== 'LEDGER_REFUSED'
    : retryable && (status !== 409 || code === 'IDEMPOTENCY_KEY_IN_FLIGHT');
}

const aboutWhoAsks = ['UNAUTHENTICATED', 'STEP_UP_REQUIRED', 'ROLE_NOT_ALLOWED', 'CROSS_SITE_REQUEST'];

/** Whether it is about who asks, and tells nothing of what became of the same that was sent before. */
export const tellsNothing = (failure: Error): boolean =>
  failure instanceof ProblemError && aboutWhoAsks.includes(failure.code);

/** In 52 bits (FNV, twice). Where two are alike, the gateway refuses the second as other content under the same key. */
function digest(content: unknown): number {
  let [one, two] = [0x811c9dc5, 0x1b873593];
  for (const letter of JSON.stringify(content ?? null)) {
    const code = letter.codePointAt(0)!;
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x85ebca6b);
  }
  return (one >>> 0) * 0x100000 + (two >>> 12);
}
