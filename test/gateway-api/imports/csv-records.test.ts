/** The reader of CSV against a well-known parser, however the text is cut into pieces. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { CsvReader, type CsvRecord } from '../../../gateway-api/src/imports/csv-records.js';
import { decoded } from '../../../gateway-api/src/imports/text-decoding.js';

function read(text: string, cuts: readonly number[] = [], reader = new CsvReader()): CsvRecord[] {
  const places = [0, ...[...cuts].map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  const pieces = places.slice(1).map((end, at) => text.slice(places[at], end));
  return [...pieces.flatMap((piece) => reader.read(piece)), ...reader.read('', true)];
}

const field = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r', ' ', ';', '\u{1f600}'), maxLength: 6 });
const written = fc
  .tuple(
    fc.array(fc.array(fc.tuple(field, fc.boolean()), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.boolean(),
  )
  .map(([rows, end, last]) => {
    const asField = ([text, quoted]: [string, boolean]) =>
      quoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    return { end, text: rows.map((row) => row.map(asField).join(',')).join(end) + (last ? end : '') };
  });

test('what is CSV is read as csv-parse reads it, in whatever pieces it comes', () => {
  fc.assert(
    fc.property(written, fc.array(fc.nat(), { maxLength: 5 }), ({ text, end }, cuts) => {
      const expected = parse(text, { record_delimiter: end, relax_column_count: true, skip_empty_lines: true });
      expect(read(text, cuts).map(({ fields }) => fields)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('whatever the text is, pieces make no difference, and lines are those of an editor', () => {
  const anything = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\u0000', '\ufffd'), maxLength: 40 });
  fc.assert(
    fc.property(anything, fc.array(fc.nat(), { maxLength: 8 }), (text, cuts) => {
      const whole = read(text);
      expect(read(text, cuts)).toEqual(whole);
      const lines = text.split(/\r\n|\r|\n/);
      for (const { line, fields, several } of whole)
        if (fields && !several && !lines[line - 1]!.includes('"')) expect(fields).toEqual(lines[line - 1]!.split(','));
      // Each line that holds anything is in some record: those before the first record's, and between two, are empty or its own.
      let next = 1;
      for (const { line, several } of whole) {
        if (!several) expect(lines.slice(next - 1, line - 1).filter((text) => text !== '')).toEqual([]);
        next = several ? Infinity : line + 1;
        if (next === Infinity) break;
      }
    }),
    { numRuns: 500 },
  );
});

test('a text that is cut within a character is decoded whole', async () => {
  const bytes = Buffer.from('\ufeffé,\u{1f600}\n', 'utf16le');
  async function* one(): AsyncGenerator<Buffer> {
    for (const byte of bytes) yield Buffer.from([byte]);
  }
  let text = '';
  for await (const piece of decoded(one(), 'latin-1')) text += piece;
  expect(text).toBe('é,\u{1f600}\n');
});

test('a record that ends beyond what is kept is refused with the line where it begins, at any cut', () => {
  const text = `a,b\nc,"${'x'.repeat(1_100_000)}"\nd,e\n`;
  for (const cuts of [[], [300_000, 600_000, 900_000]])
    expect(() => read(text, cuts)).toThrow('Line 2 opens a quotation mark');
  const long = `a,b\nc,"${'x'.repeat(20_000)}"\nd,e\n`;
  expect(read(long).map(({ line, fields }) => [line, fields?.[0]])).toEqual([
    [1, 'a'],
    [2, undefined],
    [3, 'd'],
  ]);
});
