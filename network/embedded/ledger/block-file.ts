/**
 * The peer's block store: one file, blocks one behind the other, each framed by its length and a checksum.
 *
 * Fabric: `common/ledger/blkstorage/blockfile_mgr.go` appends length-framed blocks to files of 64 MB, syncs them, and
 * on opening scans the last file and cuts off a block that was not written whole. Left out: several files, snapshots.
 */
import { constants, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Log, nowAndThen } from '../log.js';
import { plainBytes } from '../wire/bytes.js';
import { type BlockPlace, BlockPlaces } from './block-places.js';

export const FRAME_BYTES = 8;
/** None is nearly as long. A longer one cannot be read at once, and a length that a disk changed may be any. */
export const BLOCK_BYTES_MAX = 2 ** 30;
/** No block begins there. */
const NOWHERE = -1;

/** Where a block lies: its frame begins at `offset`, the block is `length` bytes. */
export interface BlockLocation {
  readonly offset: number;
  readonly length: number;
}

export interface StoredBlock {
  readonly location: BlockLocation;
  readonly bytes: Uint8Array;
  readonly checksum: number;
}

/** Some bytes of a block, from its first byte on, with their CRC-32. */
export interface BlockPart {
  readonly offset: number;
  readonly length: number;
  readonly checksum: number;
}

/** A block that was once whole is not any more; the file needs a person. */
export class BlockFileError extends Error {
  override readonly name = 'BlockFileError';
}

/** What a look at a file came to. */
export interface BlockSurvey {
  /** Whole blocks from the beginning on. */
  readonly count: number;
  /** Where they end: behind it stands nothing, or what a crash left. */
  readonly end: number;
  /** A block is damaged that others follow, which no crash explains. */
  readonly isDamaged: boolean;
}

export class BlockFile {
  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly places: BlockPlaces,
    private end: number,
    private readonly log: Log,
  ) {}

  /** Something may stand behind the end that an append left which failed. */
  #isDirty = false;
  /** Where the last block ends that has a place; it is known once one was appended or looked for. */
  #placedEnd: number | undefined;

  /** `log` is told now and then how far it is read. */
  static async open(path: string, log: Log = () => undefined): Promise<BlockFile> {
    const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const { size } = await file.stat();
    return new BlockFile(path, file, await BlockPlaces.open(placesPath(path)), size, log);
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
    if (bytes.length > BLOCK_BYTES_MAX) throw new Error('no block is as long as that');
    if (this.#isDirty) await this.truncate(this.end);
    const location = { offset: this.end, length: bytes.length };
    this.#isDirty = true;
    const checksum = crc32(bytes);
    const { bytesWritten } = await this.file.writev([frame(bytes, checksum), bytes], this.end);
    if (bytesWritten < FRAME_BYTES + bytes.length) throw new Error('there is no room on the disk for a block');
    await this.file.datasync();
    this.#isDirty = false;
    this.end = followingOffset(location);
    // The block is on the disk, whatever becomes of what is noted of it.
    await this.#note({ ...location, checksum }).catch(() => (this.#placedEnd = NOWHERE));
    return location;
  }

  /** A block by its number. */
  async block(number: number): Promise<Uint8Array> {
    return this.read(await this.#find(number));
  }

  /**
   * How far it is whole; nothing of it is changed. `end` reads the last blocks only: those before have a place, which was noted when they
   * were on the disk. `all` reads every one.
   */
  async survey(extent: 'end' | 'all'): Promise<BlockSurvey> {
    const known = extent === 'all' ? undefined : await this.#lastKnown();
    let count = known?.number ?? 0;
    let end = known?.place.offset ?? 0;
    await this.places.keep(count);
    this.#placedEnd = end;
    let isDamaged = false;
    try {
      for await (const { location, checksum } of this.whole(end)) {
        await this.#note({ ...location, checksum });
        end = followingOffset(location);
        count += 1;
      }
    } catch (error) {
      if (!(error instanceof BlockFileError)) throw error;
      isDamaged = true;
    }
    return { count, end, isDamaged };
  }

  async read({ offset, length }: BlockLocation): Promise<Uint8Array> {
    if (length > BLOCK_BYTES_MAX) throw new BlockFileError(`block at ${offset} is not as long as it says`);
    const bytes = Buffer.allocUnsafeSlow(length);
    const { bytesRead } = await this.file.read(bytes, 0, length, offset + FRAME_BYTES);
    if (bytesRead < length) throw new BlockFileError(`block at ${offset} is cut short`);
    return plainBytes(bytes);
  }

  /**
   * Some bytes of the block at an offset, read at once: of a file that the system has in memory, a hop to the thread pool would cost more.
   */
  part(blockOffset: number, { offset, length, checksum }: BlockPart): Uint8Array {
    const bytes = Buffer.allocUnsafe(length);
    const read = readSync(this.file.fd, bytes, 0, length, blockOffset + FRAME_BYTES + offset);
    if (read === length && crc32(bytes) === checksum) return plainBytes(bytes);
    throw new BlockFileError(`block at ${blockOffset} of ${this.path} does not have what it had`);
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
    this.#placedEnd = undefined;
  }

  async close(): Promise<void> {
    await this.places.close();
    await this.file.close();
  }

  /** Only what goes on where the last place ends: otherwise a look at the file's end finds what is missing. */
  async #note(place: BlockPlace): Promise<void> {
    this.#placedEnd ??= await this.#endOfPlaces(place.offset);
    if (place.offset !== this.#placedEnd) return;
    await this.places.add(place);
    this.#placedEnd = followingOffset(place);
  }

  /** Of those up to where blocks ended. */
  async #endOfPlaces(end: number): Promise<number> {
    // What was cut off behind a failed append has no place any more.
    for (; this.places.count > 0; await this.places.keep(this.places.count - 1)) {
      const last = await this.places.find(this.places.count - 1);
      if (last && followingOffset(last) <= end) return followingOffset(last);
    }
    return 0;
  }

  /** The last block that is where its place says. Each look back is twice as far: after a power cut many of the last may be lost. */
  async #lastKnown(): Promise<{ readonly number: number; readonly place: BlockPlace } | undefined> {
    for (let [number, step] = [this.places.count - 1, 1]; number >= 0; number -= step, step *= 2) {
      const place = await this.places.find(number);
      const stored = place && (await this.#readWhole(place.offset).catch(() => undefined));
      if (place && stored?.checksum === place.checksum && stored.location.length === place.length)
        return { number, place };
    }
    return undefined;
  }

  /** By its place, or by those of blocks before it where that one is lost. */
  async #find(number: number): Promise<BlockLocation> {
    const known = await this.places.find(number);
    if (known) return known;
    let next = number;
    let before: BlockPlace | undefined;
    while (next > 0 && !before) before = await this.places.find(--next);
    if (before) next += 1;
    for (let offset = before ? followingOffset(before) : 0; ; next += 1) {
      const place = await this.#frameAt(offset);
      if (!place) throw new BlockFileError(`there is no block ${next}`);
      // It is found again without.
      await this.places.replace(next, place).catch(() => undefined);
      if (next === number) return place;
      offset = followingOffset(place);
    }
  }

  async #frameAt(offset: number): Promise<BlockPlace | undefined> {
    const header = Buffer.alloc(FRAME_BYTES);
    const { bytesRead } = await this.file.read(header, 0, FRAME_BYTES, offset);
    if (bytesRead < FRAME_BYTES) return undefined;
    const place = { offset, length: header.readUInt32BE(0), checksum: header.readUInt32BE(4) };
    return followingOffset(place) > this.end || place.length === 0 ? undefined : place;
  }

  async #readWhole(offset: number): Promise<StoredBlock | undefined> {
    const place = await this.#frameAt(offset);
    if (!place) return undefined;
    const { length, checksum } = place;
    const bytes = length > BLOCK_BYTES_MAX ? undefined : await this.read(place);
    if (bytes && crc32(bytes) === checksum) return { location: { offset, length }, bytes, checksum };
    if (followingOffset(place) === this.end) return undefined;
    throw new BlockFileError(`block at ${offset} is damaged and more blocks follow it`);
  }
}

/** The file beside a block file that says where each block lies. */
export function placesPath(path: string): string {
  return `${path}.places`;
}

/** Offset of the frame behind a block. */
export function followingOffset({ offset, length }: BlockLocation): number {
  return offset + FRAME_BYTES + length;
}

function frame(bytes: Uint8Array, checksum: number): Buffer {
  const header = Buffer.alloc(FRAME_BYTES);
  header.writeUInt32BE(bytes.length, 0);
  header.writeUInt32BE(checksum, 4);
  return header;
}
