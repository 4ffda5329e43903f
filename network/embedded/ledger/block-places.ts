/**
 * Where each block of a file lies, in a file beside it (`blocks.places`): whoever opens a ledger of a million blocks reads its end alone,
 * and keeps no list of them in memory.
 *
 * It says nothing that the blocks do not say by themselves, so it is never waited for, and what of it is missing or does not check is
 * made anew by walking over the blocks. Fabric: the index of blocks in LevelDB (`common/ledger/blkstorage/blockindex.go`).
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** A block's frame begins at `offset`, the block is `length` bytes. */
export interface BlockPlace {
  readonly offset: number;
  readonly length: number;
  /** Of the block's bytes, as its frame has it. */
  readonly checksum: number;
}

/** Six bytes of offset, four of length, four of the block's checksum, and four of these and the block's number. */
const ENTRY_BYTES = 18;
const CHECKED_BYTES = 14;
/** So many are written at once: those that a crash takes are found again at the blocks themselves. */
const WAITING_MAX = 32;
/** So many are read at once, as blocks are mostly asked for one after the other. */
const READ_AT_ONCE = 64;

export class BlockPlaces {
  readonly #waiting: Buffer[] = [];
  /** The last entries that were read. */
  #page: { readonly first: number; readonly bytes: Buffer } | undefined;
  #isLost = false;

  private constructor(
    private readonly file: FileHandle,
    /** How many are in the file. */
    private written: number,
  ) {}

  static async open(path: string): Promise<BlockPlaces> {
    const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const { size } = await file.stat();
    return new BlockPlaces(file, Math.floor(size / ENTRY_BYTES));
  }

  /** Of so many blocks something is noted, right or wrong. */
  get count(): number {
    return this.written + this.#waiting.length;
  }

  /** Undefined where what is noted is not what was noted once. */
  async find(number: number): Promise<BlockPlace | undefined> {
    if (number < 0 || number >= this.count) return undefined;
    const entry = this.#waiting[number - this.written] ?? (await this.#read(number));
    return entry && readEntry(number, entry);
  }

  /** Of the block after the last one. */
  async add(place: BlockPlace): Promise<void> {
    if (this.#isLost) return;
    this.#waiting.push(makeEntry(this.count, place));
    if (this.#waiting.length >= WAITING_MAX) await this.#write();
  }

  /** In the place of what was wrong. */
  async replace(number: number, place: BlockPlace): Promise<void> {
    if (number >= this.written) return;
    this.#page = undefined;
    await this.file.write(makeEntry(number, place), 0, ENTRY_BYTES, number * ENTRY_BYTES);
  }

  /** Forgets all but the first ones. */
  async keep(count: number): Promise<void> {
    if (count >= this.count) return;
    this.#page = undefined;
    this.#waiting.length = Math.max(0, count - this.written);
    if (count >= this.written) return;
    await this.file.truncate(count * ENTRY_BYTES);
    this.written = count;
  }

  async close(): Promise<void> {
    await this.#write();
    await this.file.close();
  }

  async #read(number: number): Promise<Buffer | undefined> {
    const first = number - (number % READ_AT_ONCE);
    if (this.#page?.first !== first) {
      const bytes = Buffer.alloc(READ_AT_ONCE * ENTRY_BYTES);
      const { bytesRead } = await this.file.read(bytes, 0, bytes.length, first * ENTRY_BYTES);
      this.#page = { first, bytes: bytes.subarray(0, bytesRead) };
    }
    const at = (number - first) * ENTRY_BYTES;
    const entry = this.#page.bytes.subarray(at, at + ENTRY_BYTES);
    if (entry.length === ENTRY_BYTES) return entry;
    this.#page = undefined;
    return undefined;
  }

  /** A disk that takes none of it takes no blocks either, and says so with these. */
  async #write(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const bytes = Buffer.concat(this.#waiting);
    try {
      const { bytesWritten } = await this.file.write(bytes, 0, bytes.length, this.written * ENTRY_BYTES);
      if (bytesWritten < bytes.length) throw new Error('there is no room on the disk');
      this.#page = undefined;
      this.written += this.#waiting.length;
    } catch {
      this.#isLost = true;
    }
    this.#waiting.length = 0;
  }
}

function makeEntry(number: number, { offset, length, checksum }: BlockPlace): Buffer {
  const entry = Buffer.alloc(ENTRY_BYTES);
  entry.writeUIntBE(offset, 0, 6);
  entry.writeUInt32BE(length, 6);
  entry.writeUInt32BE(checksum, 10);
  entry.writeUInt32BE(checkOf(number, entry), CHECKED_BYTES);
  return entry;
}

function readEntry(number: number, entry: Buffer): BlockPlace | undefined {
  if (entry.readUInt32BE(CHECKED_BYTES) !== checkOf(number, entry)) return undefined;
  return { offset: entry.readUIntBE(0, 6), length: entry.readUInt32BE(6), checksum: entry.readUInt32BE(10) };
}

/** An entry at another block's place does not check. */
function checkOf(number: number, entry: Buffer): number {
  return crc32(entry.subarray(0, CHECKED_BYTES), number % 2 ** 32);
}
