/** A file of purchases from its bytes to its rows. */
import { Failure } from '../channel/failures.js';
import { CsvReader, csvRecords } from './csv-records.js';
import { delimiters } from './file-format.js';
import type { ImportParameters } from './import-progress.js';
import { PurchaseReader, type PurchaseRow } from './purchase-rows.js';
import { decoded } from './text-decoding.js';

/** The first line of a file, as its rejected rows have it too. */
export interface FileHead {
  readonly header: readonly string[];
  readonly delimiter: string;
  /** The file said itself what separates its fields. */
  readonly hinted: boolean;
}

/** Rows, some at a time; `begin` is told of the header before. @throws Failure CSV_INVALID */
export async function* purchaseRows(
  file: AsyncIterable<Buffer>,
  parameters: ImportParameters,
  latestDay: string,
  begin: (head: FileHead) => void = () => undefined,
): AsyncGenerator<PurchaseRow[]> {
  const { encoding, delimiter } = parameters.format;
  const csv = new CsvReader(delimiter);
  let reader: PurchaseReader | undefined;
  for await (const records of csvRecords(decoded(file, encoding), csv)) {
    const rows: PurchaseRow[] = [];
    for (const record of records) {
      if (reader) {
        rows.push(reader.read(record));
        continue;
      }
      if (!record.fields) throw new Failure('CSV_INVALID', 'The header is not CSV.');
      const separator = delimiters[csv.delimiter];
      reader = new PurchaseReader(record.fields, separator, parameters, latestDay);
      begin({ header: record.fields, delimiter: separator, hinted: csv.hinted });
    }
    yield rows;
  }
  if (!reader) throw new Failure('CSV_INVALID', 'The file has no header.');
}
