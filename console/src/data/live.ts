/** What happens on the ledger, heard once for all screens: whoever shows something hears when it may have changed. */
import type { Client, Event } from '@commonpoint/client';

type Listener = (event: Event) => void;

/** How often everything is read again all the same: heights and certificates change without an event. */
export const LOOK_AGAIN_MS = 15_000;

export class Live {
  readonly #listeners = new Set<Listener>();
  readonly #stopping = new AbortController();

  /** @param mayListen roles that are told no events look again now and then instead */
  constructor(client: Client, mayListen: boolean) {
    if (mayListen) void this.#listen(client);
  }

  on(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #listen(client: Client): Promise<void> {
    const { signal } = this.#stopping;
    try {
      for await (const event of client.events({}, { signal })) for (const listener of this.#listeners) listener(event);
    } catch {
      // What is shown is looked at again now and then; that the gateway is away, each reading says itself.
    }
  }
}
