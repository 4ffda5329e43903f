/**
 * The file that is being imported, on the gateway's own disk: it can be read again after a restart, and a client may
 * go away when it has sent it.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { toStorageFailure } from '../store/storage-health.js';

export interface Spooled {
  /** SHA-256 in hex. */
  readonly sha256: string;
  readonly bytes: number;
}

export class Spool {
  constructor(private readonly folder: string) {}

  pathOf(importId: string): string {
    return join(this.folder, `${importId}.csv`);
  }

  /**
   * Writes the body to disk, synced, while `read` reads it; on any error nothing is left.
   *
   * @throws Failure STORAGE_UNAVAILABLE if the disk does not take all of it
   */
  async write<T>(
    importId: string,
    body: Readable,
    read: (chunks: AsyncIterable<Buffer>) => Promise<T>,
  ): Promise<Spooled & { readonly read: T }> {
    const partial = `${this.pathOf(importId)}.partial`;
    let file: FileHandle | undefined;
    try {
      await onDisk(() => mkdir(this.folder, { recursive: true, mode: 0o700 }));
      const opened = (file = await onDisk(() => open(partial, 'w', 0o600)));
      const hash = createHash('sha256');
      let bytes = 0;
      const found = await read(
        (async function* () {
          for await (const chunk of body as AsyncIterable<Buffer>) {
            hash.update(chunk);
            bytes += chunk.length;
            await onDisk(() => writeAll(opened, chunk));
            yield chunk;
          }
        })(),
      );
      await onDisk(async () => {
        await opened.sync();
        const { size } = await opened.stat();
        if (size !== bytes)
          throw Object.assign(new Error(`${size} bytes of ${bytes} are on the disk`), { code: 'EIO' });
        await opened.close();
        await rename(partial, this.pathOf(importId));
      });
      return { sha256: hash.digest('hex'), bytes, read: found };
    } catch (error) {
      await file?.close().catch(() => undefined);
      await rm(partial, { force: true }).catch(() => undefined);
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

/** A disk may take less of a chunk than it was given, and says so only in a number. */
async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, written);
    if (bytesWritten === 0) throw Object.assign(new Error('nothing more was written'), { code: 'ENOSPC' });
    written += bytesWritten;
  }
}

async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStorageFailure(error);
  }
}
