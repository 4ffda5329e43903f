/** A file of purchases from its bytes to its rows. */
import { Failure } from '../channel/failures.js';
import { readHeader, type FileHead } from './columns.js';
import { CsvReader, csvRecords, type CsvRecord, NO_RECORD } from './csv-records.js';
import { delimiters, type FileFormat } from './file-format.js';
import type { ImportParameters } from './import-progress.js';
import { describeMisread, HEAD_BYTES } from './propose-format.js';
import { PurchaseReader, type PurchaseRow } from './purchase-rows.js';
import { decoded } from './text-decoding.js';

const noHeader = (): Failure => new Failure('CSV_INVALID', 'The file has no header.');

export class PurchaseFile {
  readonly #csv: CsvReader;
  #head: FileHead | undefined;

  constructor(
    private readonly bytes: AsyncIterable<Buffer>,
    private readonly format: FileFormat,
  ) {
    this.#csv = new CsvReader(format.delimiter);
  }

  /** Once the first records were read. */
  get head(): FileHead {
    if (!this.#head) throw noHeader();
    return this.#head;
  }

  /** What stands behind the header, some at a time. @throws Failure CSV_INVALID */
  async *records(): AsyncGenerator<CsvRecord[]> {
    const kept = new Beginning(this.bytes);
    try {
      for await (const records of csvRecords(decoded(kept.chunks(), this.format.encoding), this.#csv)) {
        if (!this.#head && records.length > 0) {
          this.#head = this.#readHead(records.shift()!);
          kept.drop();
        }
        yield records;
      }
      if (!this.#head) throw noHeader();
    } catch (error) {
      const looks = this.#head || !(error instanceof Failure) ? undefined : describeMisread(kept.bytes, this.format);
      throw looks === undefined ? error : new Failure('CSV_INVALID', `${(error as Failure).message} ${looks}`);
    }
  }

  #readHead({ fields }: CsvRecord): FileHead {
    if (!fields) throw new Failure('CSV_INVALID', `The header ${NO_RECORD}.`);
    readHeader(fields);
    return { header: fields, delimiter: delimiters[this.#csv.delimiter], hinted: this.#csv.hinted };
  }
}

/** Rows, some at a time. @throws Failure CSV_INVALID */
export async function* purchaseRows(
  bytes: AsyncIterable<Buffer>,
  parameters: ImportParameters,
  latestDay: string,
): AsyncGenerator<PurchaseRow[]> {
  const file = new PurchaseFile(bytes, parameters.format);
  let reader: PurchaseReader | undefined;
  for await (const records of file.records()) {
    if (records.length === 0) continue;
    reader ??= new PurchaseReader(file.head, parameters, latestDay);
    yield records.map((record) => reader!.read(record));
  }
}

/** Keeps what is looked at if the header cannot be read. */
class Beginning {
  #kept: Buffer[] = [];
  #isNeeded = true;

  constructor(private readonly source: AsyncIterable<Buffer>) {}

  async *chunks(): AsyncGenerator<Buffer> {
    for await (const chunk of this.source) {
      if (this.#isNeeded && this.bytes.length < HEAD_BYTES) this.#kept.push(chunk);
      yield chunk;
    }
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#kept).subarray(0, HEAD_BYTES);
  }

  drop(): void {
    this.#kept = [];
    this.#isNeeded = false;
  }
}
