/** A file of purchases from its bytes to its rows. */
import { Failure } from '../channel/failures.js';
import { readHeader, type FileHead } from './columns.js';
import { CsvReader, csvRecords, type CsvRecord } from './csv-records.js';
import { delimiters, type FileFormat } from './file-format.js';
import type { ImportParameters } from './import-progress.js';
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
    for await (const records of csvRecords(decoded(this.bytes, this.format.encoding), this.#csv)) {
      if (!this.#head && records.length > 0) {
        const { fields } = records.shift()!;
        if (!fields) throw new Failure('CSV_INVALID', 'The header is not CSV.');
        readHeader(fields);
        this.#head = { header: fields, delimiter: delimiters[this.#csv.delimiter], hinted: this.#csv.hinted };
      }
      yield records;
    }
    if (!this.#head) throw noHeader();
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
