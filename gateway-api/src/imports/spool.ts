/**
 * The file that is being imported, on the gateway's own disk: it can be read again after a restart, and a client may
 * go away when it has sent it.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface Spooled {
  /** SHA-256 in hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Lines that are not empty, the header among them. */
  readonly lines: number;
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export class Spool {
  constructor(private readonly folder: string) {}

  pathOf(importId: string): string {
    return join(this.folder, `${importId}.csv`);
  }

  /** Writes the body to disk, synced; on any error nothing is left. */
  async write(importId: string, body: Readable): Promise<Spooled> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const partial = `${this.pathOf(importId)}.partial`;
    const file = await open(partial, 'w', 0o600);
    try {
      const hash = createHash('sha256');
      const counter = new LineCounter();
      let bytes = 0;
      for await (const chunk of body as AsyncIterable<Buffer>) {
        hash.update(chunk);
        counter.add(chunk);
        bytes += chunk.length;
        await writeWhole(file, chunk);
      }
      await file.sync();
      await file.close();
      await rename(partial, this.pathOf(importId));
      return { sha256: hash.digest('hex'), bytes, lines: counter.lines };
    } catch (error) {
      await file.close().catch(() => undefined);
      await rm(partial, { force: true });
      throw error;
    }
  }

  read(importId: string): AsyncIterable<Buffer> {
    return createReadStream(this.pathOf(importId), { highWaterMark: 256 * 1024 });
  }

  async remove(importId: string): Promise<void> {
    await rm(this.pathOf(importId), { force: true });
  }

  /** Removes what no import needs: bodies that broke off, and files whose import ended as the gateway stopped. */
  async keepOnly(importIds: readonly string[]): Promise<void> {
    const kept = new Set(importIds.map((importId) => `${importId}.csv`));
    const files = await readdir(this.folder).catch(() => []);
    await Promise.all(files.filter((file) => !kept.has(file)).map((file) => rm(join(this.folder, file))));
  }
}

/** A disk that fills up takes a part first, and says so only the next time. */
async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, at, chunk.length - at);
    if (bytesWritten === 0) throw Object.assign(new Error('nothing more was written'), { code: 'ENOSPC' });
    at += bytesWritten;
  }
}

/** Counts lines that hold anything, so that progress has an end before the file is parsed. */
class LineCounter {
  #full = 0;
  #holdsAnything = false;

  add(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      if (this.#holdsAnything || end - start > 1 || (end > start && chunk[start] !== CARRIAGE_RETURN)) this.#full++;
      this.#holdsAnything = false;
      start = end + 1;
    }
    if (start < chunk.length) this.#holdsAnything = true;
  }

  get lines(): number {
    return this.#full + (this.#holdsAnything ? 1 : 0);
  }
}
