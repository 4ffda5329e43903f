/**
 * The peer's block store: one file, blocks one behind the other, each framed by its length and a checksum.
 *
 * Fabric: `common/ledger/blkstorage/blockfile_mgr.go` appends length-framed blocks to files of 64 MB, syncs them, and
 * on opening scans the last file and cuts off a block that was not written whole. Left out: several files, snapshots.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Log, nowAndThen } from '../log.js';
import { plainBytes } from '../wire/bytes.js';

const FRAME_BYTES = 8;

/** Where a block lies: its frame begins at `offset`, the block is `length` bytes. */
export interface BlockLocation {
  readonly offset: number;
  readonly length: number;
}

export interface StoredBlock {
  readonly location: BlockLocation;
  readonly bytes: Uint8Array;
}

/** A block that was once whole is not any more; the file needs a person. */
export class BlockFileError extends Error {
  override readonly name = 'BlockFileError';
}

export class BlockFile {
  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private end: number,
    private readonly log: Log,
  ) {}

  /** Something may stand behind the end that an append left which failed. */
  #isDirty = false;

  /** `log` is told now and then how far it is read. */
  static async open(path: string, log: Log = () => undefined): Promise<BlockFile> {
    const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const { size } = await file.stat();
    return new BlockFile(path, file, size, log);
  }

  /** Bytes in the file. */
  get size(): number {
    return this.end;
  }

  /**
   * Appends and waits until the block is on the disk. One call at a time. After one that failed, the next begins at the same
   * place: what the system could not write it may have forgotten, and is not asked for again.
   */
  async append(bytes: Uint8Array): Promise<BlockLocation> {
    if (this.#isDirty) await this.truncate(this.end);
    const location = { offset: this.end, length: bytes.length };
    this.#isDirty = true;
    const { bytesWritten } = await this.file.writev([frame(bytes), bytes], this.end);
    if (bytesWritten < FRAME_BYTES + bytes.length) throw new Error('there is no room on the disk for a block');
    await this.file.datasync();
    this.#isDirty = false;
    this.end = followingOffset(location);
    return location;
  }

  async read({ offset, length }: BlockLocation): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafeSlow(length);
    const { bytesRead } = await this.file.read(bytes, 0, length, offset + FRAME_BYTES);
    if (bytesRead < length) throw new BlockFileError(`block at ${offset} is cut short`);
    return plainBytes(bytes);
  }

  /**
   * Walks over whole blocks from an offset on. The last one may have been caught by a crash while it was written: it
   * is cut off. Anything else that does not check is an error.
   */
  async *recover(from: number): AsyncGenerator<StoredBlock> {
    let offset = from;
    for await (const stored of this.whole(from)) {
      yield stored;
      offset = followingOffset(stored.location);
    }
    if (offset < this.end) await this.truncate(offset);
  }

  /** The whole blocks from an offset on. @throws BlockFileError where one is damaged that others follow */
  async *whole(from: number): AsyncGenerator<StoredBlock> {
    const tell = nowAndThen(this.log);
    for (let offset = from; offset < this.end;) {
      const stored = await this.#readWhole(offset);
      if (!stored) return;
      yield stored;
      tell(() => `${this.path}: ${Math.floor((100 * offset) / this.end)} % read again`);
      offset = followingOffset(stored.location);
    }
  }

  /** Forgets what stands from an offset on. */
  async truncate(offset: number): Promise<void> {
    await this.file.truncate(offset);
    await this.file.datasync();
    this.end = offset;
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  async #readWhole(offset: number): Promise<StoredBlock | undefined> {
    const header = Buffer.alloc(FRAME_BYTES);
    const { bytesRead } = await this.file.read(header, 0, FRAME_BYTES, offset);
    if (bytesRead < FRAME_BYTES) return undefined;
    const location = { offset, length: header.readUInt32BE(0) };
    const end = followingOffset(location);
    if (end > this.end || location.length === 0) return undefined;
    const bytes = await this.read(location);
    if (crc32(bytes) === header.readUInt32BE(4)) return { location, bytes };
    if (end === this.end) return undefined;
    throw new BlockFileError(`block at ${offset} is damaged and more blocks follow it`);
  }
}

/** Offset of the frame behind a block. */
export function followingOffset({ offset, length }: BlockLocation): number {
  return offset + FRAME_BYTES + length;
}

function frame(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(FRAME_BYTES);
  header.writeUInt32BE(bytes.length, 0);
  header.writeUInt32BE(crc32(bytes), 4);
  return header;
}
