/** Accounts that imports have looked for and found as they should be: members come again and again, and each look costs a row. */
import type { ChannelTransaction } from '../channel/channel.js';
import type { BlockParticipant } from '../projection/follower.js';

/** Ids of 42 letters. */
const KNOWN_MAX = 50_000;

export class KnownAccounts implements BlockParticipant {
  readonly #ids = new Set<string>();

  readonly durabilityOf = () => 'rebuildable' as const;
  readonly apply = (): void => undefined;
  readonly applied = (): void => undefined;

  /** What is written of an account is looked at anew, also when nothing comes of it. */
  prepare({ writes }: ChannelTransaction): void {
    for (const { key } of writes) if (key[0] === 'account') this.#ids.delete(key[1] ?? '');
  }

  has(accountId: string): boolean {
    return this.#ids.has(accountId);
  }

  add(accountId: string): void {
    if (this.#ids.size >= KNOWN_MAX) this.#ids.clear();
    this.#ids.add(accountId);
  }
}
