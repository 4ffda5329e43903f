/**
 * Who asked for what: a line of JSON for each request, in a file that is only ever appended to and begun anew when it is large.
 *
 * Lines are written together, some four times a second, so that a request costs its text. A disk that takes nothing stops no
 * request: lines that are lost are counted, and the next one that is kept says how many.
 */
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../log.js';

export interface AccessEntry {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Absent where no key of this gateway was shown. */
  readonly key?: string | undefined;
  readonly client?: string | undefined;
  readonly role?: string | undefined;
  readonly address?: string | undefined;
  readonly method: string;
  /** Without its query; ids in it are pseudonyms. */
  readonly path: string;
  readonly status: number;
  /** Of the problem that was answered. */
  readonly code?: string | undefined;
  readonly operation?: string | undefined;
  readonly trace: string;
}

export interface AccessLogLimits {
  /** A file that has more is put aside. */
  readonly fileBytesMax: number;
  /** Files that were put aside and are kept. */
  readonly filesKept: number;
}

const EVERY_MS = 250;
/** What may wait for a slow disk. */
const WAITING_CHARACTERS_MAX = 8 * 1024 * 1024;

export class AccessLog {
  #lines: string[] = [];
  #characters = 0;
  #lost = 0;
  #file: FileHandle | undefined;
  #bytes = 0;
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    private readonly path: string,
    private readonly limits: AccessLogLimits,
    private readonly log: Log,
  ) {}

  write(entry: AccessEntry): void {
    if (this.#characters > WAITING_CHARACTERS_MAX) {
      this.#lost++;
      return;
    }
    const line = `${JSON.stringify(entry)}\n`;
    this.#lines.push(line);
    this.#characters += line.length;
    this.#flushSoon();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#flush();
    await this.#file?.close();
  }

  #flushSoon(): void {
    if (this.#timer !== undefined || this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#flush();
    }, EVERY_MS).unref();
  }

  #flush(): Promise<void> {
    if (this.#writing !== undefined || this.#lines.length === 0) return this.#writing ?? Promise.resolve();
    this.#writing = this.#append().finally(() => {
      this.#writing = undefined;
      if (this.#lines.length > 0) this.#flushSoon();
    });
    return this.#writing;
  }

  async #append(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    this.#characters = 0;
    const lost = this.#lost;
    if (lost > 0) lines.unshift(`${JSON.stringify({ time: new Date().toISOString(), lost })}\n`);
    try {
      await this.#begin();
      const bytes = Buffer.from(lines.join(''));
      await this.#file!.writeFile(bytes);
      this.#bytes += bytes.length;
      this.#lost -= lost;
      if (this.#bytes > this.limits.fileBytesMax) await this.#putAside();
    } catch (error) {
      if (this.#lost === 0) this.log.error({ err: error }, 'The access log takes nothing; what is lost is counted');
      this.#lost += lines.length - (lost > 0 ? 1 : 0);
      await this.#file?.close().catch(() => undefined);
      this.#file = undefined;
    }
  }

  async #begin(): Promise<void> {
    if (this.#file !== undefined) return;
    this.#file = await open(this.path, 'a', 0o600);
    this.#bytes = (await this.#file.stat()).size;
  }

  /** Names sort as they were put aside. */
  async #putAside(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
    const folder = dirname(this.path);
    const name = basename(this.path, '.log');
    await rename(this.path, join(folder, `${name}-${new Date().toISOString().replaceAll(':', '')}.log`));
    const aside = (await readdir(folder)).filter((each) => each.startsWith(`${name}-`) && each.endsWith('.log'));
    const old = aside.toSorted().slice(0, Math.max(0, aside.length - this.limits.filesKept));
    for (const each of old) await rm(join(folder, each), { force: true });
  }
}
