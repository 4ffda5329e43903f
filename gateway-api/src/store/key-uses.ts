/** When each API key was last used, in a file beside the database: for `keys list`, within half a minute. */
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { Log } from '../log.js';

const EVERY_MS = 30_000;

export class KeyUses {
  readonly #uses: Map<string, string>;
  #isWritten = true;
  readonly #timer;

  constructor(
    private readonly path: string,
    private readonly log: Log,
    everyMs = EVERY_MS,
  ) {
    this.#uses = new Map(Object.entries(usesAt(path)));
    this.#timer = setInterval(() => void this.#write(), everyMs).unref();
  }

  used(keyId: string, time: string): void {
    this.#uses.set(keyId, time);
    this.#isWritten = false;
  }

  lastUse(keyId: string): string | undefined {
    return this.#uses.get(keyId);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#write();
  }

  async #write(): Promise<void> {
    if (this.#isWritten) return;
    this.#isWritten = true;
    try {
      await writeFile(`${this.path}.partial`, `${JSON.stringify(Object.fromEntries(this.#uses), null, 2)}\n`, {
        mode: 0o600,
      });
      await rename(`${this.path}.partial`, this.path);
    } catch (error) {
      this.#isWritten = false;
      this.log.warn({ err: error }, 'When API keys were last used could not be written down');
    }
  }
}

/** One that cannot be read is begun anew. */
function usesAt(path: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}
