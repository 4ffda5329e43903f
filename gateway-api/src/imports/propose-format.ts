/** How a file seems to be written, from its beginning: for somebody to confirm, never to issue points by. */
import { TextDecoder } from 'node:util';
import { optionalColumns, requiredColumns } from './columns.js';
import { CsvReader, type CsvRecord } from './csv-records.js';
import {
  dayFormats,
  decimalMarks,
  DECIMALS_MAX,
  defaultFormat,
  delimiters,
  groupMarks,
  type DayFormat,
  type Delimiter,
  type Encoding,
  type FileFormat,
  type StatedFormat,
} from './file-format.js';
import { dayReader } from './purchase-day.js';
import { decoderOf, encodingMarked } from './text-decoding.js';

/** What the file leaves open: the first value is the one that is proposed. */
export interface OpenQuestion {
  readonly parameter: keyof FileFormat;
  readonly values: readonly string[];
  readonly detail: string;
}

export interface Proposal {
  readonly format: FileFormat & { readonly delimiter: Delimiter };
  readonly questions: readonly OpenQuestion[];
}

/** What is looked at of a file. */
export const HEAD_BYTES = 64 * 1024;

/** What is `said` already holds, and the rest is proposed. */
export function proposeFormat(head: Buffer, said: StatedFormat = {}): Proposal {
  const encoding = encodingMarked(head) ?? said.encoding ?? proposeEncoding(head);
  const text = decoderOf(encoding).decode(head, { stream: true });
  const delimiter = delimiterIn(text, said.delimiter);
  const [header, ...records] = readAll(text, delimiter, head.length < HEAD_BYTES);
  const column = (name: string): string[] => {
    const at = header?.fields?.findIndex((each) => each.trim() === name) ?? -1;
    return at < 0 ? [] : records.flatMap(({ fields }) => fields?.[at]?.trim() || []);
  };
  const numbers = proposeNumbers(column('amount'));
  const days = said.dateFormat ? undefined : proposeDays(column('date'));
  const format = {
    ...defaultFormat,
    encoding,
    ...numbers.format,
    ...(days && { dateFormat: days.format }),
    ...given(said),
    delimiter,
  };
  const open = [...numbers.questions, ...(days?.questions ?? [])];
  return { format: { ...format, encoding }, questions: open.filter(({ parameter }) => said[parameter] === undefined) };
}

const given = (said: StatedFormat): Partial<FileFormat> =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));

function readAll(text: string, delimiter: Delimiter, isWhole = false): CsvRecord[] {
  try {
    const reader = new CsvReader(/^sep=./i.test(text) ? undefined : delimiter);
    return reader.read(text, isWhole);
  } catch {
    return [];
  }
}

/** High bytes stand in pairs in GBK, mostly both above A0, and alone between letters in Latin-1. */
function proposeEncoding(head: Buffer): Encoding {
  const zeros = [0, 0];
  for (const [at, byte] of head.subarray(0, 4096).entries()) if (byte === 0) zeros[at % 2]!++;
  if (zeros[1]! > 8 * zeros[0]! && zeros[1]! > 2) return 'utf-16le';
  if (zeros[0]! > 8 * zeros[1]! && zeros[0]! > 2) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    const runs = head.toString('latin1').match(/[\u0081-\u00fe]+/g) ?? [];
    const paired = runs.filter((run) => run.length % 2 === 0 && /^[\u00a1-\u00fe]+$/.test(run)).length;
    return paired * 2 > runs.length ? 'gbk' : 'latin-1';
  }
}

function delimiterIn(text: string, said: Delimiter | undefined): Delimiter {
  const names = Object.keys(delimiters) as Delimiter[];
  const hinted = /^sep=(.)/i.exec(text)?.[1];
  const hint = names.find((name) => delimiters[name] === hinted);
  if (hint ?? said) return (hint ?? said)!;
  const first = text.slice(0, text.search(/[\r\n]|$/)).replaceAll('"', '');
  const known: readonly string[] = [...requiredColumns, ...optionalColumns];
  const score = (name: Delimiter): number => {
    const fields = first.split(delimiters[name]);
    return 100 * fields.filter((field) => known.includes(field.trim())).length + Math.min(fields.length, 99);
  };
  return names.toSorted((a, b) => score(b) - score(a))[0]!;
}

type NumberFormat = Pick<FileFormat, 'decimalMark' | 'groupMark' | 'decimals'>;

function proposeNumbers(amounts: readonly string[]): { format: Partial<NumberFormat>; questions: OpenQuestion[] } {
  const decimal = new Set<string>();
  const group = new Set<string>();
  const either = new Set<string>();
  for (const amount of amounts) {
    const marks = amount.match(/[.,' \u2019\u00a0\u2009\u202f](?=\d)/g) ?? [];
    const last = marks.at(-1);
    if (last === undefined) continue;
    const behind = amount.slice(amount.lastIndexOf(last) + 1).replace(/\D/g, '').length;
    for (const mark of marks.slice(0, -1)) group.add(mark);
    if (last !== '.' && last !== ',') group.add(last);
    else if (behind !== 3 || (group.has(last === '.' ? ',' : '.') && marks.length > 1 && marks.at(-2) !== last))
      decimal.add(last);
    else if (marks.filter((mark) => mark === last).length > 1) group.add(last);
    else either.add(last);
  }
  const undecided = [...either].filter((mark) => !decimal.has(mark) && !group.has(mark));
  const [inQuestion] = decimal.size === 0 && undecided.length > 0 ? undecided : [];
  const groupChosen = [...group][0] ?? undecided.find((mark) => !decimal.has(mark));
  const decimalChosen = [...decimal].find((mark) => mark !== groupChosen) ?? (groupChosen === '.' ? ',' : '.');
  const decimalMark = decimalChosen === ',' ? 'comma' : 'point';
  const groupMark = groupChosen === undefined ? 'none' : groupNameOf(groupChosen);
  const places = amounts.map((amount) => placesOf(amount, decimalMarks[decimalMark]));
  const decimals = Math.min(DECIMALS_MAX, Math.max(defaultFormat.decimals, ...places.slice(0, 10_000)));
  const questions: OpenQuestion[] = inQuestion
    ? [
        {
          parameter: 'groupMark',
          values: [groupMark, 'none'],
          detail: `“${inQuestion}” stands before three digits only: between thousands, or before three decimal places?`,
        },
      ]
    : [];
  return { format: { decimalMark, groupMark, decimals }, questions };
}

function groupNameOf(mark: string): FileFormat['groupMark'] {
  const names = Object.keys(groupMarks) as FileFormat['groupMark'][];
  return names.find((name) => groupMarks[name] === mark) ?? (mark === '\u2019' ? 'apostrophe' : 'space');
}

const placesOf = (amount: string, mark: string): number => {
  const at = amount.lastIndexOf(mark);
  return at < 0 ? 0 : amount.slice(at + 1).replace(/\D/g, '').length;
};

function proposeDays(days: readonly string[]): { format: DayFormat; questions: OpenQuestion[] } {
  const readable = (format: DayFormat): number => {
    const read = dayReader(format);
    return days.filter((day) => read(day) !== undefined).length;
  };
  const counts = dayFormats
    .map((format) => ({ format, count: readable(format) }))
    .toSorted((a, b) => b.count - a.count);
  const best = counts[0]!;
  if (best.count === 0) return { format: defaultFormat.dateFormat, questions: [] };
  const values = counts.filter(({ count }) => count === best.count).map(({ format }) => format);
  const question = { parameter: 'dateFormat', values, detail: 'Every day can be read in each of these ways.' } as const;
  return { format: best.format, questions: values.length > 1 ? [question] : [] };
}

/** What a file looks like whose header could not be read as it was said to be; undefined if nothing else fits better. */
export function describeMisread(head: Buffer, said: FileFormat): string | undefined {
  const { format } = proposeFormat(head);
  const text = decoderOf(format.encoding).decode(head, { stream: true });
  const header = readAll(text, format.delimiter)[0]?.fields?.map((name) => name.trim()) ?? [];
  if (!requiredColumns.every((name) => header.includes(name))) return undefined;
  const encoding = format.encoding === said.encoding ? [] : [`encoding=${format.encoding}`];
  const delimiter = format.delimiter === (said.delimiter ?? 'comma') ? [] : [`delimiter=${format.delimiter}`];
  const differing = [...encoding, ...delimiter];
  if (differing.length === 0) return undefined;
  return `It looks like a file with ${differing.join('&')}: say so, or ask POST /v1/imports/preview.`;
}
